// SPDX-License-Identifier: GPL-3.0-or-later
// What is not needed to buy one thing at once: fetched when the cart is opened, or an order's own page.
import './dialogs.tsx'; // with which it shares most of what it is made of
import './cart.css';

export { Desk } from '../shop/desk.ts';
export { CartSheet } from './cart-sheet.tsx';
export { OrderPage } from './order-page.tsx';
