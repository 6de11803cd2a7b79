// SPDX-License-Identifier: GPL-3.0-or-later
// What a viewer does on the page, found as a person finds it: by role and name.

// Says something in the chat; gives a name the first time, for the page asks for one.
export async function say(page, text, name) {
  await page.getByLabel('Your message').fill(text);
  await page.getByLabel('Your message').press('Enter');
  if (name) await introduce(page, name);
}

export async function introduce(page, name) {
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
}

// Opens the buy sheet of the pinned product and holds one of the variant chosen there.
export async function holdPinned(page, { variant, name } = {}) {
  await page.locator('.pin').getByRole('button').click();
  if (variant) await page.getByRole('radio', { name: new RegExp(variant) }).check({ force: true });
  await page.getByRole('button', { name: 'Buy now' }).click();
  if (name) await introduce(page, name);
}

// Pays what is held with one of the sandbox's cards: 'Pays', 'Declines', 'Asks your bank', 'Slow gateway'.
export async function payWith(page, card, email = 'viewer@example.org') {
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: new RegExp(`^${card}`) }).click();
  const security = page.getByLabel('Security code');
  if ((await security.inputValue()) === '') await security.fill('123');
  const expiry = page.getByLabel('Expiry');
  if ((await expiry.inputValue()) === '') await expiry.fill('12 / 34');
  await page.getByRole('button', { name: /^Pay / }).click();
}

// The stock the page shows of the pinned product.
export const pinnedStock = async (page) => Number(await page.locator('.pin [data-left]').getAttribute('data-left'));
