// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <atomic>
#include <future>
#include <thread>

#include "server/bus/bus.h"

using namespace vitrine;

namespace {

bus::EventPtr numbered(const std::string& show_id, int64_t seq) {
    auto made = std::make_shared<v1::ShowEvent>();
    made->set_show_id(show_id);
    made->set_seq(seq);
    return made;
}

}  // namespace

class TstLocalBus : public QObject {
    Q_OBJECT

  private slots:
    void brings_each_event_to_all_in_order();
    void shares_the_event();
    void brings_nothing_after_the_end();
    void a_subscription_may_outlive_the_bus();
    void ends_a_subscription_only_between_events();
    void takes_subscribers_while_it_publishes();
};

void TstLocalBus::brings_each_event_to_all_in_order() {
    const auto bus = bus::make_local_bus();
    std::vector<int64_t> one, two;
    const auto first = bus->subscribe([&](const bus::EventPtr& e) { one.push_back(e->seq()); });
    const auto second = bus->subscribe([&](const bus::EventPtr& e) { two.push_back(e->seq()); });
    std::vector<int64_t> expected;
    for (int64_t i = 1; i <= 100; ++i) {
        bus->publish(numbered("show", i));
        expected.push_back(i);
    }
    QCOMPARE(one, expected);
    QCOMPARE(two, expected);
}

void TstLocalBus::shares_the_event() {
    const auto bus = bus::make_local_bus();
    const v1::ShowEvent* seen = nullptr;
    const auto subscription = bus->subscribe([&](const bus::EventPtr& e) { seen = e.get(); });
    const auto made = numbered("show", 1);
    bus->publish(made);
    QCOMPARE(seen, made.get());
}

void TstLocalBus::brings_nothing_after_the_end() {
    const auto bus = bus::make_local_bus();
    int seen = 0;
    auto subscription = bus->subscribe([&](const bus::EventPtr&) { ++seen; });
    bus->publish(numbered("show", 1));
    subscription.reset();
    bus->publish(numbered("show", 2));
    QCOMPARE(seen, 1);
}

void TstLocalBus::a_subscription_may_outlive_the_bus() {
    auto bus = bus::make_local_bus();
    auto subscription = bus->subscribe([](const bus::EventPtr&) {});
    bus.reset();
    subscription.reset();
}

// When the destructor has returned, the callback's own things may go: it must wait for one under way.
void TstLocalBus::ends_a_subscription_only_between_events() {
    const auto bus = bus::make_local_bus();
    std::promise<void> entered, open;
    std::atomic<bool> running = false;
    auto subscription = bus->subscribe([&](const bus::EventPtr&) {
        running = true;
        entered.set_value();
        open.get_future().wait_for(std::chrono::seconds(30));
        running = false;
    });
    std::thread publisher([&] { bus->publish(numbered("show", 1)); });
    entered.get_future().wait_for(std::chrono::seconds(30));
    auto ended = std::async(std::launch::async, [&] {
        subscription.reset();
        return running.load();
    });
    QVERIFY(ended.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout);
    open.set_value();
    QCOMPARE(ended.get(), false);
    publisher.join();
}

void TstLocalBus::takes_subscribers_while_it_publishes() {
    const auto bus = bus::make_local_bus();
    std::atomic<bool> done = false;
    std::thread publisher([&] {
        for (int64_t i = 1; !done; ++i) bus->publish(numbered("show", i));
    });
    for (int round = 0; round < 200; ++round) {
        std::atomic<int64_t> last = 0;
        std::promise<void> three;
        std::atomic<int> seen = 0;
        std::atomic<bool> gap = false;
        const auto subscription = bus->subscribe([&](const bus::EventPtr& e) {
            gap = gap || (last != 0 && e->seq() != last + 1);
            last = e->seq();
            if (++seen == 3) three.set_value();
        });
        QVERIFY(three.get_future().wait_for(std::chrono::seconds(30)) == std::future_status::ready);
        QVERIFY(!gap);
    }
    done = true;
    publisher.join();
}

QTEST_GUILESS_MAIN(TstLocalBus)
#include "tst_local_bus.moc"
