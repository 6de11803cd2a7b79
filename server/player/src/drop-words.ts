// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of drops: fetched when somebody looks at one.
const units = (n: number): string => (n === 1 ? 'one of these' : `${n.toLocaleString()} of these`);

export const dropWords = {
  draw: 'The draw',
  chance: (n: number) => `There ${n === 1 ? 'is' : 'are'} ${units(n)}. Everybody who asks in time has the same chance, however fast the line.`,
  closesIn: 'Closes in',
  entries: (n: number) => (n === 1 ? 'one person is in it' : `${n.toLocaleString()} people are in it`),
  entering: 'Entering…',
  inTitle: 'You are in it',
  inText: 'Keep watching. We tell you here when it is drawn.',
  drawingText: 'It takes a few seconds.',
  offTitle: 'The draw was called off',
  offText: 'It can be bought again, first come, first served.',
  over: (entries: number, n: number) => `The draw is over: ${entries === 1 ? 'one person' : `${entries.toLocaleString()} people`} asked for ${units(n)}.`,
  wonTitle: 'You have won',
  wonText: 'One was kept for you.',
  waitingTitle: 'Not this time',
  placeText: (place: number, of: number) => `You were drawn as number ${place.toLocaleString()} of ${of.toLocaleString()}.`,
  waitingText: (n: number) => (n === 1 ? 'You are next on the waiting list, should a winner not pay.' : `You are number ${n.toLocaleString()} on the waiting list, should winners not pay.`),
  how: 'How the draw works',
  howText: 'Before anybody could ask, the shop drew a secret number and published its fingerprint. The secret number and all entries together decide the order, '
    + 'and nothing else. Afterwards the secret is told, so that anybody can draw again and compare.',
  promise: 'The fingerprint:',
  check: 'Check the draw',
  checking: 'Drawing it again…',
  drawnWell: 'Drawn as promised',
  drawnBadly: 'This was not drawn as promised',
  seed: { good: 'The secret is the one that was promised', bad: 'The secret is not the one that was promised' },
  once: { good: 'Everybody is in it once', bad: 'Somebody is in it twice' },
  mine: { good: 'Your own entry took part', bad: 'Your own entry did not take part' },
  winners: { good: 'The winners are those of the draw', bad: 'The winners are not those of the draw' },
  cannotCheck: 'Your browser checks draws on pages that come by https only. Ask the seller for such an address.',
} as const;
