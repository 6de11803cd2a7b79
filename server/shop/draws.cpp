// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/draws.h"

#include "server/shop/drop_life.h"
#include "server/shop/drop_rows.h"

namespace vitrine::shop {
namespace {

Result<std::vector<std::string>> read_order(store::Session& sql, const std::string& drop_id) {
    const auto row = drop_rows::find(sql, drop_id);
    if (!row) return Error{Code::not_found, "There is no such drop."};
    return draw_order(row->seed, drop_rows::entry_ids(sql, drop_id));
}

}  // namespace

Draws::Draws(store::Committer& committer, store::Readers& readers, SaleTerms terms)
    : committer_(committer), readers_(readers), terms_(terms) {}

void Draws::start(const std::string& drop_id, Reply<Done> reply) {
    if (!take_up(drop_id)) return reply(Done{});
    readers_.run<std::vector<std::string>>(
        [drop_id](store::Session& sql) { return read_order(sql, drop_id); },
        [self = shared_from_this(), drop_id, reply](Result<std::vector<std::string>> order) {
            if (!order.ok()) return self->stop(drop_id, order.error(), reply);
            self->settle(drop_id, std::make_shared<const std::vector<std::string>>(std::move(*order)), 0,
                         reply);
        });
}

void Draws::settle(const std::string& drop_id, Order order, size_t from, Reply<Done> reply) {
    if (closed()) return stop(drop_id, Done{}, reply);
    if (from >= order->size()) return finish(drop_id, std::move(reply));
    committer_.submit<size_t>(
        [drop_id, order, from, terms = terms_](store::Unit& unit) -> Result<size_t> {
            return drop_life::settle(unit, drop_id, *order, from, terms);
        },
        [self = shared_from_this(), drop_id, order, reply](Result<size_t> next) {
            if (!next.ok()) return self->stop(drop_id, next.error(), reply);
            self->settle(drop_id, order, *next, reply);
        });
}

void Draws::finish(const std::string& drop_id, Reply<Done> reply) {
    committer_.submit<Done>(
        [drop_id, terms = terms_](store::Unit& unit) -> Result<Done> {
            drop_life::finish(unit, drop_id, terms);
            return Done{};
        },
        [self = shared_from_this(), drop_id, reply](Result<Done> done) { self->stop(drop_id, done, reply); });
}

bool Draws::take_up(const std::string& drop_id) {
    std::lock_guard lock(mutex_);
    return !closed_ && under_way_.insert(drop_id).second;
}

bool Draws::closed() {
    std::lock_guard lock(mutex_);
    return closed_;
}

void Draws::stop(const std::string& drop_id, Result<Done> result, const Reply<Done>& reply) {
    {
        std::lock_guard lock(mutex_);
        under_way_.erase(drop_id);
        idle_.notify_all();
    }
    reply(std::move(result));
}

void Draws::close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
    idle_.wait(lock, [this] { return under_way_.empty(); });
}

}  // namespace vitrine::shop
