// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/shop/ledger/postings.h"
#include "server/shop/ledger/transfer_rules.h"

using namespace vitrine;
using namespace vitrine::shop::ledger;

namespace {

const Currency kEuro = *Currency::parse("EUR");
Money euro(int64_t minor) { return {minor, kEuro}; }

const Payment kPayment{"order", "order/1", {AccountKind::gateway, "sandbox"}, euro(1000)};
const Claims kClaims{"shop", "cleo", 1000, 1200};

std::vector<Entry> journal(const std::vector<Transfer>& transfers) {
    std::vector<Entry> entries;
    for (const Transfer& transfer : transfers) entries.push_back({transfer, {1}, {}});
    return entries;
}

void append(std::vector<Transfer>& all, const std::vector<Transfer>& some) {
    all.insert(all.end(), some.begin(), some.end());
}

int64_t of(const OrderStanding& standing, AccountKind kind) {
    for (const Share& share : standing.shares) {
        if (share.party.kind == kind) return share.minor;
    }
    return 0;
}

}  // namespace

class TstPostings : public QObject {
    Q_OBJECT

  private slots:
    void every_posting_has_its_form() {
        OrderStanding in_escrow;
        in_escrow.paid = in_escrow.in_escrow = 1000;
        OrderStanding released_to;
        released_to.paid = 1000;
        released_to.shares = shares_of(in_escrow, kClaims);
        std::vector<Transfer> all = {
            authorised(kPayment),
            captured(kPayment),
            captured_at_once(kPayment),
            voided(kPayment),
            refund_arrived("order", "refund", "sandbox", euro(1)),
            refund_kept("order", "refund", "ada", euro(1)),
            charged_back("order", "dispute", "sandbox", euro(1)),
            chargeback_won("order", "dispute", "sandbox", euro(1)),
            chargeback_borne("order", "dispute", euro(1)),
            topped_up("top", "sandbox", "ada", euro(1)),
            *payout_asked("out", {AccountKind::seller, "shop"}, {0, 0, 0, 5}, "sandbox", euro(5)),
            payout_done("out", {AccountKind::seller, "shop"}, "sandbox", euro(5)),
            payout_refused("out", {AccountKind::seller, "shop"}, "sandbox", euro(5)),
        };
        append(all, released("order", euro(1000), released_to.shares));
        append(all, refunded("order", "refund", euro(500), in_escrow));
        append(all, refunded("order", "refund", euro(500), released_to));
        append(all, chargeback_lost("order", "dispute", euro(500), released_to));
        for (const Transfer& transfer : all)
            QVERIFY2(check_form(transfer) == Verdict::applied, transfer.id.c_str());
    }

    void only_what_a_gateway_did_has_its_key() {
        QCOMPARE(captured(kPayment).external_key, std::string("order/1"));
        Payment from_wallet = kPayment;
        from_wallet.source = {AccountKind::wallet, "ada"};
        QVERIFY(captured(from_wallet).external_key.empty());
        QVERIFY(captured(from_wallet).reason == Reason::spent);
        QVERIFY(captured(kPayment).reason == Reason::captured);
    }

    // 12 % to the platform, 10 % to who showed it.
    void a_sale_is_divided() {
        OrderStanding standing;
        standing.paid = standing.in_escrow = 999;
        const std::vector<Share> expected = {{{AccountKind::seller, "shop"}, 779},
                                             {{AccountKind::creator, "cleo"}, 100},
                                             {{AccountKind::commission, ""}, 120}};
        QVERIFY(shares_of(standing, kClaims) == expected);
        QCOMPARE(volume_of(expected), int64_t{999});
    }

