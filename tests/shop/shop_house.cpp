// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shop/shop_house.h"

#include <QDir>
#include <QFileInfo>
#include <utility>

#include "server/domain/id.h"
#include "server/shop/checkout.h"
#include "server/shop/ledger/order_money.h"
#include "server/shop/payment_call.h"
#include "server/shop/show_case.h"
#include "tests/shop/auditor.h"

namespace vitrine::tests {
namespace {

QString quick_folder() {
    const QFileInfo memory("/dev/shm");
    return (memory.isDir() && memory.isWritable() ? memory.filePath() : QDir::tempPath()) +
           "/vitrine-shop-XXXXXX";
}

}  // namespace

ShopHouse::ShopHouse(shop::SaleTerms sale_terms, store::CommitterLimits group)
    : place(quick_folder()), terms(sale_terms), limits(group) {
    open();
}

ShopHouse::~ShopHouse() { close(); }

void ShopHouse::open() {
    database = store::Database::open(url());
    bus = bus::make_local_bus();
    subscription = bus->subscribe([this](const bus::EventPtr& event) {
        std::lock_guard lock(mutex_);
        events_.push_back(*event);
    });
    committer = store::make_committer(*database, *bus, clock, limits);
    readers = store::make_readers(*database);
    catalogue = std::make_unique<shop::Catalogue>(*committer, *readers, terms);
    sales = std::make_unique<shop::Sales>(*committer, *readers, terms);
    shows = std::make_unique<show::Shows>(*committer, *readers, shop::load_lineup);
}

void ShopHouse::close() {
    shows.reset();
    sales.reset();
    catalogue.reset();
    readers.reset();
    committer.reset();
    subscription.reset();
    bus.reset();
    database.reset();
}

void ShopHouse::reopen() {
    close();
    open();
}

std::string ShopHouse::new_id() const { return make_id(clock.now()); }

v1::Product ShopHouse::add_product(int64_t stock, int64_t price_minor, const std::string& title) {
    v1::SaveProductRequest request;
    request.set_command_id(new_id());
    request.mutable_product()->set_title(title);
    v1::Variant* variant = request.mutable_product()->add_variants();
    variant->mutable_price()->set_minor(price_minor);
    variant->mutable_price()->set_currency("EUR");
    variant->set_available(stock);
    return *await<v1::Product>([&](auto reply) { catalogue->save(retailer(), request, reply); });
}

std::string ShopHouse::live_show(const std::vector<std::string>& lineup) {
    v1::CreateShowRequest create;
    create.set_command_id(new_id());
    create.set_title("Evening show");
    for (const std::string& id : lineup) create.add_lineup(id);
    const std::string id =
        await<v1::Show>([&](auto reply) { shows->create(creator(), create, reply); })->id();
    v1::StartShowRequest start;
    start.set_command_id(new_id());
    start.set_show_id(id);
    VITRINE_CHECK(await<v1::Show>([&](auto reply) { shows->start(creator(), start, reply); }).ok());
    return id;
}

ShopHouse::Sale ShopHouse::sell(int64_t stock, int64_t price_minor, const std::string& title) {
    const v1::Product product = add_product(stock, price_minor, title);
    return {live_show({product.id()}), product.id(), product.variants(0).id()};
}

Result<v1::Hold> ShopHouse::hold(const Caller& caller, const Sale& sale, int64_t quantity) {
    v1::HoldRequest request;
    request.set_command_id(new_id());
    request.set_show_id(sale.show_id);
    request.set_variant_id(sale.variant_id);
    request.set_quantity(quantity);
    return await<v1::Hold>([&](auto reply) { sales->hold(caller, request, reply); });
}

Result<v1::Order> ShopHouse::pay(const Caller& caller, const std::string& hold_id, const std::string& token) {
    v1::PayRequest request;
    request.set_command_id(new_id());
    request.set_hold_id(hold_id);
    request.set_email("buyer@example.org");
    request.set_payment_token(token);
    return await<v1::Order>([&](auto reply) { sales->pay(caller, request, reply); });
}

Result<v1::Order> ShopHouse::confirm(const Caller& caller, const std::string& order_id, bool approve) {
    v1::ConfirmPaymentRequest request;
    request.set_command_id(new_id());
    request.set_order_id(order_id);
    request.set_approve(approve);
    return await<v1::Order>([&](auto reply) { sales->confirm(caller, request, reply); });
}

Result<v1::Order> ShopHouse::order(const std::string& order_id) {
    v1::GetOrderRequest request;
    request.set_order_id(order_id);
    return await<v1::Order>([&](auto reply) { sales->order(creator(), request, reply); });
}

Result<v1::WaitlistPlace> ShopHouse::wait_for(const Caller& caller, const Sale& sale) {
    v1::JoinWaitlistRequest request;
    request.set_command_id(new_id());
    request.set_show_id(sale.show_id);
    request.set_variant_id(sale.variant_id);
    return await<v1::WaitlistPlace>([&](auto reply) { sales->join_waitlist(caller, request, reply); });
}

v1::BuyerState ShopHouse::buyer(const Caller& caller, const std::string& show_id) {
    return *await<v1::BuyerState>([&](auto reply) { sales->buyer_state(caller, show_id, reply); });
}

v1::StockLevel ShopHouse::stock(const std::string& variant_id) {
    v1::GetStockRequest request;
    request.add_variant_ids(variant_id);
    return await<v1::GetStockResponse>([&](auto reply) { catalogue->stock(retailer(), request, reply); })
        ->levels(0);
}

int64_t ShopHouse::expire() {
    return *await<int64_t>([&](auto reply) { sales->expire_holds(reply); });
}

int64_t ShopHouse::release_escrow() {
    return *await<int64_t>([&](auto reply) {
        committer->submit<int64_t>(
            [](store::Unit& unit) -> Result<int64_t> { return shop::ledger::release_due(unit, {}, 1000); },
            reply);
    });
}

int ShopHouse::pay_due(shop::PaymentGateway& gateway) {
    const auto due = *await<std::vector<shop::payments::Open>>([&](auto reply) {
        readers->run<std::vector<shop::payments::Open>>(
            [now = clock.now()](store::Session& sql) -> Result<std::vector<shop::payments::Open>> {
                return shop::payments::due(sql, now, 1000);
            },
            reply);
    });
    for (const shop::payments::Open& open : due) {
        const shop::PaymentAnswer answer = shop::call_gateway(gateway, open, 1000);
        VITRINE_CHECK(
            await<v1::Order>([&](auto reply) {
                committer->submit<v1::Order>(
                    [&, this](store::Unit& unit) { return shop::settle_payment(unit, open, answer, terms); },
                    reply);
            }).ok());
    }
    return static_cast<int>(due.size());
}

std::vector<v1::ShowEvent> ShopHouse::events() {
    std::lock_guard lock(mutex_);
    return std::exchange(events_, {});
}

std::vector<std::string> ShopHouse::audit() {
    const auto session = database->connect(true);
    return audit_shop(*session);
}

}  // namespace vitrine::tests
