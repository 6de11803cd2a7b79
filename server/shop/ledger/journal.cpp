// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/ledger/journal.h"

#include <map>
#include <stdexcept>

namespace vitrine::shop::ledger::journal {
namespace {

// A row of ledger_transfer, as the database has it.
struct Row {
    std::string id, pending_id, debit_account, credit_account, currency, reference, external_key;
    int64_t phase = 0, amount_minor = 0, reason = 0, at_us = 0, expires_us = 0;

    void set(const Entry& entry) {
        const Transfer& t = entry.transfer;
        id = t.id;
        pending_id = t.pending_id;
        debit_account = account_id(t.debit, t.amount.currency);
        credit_account = account_id(t.credit, t.amount.currency);
        currency = t.amount.currency.code();
        reference = t.reference;
        external_key = t.external_key;
        phase = static_cast<int64_t>(t.phase);
        amount_minor = t.amount.minor;
        reason = static_cast<int64_t>(t.reason);
        at_us = entry.at.us;
        expires_us = entry.expires.us;
    }

    Entry entry() const {
        const std::optional<Party> debit = party_of(debit_account);
        const std::optional<Party> credit = party_of(credit_account);
        const Result<Currency> parsed = Currency::parse(currency);
        if (!debit || !credit || !parsed.ok()) throw std::logic_error("transfer " + id + " cannot be read");
        const int64_t timeout_s = expires_us == 0 ? 0 : (expires_us - at_us) / 1'000'000;
        return {{id, static_cast<Phase>(phase), pending_id, *debit, *credit, Money{amount_minor, *parsed},
                 timeout_s, static_cast<Reason>(reason), reference, external_key},
                {at_us},
                {expires_us}};
    }
};

constexpr char kColumns[] =
    "SELECT id, pending_id, debit_account, credit_account, currency, reference, external_key, phase, "
    "amount_minor, reason, at_us, expires_us FROM ledger_transfer ";

template <class... Exchange>
std::vector<Entry> read(store::Session& sql, const char* where, const Exchange&... exchange) {
    std::vector<Entry> found;
    Row r;
    sql.each(
        std::string(kColumns) + where, [&] { found.push_back(r.entry()); }, soci::into(r.id),
        soci::into(r.pending_id), soci::into(r.debit_account), soci::into(r.credit_account),
        soci::into(r.currency), soci::into(r.reference), soci::into(r.external_key), soci::into(r.phase),
        soci::into(r.amount_minor), soci::into(r.reason), soci::into(r.at_us), soci::into(r.expires_us),
        exchange...);
    return found;
}

// What every transfer needs, bound once for the session: at fifty thousand a second the binding counts.
class Pen {
  public:
    explicit Pen(store::Session& session) : session_(session) {}

    bool insert(const Entry& entry) {
        row_.set(entry);
        return touches(insert_, [&] {
            return soci::statement(
                (soci().prepare << "INSERT INTO ledger_transfer (id, phase, pending_id, debit_account, "
                                 "credit_account, amount_minor, currency, reason, reference, external_key, "
                                 "at_us, expires_us) VALUES (:id, :phase, :pending, :debit, :credit, "
                                 ":amount, :currency, :reason, :reference, :key, :at, :expires) "
                                 "ON CONFLICT (id) DO NOTHING",
                 soci::use(row_.id), soci::use(row_.phase), soci::use(row_.pending_id),
                 soci::use(row_.debit_account), soci::use(row_.credit_account), soci::use(row_.amount_minor),
                 soci::use(row_.currency), soci::use(row_.reason), soci::use(row_.reference),
                 soci::use(row_.external_key), soci::use(row_.at_us), soci::use(row_.expires_us)));
        });
    }

