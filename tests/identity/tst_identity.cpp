// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QtTest>

#include "server/identity/identity.h"
#include "tests/store/fresh_store.h"

using namespace vitrine;
using tests::await;

namespace {

const std::string kPassword = "bafu-keno-tiri-mosa";

struct People : tests::FreshStore {
    ~People() {
        // What is under way answers through identity: it must be there until then.
        readers.reset();
        committer.reset();
    }

    Result<v1::SetUpResponse> set_up(bool demo_shop = false, const std::string& login = "",
                                     const std::string& password = kPassword) {
        v1::SetUpRequest request;
        request.set_demo_shop(demo_shop);
        request.set_creator_login(login);
        request.set_creator_password(password);
        return await<v1::SetUpResponse>([&](auto reply) { identity.set_up(request, reply); });
    }
    Result<v1::Session> sign_in(const std::string& login, const std::string& password) {
        v1::SignInRequest request;
        request.set_login(login);
        request.set_password(password);
        return await<v1::Session>([&](auto reply) { identity.sign_in(request, reply); });
    }
    Result<v1::Session> refresh(const std::string& token) {
        v1::RefreshRequest request;
        request.set_refresh_token(token);
        return await<v1::Session>([&](auto reply) { identity.refresh(request, reply); });
    }
    Result<v1::SignOutResponse> sign_out(const std::string& token) {
        v1::SignOutRequest request;
        request.set_refresh_token(token);
        return await<v1::SignOutResponse>([&](auto reply) { identity.sign_out(request, reply); });
    }
    Result<v1::Account> who_am_i(const std::string& token) {
        return await<v1::Account>(
            [&](auto reply) { identity.who_am_i(tokens.verify(token).value(), reply); });
    }
    Result<v1::Session> guest(const std::string& name) {
        v1::GuestRequest request;
        request.set_name(name);
        return identity.guest(request);
    }
    bool needs_set_up() {
        return await<bool>([&](auto reply) { identity.needs_set_up(reply); }).value();
    }

    identity::Tokens tokens{std::string(32, 's'), clock};
    identity::Identity identity{*committer, *readers, tokens};
};

}  // namespace

class TstIdentity : public QObject {
    Q_OBJECT

  private slots:
    void sets_up_once();
    void makes_the_demo_people_with_passwords_that_work();
    void sets_up_once_of_two_at_the_same_moment();
    void refuses_bad_first_accounts();
    void signs_in_whatever_the_case_of_the_login();
    void refuses_wrong_logins_and_passwords_alike();
    void throttles_guessing_even_in_parallel();
    void refreshes_with_a_new_token_each_time();
    void ends_the_family_of_a_token_that_comes_twice();
    void refuses_refresh_tokens_that_ran_out_or_never_were();
    void signs_out_one_family();
    void stores_no_secret_in_clear();
    void lets_guests_in_by_name();
    void tells_who_one_is();
};

void TstIdentity::sets_up_once() {
    People s;
    QVERIFY(s.needs_set_up());
    const auto made = s.set_up(false, "Clara").value();
    QCOMPARE(made.accounts_size(), 1);
    QCOMPARE(made.accounts(0).account().login(), std::string("clara"));
    QCOMPARE(made.accounts(0).account().role(), v1::ROLE_CREATOR);
    QCOMPARE(made.accounts(0).password(), kPassword);
    QVERIFY(!s.needs_set_up());
    QCOMPARE(s.set_up(false, "mallory").error().code, Code::precondition);
    QCOMPARE(s.number("SELECT COUNT(*) FROM account"), int64_t(1));
    QVERIFY(s.sign_in("clara", kPassword).ok());
}

void TstIdentity::makes_the_demo_people_with_passwords_that_work() {
    People s;
    const auto made = s.set_up(true, "", "").value();
    QCOMPARE(made.accounts_size(), 3);
    const v1::Role roles[] = {v1::ROLE_CREATOR, v1::ROLE_RETAILER, v1::ROLE_MODERATOR};
    for (int i = 0; i < 3; ++i) {
        const auto& person = made.accounts(i);
        const auto session = s.sign_in(person.account().login(), person.password());
        QVERIFY(session.ok());
        QCOMPARE(session->account().role(), roles[i]);
        QCOMPARE(session->account().id(), person.account().id());
    }
}

void TstIdentity::sets_up_once_of_two_at_the_same_moment() {
    People s;
    v1::SetUpRequest request;
    request.set_creator_password(kPassword);
    tests::Answer<v1::SetUpResponse> one, two;
    s.identity.set_up(request, one.reply());
    s.identity.set_up(request, two.reply());
    QCOMPARE(int(one.take().ok()) + int(two.take().ok()), 1);
    QCOMPARE(s.number("SELECT COUNT(*) FROM account"), int64_t(1));
}

