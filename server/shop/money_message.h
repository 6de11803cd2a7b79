// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/money.h"
#include "vitrine/v1/money.pb.h"

namespace vitrine::shop {

inline v1::Money money_message(int64_t minor, const std::string& currency) {
    v1::Money message;
    message.set_minor(minor);
    message.set_currency(currency);
    return message;
}
inline v1::Money money_message(const Money& money) {
    return money_message(money.minor, money.currency.code());
}

}  // namespace vitrine::shop
