// SPDX-License-Identifier: GPL-3.0-or-later
// Where things are sent: the fields, and the choice among those that are kept.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Address } from '../../generated/contract.ts';
import { cartWords } from '../cart-words.ts';
import { payWords } from '../pay-words.ts';
import { spoken } from '../shop/account.ts';
import type { Desk } from '../shop/desk.ts';
import { addressText, countryName } from './address-text.ts';

const fields = [
  ['name', 'name', true], ['line1', 'address-line1', true], ['line2', 'address-line2', false], ['postalCode', 'postal-code', false],
  ['city', 'address-level2', true], ['region', 'address-level1', false], ['phone', 'tel', false],
] as const;
type FieldName = (typeof fields)[number][0];

// ISO 3166-1; named in the viewer's own language by the browser.
const countries = 'AD AE AL AM AR AT AU AZ BA BE BG BR BY CA CH CL CN CO CY CZ DE DK DZ EC EE EG ES FI FR GB GE GR HK HR HU ID IE IL IN IS IT JO JP KE KR KW KZ LB LI LT LU LV MA MC MD ME MK MT MX MY NG NL NO NZ PE PH PK PL PT QA RO RS SA SE SG SI SK SM TH TN TR TW UA US UY UZ VN ZA'.split(' ');

function usualCountry(): string {
  const region = new Intl.Locale(navigator.language).maximize().region ?? '';
  return countries.includes(region) ? region : '';
}

export function AddressForm({ desk, address, onDone }: { desk: Desk; address: Address | undefined; onDone: (id: string) => void }): JSX.Element {
  const problem = useSignal('');
  const busy = useSignal(false);
  const submit = async (event: Event & { currentTarget: HTMLFormElement }): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const said = new FormData(form);
    const of = (name: string): string => String(said.get(name) ?? '').trim(); // eslint-disable-line @typescript-eslint/no-base-to-string -- text fields
    const missing = ['name', 'line1', 'city', 'country'].find((name) => !of(name));
    if (missing) {
      problem.value = cartWords.addressMissing;
      form.querySelector<HTMLElement>(`[name=${missing}]`)?.focus();
      return;
    }
    busy.value = true;
    problem.value = '';
    const known = new Set(desk.till.profile.value.addresses.map((a) => a.id));
    try {
      const filled = Object.fromEntries([...fields.map(([name]) => [name, of(name)]), ['country', of('country')]]) as Record<FieldName | 'country', string>;
      await desk.account.saveAddress({ ...filled, id: address?.id ?? '', standard: said.has('standard') });
      onDone(address?.id ?? desk.till.profile.value.addresses.find((a) => !known.has(a.id))?.id ?? '');
    } catch (fault) {
      problem.value = spoken(fault);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form class="form address" noValidate onSubmit={(e) => void submit(e)}>
      {fields.map(([name, autocomplete, needed]) => (
        <label key={name} class="field">
          <span>{cartWords.address[name]}</span>
          <input name={name} autocomplete={autocomplete} maxLength={100} required={needed} defaultValue={address?.[name] ?? ''} aria-describedby="address-problem" />
        </label>
      ))}
      <label class="field">
        <span>{cartWords.address.country}</span>
        <select name="country" autocomplete="country" required aria-describedby="address-problem">
          <option value="" />
          {countries.map((code) => <option key={code} value={code} selected={code === (address?.country ?? usualCountry())}>{countryName(code)}</option>)}
        </select>
      </label>
      <label class="tick"><input type="checkbox" name="standard" defaultChecked={address?.standard ?? false} /> <span>{cartWords.standardAddress}</span></label>
      <p id="address-problem" class="problem" role="alert">{problem.value}</p>
      <div class="foot">
        <button type="submit" class="button wide" disabled={busy.value}>{cartWords.saveAddress}</button>
        <button type="button" class="button plain wide" onClick={() => onDone('')}>{cartWords.back}</button>
      </div>
    </form>
  );
}

/** '' : no address. */
export function AddressChoice({ desk, chosen, onChoose, onNew }: { desk: Desk; chosen: string; onChoose: (id: string) => void; onNew: () => void }): JSX.Element {
  const { addresses } = desk.till.profile.value;
  return (
    <fieldset class="choices stacked">
      <legend>{payWords.deliverTo}</legend>
      {addresses.map((a) => (
        <label key={a.id} class="choice">
          <input type="radio" name="address" value={a.id} checked={a.id === chosen} onChange={() => onChoose(a.id)} />
          <span>{a.name}</span>
          <small>{addressText(a)}</small>
        </label>
      ))}
      <label class="choice">
        <input type="radio" name="address" value="" checked={chosen === ''} onChange={() => onChoose('')} />
        <span>{cartWords.noAddress}</span>
      </label>
      <button type="button" class="button plain" onClick={onNew}>{cartWords.newAddress}</button>
    </fieldset>
  );
}
