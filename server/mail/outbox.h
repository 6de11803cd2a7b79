// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/store/committer.h"

// Mail that waits to be sent: what it is about, not what it says. Statements only.
namespace vitrine::mail::outbox {

struct Entry {
    std::string id;
    std::string kind;        // who words it
    std::string subject_id;  // an order, a refund, a sign-in
    int64_t tries = 0;
    Instant due;  // 0: given up
    std::string problem;
    Instant created;
};

// Due at once. Somebody waits for an urgent one: it goes before all others. What strangers can ask for must
// be bounded by who adds it: waiting().
enum class Urgency { ordinary, urgent };
void add(store::Unit&, const std::string& kind, const std::string& subject_id, Urgency = Urgency::ordinary);
int64_t waiting(store::Session&, const std::string& kind);
std::vector<Entry> due(store::Session&, Instant now, int64_t most);  // longest due first
std::optional<Instant> next_due(store::Session&, Instant now);
// It is with the caller for the next minute; false: another server has it, or had it.
bool claim(store::Unit&, const Entry&);
void sent(store::Unit&, const Entry&);
// Not sent: again after a growing pause (1 minute … 4 hours), for two days; or never again.
void failed(store::Unit&, const Entry&, const std::string& problem, bool for_good);
// Drops what was given up more than 30 days ago.
void forget_old(store::Unit&);

int64_t pause_after_s(int64_t tries);

}  // namespace vitrine::mail::outbox