void TstIdentity::refuses_bad_first_accounts() {
    People s;
    QCOMPARE(s.set_up(false, "a b").error().code, Code::invalid_argument);
    QCOMPARE(s.set_up(false, "'; DROP TABLE account; --").error().code, Code::invalid_argument);
    QCOMPARE(s.set_up(false, std::string(65, 'a')).error().code, Code::invalid_argument);
    QCOMPARE(s.set_up(true, "retailer").error().code, Code::invalid_argument);
    QCOMPARE(s.set_up(false, "", "short").error().code, Code::invalid_argument);
    QCOMPARE(s.set_up(false, "", "\xff\xff\xff\xff\xff\xff\xff\xff\xff").error().code,
             Code::invalid_argument);
    QCOMPARE(s.set_up(false, "", std::string(2000, 'p')).error().code, Code::invalid_argument);
    QVERIFY(s.needs_set_up());
}

void TstIdentity::signs_in_whatever_the_case_of_the_login() {
    People s;
    QVERIFY(s.set_up().ok());
    const auto session = s.sign_in("CREATOR", kPassword).value();
    QCOMPARE(session.access_expires_us(), s.clock.now().us + 600'000'000);
    const auto caller = s.tokens.verify(session.access_token()).value();
    QCOMPARE(caller.id, session.account().id());
    QVERIFY(caller.creator() && !caller.guest);
    QVERIFY(!session.refresh_token().empty());
}