    void tax_and_shipping_are_nobodys_sale() {
        OrderStanding standing;
        standing.paid = standing.in_escrow = 1500;
        Claims claims = kClaims;
        claims.tax_minor = 300;
        claims.shipping_minor = 200;
        const std::vector<Share> expected = {{{AccountKind::seller, "shop"}, 780},
                                             {{AccountKind::creator, "cleo"}, 100},
                                             {{AccountKind::commission, ""}, 120},
                                             {{AccountKind::tax, ""}, 300},
                                             {{AccountKind::shipping, ""}, 200}};
        QVERIFY(shares_of(standing, claims) == expected);
        QCOMPARE(volume_of(expected), int64_t{1000});
        standing.in_escrow = 750;  // half was refunded before
        QCOMPARE(shares_of(standing, claims)[3].minor, int64_t{150});
    }

    void rates_never_exceed_the_whole() {
        OrderStanding standing;
        standing.paid = standing.in_escrow = 100;
        Claims greedy = kClaims;
        greedy.creator_bp = 10'000;
        greedy.commission_bp = 2500;
        const std::vector<Share> shares = shares_of(standing, greedy);
        QCOMPARE(shares.size(), size_t{2});
        QCOMPARE(shares[0].minor + shares[1].minor, int64_t{100});
        Claims unshown = kClaims;
        unshown.creator_id.clear();
        QCOMPARE(shares_of(standing, unshown).size(), size_t{2});
    }

    void an_orders_life_can_be_read_off_the_journal() {
        std::vector<Transfer> life = {authorised(kPayment)};
        QCOMPARE(standing_of(journal(life)).reserved, int64_t{1000});
        QCOMPARE(standing_of(journal(life)).paid, int64_t{0});
        life.push_back(captured(kPayment));
        OrderStanding standing = standing_of(journal(life));
        QCOMPARE(standing.reserved, int64_t{0});
        QCOMPARE(standing.in_escrow, int64_t{1000});
        append(life, refunded("order", "first", euro(300), standing));
        standing = standing_of(journal(life));
        QCOMPARE(standing.in_escrow, int64_t{700});
        QCOMPARE(standing.refunded, int64_t{300});
        append(life, released("order", euro(standing.paid), shares_of(standing, kClaims)));
        standing = standing_of(journal(life));
        QCOMPARE(standing.in_escrow, int64_t{0});
        QCOMPARE(of(standing, AccountKind::seller), int64_t{546});
        QCOMPARE(of(standing, AccountKind::creator), int64_t{70});
        QCOMPARE(of(standing, AccountKind::commission), int64_t{84});
        append(life, refunded("order", "second", euro(350), standing));
        standing = standing_of(journal(life));
        QCOMPARE(standing.refundable(), int64_t{350});
        QCOMPARE(of(standing, AccountKind::seller), int64_t{273});
        append(life, chargeback_lost("order", "third", euro(350), standing));
        standing = standing_of(journal(life));
        QCOMPARE(standing.refundable(), int64_t{0});
        QCOMPARE(standing.refunded, standing.paid);
        QCOMPARE(taken_back_by(journal(life), "second"), int64_t{350});
        QCOMPARE(taken_back_by(journal(life), "sec"), int64_t{0});
        std::vector<Entry> backwards = journal(life);
        std::reverse(backwards.begin(), backwards.end());
        QCOMPARE(standing_of(backwards).refunded, standing.refunded);
        QCOMPARE(standing_of(backwards).reserved, int64_t{0});
    }

    void nobody_is_paid_out_more_than_is_due() {
        const Party seller{AccountKind::seller, "shop"};
        const Balances due{10, 20, 500, 100};
        QVERIFY(payout_asked("out", seller, due, "sandbox", euro(70)).ok());
        const auto more = payout_asked("out", seller, due, "sandbox", euro(71));
        QCOMPARE(more.error().code, Code::precondition);
        QVERIFY(more.error().message.find("0.70 EUR") != std::string::npos);
        QVERIFY(payout_asked("out", seller, {0, 50, 0, 20}, "sandbox", euro(1))
                    .error()
                    .message.find("0.00 EUR") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TstPostings)
#include "tst_postings.moc"
