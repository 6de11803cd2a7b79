// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/coupon.pb.h"

namespace vitrine::shop {

// Coupons as the retailer makes them and a buyer tries them; redemption.h ties them to orders. Answers on a
// store thread. Owned by main; thread-safe.
class Coupons {
  public:
    Coupons(store::Committer&, store::Readers&);

    // Creator, retailer. With an id, the revision must be the stored one (conflict). What was promised stays
    // true: limits are not set below what is used, and the currency stays once it is used (precondition).
    void save(const Caller&, const v1::SaveCouponRequest&, Reply<v1::Coupon>);
    void archive(const Caller&, const v1::ArchiveCouponRequest&, Reply<v1::Coupon>);
    void list(const Caller&, const v1::ListCouponsRequest&, Reply<v1::ListCouponsResponse>);  // staff

    // Anybody known, for what he holds.
    void check(const Caller&, const v1::CheckCouponRequest&, Reply<v1::CouponCheck>);

  private:
    store::Committer& committer_;
    store::Readers& readers_;
};

}  // namespace vitrine::shop