    bool change(const std::string& account_id, const Balances& before, const Balances& after) {
        account_id_ = account_id;
        before_ = before;
        after_ = after;
        return touches(change_, [&] {
            return soci::statement(
                (soci().prepare << "UPDATE ledger_account SET debits_pending = :dp, debits_posted = :d, "
                                 "credits_pending = :cp, credits_posted = :c WHERE id = :id "
                                 "AND debits_pending = :odp AND debits_posted = :od "
                                 "AND credits_pending = :ocp AND credits_posted = :oc",
                 soci::use(after_.debits_pending), soci::use(after_.debits_posted),
                 soci::use(after_.credits_pending), soci::use(after_.credits_posted), soci::use(account_id_),
                 soci::use(before_.debits_pending), soci::use(before_.debits_posted),
                 soci::use(before_.credits_pending), soci::use(before_.credits_posted)));
        });
    }

    bool find_both(const std::string& debit_id, const std::string& credit_id, Balances& debit,
                   Balances& credit) {
        account_id_ = debit_id;
        other_id_ = credit_id;
        const bool found = finds(find_, [&] {
            return soci::statement(
                (soci().prepare << "SELECT d.debits_pending, d.debits_posted, d.credits_pending, "
                                 "d.credits_posted, c.debits_pending, c.debits_posted, c.credits_pending, "
                                 "c.credits_posted FROM ledger_account d, ledger_account c "
                                 "WHERE d.id = :debit AND c.id = :credit",
                 soci::into(before_.debits_pending), soci::into(before_.debits_posted),
                 soci::into(before_.credits_pending), soci::into(before_.credits_posted),
                 soci::into(after_.debits_pending), soci::into(after_.debits_posted),
                 soci::into(after_.credits_pending), soci::into(after_.credits_posted),
                 soci::use(account_id_), soci::use(other_id_)));
        });
        debit = before_;
        credit = after_;
        return found;
    }

  private:
    template <class Prepare>
    bool touches(std::optional<soci::statement>& statement, Prepare prepare) {
        session_.count_write();
        return guard(statement, prepare, [&] {
            statement->execute(true);
            return statement->get_affected_rows() == 1;
        });
    }
    template <class Prepare>
    static bool finds(std::optional<soci::statement>& statement, Prepare prepare) {
        return guard(statement, prepare, [&] {
            const bool row = statement->execute(true);
            if (row) statement->fetch();  // to its end: an open SELECT keeps its snapshot
            return row;
        });
    }
    // A statement that threw is not used again.
    template <class Prepare, class Run>
    static bool guard(std::optional<soci::statement>& statement, Prepare prepare, Run run) {
        try {
            if (!statement) statement.emplace(prepare());
            return run();
        } catch (...) {
            statement.reset();
            throw;
        }
    }

    // Its way to prepare is hidden by the Session's own.
    soci::session& soci() { return session_; }

