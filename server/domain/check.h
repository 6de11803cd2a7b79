// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine {

// Reports a broken invariant on stderr and aborts. Never returns.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace vitrine

// An assertion for bugs; it stays in release builds. Bad input is never a bug: answer it with an Error.
#define VITRINE_CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::vitrine::check_failed(#condition, __FILE__, __LINE__))
