// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for a name when somebody chats or buys for the first time.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { lengthOf, tidy } from '../chat/lines.ts';
import { Refused } from '../link/rest.ts';
import type { Page } from '../page.ts';
import { payWords } from '../pay-words.ts';
import { words } from '../words.ts';
import { Sheet } from './sheet.tsx';

export function NameDialog({ page }: { page: Page }): JSX.Element {
  const problem = useSignal('');
  const busy = useSignal(false);
  const asked = page.naming.value;
  const close = (): void => {
    problem.value = '';
    page.naming.value = undefined;
  };
  const submit = async (event: Event & { currentTarget: HTMLFormElement }): Promise<void> => {
    event.preventDefault();
    const said = new FormData(event.currentTarget).get('name');
    const name = tidy(typeof said === 'string' ? said : '');
    if (name === '' || lengthOf(name) > 40) {
      problem.value = payWords.nameWrong;
      return;
    }
    busy.value = true;
    problem.value = '';
    try {
      await page.name(name);
    } catch (fault) {
      problem.value = fault instanceof Refused ? fault.message : words.serverAway;
    } finally {
      busy.value = false;
    }
  };
  return (
    <Sheet open={asked !== undefined} title={payWords.nameTitle} kind="small" onClose={close}>
      <form class="form" noValidate onSubmit={(e) => void submit(e)}>
        <p class="soft">{asked?.why === 'buy' ? payWords.nameBuyText : payWords.nameText}</p>
        <label class="field">
          <span>{payWords.name}</span>
          <input name="name" autocomplete="nickname" maxLength={80} autoFocus aria-invalid={problem.value !== ''} aria-describedby="name-problem" />
        </label>
        <p id="name-problem" class="problem" role="alert">{problem.value}</p>
        <button type="submit" class="button wide" disabled={busy.value}>{payWords.go}</button>
      </form>
    </Sheet>
  );
}