void TstIdentity::refuses_wrong_logins_and_passwords_alike() {
    People s;
    QVERIFY(s.set_up().ok());
    const auto wrong_password = s.sign_in("creator", "wrong");
    QCOMPARE(wrong_password.error().code, Code::unauthenticated);
    for (const std::string& login :
         {std::string("nobody"), std::string(), std::string("creator' OR '1'='1"),
          std::string("crea\0tor", 8), std::string(100'000, 'x'), std::string("créator")}) {
        const auto refused = s.sign_in(login, kPassword);
        QCOMPARE(refused.error().code, Code::unauthenticated);
        QCOMPARE(refused.error().message, wrong_password.error().message);
    }
    QCOMPARE(s.sign_in("creator", std::string(1 << 20, 'p')).error().code, Code::unauthenticated);
    QCOMPARE(s.sign_in("creator", "").error().code, Code::unauthenticated);
}

void TstIdentity::throttles_guessing_even_in_parallel() {
    People s;
    QVERIFY(s.set_up().ok());
    std::vector<tests::Answer<v1::Session>> answers(14);
    v1::SignInRequest request;
    request.set_login("creator");
    for (size_t i = 0; i < answers.size(); ++i) {
        request.set_login(i % 2 ? "creator" : "Creator");
        request.set_password("guess " + std::to_string(i));
        s.identity.sign_in(request, answers[i].reply());
    }
    int wrong = 0, limited = 0;
    for (auto& answer : answers) {
        const auto code = answer.take().error().code;
        wrong += code == Code::unauthenticated;
        limited += code == Code::rate_limited;
    }
    QCOMPARE(wrong, 10);
    QCOMPARE(limited, 4);
    // The right password has to wait as well: who guesses must not learn that he was right.
    const auto refused = s.sign_in("creator", kPassword);
    QCOMPARE(refused.error().code, Code::rate_limited);
    QVERIFY(refused.error().retry_after_ms > 0);
    s.clock.advance_us(refused.error().retry_after_ms * 1000);
    QVERIFY(s.sign_in("creator", kPassword).ok());
}

void TstIdentity::refreshes_with_a_new_token_each_time() {
    People s;
    QVERIFY(s.set_up().ok());
    auto session = s.sign_in("creator", kPassword).value();
    for (int i = 0; i < 5; ++i) {
        s.clock.advance_us(3600'000'000);
        QCOMPARE(s.tokens.verify(session.access_token()).error().code, Code::unauthenticated);
        const auto next = s.refresh(session.refresh_token()).value();
        QVERIFY(next.refresh_token() != session.refresh_token());
        QCOMPARE(s.tokens.verify(next.access_token())->id, session.account().id());
        QCOMPARE(next.account().SerializeAsString(), session.account().SerializeAsString());
        session = next;
    }
}

void TstIdentity::ends_the_family_of_a_token_that_comes_twice() {
    People s;
    QVERIFY(s.set_up().ok());
    const auto stolen = s.sign_in("creator", kPassword).value();
    const auto elsewhere = s.sign_in("creator", kPassword).value();
    const auto thief = s.refresh(stolen.refresh_token()).value();
    // The owner comes with what he has: one of the two is a thief, so neither goes on.
    QCOMPARE(s.refresh(stolen.refresh_token()).error().code, Code::unauthenticated);
    QCOMPARE(s.refresh(thief.refresh_token()).error().code, Code::unauthenticated);
    // Another sign-in of the same person is another family.
    QVERIFY(s.refresh(elsewhere.refresh_token()).ok());
}

void TstIdentity::refuses_refresh_tokens_that_ran_out_or_never_were() {
    People s;
    QVERIFY(s.set_up().ok());
    const auto session = s.sign_in("creator", kPassword).value();
    for (const std::string& token : {std::string(), std::string("' OR '1'='1"), session.refresh_token() + "x",
                                     session.access_token(), std::string(100'000, 'r')}) {
        QCOMPARE(s.refresh(token).error().code, Code::unauthenticated);
    }
    s.clock.advance_us(31LL * 24 * 3600 * 1'000'000);
    QCOMPARE(s.refresh(session.refresh_token()).error().code, Code::unauthenticated);
    QVERIFY(s.sign_in("creator", kPassword).ok());
    QCOMPARE(s.number("SELECT COUNT(*) FROM refresh_token"), int64_t(1));  // the old one was cleared away
}

void TstIdentity::signs_out_one_family() {
    People s;
    QVERIFY(s.set_up().ok());
    const auto here = s.sign_in("creator", kPassword).value();
    const auto there = s.sign_in("creator", kPassword).value();
    QVERIFY(s.sign_out(here.refresh_token()).ok());
    QVERIFY(s.sign_out(here.refresh_token()).ok());
    QVERIFY(s.sign_out("never was").ok());
    QCOMPARE(s.refresh(here.refresh_token()).error().code, Code::unauthenticated);
    QVERIFY(s.refresh(there.refresh_token()).ok());
}

void TstIdentity::stores_no_secret_in_clear() {
    People s;
    QVERIFY(s.set_up().ok());
    const auto session = s.sign_in("creator", kPassword).value();
    QVERIFY(s.refresh(session.refresh_token()).ok());
    for (const QFileInfo& info : QDir(s.place.folder().path()).entryInfoList(QDir::Files)) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto bytes = file.readAll();
        QVERIFY(!bytes.contains(QByteArray::fromStdString(kPassword)));
        QVERIFY(!bytes.contains(QByteArray::fromStdString(session.refresh_token())));
    }
    QVERIFY(s.number("SELECT COUNT(*) FROM account WHERE password_hash LIKE '$argon2id$%'") == 1);
}

void TstIdentity::lets_guests_in_by_name() {
    People s;
    const auto session = s.guest("  Gus 🦊 ").value();
    QCOMPARE(session.account().display_name(), std::string("Gus 🦊"));
    QVERIFY(session.account().guest() && session.refresh_token().empty());
    QCOMPARE(session.access_expires_us(), s.clock.now().us + 24LL * 3600 * 1'000'000);
    const auto caller = s.tokens.verify(session.access_token()).value();
    QVERIFY(caller.guest && !caller.staff());
    QVERIFY(s.guest("Gus")->account().id() != session.account().id());
    for (const std::string& name : {std::string(), std::string("  "), std::string("a\nb"),
                                    std::string("\xff"), std::string("\u202eGus")}) {
        QCOMPARE(s.guest(name).error().code, Code::invalid_argument);
    }
    QVERIFY(s.guest(std::string(40, 'g')).ok());
    QCOMPARE(s.guest(std::string(41, 'g')).error().code, Code::too_large);
    QCOMPARE(s.number("SELECT COUNT(*) FROM account"), int64_t(0));
}

void TstIdentity::tells_who_one_is() {
    People s;
    QVERIFY(s.set_up().ok());
    QCOMPARE(s.who_am_i(s.sign_in("creator", kPassword)->access_token())->login(), std::string("creator"));
    const auto guest = s.who_am_i(s.guest("Gus")->access_token()).value();
    QVERIFY(guest.guest());
    QCOMPARE(guest.display_name(), std::string("Gus"));
    QCOMPARE(await<v1::Account>([&](auto reply) { s.identity.who_am_i({}, reply); }).error().code,
             Code::unauthenticated);
    // An account that is gone, while its token still lives.
    QCOMPARE(s.who_am_i(s.tokens.sign({"gone", "Gone", v1::ROLE_CREATOR, false}, 600)).error().code,
             Code::unauthenticated);
}

QTEST_GUILESS_MAIN(TstIdentity)
#include "tst_identity.moc"
