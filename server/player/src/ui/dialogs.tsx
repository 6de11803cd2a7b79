// SPDX-License-Identifier: GPL-3.0-or-later
// What is not needed to watch: fetched after the picture, or at the first press of Buy.
import './dialogs.css';

export { Till } from '../shop/till.ts';
export { BuySheet } from './buy-sheet.tsx';
export { HoldPill } from './hold-pill.tsx';
export { NameDialog } from './name-dialog.tsx';
