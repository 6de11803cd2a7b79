// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Drop, Product } from '../../generated/contract.ts';
import type { Page } from '../page.ts';
import { words } from '../words.ts';
import { ChatPanel } from './chat-panel.tsx';
import { Header } from './header.tsx';
import { Icon } from './icons.tsx';
import { LinkPill } from './link-pill.tsx';
import { PinCard } from './pin-card.tsx';
import { ProductList } from './product-list.tsx';
import { Sheet } from './sheet.tsx';
import { Theatre } from './theatre.tsx';

type Dialogs = typeof import('./dialogs.tsx');
type Cart = typeof import('./cart.tsx');
const settleMs = 1_500; // the dialogs are fetched when the picture has had its start, or when they are asked for

/** What is cheaper for the moment, what is drawn, what can be bought, else the first. */
function firstChoice(page: Page, product: Product): string {
  const { variants } = product;
  const free = variants.filter((v) => v.available > 0);
  return (free.find((v) => page.tagOf(v).was) ?? variants.find((v) => v.id === page.dropIn(product)?.variantId) ?? free[0] ?? variants[0])?.id ?? '';
}

export function App({ page }: { page: Page }): JSX.Element {
  const listOpen = useSignal(false);
  const buyOpen = useSignal(false);
  const cartOpen = useSignal(false);
  const tall = useSignal(false);
  const { show, products } = page.stage.value;
  const dialogs = useSignal<Dialogs | undefined>(undefined);
  const till = page.till.value;
  const cart = useSignal<Cart | undefined>(undefined);
  const desk = till?.desk.value;
  const toDesk = till !== undefined && (cartOpen.value || till.called.value);
  const wanted = page.called.value || cartOpen.value || page.naming.value !== undefined;
  const missed = (): void => { // tried again when asked for
    page.called.value = buyOpen.value = cartOpen.value = false;
    if (till) till.called.value = false;
  };
  useEffect(() => {
    if (dialogs.value) return undefined;
    const timer = setTimeout(() => void import('./dialogs.tsx').then((d) => {
      if (dialogs.value) return;
      dialogs.value = d;
      page.opened(new d.Till(page));
    }, missed), wanted ? 0 : settleMs);
    return () => clearTimeout(timer);
  }, [wanted]);
  useEffect(() => {
    if (till && toDesk && !cart.value) void import('./cart.tsx').then((c) => {
      if (cart.value) return;
      cart.value = c;
      till.opened(new c.Desk(till));
    }, missed);
  }, [toDesk]);
  useEffect(() => {
    document.title = `${show.title} · Vitrine`;
  }, [show.title]);

  const buy = (product: Product): void => {
    listOpen.value = false;
    page.atTill(({ checkout }) => checkout.open({ productId: product.id, variantId: firstChoice(page, product), quantity: 1 }));
    buyOpen.value = true;
  };
  const draw = (drop: Drop, enter: boolean): void => {
    page.atTill((t) => {
      t.checkout.open({ productId: page.productOf(drop.variantId) ?? '', variantId: drop.variantId, quantity: 1 });
      if (enter) t.enter(drop.id);
    });
    buyOpen.value = true;
  };
  const chapters = page.scene.value === 'replay'
    ? (product: Product): void => {
        const moment = show.pins.find((p) => p.productId === product.id);
        if (moment) page.screen.seekTo(moment.programmeTimeUs);
        listOpen.value = false;
      }
    : undefined;
  return (
    <div class={`page${tall.value ? ' tall' : ''}`} data-scene={page.scene.value}>
      <Header page={page} onCart={() => (cartOpen.value = true)} />
      <main class="stage">
        <Theatre page={page} onShape={(isTall) => (tall.value = isTall)} />
        <div class="below">
          <PinCard page={page} onBuy={buy} onDraw={draw} />
          {dialogs.value && till && <dialogs.value.HoldPill till={till} shown={!buyOpen.value} onOpen={() => (buyOpen.value = true)} />}
        </div>
      </main>
      <aside class="side" aria-label={`${words.products}, ${words.chat}`}>
        <section class="shelf" aria-labelledby="shelf-title">
          <h2 id="shelf-title">{words.products}</h2>
          <ProductList page={page} onBuy={buy} onChapter={chapters} />
        </section>
        <ChatPanel page={page}>
          <button type="button" class="round bag" aria-label={words.openProducts(products.length)} onClick={() => (listOpen.value = true)}>
            <Icon name="bag" />
            {products.length > 0 && <span class="count" aria-hidden="true">{products.length}</span>}
          </button>
        </ChatPanel>
      </aside>
      <LinkPill page={page} />
      <Sheet open={listOpen.value} title={words.products} onClose={() => (listOpen.value = false)}>
        <ProductList page={page} onBuy={buy} onChapter={chapters} />
      </Sheet>
      {dialogs.value && till && (
        <>
          <dialogs.value.BuySheet till={till} open={buyOpen.value && !till.checkout.watch.atBank.value} onClose={() => {
            buyOpen.value = false;
            till.leave();
          }} onBought={() => {
            buyOpen.value = false;
            till.leave();
            cartOpen.value = true;
          }} />
          {cart.value && desk && <cart.value.CartSheet desk={desk} open={cartOpen.value} onClose={() => (cartOpen.value = false)} />}
          <dialogs.value.NameDialog page={page} />
        </>
      )}
    </div>
  );
}
