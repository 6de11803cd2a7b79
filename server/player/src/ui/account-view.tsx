// SPDX-License-Identifier: GPL-3.0-or-later
// Who the viewer is to the shop, what he has bought, and what he keeps there.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Address, Order } from '../../generated/contract.ts';
import { cartWords } from '../cart-words.ts';
import { payWords } from '../pay-words.ts';
import { spoken } from '../shop/account.ts';
import type { Desk } from '../shop/desk.ts';
import { moneyText } from '../shop/money.ts';
import { AddressForm } from './address-form.tsx';
import { addressText } from './address-text.ts';
import { CurrencyChoice } from './currency.tsx';
import { Icon } from './icons.tsx';
import { dateText, OrderView, stateText, useMoving } from './order-view.tsx';
import { SignIn } from './sign-in.tsx';

function Orders({ desk, onOpen }: { desk: Desk; onOpen: (order: Order) => void }): JSX.Element {
  const { orders, more } = desk.account.history.value;
  const problem = useSignal('');
  const load = (what: Promise<void>): void => void what.then(() => (problem.value = ''), (fault: unknown) => (problem.value = spoken(fault)));
  useEffect(() => {
    if (desk.till.page.viewer.session.value) load(desk.account.loadOrders());
  }, [desk.till.page.viewer.session.value?.account?.id]);
  return (
    <section aria-labelledby="orders-title">
      <h3 id="orders-title">{cartWords.orders}</h3>
      <p class="problem" role="alert">{problem.value}</p>
      {orders.length === 0 && <p class="empty">{cartWords.noOrders}</p>}
      <ul class="kept">
        {orders.map((order) => (
          <li key={order.id}>
            <button type="button" class="kept-row" onClick={() => onOpen(order)}>
              <span class="about"><strong>{order.lines.map((l) => l.title).join(', ')}</strong><small>{dateText(order.createdUs)} · {moneyText(order.total)}</small></span>
              <span class={`state state-${order.state}`}>{stateText(order)}</span>
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && <button type="button" class="button plain wide" onClick={() => load(desk.account.loadMoreOrders())}>{cartWords.moreOrders}</button>}
    </section>
  );
}

function Kept({ desk, onEdit }: { desk: Desk; onEdit: (address: Address | undefined) => void }): JSX.Element {
  const { addresses, methods } = desk.till.profile.value;
  const problem = useSignal('');
  const act = (what: Promise<void>): void => void what.then(() => (problem.value = ''), (fault: unknown) => (problem.value = spoken(fault)));
  return (
    <>
      <section aria-labelledby="addresses-title">
        <h3 id="addresses-title">{cartWords.addresses}</h3>
        <p class="problem" role="alert">{problem.value}</p>
        <ul class="kept">
          {addresses.map((a) => (
            <li key={a.id} class="kept-row">
              <span class="about"><strong>{a.name}</strong><small>{addressText(a)}{a.standard && ` · ${cartWords.standard}`}</small></span>
              <button type="button" class="button plain slim" aria-label={cartWords.editAddressOf(a.name)} onClick={() => onEdit(a)}>{cartWords.editAddress}</button>
              <button type="button" class="round small" aria-label={cartWords.removeAddressOf(a.name)} onClick={() => act(desk.account.deleteAddress(a.id))}><Icon name="bin" /></button>
            </li>
          ))}
        </ul>
        <button type="button" class="button plain wide" onClick={() => onEdit(undefined)}>{cartWords.newAddress}</button>
      </section>
      {methods.length > 0 && (
        <section aria-labelledby="cards-title">
          <h3 id="cards-title">{cartWords.cardsKept}</h3>
          <ul class="kept">
            {methods.map((m) => {
              const card = payWords.cardOf(m.face?.brand ?? '', m.face?.last4 ?? '');
              return (
                <li key={m.id} class="kept-row">
                  <span class="about"><strong>{card}</strong></span>
                  <button type="button" class="round small" aria-label={cartWords.removeCard(card)} onClick={() => act(desk.account.forgetCard(m.id))}><Icon name="bin" /></button>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}

export function AccountView({ desk, onBack }: { desk: Desk; onBack: () => void }): JSX.Element {
  const editing = useSignal<{ readonly address: Address | undefined } | undefined>(undefined);
  const openId = useSignal('');
  const order = desk.account.history.value.orders.find((o) => o.id === openId.value);
  useMoving(order, () => desk.account.refresh(openId.value));
  if (editing.value) return <AddressForm desk={desk} address={editing.value.address} onDone={() => (editing.value = undefined)} />;
  if (order) {
    return (
      <>
        <OrderView order={order} nowUs={desk.till.page.nowUs.value} onCancel={() => desk.account.cancel(order.id)} />
        <button type="button" class="button plain wide" data-autofocus onClick={() => (openId.value = '')}>{cartWords.back}</button>
      </>
    );
  }
  return (
    <div class="account">
      <SignIn desk={desk} />
      {desk.till.page.viewer.session.value && (
        <>
          <Orders desk={desk} onOpen={(o) => (openId.value = o.id)} />
          <Kept desk={desk} onEdit={(address) => (editing.value = { address })} />
        </>
      )}
      <CurrencyChoice desk={desk} />
      <button type="button" class="button plain wide" onClick={onBack}>{cartWords.backToCart}</button>
    </div>
  );
}
