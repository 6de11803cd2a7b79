// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/identity/identity.h"
#include "server/identity/sign_in_codes.h"
#include "server/mail/outbox.h"
#include "tests/store/fresh_store.h"

using namespace vitrine;
using tests::await;
namespace codes = identity::sign_in_codes;

namespace {

constexpr int64_t kMinute_us = 60'000'000;

struct Door : tests::FreshStore {
    explicit Door(bool mail = true) {
        if (mail) identity.send_codes([this] { ++rung; });
    }
    ~Door() {
        // What is under way answers through identity: it must be there until then.
        readers.reset();
        committer.reset();
    }

    Result<v1::SignInCodeResponse> ask(const std::string& email) {
        v1::SignInCodeRequest request;
        request.set_email(email);
        return await<v1::SignInCodeResponse>([&](auto reply) { identity.ask_code(request, reply); });
    }
    // What the letter says that is due now; "" when none is.
    std::string posted() {
        using Entries = std::vector<mail::outbox::Entry>;
        const auto due = await<Entries>([&](auto reply) {
            readers->run<Entries>(
                [now = clock.now()](store::Session& sql) -> Result<Entries> {
                    return mail::outbox::due(sql, now, 10);
                },
                reply);
        });
        if (due->empty()) return "";
        using Letter = std::optional<mail::Letter>;
        const auto letter = await<Letter>([&](auto reply) {
            committer->submit<Letter>(
                [entry = due->back()](store::Unit& unit) {
                    mail::outbox::sent(unit, entry);
                    return codes::word(unit, entry.subject_id);
                },
                reply);
        });
        return letter.ok() && letter->has_value() ? (*letter)->text : "";
    }
    std::string code_for(const std::string& email) {
        if (!ask(email).ok()) return "";
        const std::string text = posted();
        return text.substr(text.find(": ") + 2, 9);
    }
    Result<v1::Session> enter(const std::string& email, const std::string& code,
                              const std::string& name = "") {
        v1::CodeSignInRequest request;
        request.set_email(email);
        request.set_code(code);
        request.set_display_name(name);
        return await<v1::Session>([&](auto reply) { identity.sign_in_with_code(request, reply); });
    }

    std::atomic<int> rung{0};
    identity::Tokens tokens{std::string(32, 's'), clock};
    identity::Identity identity{*committer, *readers, tokens};
};

}  // namespace

// Buyers sign in with a code from their mail box, on as many devices as they like.
class TstCodeSignIn : public QObject {
    Q_OBJECT

  private slots:
    void the_first_code_makes_the_account_and_the_next_opens_it() {
        Door door;
        const auto first = door.enter("Ann@Example.org", door.code_for("ann@example.org"), "Ann");
        QVERIFY(first.ok());
        QCOMPARE(door.rung.load(), 1);
        QCOMPARE(first->account().display_name(), std::string("Ann"));
        QCOMPARE(first->account().login(), std::string("ann@example.org"));
        QCOMPARE(first->account().role(), v1::ROLE_VIEWER);
        QVERIFY(!first->account().guest());
        const auto second = door.enter("ann@example.org", door.code_for("ANN@example.org"), "Somebody");
        QCOMPARE(second->account().id(), first->account().id());
        QCOMPARE(second->account().display_name(), std::string("Ann"));
        v1::RefreshRequest refresh;
        refresh.set_refresh_token(first->refresh_token());
        QCOMPARE(
            await<v1::Session>([&](auto reply) { door.identity.refresh(refresh, reply); })->account().login(),
            std::string("ann@example.org"));
    }

    void a_code_is_good_once_and_for_ten_minutes() {
        Door door;
        const std::string code = door.code_for("ann@example.org");
        QCOMPARE(code.size(), size_t{9});
        QVERIFY(door.enter("ann@example.org", code).ok());
        QCOMPARE(door.enter("ann@example.org", code).error().code, Code::unauthenticated);
        const std::string late = door.code_for("ann@example.org");
        door.clock.advance_us(10 * kMinute_us);
        QCOMPARE(door.enter("ann@example.org", late).error().code, Code::unauthenticated);
        const std::string other = door.code_for("ann@example.org");
        QCOMPARE(door.enter("bob@example.org", other).error().code, Code::unauthenticated);
    }

    void guessing_ends_after_five_wrong_ones() {
        Door door;
        const std::string code = door.code_for("ann@example.org");
        for (int i = 0; i < 5; ++i)
            QCOMPARE(door.enter("ann@example.org", i % 2 ? "" : "0000 000x").error().code,
                     Code::unauthenticated);
        QCOMPARE(door.enter("ann@example.org", code).error().code, Code::unauthenticated);
        QVERIFY(door.enter("ann@example.org", door.code_for("ann@example.org")).ok());
    }

