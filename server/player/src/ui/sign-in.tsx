// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in with a code from one's mail box.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { cartWords } from '../cart-words.ts';
import { payWords } from '../pay-words.ts';
import { spoken } from '../shop/account.ts';
import type { Desk } from '../shop/desk.ts';

export function SignIn({ desk }: { desk: Desk }): JSX.Element {
  const account = desk.till.page.viewer.session.value?.account;
  const profile = desk.till.profile.value;
  const sentTo = useSignal('');
  const problem = useSignal('');
  const busy = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    if (sentTo.value) form.current?.querySelector<HTMLElement>('[name=code]')?.focus();
  }, [sentTo.value]);
  if (account && !account.guest) {
    return (
      <section class="who-am-i">
        <p>{cartWords.signedInAs(account.login || account.displayName)}</p>
        <button type="button" class="button plain slim" onClick={() => void desk.signOut()}>{cartWords.signOut}</button>
      </section>
    );
  }
  const attempt = (what: Promise<void>): void => {
    busy.value = true;
    problem.value = '';
    void what.catch((fault: unknown) => (problem.value = spoken(fault))).finally(() => (busy.value = false));
  };
  const submit = (event: Event & { currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    const said = new FormData(event.currentTarget);
    const of = (name: string): string => {
      const value = said.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    if (sentTo.value) attempt(desk.enter(sentTo.value, of('code')));
    else attempt(desk.account.askCode(of('login')).then(() => void (sentTo.value = of('login'))));
  };
  return (
    <section aria-labelledby="sign-in-title">
      <h3 id="sign-in-title">{cartWords.signInTitle}</h3>
      {account && <p class="soft note">{cartWords.guestAs(account.displayName)}</p>}
      {!profile.signInByMail ? <p class="soft">{cartWords.signInAway}</p> : (
        <form ref={form} class="form" noValidate onSubmit={submit}>
          <p class="soft note" role="status">{sentTo.value ? cartWords.codeSent(sentTo.value) : cartWords.signInText}</p>
          {sentTo.value ? (
            <label key="code" class="field">
              <span>{cartWords.code}</span>
              <input name="code" inputmode="numeric" autocomplete="one-time-code" maxLength={12} aria-describedby="sign-in-problem" />
            </label>
          ) : (
            <label key="login" class="field">
              <span>{payWords.email}</span>
              <input name="login" type="email" inputmode="email" autocomplete="email" aria-describedby="sign-in-problem" />
            </label>
          )}
          <p id="sign-in-problem" class="problem" role="alert">{problem.value}</p>
          <button type="submit" class="button wide" disabled={busy.value}>{sentTo.value ? cartWords.signIn : busy.value ? cartWords.sendingCode : cartWords.sendCode}</button>
          {sentTo.value && <button type="button" class="button plain wide" onClick={() => (sentTo.value = '')}>{cartWords.otherAddress}</button>}
        </form>
      )}
    </section>
  );
}
