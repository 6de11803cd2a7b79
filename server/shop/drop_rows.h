// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/shop/bucket.h"
#include "server/shop/drop_rules.h"
#include "server/store/committer.h"

// The rows of drops, of who entered, and of the units they keep. Statements only; those that change are on
// the committer's thread.
namespace vitrine::shop::drop_rows {

struct Row {
    v1::Drop drop;     // as it may be told: without the seed until it is drawn
    std::string seed;  // secret until then
};
std::optional<Row> find(store::Session&, const std::string& drop_id);
// Newest first.
std::vector<v1::Drop> of_show(store::Session&, const std::string& show_id, int64_t most);
std::vector<v1::Drop> under_way(store::Session&, const std::string& show_id);
// Open ones whose window is over, and those whose draw has begun.
std::vector<std::string> to_be_drawn(store::Session&, Instant now);

void add(store::Unit&, const Row&, const std::string& person_id);
void set_state(store::Unit&, const v1::Drop&, v1::DropState);
// Whether the variant can be had in the show by this drop only. '' : no drop.
void set_in_show(store::Unit&, const v1::Drop&, const std::string& drop_id);

struct Entry {
    v1::DropEntry entry;
    std::string person_id;
};
std::optional<Entry> find_entry(store::Session&, const std::string& drop_id, const std::string& entry_id);
std::optional<Entry> entry_of(store::Session&, const std::string& drop_id, const std::string& person_id);
// Of drops in this show that are under way.
std::vector<v1::DropEntry> entries_of(store::Session&, const std::string& show_id,
                                      const std::string& person_id);
std::vector<std::string> entry_ids(store::Session&, const std::string& drop_id);  // sorted
std::vector<std::string> winners(store::Session&, const std::string& drop_id);    // in the order of the draw
void add_entry(store::Unit&, const Entry&);
void settle_entry(store::Unit&, const v1::DropEntry&);
void call_off_entries(store::Unit&, const std::string& drop_id);

struct Units {
    Bucket bucket;
    int64_t quantity = 0;
};
std::vector<Units> units(store::Session&, const v1::Drop&);
void add_units(store::Unit&, const std::string& drop_id, const Units&);
// One of them is a winner's now: answers from which bucket; nothing when none is left.
std::optional<Bucket> take_unit(store::Unit&, const v1::Drop&);
void clear_units(store::Unit&, const std::string& drop_id);

}  // namespace vitrine::shop::drop_rows