    void codes_are_asked_for_in_moderation() {
        Door door;
        for (int i = 0; i < 3; ++i) QVERIFY(door.ask("ann@example.org").ok());
        QCOMPARE(door.ask("ann@example.org").error().code, Code::rate_limited);
        QVERIFY(door.ask("bob@example.org").ok());
        for (int i = 0; i < 7; ++i) {
            door.clock.advance_us(16 * kMinute_us);
            QVERIFY(door.ask("ann@example.org").ok());
        }
        door.clock.advance_us(16 * kMinute_us);
        QCOMPARE(door.ask("ann@example.org").error().code, Code::rate_limited);
        door.clock.advance_us(25 * 60 * kMinute_us);
        QVERIFY(door.ask("ann@example.org").ok());
    }

    void only_a_hash_lies_in_the_database() {
        Door door;
        const std::string code = door.code_for("ann@example.org");
        const std::string digits = code.substr(0, 4) + code.substr(5);
        QCOMPARE(door.number("SELECT COUNT(*) FROM sign_in_code WHERE code_hash <> ''"), int64_t{1});
        QCOMPARE(door.number("SELECT COUNT(*) FROM sign_in_code WHERE code_hash LIKE '%" + digits + "%'"),
                 int64_t{0});
        QCOMPARE(door.number("SELECT COUNT(*) FROM mail"), int64_t{0});
    }

    void a_letter_that_waited_too_long_says_nothing() {
        Door door;
        QVERIFY(door.ask("ann@example.org").ok());
        door.clock.advance_us(10 * kMinute_us);
        QCOMPARE(door.posted(), std::string());
    }

    void addresses_that_are_none() {
        Door door;
        for (const char* bad :
             {"", "ann", "ann@example", "@example.org", "ann@example.org\r\nBcc: eve@example.org",
              "ann@exam ple.org", "a@b@example.org", "<ann@example.org>"}) {
            QCOMPARE(door.ask(bad).error().code, Code::invalid_argument);
            QCOMPARE(door.enter(bad, "1234 5678").error().code, Code::invalid_argument);
        }
        QCOMPARE(door.number("SELECT COUNT(*) FROM mail"), int64_t{0});
    }

    // Staff logins may look like addresses: whoever reads that mail box is not the creator.
    void nobody_becomes_staff_by_mail() {
        Door door;
        v1::SetUpRequest request;
        request.set_creator_login("ann@example.org");
        request.set_creator_password("correct horse battery");
        const auto made = await<v1::SetUpResponse>([&](auto reply) { door.identity.set_up(request, reply); });
        QVERIFY(made.ok());
        const auto session = door.enter("ann@example.org", door.code_for("ann@example.org"));
        QCOMPARE(session->account().role(), v1::ROLE_VIEWER);
        QVERIFY(session->account().id() != made->accounts(0).account().id());
        for (const char* login : {"mail:ann@example.org", "ann@example.org"}) {
            v1::SignInRequest typed;
            typed.set_login(login);
            QCOMPARE(
                await<v1::Session>([&](auto reply) { door.identity.sign_in(typed, reply); }).error().code,
                Code::unauthenticated);
        }
    }

    // A buyer who came first must not lock the shop's owner out.
    void a_shop_with_buyers_alone_is_still_to_be_set_up() {
        Door door;
        QVERIFY(door.enter("ann@example.org", door.code_for("ann@example.org")).ok());
        QVERIFY(*await<bool>([&](auto reply) { door.identity.needs_set_up(reply); }));
    }

    void without_mail_it_says_so() {
        Door door(false);
        const auto answer = door.ask("ann@example.org");
        QCOMPARE(answer.error().code, Code::precondition);
        QVERIFY(answer.error().message.find("sends no mail") != std::string::npos);
    }

    // His cart would be lost each day.
    void a_guest_comes_back_as_the_one_he_was() {
        Door door;
        v1::GuestRequest request;
        request.set_name("Ann");
        const auto first = door.identity.guest(request);
        door.clock.advance_us(48 * 60 * kMinute_us);
        QVERIFY(!door.tokens.verify(first->access_token()).ok());
        request.set_token(first->access_token());
        QCOMPARE(door.identity.guest(request)->account().id(), first->account().id());
        door.clock.advance_us(int64_t{31} * 24 * 60 * kMinute_us);
        QVERIFY(door.identity.guest(request)->account().id() != first->account().id());
        for (const std::string& forged :
             {first->access_token() + "x", std::string("nonsense"),
              identity::Tokens(std::string(32, 't'), door.clock)
                  .sign({first->account().id(), "Ann", v1::ROLE_VIEWER, true}, 60),
              door.tokens.sign({"creator", "Cleo", v1::ROLE_CREATOR, false}, 60)}) {
            request.set_token(forged);
            const auto other = door.identity.guest(request);
            QVERIFY(other->account().id() != first->account().id() && other->account().id() != "creator");
            QCOMPARE(other->account().role(), v1::ROLE_VIEWER);
        }
    }
};

QTEST_GUILESS_MAIN(TstCodeSignIn)
#include "tst_code_sign_in.moc"
