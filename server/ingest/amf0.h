// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace vitrine::ingest {

// A value of AMF 0 (Adobe, "Action Message Format - AMF 0", 2007). Objects and ECMA arrays keep the order of
// their fields.
class Amf0 {
  public:
    struct Null {
        friend bool operator==(Null, Null) = default;
    };
    struct Undefined {
        friend bool operator==(Undefined, Undefined) = default;
    };
    struct Date {
        double ms = 0;  // since 1970, UTC
        friend bool operator==(Date, Date) = default;
    };
    using Field = std::pair<std::string, Amf0>;
    struct Object {
        std::vector<Field> fields;
        bool ecma_array = false;
        friend bool operator==(const Object& a, const Object& b);
    };
    using List = std::vector<Amf0>;

    Amf0() = default;
    Amf0(double number) : value_(number) {}
    Amf0(bool flag) : value_(flag) {}
    Amf0(std::string text) : value_(std::move(text)) {}
    Amf0(const char* text) : value_(std::string(text)) {}
    Amf0(Undefined u) : value_(u) {}
    Amf0(Date date) : value_(date) {}
    Amf0(Object object) : value_(std::move(object)) {}
    Amf0(List list) : value_(std::move(list)) {}

    bool is_null() const {
        return std::holds_alternative<Null>(value_) || std::holds_alternative<Undefined>(value_);
    }
    const double* number() const { return std::get_if<double>(&value_); }
    const std::string* text() const { return std::get_if<std::string>(&value_); }
    const Object* object() const { return std::get_if<Object>(&value_); }
    // A field of an object; null when there is none or this is no object.
    const Amf0* field(std::string_view name) const;
    // The text of a field, or an empty one.
    std::string field_text(std::string_view name) const;

    // Appends this value. Texts beyond 65535 bytes become long strings.
    void write(std::string& out) const;

    friend bool operator==(const Amf0&, const Amf0&) = default;

  private:
    std::variant<Null, Undefined, double, bool, std::string, Date, Object, List> value_;
};

// Reads values one after the other. Bad input (cut short, unknown marker, reference, nested deeper than 16,
// more than 4096 values in all) makes next() answer nothing and ok() false from then on.
class Amf0Reader {
  public:
    explicit Amf0Reader(std::span<const uint8_t> bytes) : rest_(bytes) {}
    std::optional<Amf0> next();
    bool done() const { return rest_.empty(); }
    bool ok() const { return ok_; }

  private:
    std::optional<Amf0> value(int depth);
    std::optional<Amf0> fields(int depth, bool ecma_array);
    std::optional<Amf0> list(int depth);
    std::optional<std::string> text(int length_bytes);
    std::optional<uint64_t> integer(int bytes);
    std::nullopt_t fail() {
        ok_ = false;
        return std::nullopt;
    }

    std::span<const uint8_t> rest_;
    int values_left_ = 4096;
    bool ok_ = true;
};

}  // namespace vitrine::ingest
