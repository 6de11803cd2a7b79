// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/reconcile.h"

#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <sstream>
#include <stdexcept>

#include "server/shop/ledger/gateway_report.h"
#include "server/shop/ledger/journal.h"

namespace vitrine::server {
namespace {

using namespace shop::ledger;

constexpr int kAgree = 0, kCannot = 1, kDiffer = 3;

// "2026-11-30": its first instant, UTC.
Instant day(const std::string& text) {
    using namespace std::chrono;
    int part[3] = {};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (int i = 0; i < 3; ++i) {
        const auto [next, error] = std::from_chars(at, end, part[i]);
        if (error != std::errc() || (i < 2 && (next == end || *next != '-')) || (i == 2 && next != end))
            throw std::runtime_error("“" + text + "” is not a day. Write it as 2026-11-30.");
        at = next + 1;
    }
    const year_month_day date{year(part[0]), month(static_cast<unsigned>(part[1])),
                              std::chrono::day(static_cast<unsigned>(part[2]))};
    if (!date.ok()) throw std::runtime_error("There is no day " + text + ".");
    return {duration_cast<microseconds>(sys_days(date).time_since_epoch()).count()};
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf()))
        throw std::runtime_error("The report " + path +
                                 " cannot be read. Check its name, and that it is not empty.");
    return text.str();
}

std::vector<GatewayMovement> read_books(const Settings& settings, const ReconcileAsked& asked) {
    static const std::string kSqlite = "sqlite://";
    const std::string url = settings.database_url();
    // Opening would make an empty one, and an empty shop differs from every report.
    if (url.starts_with(kSqlite) && !std::filesystem::exists(url.substr(kSqlite.size())))
        throw std::runtime_error("There is no shop in " + settings.data_dir + ". Give its --data-dir.");
    const auto database = store::Database::open(url);
    const Instant from = asked.from.empty() ? Instant{0} : day(asked.from);
    const Instant until =
        asked.until.empty() ? Instant{std::numeric_limits<int64_t>::max()} : day(asked.until);
    return journal::at_gateway(*database->connect(true), asked.gateway, from, until);
}

}  // namespace

int reconcile(const Settings& settings, const ReconcileAsked& asked) {
    try {
        const Result<GatewayReport> report = read_report(read_file(asked.file));
        if (!report.ok()) throw std::runtime_error(report.error().message);
        const std::vector<GatewayMovement> books = read_books(settings, asked);
        const std::vector<Difference> differences = reconcile(books, report->movements);
        for (const std::string& problem : report->problems) std::cout << problem << '\n';
        for (const Difference& difference : differences) std::cout << sentence(difference) << '\n';
        std::cout << books.size() << " in the books, " << report->movements.size() << " in the report, "
                  << differences.size() << " differences, " << report->problems.size() << " unreadable.\n";
        return differences.empty() && report->problems.empty() ? kAgree : kDiffer;
    } catch (const std::exception& fault) {
        std::cerr << "vitrine-server: " << fault.what() << '\n';
        return kCannot;
    }
}

}  // namespace vitrine::server
