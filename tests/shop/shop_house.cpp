// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shop/shop_house.h"

#include <QDir>
#include <QFileInfo>
#include <utility>

#include "server/domain/id.h"
#include "server/shop/ledger/order_money.h"
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
    settled_money = std::make_unique<shop::SettledMoney>(*committer, *readers, shop::ledger::MoneyTerms{},
                                                         std::string(terms.gateway));
    warehouse = std::make_unique<shop::Warehouse>(*committer, *readers, terms);
    pricing = std::make_unique<shop::Pricing>(*committer, *readers, nullptr);
    coupons = std::make_unique<shop::Coupons>(*committer, *readers);
    drops = std::make_unique<shop::Drops>(*committer, *readers, terms, nullptr, make_seed);
    shows = std::make_unique<show::Shows>(*committer, *readers, shop::load_lineup);
}

void ShopHouse::close() {
    drops.reset();
    coupons.reset();
    pricing.reset();
    warehouse.reset();
    settled_money.reset();
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

v1::Product ShopHouse::add_product(int64_t stock, int64_t price_minor, const std::string& title,
                                   const std::string& currency) {
    v1::SaveProductRequest request;
    request.set_command_id(new_id());
    request.mutable_product()->set_title(title);
    v1::Variant* variant = request.mutable_product()->add_variants();
    variant->mutable_price()->set_minor(price_minor);
    variant->mutable_price()->set_currency(currency);
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

Result<v1::Hold> ShopHouse::hold(const Caller& caller, const Sale& sale, int64_t quantity,
                                 const std::string& currency) {
    v1::HoldRequest request;
    request.set_command_id(new_id());
    request.set_show_id(sale.show_id);
    request.set_variant_id(sale.variant_id);
    request.set_quantity(quantity);
    request.set_currency(currency);
    return await<v1::Hold>([&](auto reply) { sales->hold(caller, request, reply); });
}

Result<v1::Order> ShopHouse::pay(const Caller& caller, const std::string& hold_id, const std::string& token,
                                 const std::string& coupon_code) {
    v1::PayRequest request;
    request.set_command_id(new_id());
    request.set_hold_id(hold_id);
    request.set_email("buyer@example.org");
    request.set_payment_token(token);
    request.set_coupon_code(coupon_code);
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

void ShopHouse::end_show(const std::string& show_id) {
    v1::EndShowRequest request;
    request.set_command_id(new_id());
    request.set_show_id(show_id);
    VITRINE_CHECK(await<v1::Show>([&](auto reply) { shows->end(creator(), request, reply); }).ok());
}

Result<v1::StockLevel> ShopHouse::adjust(const std::string& variant_id, int64_t delta,
                                         const std::string& location_id, const std::string& show_id) {
    v1::AdjustStockRequest request;
    request.set_command_id(new_id());
    request.set_variant_id(variant_id);
    request.set_delta(delta);
    request.set_reason("count");
    request.set_location_id(location_id);
    request.set_show_id(show_id);
    return await<v1::StockLevel>([&](auto reply) { catalogue->adjust(retailer(), request, reply); });
}

v1::Location ShopHouse::add_location(const std::string& name, int64_t position) {
    v1::SaveLocationRequest request;
    request.set_command_id(new_id());
    request.mutable_location()->set_name(name);
    request.mutable_location()->set_position(position);
    return *await<v1::Location>([&](auto reply) { warehouse->save_location(retailer(), request, reply); });
}

Result<v1::StockLevel> ShopHouse::allocate(const Sale& sale, int64_t quantity,
                                           const std::string& location_id) {
    v1::AllocateStockRequest request;
    request.set_command_id(new_id());
    request.set_show_id(sale.show_id);
    request.set_variant_id(sale.variant_id);
    request.set_location_id(location_id);
    request.set_quantity(quantity);
    return await<v1::StockLevel>([&](auto reply) { warehouse->allocate(retailer(), request, reply); });
}

int64_t ShopHouse::left(const Sale& sale) {
    const auto session = database->connect(true);
    for (const v1::Product& product : shop::load_lineup(*session, sale.show_id)) {
        for (const v1::Variant& variant : product.variants()) {
            if (variant.id() == sale.variant_id) return variant.available();
        }
    }
    return -1;
}

void ShopHouse::a_second_passes() {
    clock.advance_us(1'000'000);
    expire();
    VITRINE_CHECK(await<int64_t>([&](auto reply) { drops->draw_due(reply); }).ok());
    VITRINE_CHECK(await<int64_t>([&](auto reply) { pricing->end_flash_prices(reply); }).ok());
    VITRINE_CHECK(await<int64_t>([&](auto reply) { warehouse->fetch_from_ended_shows(reply); }).ok());
}

int ShopHouse::pay_due(shop::PaymentGateway& gateway) {
    const auto due = outbox(gateway.name());
    for (const shop::GatewayTask& task : due) {
        const shop::GatewayOutcome outcome = shop::call_gateway(gateway, task, 1000);
        VITRINE_CHECK(settle(task, outcome).ok());
    }
    return static_cast<int>(due.size());
}

int ShopHouse::pay_all(shop::PaymentGateway& gateway) {
    int calls = 0;
    while (const int more = pay_due(gateway)) calls += more;
    return calls;
}

std::vector<shop::GatewayTask> ShopHouse::outbox(const std::string& gateway) {
    using Tasks = std::vector<shop::GatewayTask>;
    return *await<Tasks>([&](auto reply) {
        readers->run<Tasks>(
            [gateway, now = clock.now()](store::Session& sql) -> Result<Tasks> {
                return shop::tasks_due(sql, gateway, {{}, now, 1000}).tasks;
            },
            reply);
    });
}

Result<Done> ShopHouse::settle(const shop::GatewayTask& task, const shop::GatewayOutcome& outcome) {
    return await<Done>([&](auto reply) {
        committer->submit<Done>(
            [&, this](store::Unit& unit) { return shop::settle(unit, task, outcome, terms); }, reply);
    });
}

Result<v1::Order> ShopHouse::cancel(const Caller& caller, const std::string& order_id) {
    v1::CancelOrderRequest request;
    request.set_command_id(new_id());
    request.set_order_id(order_id);
    return await<v1::Order>([&](auto reply) { sales->cancel(caller, request, reply); });
}

Result<v1::Order> ShopHouse::refund(const Caller& caller, const std::string& order_id, int64_t quantity,
                                    bool restock) {
    v1::RefundOrderRequest request;
    request.set_command_id(new_id());
    request.set_order_id(order_id);
    request.set_reason("sent back");
    request.set_restock(restock);
    if (quantity > 0) request.add_lines()->set_quantity(quantity);
    return await<v1::Order>([&](auto reply) { sales->refund(caller, request, reply); });
}

Result<v1::Order> ShopHouse::confirm_delivery(const Caller& caller, const std::string& order_id) {
    v1::ConfirmDeliveryRequest request;
    request.set_command_id(new_id());
    request.set_order_id(order_id);
    return await<v1::Order>([&](auto reply) { settled_money->confirm_delivery(caller, request, reply); });
}

bool ShopHouse::hear(const std::string& payment_key, const std::string& event_id,
                     const std::string& dispute_id) {
    const shop::GatewayNews news{
        event_id.empty() ? new_id() : event_id, "something", payment_key, "", "", dispute_id};
    return await<Done>([&](auto reply) { sales->gateway_news("sandbox", news, reply); }).ok();
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
