// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Product } from '../../generated/contract.ts';
import type { Page } from '../page.ts';
import { words } from '../words.ts';
import { ChatPanel } from './chat-panel.tsx';
import { Header } from './header.tsx';
import { Icon } from './icons.tsx';
import { PinCard } from './pin-card.tsx';
import { ProductList } from './product-list.tsx';
import { Sheet } from './sheet.tsx';
import { Theatre } from './theatre.tsx';
import { HoldPill, LinkPill } from './pills.tsx';

type Dialogs = typeof import('./dialogs.tsx');
const settleMs = 1_500; // the dialogs are fetched when the picture has had its start, or when they are asked for

/** The first variant that can be bought, else the first. */
function firstChoice(product: Product): string {
  return (product.variants.find((v) => v.available > 0) ?? product.variants[0])?.id ?? '';
}

export function App({ page }: { page: Page }): JSX.Element {
  const listOpen = useSignal(false);
  const buyOpen = useSignal(false);
  const tall = useSignal(false);
  const { show, products } = page.stage.value;
  const dialogs = useSignal<Dialogs | undefined>(undefined);
  const wanted = buyOpen.value || page.naming.value !== undefined;
  useEffect(() => {
    const fetchThem = (): void => {
      void import('./dialogs.tsx').then((d) => (dialogs.value = d), () => undefined); // tried again when asked for
    };
    if (dialogs.value) return undefined;
    const timer = setTimeout(fetchThem, wanted ? 0 : settleMs);
    return () => clearTimeout(timer);
  }, [wanted]);
  useEffect(() => {
    document.title = `${show.title} · Vitrine`;
  }, [show.title]);

  const buy = (product: Product): void => {
    listOpen.value = false;
    page.checkout.open({ productId: product.id, variantId: firstChoice(product), quantity: 1 });
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
      <Header page={page} />
      <main class="stage">
        <Theatre page={page} onShape={(isTall) => (tall.value = isTall)} />
        <div class="below">
          <PinCard page={page} onBuy={buy} />
          <HoldPill page={page} shown={!buyOpen.value} onOpen={() => (buyOpen.value = true)} />
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
      {dialogs.value && (
        <>
          <dialogs.value.BuySheet page={page} open={buyOpen.value && !page.checkout.atBank.value} onClose={() => {
            buyOpen.value = false;
            page.checkout.leave();
          }} />
          <dialogs.value.NameDialog page={page} />
        </>
      )}
    </div>
  );
}
