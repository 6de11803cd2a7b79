// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/drops.h"

#include <sodium.h>

#include <algorithm>
#include <atomic>

#include "server/shop/draws.h"
#include "server/shop/drop_life.h"
#include "server/shop/drop_rows.h"
#include "server/shop/moment.h"

namespace vitrine::shop {
namespace {

constexpr int64_t kMostListed = 100;

Error not_a_seller() {
    return {Code::permission_denied, "Only the creator and the retailer may open or call off drops."};
}

Result<v1::Draw> read_draw(store::Session& sql, const std::string& drop_id) {
    const auto row = drop_rows::find(sql, drop_id);
    if (!row) return Error{Code::not_found, "There is no such drop."};
    v1::Draw draw;
    *draw.mutable_drop() = row->drop;
    // Who has entered is told once nobody can enter any more.
    if (row->drop.state() == v1::DROP_STATE_OPEN) return draw;
    for (std::string& id : drop_rows::entry_ids(sql, drop_id)) draw.add_entries(std::move(id));
    std::sort(draw.mutable_entries()->begin(), draw.mutable_entries()->end());
    if (row->drop.state() != v1::DROP_STATE_DRAWN) return draw;
    for (std::string& id : drop_rows::winners(sql, drop_id)) draw.add_winners(std::move(id));
    return draw;
}

// Answers once all of them are over.
Reply<Done> last_of(size_t draws, Reply<int64_t> reply) {
    auto left = std::make_shared<std::atomic<size_t>>(draws);
    return [draws, left, reply = std::move(reply)](const Result<Done>&) {
        if (--*left == 0) reply(static_cast<int64_t>(draws));
    };
}

}  // namespace

Drops::Drops(store::Committer& committer, store::Readers& readers, SaleTerms terms, StreamClock stream_clock,
             MakeSeed make_seed)
    : committer_(committer),
      readers_(readers),
      terms_(terms),
      stream_clock_(std::move(stream_clock)),
      make_seed_(std::move(make_seed)),
      draws_(std::make_shared<Draws>(committer, readers, terms)) {}

Drops::~Drops() { draws_->close(); }

std::string Drops::random_seed() {
    unsigned char raw[32];
    randombytes_buf(raw, sizeof raw);
    char hex[2 * sizeof raw + 1];
    return sodium_bin2hex(hex, sizeof hex, raw, sizeof raw);
}

void Drops::open(const Caller& caller, const v1::OpenDropRequest& request, Reply<v1::Drop> reply) {
    if (!caller.sells()) return reply(not_a_seller());
    const Result<int64_t> moment = programme_moment(stream_clock_, request);
    if (!moment.ok()) return reply(moment.error());
    committer_.submit_once<v1::Drop>(
        "drop.open:" + caller.id, request,
        [caller, request, seed = make_seed_(), at_us = *moment](store::Unit& unit) {
            return drop_life::open(unit, caller, request, seed, at_us);
        },
        std::move(reply));
}

void Drops::call_off(const Caller& caller, const v1::CallOffDropRequest& request, Reply<v1::Drop> reply) {
    if (!caller.sells()) return reply(not_a_seller());
    committer_.submit_once<v1::Drop>(
        "drop.call_off:" + caller.id, request,
        [id = request.drop_id(), terms = terms_](store::Unit& unit) {
            return drop_life::call_off(unit, id, terms);
        },
        std::move(reply));
}

// Not submit_once: the entry's row remembers its person for good, and everybody enters in the same seconds.
void Drops::enter(const Caller& caller, const v1::EnterDropRequest& request, Reply<v1::DropEntry> reply) {
    if (!caller.known())
        return reply(Error{Code::unauthenticated, "Say your name first; then you can enter."});
    committer_.submit<v1::DropEntry>(
        [caller, request](store::Unit& unit) { return drop_life::enter(unit, caller, request); },
        std::move(reply));
}

void Drops::list(const v1::ListDropsRequest& request, Reply<v1::ListDropsResponse> reply) {
    readers_.run<v1::ListDropsResponse>(
        [show_id = request.show_id()](store::Session& sql) -> Result<v1::ListDropsResponse> {
            v1::ListDropsResponse response;
            for (v1::Drop& drop : drop_rows::of_show(sql, show_id, kMostListed))
                *response.add_drops() = std::move(drop);
            return response;
        },
        std::move(reply));
}

void Drops::draw(const v1::GetDrawRequest& request, Reply<v1::Draw> reply) {
    readers_.run<v1::Draw>([id = request.drop_id()](store::Session& sql) { return read_draw(sql, id); },
                           std::move(reply));
}

void Drops::draw_due(Reply<int64_t> reply) {
    committer_.submit<std::vector<std::string>>(
        [](store::Unit& unit) -> Result<std::vector<std::string>> {
            return drop_life::close_those_over(unit);
        },
        [draws = draws_, reply = std::move(reply)](Result<std::vector<std::string>> due) {
            if (!due.ok()) return reply(due.error());
            if (due->empty()) return reply(int64_t{0});
            const Reply<Done> drawn = last_of(due->size(), reply);
            for (const std::string& id : *due) draws->start(id, drawn);
        });
}

}  // namespace vitrine::shop
