// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "server/domain/clock.h"
#include "server/mail/outbox.h"
#include "server/mail/smtp.h"
#include "server/store/committer.h"
#include "server/store/readers.h"

namespace vitrine::mail {

// Words a letter when it goes out, inside a transaction that is committed before it does: what is secret in
// it can be made there and stored as a hash. Nothing: there is no more to say. An error: it never can be
// said.
using Wording = std::function<Result<std::optional<Letter>>(store::Unit&, const std::string& subject_id)>;
using Wordings = std::map<std::string, Wording>;  // by kind

// Sends what lies in the outbox, one letter after the other, on a thread of its own; what a mail server does
// not take comes again later. A letter that it took while the answer was lost goes out twice: better than
// never. Owned by main; ends before committer and readers do.
class PostOffice {
  public:
    PostOffice(store::Committer&, store::Readers&, Smtp&, const Clock&, Wordings);
    ~PostOffice();

    // Something was put into the outbox. From any thread, also after the office has closed.
    std::function<void()> bell() const;

  private:
    struct Desk {
        std::mutex mutex;
        std::condition_variable rang;
        bool bell = false, closed = false;
    };
    struct Round;

    void work();
    Round read_outbox();
    struct Worded {
        bool claimed = false;  // else another server has it
        std::optional<Letter> letter;
    };
    // False: the mail server is away, so the others need not be tried now.
    bool deliver(const outbox::Entry&);
    std::optional<Result<Worded>> word(const outbox::Entry&);
    void note(const outbox::Entry&, const Result<Done>& outcome);
    bool closed();

    store::Committer& committer_;
    store::Readers& readers_;
    Smtp& smtp_;
    const Clock& clock_;
    const Wordings wordings_;
    const std::shared_ptr<Desk> desk_ = std::make_shared<Desk>();
    std::thread thread_;
};

}  // namespace vitrine::mail
