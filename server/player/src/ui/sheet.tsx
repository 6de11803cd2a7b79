// SPDX-License-Identifier: GPL-3.0-or-later
// A panel over the page: from below on a phone, from the right on a desktop, so that the picture stays in sight.
// <dialog> brings the focus trap, Esc, inertness of the rest and the focus back to where it came from.
import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../words.ts';
import { Icon } from './icons.tsx';

interface Props {
  open: boolean;
  title: string;
  kind?: 'sheet' | 'small';
  onClose: () => void;
  children: ComponentChildren;
}

export function Sheet({ open, title, kind = 'sheet', onClose, children }: Props): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (open && !element.open) element.showModal();
    else if (!open && element.open) element.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      class={kind}
      aria-labelledby={id}
      onCancel={(e) => {
        e.preventDefault(); // Esc goes the way of the close button: the page's state first, the dialog after it
        onClose();
      }}
      onClose={() => {
        if (open && !dialog.current?.open) onClose(); // told late, of an earlier closing, when it is open again
      }}
      onClick={(e) => {
        if (e.target === dialog.current) onClose(); // the backdrop
      }}
    >
      {open && (
        <div class="sheet-body">
          <div class="sheet-top">
            <h2 id={id} tabIndex={-1}>{title}</h2>
            <button type="button" class="round small" aria-label={words.close} onClick={onClose}>
              <Icon name="close" />
            </button>
          </div>
          {children}
        </div>
      )}
    </dialog>
  );
}
