// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Role, type ChatLine } from '../../generated/contract.ts';
import { lengthOf, longestLine, tidy, type OwnLine } from '../chat/lines.ts';
import type { Page } from '../page.ts';
import { words } from '../words.ts';
import { Icon } from './icons.tsx';

const nearEndPx = 48;

function Badge({ role }: { role: Role }): JSX.Element | null {
  const text = role === Role.CREATOR ? words.host : role === Role.MODERATOR ? words.moderator : role === Role.RETAILER ? words.shop : '';
  return text ? <span class={`role role-${role}`}>{text}</span> : null;
}

function Line({ line, mine }: { line: ChatLine; mine: boolean }): JSX.Element {
  return (
    <li class={line.removed ? 'line removed' : mine ? 'line mine' : 'line'} data-line={line.id}>
      <span class="sender">{line.senderName}</span> <Badge role={line.senderRole} />{' '}
      <span class="text">{line.removed ? words.removed : line.text}</span>
    </li>
  );
}

function Own({ line, name, page }: { line: OwnLine; name: string; page: Page }): JSX.Element {
  return (
    <li class={line.refused ? 'line mine refused' : 'line mine pending'} data-line={line.id}>
      <span class="sender">{name}</span> <span class="text">{line.text}</span>
      {line.refused ? (
        <span class="reason" role="alert">
          {words.notSent}: {line.refused}{' '}
          <button type="button" onClick={() => page.sayAgain(line.id)}>{words.retry}</button>{' '}
          <button type="button" onClick={() => page.discard(line.id)}>{words.discard}</button>
        </span>
      ) : (
        <span class="visually-hidden">{words.sending}</span>
      )}
    </li>
  );
}

function Composer({ page, children }: { page: Page; children: ComponentChildren }): JSX.Element {
  const text = useSignal('');
  const over = lengthOf(text.value) - longestLine;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (over > 0 || tidy(text.value) === '') return;
    page.say(text.value);
    text.value = '';
  };
  return (
    <form class="composer" onSubmit={submit}>
      <div class="say">
        <input
          value={text.value} placeholder={words.say} aria-label={words.sayLabel} autocomplete="off" enterkeyhint="send"
          aria-invalid={over > 0} onInput={(e) => (text.value = e.currentTarget.value)}
        />
        {over > -50 && <span class={over > 0 ? 'over' : 'soft'} role="status">{over > 0 ? words.tooLong(over) : -over}</span>}
        <button type="submit" class="round send" aria-label={words.send} disabled={over > 0}>
          <Icon name="send" />
        </button>
      </div>
      {children}
    </form>
  );
}

export function ChatPanel({ page, children }: { page: Page; children: ComponentChildren }): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const unread = useSignal(false);
  const { lines, own } = page.chat.value;
  const me = page.viewer.session.value?.account;
  const closed = page.scene.value === 'replay' || page.scene.value === 'ended';
  const ownLast = own.at(-1)?.id;

  const toEnd = (): void => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
    atEnd.current = true;
    unread.value = false;
  };
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
    else unread.value = true;
  }, [lines]);
  useLayoutEffect(() => {
    if (ownLast) toEnd(); // one's own line is always seen
  }, [ownLast]);
  useEffect(() => {
    // A pin that slides in, or a keyboard, takes room from the lines: who read the newest goes on reading it.
    const watch = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    if (scroller.current) watch.observe(scroller.current);
    return () => watch.disconnect();
  }, []);
  return (
    <section class="chat" aria-labelledby="chat-title">
      <h2 id="chat-title">{words.chat}</h2>
      <div
        class="lines" ref={scroller} role="log" aria-label={words.chatLog} tabIndex={0}
        onScroll={(e) => {
          const box = e.currentTarget;
          atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx;
          if (atEnd.current) unread.value = false;
        }}
      >
        {lines.length + own.length === 0 && <p class="empty">{words.emptyChat}</p>}
        <ul>
          {lines.map((line) => <Line key={line.id} line={line} mine={line.senderId === me?.id} />)}
          {own.map((line) => <Own key={line.id} line={line} name={me?.displayName ?? words.you} page={page} />)}
        </ul>
      </div>
      {unread.value && <button type="button" class="chip" onClick={toEnd}>{words.newMessages}</button>}
      {closed
        ? <div class="composer"><p class="soft closed">{words.chatClosed}</p>{children}</div>
        : <Composer page={page}>{children}</Composer>}
    </section>
  );
}
