// SPDX-License-Identifier: GPL-3.0-or-later
// What is not needed to buy one thing at once: fetched when the cart is opened, or an order's own page.
import './dialogs.css';
import './cart.css';

export { Desk } from '../shop/desk.ts';
export { CartSheet } from './cart-sheet.tsx';
export { OrderPage } from './order-page.tsx';