    store::Session& session_;
    Row row_;
    std::string account_id_, other_id_;
    Balances before_, after_;
    std::optional<soci::statement> insert_, change_, find_;
};

std::optional<GatewayAct> act_of(Reason reason) {
    switch (reason) {
        case Reason::captured:
        case Reason::not_owed:
        case Reason::topped_up:
            return GatewayAct::capture;
        case Reason::refund_arrived:
            return GatewayAct::refund;
        case Reason::refund_sent_back:
            return GatewayAct::refund_failed;
        case Reason::charged_back:
            return GatewayAct::chargeback;
        case Reason::chargeback_won:
            return GatewayAct::chargeback_won;
        case Reason::paid_out:
            return GatewayAct::payout;
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<Entry> find(store::Session& sql, const std::string& id) {
    std::vector<Entry> found = read(sql, "WHERE id = :id", soci::use(id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<Reserved> reserved(store::Session& sql, const std::string& pending_id) {
    std::optional<Entry> entry = find(sql, pending_id);
    if (!entry) return std::nullopt;
    Reserved reserved{std::move(*entry), std::nullopt};
    int64_t phase = 0;
    if (sql.run("SELECT phase FROM ledger_transfer WHERE pending_id = :id AND pending_id <> ''",
                soci::into(phase), soci::use(pending_id)))
        reserved.resolved = static_cast<Phase>(phase);
    return reserved;
}

std::vector<Entry> of_reference(store::Session& sql, const std::string& reference) {
    return read(sql, "WHERE reference = :reference AND reference <> '' ORDER BY at_us, id",
                soci::use(reference));
}

bool add(store::Unit& unit, const Entry& entry) {
    if (!unit.kept<Pen>().insert(entry)) return false;
    if (entry.expires.us != 0) {
        unit.sql().run("INSERT INTO ledger_expiry (transfer_id, expires_us) VALUES (:id, :expires)",
                       soci::use(entry.transfer.id), soci::use(entry.expires.us));
    }
    if (!entry.transfer.pending_id.empty()) {
        unit.sql().run("DELETE FROM ledger_expiry WHERE transfer_id = :id",
                       soci::use(entry.transfer.pending_id));
    }
    return true;
}

std::optional<Balances> find_account(store::Session& sql, const std::string& account_id) {
    Balances b;
    if (!sql.run("SELECT debits_pending, debits_posted, credits_pending, credits_posted FROM ledger_account "
                 "WHERE id = :id",
                 soci::into(b.debits_pending), soci::into(b.debits_posted), soci::into(b.credits_pending),
                 soci::into(b.credits_posted), soci::use(account_id)))
        return std::nullopt;
    return b;
}

bool find_both(store::Unit& unit, const std::string& debit_id, const std::string& credit_id, Balances& debit,
               Balances& credit) {
    return unit.kept<Pen>().find_both(debit_id, credit_id, debit, credit);
}

void open_account(store::Unit& unit, const Party& party, const Currency& currency) {
    const std::string id = account_id(party, currency);
    const int64_t kind = static_cast<int64_t>(party.kind);
    const int64_t bound = static_cast<int64_t>(bound_of(party.kind));
    const int64_t now_us = unit.now().us;
    unit.sql().run(
        "INSERT INTO ledger_account (id, kind, owner, currency, bound, debits_pending, debits_posted, "
        "credits_pending, credits_posted, opened_us) "
        "VALUES (:id, :kind, :owner, :currency, :bound, 0, 0, 0, 0, :now)",
        soci::use(id), soci::use(kind), soci::use(party.owner), soci::use(currency.code()), soci::use(bound),
        soci::use(now_us));
}

void change(store::Unit& unit, const std::string& account_id, const Balances& before, const Balances& after) {
    if (!unit.kept<Pen>().change(account_id, before, after))
        throw std::runtime_error("account " + account_id + " was changed by somebody else");
}

std::vector<GatewayMovement> at_gateway(store::Session& sql, const std::string& gateway, Instant from,
                                        Instant until) {
    std::vector<GatewayMovement> found;
    std::map<std::string, size_t> captures;  // a gateway takes once what here is owed in part
    for (const Entry& entry :
         read(sql,
              "WHERE at_us >= :from AND at_us < :until AND external_key <> '' AND phase IN (1, 3) "
              "AND 'gateway/' || currency || '/' || :gateway IN (debit_account, credit_account) "
              "ORDER BY at_us, id",
              soci::use(from.us), soci::use(until.us), soci::use(gateway))) {
        const Transfer& transfer = entry.transfer;
        const std::optional<GatewayAct> act = act_of(transfer.reason);
        if (!act) continue;
        const bool capture = transfer.reason == Reason::captured || transfer.reason == Reason::not_owed;
        if (capture) {
            const auto [place, first] = captures.try_emplace(transfer.external_key, found.size());
            if (!first) {
                found[place->second].money.minor += transfer.amount.minor;
                continue;
            }
        }
        found.push_back({*act, transfer.external_key, transfer.amount});
    }
    return found;
}

std::vector<Transfer> overdue(store::Session& sql, Instant now, int64_t most) {
    std::vector<Transfer> found;
    for (Entry& entry : read(sql,
                             "WHERE id IN (SELECT transfer_id FROM ledger_expiry WHERE expires_us <= :now "
                             "ORDER BY expires_us LIMIT :most)",
                             soci::use(now.us), soci::use(most)))
        found.push_back(std::move(entry.transfer));
    return found;
}

}  // namespace vitrine::shop::ledger::journal
