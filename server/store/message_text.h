// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace vitrine::store {

// Bytes (serialised messages, hashes) as base64 text (RFC 4648 §5, without padding), for TEXT columns.
// SOCI 4.0's blobs are large objects on PostgreSQL and cannot be bound in a kept statement:
// docs/decisions/messages-as-text.md.
std::string to_text(std::string_view bytes);
// Throws std::runtime_error when text is not base64: the database was damaged.
std::string from_text(std::string_view text);

// BLAKE2b-256 of the bytes, as text.
std::string hash_text(std::string_view bytes);

}  // namespace vitrine::store
