// SPDX-License-Identifier: GPL-3.0-or-later
// Stripe's own script. The card is typed into a frame of Stripe's, and a token comes out; the page never sees the number.
const address = 'https://js.stripe.com/v3/'; // Stripe allows no copy of it
const patienceMs = 15_000;

export interface StripeElement {
  mount(place: HTMLElement): void;
  unmount(): void;
  focus(): void;
}
interface Said {
  readonly error?: { readonly message?: string };
}
export interface Stripe {
  elements(options: { locale: 'auto' }): { create(kind: 'card', options: object): StripeElement };
  createPaymentMethod(card: { type: 'card'; card: StripeElement; billing_details: { email: string } }): Promise<Said & { readonly paymentMethod?: { readonly id: string } }>;
  handleNextAction(what: { clientSecret: string }): Promise<Said>;
}

declare global {
  interface Window {
    Stripe?: (publishableKey: string) => Stripe;
  }
}

/** Rejects when it does not come: blocked, or no line. */
export function loadStripe(publishableKey: string): Promise<Stripe> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const failed = (): void => {
      script.remove();
      reject(new Error('Stripe’s script did not come'));
    };
    const timer = setTimeout(failed, patienceMs);
    script.src = address;
    script.onerror = failed;
    script.onload = () => {
      clearTimeout(timer);
      if (window.Stripe) resolve(window.Stripe(publishableKey));
      else failed();
    };
    document.head.append(script);
  });
}
