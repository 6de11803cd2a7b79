// SPDX-License-Identifier: GPL-3.0-or-later
// What is said where one enters a coupon.
export const couponWords = {
  coupon: 'Coupon code',
  couponMissing: 'Enter the code first.',
  useCoupon: 'Use it',
  remove: 'Remove',
  removeCoupon: (code: string) => `Remove the coupon ${code}`,
} as const;
