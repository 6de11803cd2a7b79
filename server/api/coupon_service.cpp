// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/coupon_service.h"

#include "server/api/call.h"

namespace vitrine::api {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;

Reactor* CouponService::SaveCoupon(Context* context, const v1::SaveCouponRequest* request, v1::Coupon* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Coupon> reply) {
        services_.coupons.save(caller, *request, std::move(reply));
    });
}

Reactor* CouponService::ArchiveCoupon(Context* context, const v1::ArchiveCouponRequest* request,
                                      v1::Coupon* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Coupon> reply) {
        services_.coupons.archive(caller, *request, std::move(reply));
    });
}

Reactor* CouponService::ListCoupons(Context* context, const v1::ListCouponsRequest* request,
                                    v1::ListCouponsResponse* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::ListCouponsResponse> reply) {
                      services_.coupons.list(caller, *request, std::move(reply));
                  });
}

}  // namespace vitrine::api
