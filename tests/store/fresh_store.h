// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <future>
#include <mutex>
#include <string>
#include <vector>

#include "server/bus/bus.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "tests/store/answers.h"
#include "tests/store/test_database.h"

namespace vitrine::tests {

// The whole of a store on a fresh database, and everything its bus carried.
struct FreshStore {
    explicit FreshStore(store::CommitterLimits limits = {}) {
        subscription = bus->subscribe([this](const bus::EventPtr& event) {
            std::lock_guard lock(mutex);
            published.push_back(event);
        });
        committer = store::make_committer(*database, *bus, clock, limits);
        readers = store::make_readers(*database);
    }

    int64_t number(const std::string& query) {
        int64_t number = -1;
        *database->connect(true) << query, soci::into(number);
        return number;
    }
    // Past the committer, for what a test starts from.
    void execute(const std::string& statement) { *database->connect(false) << statement; }

    std::vector<bus::EventPtr> events() {
        std::lock_guard lock(mutex);
        return published;
    }

    TestDatabase place;
    ManualClock clock;
    std::unique_ptr<store::Database> database = store::Database::open(place.url());
    std::unique_ptr<bus::Bus> bus = bus::make_local_bus();
    std::mutex mutex;
    std::vector<bus::EventPtr> published;
    std::unique_ptr<bus::Subscription> subscription;
    std::unique_ptr<store::Committer> committer;
    std::unique_ptr<store::Readers> readers;
};

// A command that holds the committer up until it is let go, so that what is submitted meanwhile forms one
// group.
struct Gate {
    std::promise<void> entered;
    std::promise<void> open;
    Answer<Done> answer;
    void close(store::Committer& committer) {
        committer.submit<Done>(
            [this, opened = open.get_future().share()](store::Unit&) -> Result<Done> {
                entered.set_value();
                opened.wait_for(std::chrono::seconds(30));
                return Done{};
            },
            answer.reply());
        entered.get_future().wait_for(std::chrono::seconds(30));
    }
};

}  // namespace vitrine::tests
