// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

#include "server/domain/result.h"
#include "server/web/loop.h"

namespace vitrine::web {

// A Reply that brings the answer back to the loop and to its owner, if he still lives: call(owner, answer).
template <class T, class Owner, class Call>
Reply<T> hop(Loop& loop, std::weak_ptr<Owner> owner, Call call) {
    return [&loop, owner = std::move(owner), call = std::move(call)](Result<T> answer) {
        loop.post([owner, call, answer = std::move(answer)]() mutable {
            if (const auto self = owner.lock()) call(*self, std::move(answer));
        });
    };
}

}  // namespace vitrine::web
