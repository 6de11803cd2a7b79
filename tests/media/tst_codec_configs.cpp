// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/media/aac_config.h"
#include "server/media/h264_config.h"
#include "tests/media/stream_material.h"

using namespace vitrine;
using namespace vitrine::media;
using test::bytes_of;

class TestCodecConfigs : public QObject {
    Q_OBJECT

  private slots:
    void sizes_and_codec_names() {
        const auto small = parse_h264_config(bytes_of(test::kAvcc));
        QVERIFY(small);
        QCOMPARE(small->width, 320);
        QCOMPARE(small->height, 180);
        QCOMPARE(small->codec, std::string("avc1.42c00d"));
        const auto large = parse_h264_config(bytes_of(test::kAvccLarger));
        QVERIFY(large);
        QCOMPARE(large->width, 640);
        QCOMPARE(large->height, 360);
        QCOMPARE(large->codec, std::string("avc1.64001e"));
    }

    void sound() {
        const auto mono = parse_aac_config(bytes_of(test::kAsc));
        QVERIFY(mono);
        QCOMPARE(mono->sample_rate_hz, int64_t{44100});
        QCOMPARE(mono->channels, 1);
        QCOMPARE(mono->frame_samples, int64_t{1024});
        QCOMPARE(mono->codec, std::string("mp4a.40.2"));
        const auto stereo = parse_aac_config(bytes_of(test::kAsc48));
        QVERIFY(stereo && stereo->sample_rate_hz == 48000 && stereo->channels == 2);
        // HE-AAC, signalled: core 24 kHz, extension 48 kHz.
        const auto he = parse_aac_config(bytes_of(test::from_hex("2b118800")));
        QVERIFY(he);
        QCOMPARE(he->codec, std::string("mp4a.40.5"));
        QCOMPARE(he->sample_rate_hz, int64_t{24000});
    }

    void every_cut_and_many_flips_end_in_a_result() {
        for (const std::string& whole : {test::kAvcc, test::kAvccLarger}) {
            for (size_t size = 0; size < whole.size() - 4; ++size)
                QVERIFY(!parse_h264_config(bytes_of(whole.substr(0, size))).ok());
            for (size_t bit = 0; bit < whole.size() * 8; ++bit) {
                std::string flipped = whole;
                flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
                const auto config = parse_h264_config(bytes_of(flipped));
                if (config)
                    QVERIFY(config->width >= 16 && config->width <= 8192 && config->height >= 16 &&
                            config->height <= 8192);
            }
        }
        for (unsigned first = 0; first < 65536; ++first) {
            const std::string asc{static_cast<char>(first >> 8), static_cast<char>(first)};
            const auto config = parse_aac_config(bytes_of(asc));
            if (config) QVERIFY(config->sample_rate_hz >= 7350 && config->channels >= 1);
        }
        QVERIFY(!parse_aac_config({}));
    }

    void a_record_without_end_is_refused() {
        QVERIFY(parse_h264_config(bytes_of(test::kAvcc + std::string(1000, '\0'))));
        QVERIFY(!parse_h264_config(bytes_of(test::kAvcc + std::string(1 << 20, '\0'))).ok());
    }

    void kinds_of_aac_that_browsers_lack_are_refused() {
        QVERIFY(!parse_aac_config(bytes_of(test::from_hex("0a10"))));
    }  // Main
};

QTEST_GUILESS_MAIN(TestCodecConfigs)
#include "tst_codec_configs.moc"
