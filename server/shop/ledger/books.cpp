// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/ledger/books.h"

#include <map>
#include <stdexcept>

#include "server/shop/ledger/journal.h"

namespace vitrine::shop::ledger {
namespace {

// Some transfers in the making. Balances are read once and written once, however many of the transfers touch
// an account, and written in the order of the accounts' ids: two writers never wait for each other.
class Chain {
  public:
    explicit Chain(store::Unit& unit) : unit_(unit) {}

    Verdict add(const Transfer& transfer) {
        if (const Verdict form = check_form(transfer); form != Verdict::applied) return form;
        std::optional<Reserved> reserved;
        if (!transfer.pending_id.empty()) reserved = journal::reserved(unit_.sql(), transfer.pending_id);
        const auto [debit_place, credit_place] = touch(transfer);
        Touched& debit = debit_place->second;
        Touched& credit = credit_place->second;
        Account from = debit.account, to = credit.account;
        const Verdict verdict = carry_out(transfer, reserved, unit_.now(), from, to);
        // Most transfers are new and allowed: only for the others is it worth looking whether they are known.
        if (verdict != Verdict::applied || debit.fresh || credit.fresh) {
            if (const auto known = journal::find(unit_.sql(), transfer.id)) return compare(transfer, *known);
            if (verdict != Verdict::applied) return verdict;
        }
        open(debit, transfer.debit, transfer.amount.currency);
        open(credit, transfer.credit, transfer.amount.currency);
        if (!journal::add(unit_, {transfer, unit_.now(), expiry_of(transfer)}))
            return compare(transfer, *journal::find(unit_.sql(), transfer.id));
        debit.account = from;
        credit.account = to;
        return Verdict::applied;
    }

    void close() {
        for (const auto& [id, touched] : accounts_) {
            if (!(touched.before == touched.account.balances))
                journal::change(unit_, id, touched.before, touched.account.balances);
        }
    }

  private:
    struct Touched {
        Account account;
        Balances before;
        bool fresh = false;  // not opened yet
    };

    using Accounts = std::map<std::string, Touched>;

    std::pair<Accounts::iterator, Accounts::iterator> touch(const Transfer& transfer) {
        const Currency& currency = transfer.amount.currency;
        const auto [debit, new_debit] = accounts_.try_emplace(account_id(transfer.debit, currency));
        const auto [credit, new_credit] = accounts_.try_emplace(account_id(transfer.credit, currency));
        debit->second.account.bound = bound_of(transfer.debit.kind);
        credit->second.account.bound = bound_of(transfer.credit.kind);
        const bool both = new_debit && new_credit &&
                          journal::find_both(unit_, debit->first, credit->first, debit->second.before,
                                             credit->second.before);
        if (new_debit) begin(debit, both);
        if (new_credit) begin(credit, both);
        return {debit, credit};
    }

    void begin(Accounts::iterator place, bool known) {
        Touched& touched = place->second;
        if (!known) {
            const std::optional<Balances> found = journal::find_account(unit_.sql(), place->first);
            touched.fresh = !found;
            touched.before = found.value_or(Balances{});
        }
        touched.account.balances = touched.before;
    }

    void open(Touched& touched, const Party& party, const Currency& currency) {
        if (touched.fresh) journal::open_account(unit_, party, currency);
        touched.fresh = false;
    }

    Instant expiry_of(const Transfer& transfer) const {
        return transfer.timeout_s == 0 ? Instant{} : unit_.now().plus_s(transfer.timeout_s);
    }

    store::Unit& unit_;
    Accounts accounts_;
};

Booking book_each(store::Unit& unit, std::span<const Transfer> transfers) {
    Chain chain(unit);
    Booking booking;
    for (const Transfer& transfer : transfers) {
        const Verdict verdict = chain.add(transfer);
        if (verdict != Verdict::applied && verdict != Verdict::exists) return {verdict, 0};
        booking.booked += verdict == Verdict::applied;
    }
    chain.close();
    return booking;
}

}  // namespace

Booking book(store::Unit& unit, std::span<const Transfer> transfers) {
    // One that is refused has written nothing.
    if (transfers.size() < 2) return book_each(unit, transfers);
    unit.sql().run("SAVEPOINT chain");
    const Booking booking = book_each(unit, transfers);
    if (booking.verdict != Verdict::applied) unit.sql().run("ROLLBACK TO SAVEPOINT chain");
    unit.sql().run("RELEASE SAVEPOINT chain");
    return booking;
}

Result<int64_t> record(store::Unit& unit, std::span<const Transfer> transfers) {
    const Booking booking = book(unit, transfers);
    if (booking.verdict != Verdict::applied) return error_for(booking.verdict);
    return booking.booked;
}

Balances balances(store::Session& sql, const Party& party, const Currency& currency) {
    return journal::find_account(sql, account_id(party, currency)).value_or(Balances{});
}

int64_t expire_reservations(store::Unit& unit, int64_t most) {
    const std::vector<Transfer> over = journal::overdue(unit.sql(), unit.now(), most);
    for (const Transfer& pending : over) {
        Transfer expiry = pending;
        expiry.id = pending.id + ":expired";
        expiry.phase = Phase::expiry;
        expiry.pending_id = pending.id;
        expiry.timeout_s = 0;
        expiry.reason = Reason::expired;
        if (book(unit, {&expiry, 1}).booked != 1)
            throw std::logic_error("the reservation " + pending.id + " does not expire");
    }
    return static_cast<int64_t>(over.size());
}

}  // namespace vitrine::shop::ledger
