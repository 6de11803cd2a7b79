// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ingest/amf0.h"

#include <bit>

namespace vitrine::ingest {
namespace {

enum Marker : uint8_t {  // §2.1
    kNumber = 0,
    kBoolean = 1,
    kString = 2,
    kObject = 3,
    kNull = 5,
    kUndefined = 6,
    kEcmaArray = 8,
    kObjectEnd = 9,
    kStrictArray = 10,
    kDate = 11,
    kLongString = 12,
    kXmlDocument = 15,
    kTypedObject = 16,
};

constexpr int kDeepest = 16;

void put(std::string& out, uint64_t v, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) out.push_back(static_cast<char>(v >> (8 * i)));
}

void put_name(std::string& out, std::string_view name) {
    name = name.substr(0, 65535);
    put(out, name.size(), 2);
    out.append(name);
}

}  // namespace

bool operator==(const Amf0::Object& a, const Amf0::Object& b) {
    return a.ecma_array == b.ecma_array && a.fields == b.fields;
}

const Amf0* Amf0::field(std::string_view name) const {
    if (const Object* o = object()) {
        for (const Field& field : o->fields) {
            if (field.first == name) return &field.second;
        }
    }
    return nullptr;
}

std::string Amf0::field_text(std::string_view name) const {
    const Amf0* found = field(name);
    return found && found->text() ? *found->text() : std::string();
}

void Amf0::write(std::string& out) const {
    struct Writer {
        std::string& out;
        void operator()(Null) { out.push_back(kNull); }
        void operator()(Undefined) { out.push_back(kUndefined); }
        void operator()(double v) {
            out.push_back(kNumber);
            put(out, std::bit_cast<uint64_t>(v), 8);
        }
        void operator()(bool v) {
            out.push_back(kBoolean);
            out.push_back(v ? 1 : 0);
        }
        void operator()(const std::string& v) {
            const bool is_long = v.size() > 65535;
            out.push_back(is_long ? kLongString : kString);
            put(out, v.size(), is_long ? 4 : 2);
            out.append(v);
        }
        void operator()(Date v) {
            out.push_back(kDate);
            put(out, std::bit_cast<uint64_t>(v.ms), 8);
            put(out, 0, 2);  // time zone: reserved, zero (§2.13)
        }
        void operator()(const Object& v) {
            out.push_back(v.ecma_array ? kEcmaArray : kObject);
            if (v.ecma_array) put(out, v.fields.size(), 4);
            for (const Field& field : v.fields) {
                put_name(out, field.first);
                field.second.write(out);
            }
            put(out, kObjectEnd, 3);
        }
        void operator()(const List& v) {
            out.push_back(kStrictArray);
            put(out, v.size(), 4);
            for (const Amf0& item : v) item.write(out);
        }
    };
    std::visit(Writer{out}, value_);
}

std::optional<Amf0> Amf0Reader::next() {
    if (!ok_ || rest_.empty()) return std::nullopt;
    return value(0);
}

std::optional<uint64_t> Amf0Reader::integer(int bytes) {
    if (rest_.size() < static_cast<size_t>(bytes)) return fail();
    uint64_t v = 0;
    for (int i = 0; i < bytes; ++i) v = v << 8 | rest_[static_cast<size_t>(i)];
    rest_ = rest_.subspan(static_cast<size_t>(bytes));
    return v;
}

std::optional<std::string> Amf0Reader::text(int length_bytes) {
    const auto length = integer(length_bytes);
    if (!length || *length > rest_.size()) return fail();
    std::string out(reinterpret_cast<const char*>(rest_.data()), static_cast<size_t>(*length));
    rest_ = rest_.subspan(static_cast<size_t>(*length));
    return out;
}

std::optional<Amf0> Amf0Reader::value(int depth) {
    const auto marker = integer(1);
    if (!marker || depth > kDeepest || --values_left_ < 0) return fail();
    switch (*marker) {
        case kNumber: {
            const auto bits = integer(8);
            return bits ? std::optional<Amf0>(std::bit_cast<double>(*bits)) : std::nullopt;
        }
        case kBoolean: {
            const auto flag = integer(1);
            return flag ? std::optional<Amf0>(*flag != 0) : std::nullopt;
        }
        case kString:
        case kLongString:
        case kXmlDocument: {
            auto t = text(*marker == kString ? 2 : 4);
            return t ? std::optional<Amf0>(std::move(*t)) : std::nullopt;
        }
        case kTypedObject:
            if (!text(2)) return std::nullopt;  // the class name
            return fields(depth, false);
        case kObject:
            return fields(depth, false);
        case kEcmaArray:
            if (!integer(4)) return std::nullopt;  // a count that senders get wrong: the end marker decides
            return fields(depth, true);
        case kStrictArray:
            return list(depth);
        case kNull:
            return Amf0();
        case kUndefined:
            return Amf0(Amf0::Undefined{});
        case kDate: {
            const auto bits = integer(8);
            if (!bits || !integer(2)) return std::nullopt;
            return Amf0(Amf0::Date{std::bit_cast<double>(*bits)});
        }
        default:
            return fail();
    }
}

std::optional<Amf0> Amf0Reader::fields(int depth, bool ecma_array) {
    Amf0::Object object;
    object.ecma_array = ecma_array;
    while (true) {
        auto name = text(2);
        if (!name) return std::nullopt;
        if (name->empty() && !rest_.empty() && rest_.front() == kObjectEnd) {
            rest_ = rest_.subspan(1);
            return Amf0(std::move(object));
        }
        auto item = value(depth + 1);
        if (!item) return std::nullopt;
        object.fields.emplace_back(std::move(*name), std::move(*item));
    }
}

std::optional<Amf0> Amf0Reader::list(int depth) {
    const auto count = integer(4);
    if (!count) return std::nullopt;
    Amf0::List items;
    for (uint64_t i = 0; i < *count; ++i) {
        auto item = value(depth + 1);
        if (!item) return std::nullopt;
        items.push_back(std::move(*item));
    }
    return Amf0(std::move(items));
}

}  // namespace vitrine::ingest
