// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/store/committer.h"
#include "vitrine/v1/catalog.pb.h"

// The rows of products with their variants. Statements only.
namespace vitrine::shop::products {

// With the variants that are on sale, in order, as a show sells them: what it has left of each, its flash
// price and drop. show_id '': as a show would that has nothing of its own.
std::optional<v1::Product> find(store::Session&, const std::string& product_id,
                                const std::string& show_id = "");
std::vector<v1::Product> all(store::Session&, bool with_archived, const std::string& show_id = "");
std::optional<v1::Product> find_numbered(store::Session&, int64_t number, const std::string& show_id = "");
// The first `most` with a number above `number`, with their numbers: oldest first.
std::vector<std::pair<int64_t, v1::Product>> behind(store::Session&, int64_t number, bool with_archived,
                                                    int64_t most, const std::string& show_id = "");
std::vector<v1::Product> of_show(store::Session&, const std::string& show_id);

// Precondition of all that write: checked by check_product. Committer's thread.
void add(store::Unit&, const v1::Product&);
// Raises the revision; false when revision is not the stored one: somebody else has changed it.
bool change(store::Unit&, const v1::Product&);

// A new variant at its position; its stock is to be received by the caller.
void add_variant(store::Unit&, const std::string& product_id, int64_t position, const v1::Variant&);
// false when the product has no such variant. A variant that was archived is on sale again.
bool change_variant(store::Unit&, const std::string& product_id, int64_t position, const v1::Variant&);
// Takes the variants off sale that are not among the kept ones.
void archive_variants_but(store::Unit&, const std::string& product_id, const std::vector<std::string>& kept);

}  // namespace vitrine::shop::products
