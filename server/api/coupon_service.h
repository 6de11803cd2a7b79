// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/api/services.h"
#include "vitrine/v1/coupon.grpc.pb.h"

namespace vitrine::api {

class CouponService final : public v1::CouponService::CallbackService {
  public:
    explicit CouponService(const Services& services) : services_(services) {}
    grpc::ServerUnaryReactor* SaveCoupon(grpc::CallbackServerContext*, const v1::SaveCouponRequest*,
                                         v1::Coupon*) override;
    grpc::ServerUnaryReactor* ArchiveCoupon(grpc::CallbackServerContext*, const v1::ArchiveCouponRequest*,
                                            v1::Coupon*) override;
    grpc::ServerUnaryReactor* ListCoupons(grpc::CallbackServerContext*, const v1::ListCouponsRequest*,
                                          v1::ListCouponsResponse*) override;

  private:
    const Services& services_;
};

}  // namespace vitrine::api
