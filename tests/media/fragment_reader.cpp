// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/media/fragment_reader.h"

#include <functional>
#include <stdexcept>

namespace vitrine::test {
namespace {

void need(bool good, const char* what) {
    if (!good) throw std::runtime_error(what);
}

uint64_t number(const std::string& from, size_t at, int bytes) {
    need(at + static_cast<size_t>(bytes) <= from.size(), "a number outside its box");
    uint64_t v = 0;
    for (int i = 0; i < bytes; ++i) v = v << 8 | static_cast<uint8_t>(from[at + static_cast<size_t>(i)]);
    return v;
}

using Visit = std::function<void(const std::string& type, size_t body, size_t end)>;

void boxes(const std::string& bytes, size_t at, size_t end, const Visit& visit) {
    while (at < end) {
        const size_t size = number(bytes, at, 4);
        need(size >= 8 && at + size <= end, "a box is larger than what holds it");
        visit(bytes.substr(at + 4, 4), at + 8, at + size);
        at += size;
    }
}

struct Run {
    uint32_t track = 0;
    int64_t start = -1;
    std::vector<FragmentSample> samples;
    std::vector<size_t> sizes;
    size_t offset = 0;
};

void read_trun(const std::string& bytes, size_t at, Run& run) {
    const int64_t flags = static_cast<int64_t>(number(bytes, at, 4) & 0xffffff);
    need(number(bytes, at, 1) == 1 && (flags & 1), "a trun of version 0 or without an offset");
    const size_t count = number(bytes, at + 4, 4);
    run.offset = number(bytes, at + 8, 4);
    at += 12;
    int64_t time = run.start;
    for (size_t i = 0; i < count; ++i) {
        FragmentSample sample;
        const auto take = [&](int flag) {
            if (!(flags & flag)) return uint64_t{0};
            at += 4;
            return number(bytes, at - 4, 4);
        };
        sample.dts = time;
        sample.duration = static_cast<int64_t>(take(0x100));
        run.sizes.push_back(take(0x200));
        sample.sync = (take(0x400) & 0x10000) == 0;
        sample.pts = time + static_cast<int32_t>(take(0x800));
        time += sample.duration;
        run.samples.push_back(sample);
    }
}

}  // namespace

Fragment read_fragment(const std::string& bytes) {
    Fragment fragment;
    std::vector<Run> runs;
    size_t data = 0, data_end = 0;
    boxes(bytes, 0, bytes.size(), [&](const std::string& type, size_t body, size_t end) {
        if (type == "mdat") {
            data = body;
            data_end = end;
        }
        if (type != "moof") return;
        boxes(bytes, body, end, [&](const std::string& inner, size_t at, size_t inner_end) {
            if (inner == "mfhd") fragment.sequence = static_cast<uint32_t>(number(bytes, at + 4, 4));
            if (inner != "traf") return;
            Run run;
            boxes(bytes, at, inner_end, [&](const std::string& leaf, size_t leaf_at, size_t) {
                if (leaf == "tfhd") {
                    need(number(bytes, leaf_at, 4) == 0x20000, "a tfhd without default-base-is-moof alone");
                    run.track = static_cast<uint32_t>(number(bytes, leaf_at + 4, 4));
                }
                if (leaf == "tfdt") run.start = static_cast<int64_t>(number(bytes, leaf_at + 4, 8));
                if (leaf == "trun") read_trun(bytes, leaf_at, run);
            });
            need(run.start >= 0, "a traf without tfdt");
            runs.push_back(std::move(run));
        });
    });
    need(data > 0, "no mdat");
    size_t used = data;
    for (Run& run : runs) {
        size_t at = run.offset;
        for (size_t i = 0; i < run.samples.size(); ++i) {
            need(at >= data && at + run.sizes[i] <= data_end, "a sample outside mdat");
            run.samples[i].data = bytes.substr(at, run.sizes[i]);
            at += run.sizes[i];
        }
        used += at - run.offset;
        fragment.tracks[run.track] = run.samples;
    }
    need(used == data_end, "mdat holds bytes of no sample");
    return fragment;
}

}  // namespace vitrine::test
