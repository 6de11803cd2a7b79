// SPDX-License-Identifier: GPL-3.0-or-later
// What is said where one pays. It comes with the dialogs: who only watches need not fetch it.
export const payWords = {
  email: 'E-mail',
  emailHint: 'So that the seller can reach you about your order.',
  emailWrong: 'Please enter an e-mail address such as name@example.org.',
  card: 'Card',
  cardByStripe: 'Typed into Stripe’s own field. This shop never sees your card.',
  cardComing: 'Fetching the card form…',
  cardAway: 'The card form did not come. Check your connection, or whether something blocks it.',
  sandbox: 'Sandbox: no money moves. Choose a test card.',
  cardNumber: 'Card number',
  expiry: 'Expiry',
  expiryHint: 'MM / YY',
  cvc: 'Security code',
  cards: { approves: 'Pays', declines: 'Declines', confirms: 'Asks your bank', slow: 'Slow gateway' },
  cardProblems: {
    missing: 'Enter a card number, or choose a test card.',
    short: 'This card number is too short.',
    mistyped: 'This card number has a typing mistake. Please check it.',
    not_a_test_card: 'Only the test cards above work here. No real card is charged.',
    expiry: 'Enter the expiry as month and year, such as 12 / 30.',
    expired: 'This card has expired.',
    cvc: 'The security code has 3 or 4 digits.',
  },
  pay: (amount: string) => `Pay ${amount}`,
} as const;
