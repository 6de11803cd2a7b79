// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/ledger/gateway_report.h"

#include <csv.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <new>
#include <optional>

namespace vitrine::shop::ledger {
namespace {

using Line = std::vector<std::string>;

struct ActName {
    std::string_view name;
    GatewayAct act;
};
constexpr ActName kActs[] = {
    {"capture", GatewayAct::capture},
    {"charge", GatewayAct::capture},
    {"refund", GatewayAct::refund},
    {"refund_failed", GatewayAct::refund_failed},
    {"refund_failure", GatewayAct::refund_failed},
    {"chargeback", GatewayAct::chargeback},
    {"dispute", GatewayAct::chargeback},
    {"chargeback_won", GatewayAct::chargeback_won},
    {"dispute_reversal", GatewayAct::chargeback_won},
    {"payout", GatewayAct::payout},
};

// All lines of the file. libcsv takes what is quoted badly as it stands.
class CsvReader {
  public:
    CsvReader() {
        if (csv_init(&parser_, 0) != 0) throw std::bad_alloc();
    }
    ~CsvReader() { csv_free(&parser_); }
    CsvReader(const CsvReader&) = delete;
    CsvReader& operator=(const CsvReader&) = delete;

    std::vector<Line> lines(std::string_view text) {
        if (csv_parse(&parser_, text.data(), text.size(), &field, &line, this) != text.size() ||
            csv_fini(&parser_, &field, &line, this) != 0)
            throw std::bad_alloc();  // the one thing that fails outside of strict mode
        return std::move(lines_);
    }

  private:
    static void field(void* text, size_t size, void* self) {
        static_cast<CsvReader*>(self)->line_.emplace_back(static_cast<const char*>(text), size);
    }
    static void line(int, void* self) {
        auto* reader = static_cast<CsvReader*>(self);
        reader->lines_.push_back(std::move(reader->line_));
        reader->line_.clear();
    }

    csv_parser parser_;
    Line line_;
    std::vector<Line> lines_;
};

// Where in a line what stands; one of the names each.
struct Columns {
    std::optional<size_t> act, key, refund_key, minor, decimal, currency;
};

std::optional<size_t> find(const Line& names, std::initializer_list<std::string_view> wanted) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
        return std::find(wanted.begin(), wanted.end(), name) != wanted.end();
    });
    if (found == names.end()) return std::nullopt;
    return static_cast<size_t>(found - names.begin());
}

Result<Columns> read_names(const Line& names) {
    const Columns columns{find(names, {"act", "reporting_category"}),
                          find(names, {"key", "payment_metadata[vitrine_payment]"}),
                          find(names, {"refund_metadata[vitrine_refund]"}),
                          find(names, {"amount_minor"}),
                          find(names, {"amount", "gross"}),
                          find(names, {"currency"})};
    const char* missing = !columns.act                         ? "act"
                          : !columns.key                       ? "key"
                          : !columns.currency                  ? "currency"
                          : !columns.minor && !columns.decimal ? "amount_minor"
                                                               : nullptr;
    if (missing) {
        return Error{Code::invalid_argument, std::string("The report has no column “") + missing +
                                                 "”. Its first line names the columns."};
    }
    return columns;
}

std::optional<int64_t> whole_number(std::string_view text) {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

// "12.5" of a currency with two minor digits is 1250; nothing when there are more digits than it has.
std::optional<int64_t> minor_of(std::string_view text, int exponent) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const size_t point = std::min(text.find('.'), text.size());
    std::string digits(text.substr(0, point));
    const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
    if (digits.empty() || fraction.size() > static_cast<size_t>(exponent)) return std::nullopt;
    digits += fraction;
    digits.append(static_cast<size_t>(exponent) - fraction.size(), '0');
    return whole_number(digits);
}

Result<GatewayMovement> read_line(const Line& line, const Columns& columns) {
    const auto cell = [&](const std::optional<size_t>& column) {
        return column && *column < line.size() ? line[*column] : std::string();
    };
    std::string code = cell(columns.currency);
    std::transform(code.begin(), code.end(), code.begin(), [](unsigned char c) { return std::toupper(c); });
    const Result<Currency> currency = Currency::parse(code);
    if (!currency.ok()) return currency.error();
    const auto act = std::find_if(std::begin(kActs), std::end(kActs),
                                  [&](const ActName& known) { return known.name == cell(columns.act); });
    if (act == std::end(kActs))
        return Error{Code::invalid_argument, "“" + cell(columns.act) + "” is nothing that the books know."};
    const std::optional<int64_t> minor = columns.minor
                                             ? minor_of(cell(columns.minor), 0)
                                             : minor_of(cell(columns.decimal), currency->exponent());
    if (!minor) return Error{Code::invalid_argument, "The amount is not one."};
    // Stripe repeats the payment's key with its refunds.
    const bool refund = act->act == GatewayAct::refund || act->act == GatewayAct::refund_failed;
    const std::string key = cell(refund && columns.refund_key ? columns.refund_key : columns.key);
    if (key.empty()) return Error{Code::invalid_argument, "The key is missing."};
    return GatewayMovement{act->act, key, Money{*minor, *currency}};
}

}  // namespace

Result<GatewayReport> read_report(std::string_view csv) {
    static constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";  // spreadsheets write it
    if (csv.starts_with(kByteOrderMark)) csv.remove_prefix(kByteOrderMark.size());
    const std::vector<Line> lines = CsvReader().lines(csv);
    const Result<Columns> columns = read_names(lines.empty() ? Line() : lines.front());
    if (!columns.ok()) return columns.error();
    GatewayReport report;
    for (size_t i = 1; i < lines.size(); ++i) {
        Result<GatewayMovement> movement = read_line(lines[i], *columns);
        if (movement.ok()) {
            report.movements.push_back(std::move(*movement));
        } else {
            report.problems.push_back("Entry " + std::to_string(i) +
                                      " cannot be read: " + movement.error().message);
        }
    }
    return report;
}

}  // namespace vitrine::shop::ledger
