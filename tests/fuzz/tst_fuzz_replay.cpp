// SPDX-License-Identifier: GPL-3.0-or-later
// Runs every fuzz target with any compiler: its seeds, the kept findings in tests/fuzz/corpus/<target>, and
// mutations of both. The seed is printed when a round begins, so that VITRINE_FUZZ_SEED=<n> repeats it;
// VITRINE_FUZZ_ROUNDS for more.
#include <QtTest>
#include <random>

#include "tests/fuzz/targets.h"

using namespace vitrine::fuzz;

namespace {

std::string mutated(std::string text, const std::vector<std::string>& all, std::mt19937& random) {
    static const std::string kEdges[] = {std::string(1, '\0'), "\xff", "\x7f", "\x80", "\xff\xff\xff",
                                         std::string(4, '\0'), "\xc3"};
    for (size_t i = 1 + random() % 6; i > 0; --i) {
        const size_t at = text.empty() ? 0 : random() % text.size();
        switch (random() % 7) {
            case 0:
                if (!text.empty()) text[at] = static_cast<char>(text[at] ^ (1 << random() % 8));
                break;
            case 1:
                if (!text.empty()) text[at] = static_cast<char>(random());
                break;
            case 2:
                text.insert(at, kEdges[random() % std::size(kEdges)]);
                break;
            case 3:
                text.erase(at, 1 + random() % 8);
                break;
            case 4:
                text.resize(at);
                break;
            case 5:
                text.insert(at, text.substr(at, random() % 64));
                break;
            default: {
                const std::string& other = all[random() % all.size()];
                text = text.substr(0, at) + other.substr(other.empty() ? 0 : random() % other.size());
            }
        }
    }
    return text;
}

}  // namespace

class FuzzReplay : public QObject {
    Q_OBJECT

  private slots:
    void target_data() {
        QTest::addColumn<const Target*>("target");
        for (const Target* target : {&kChunks, &kAmf0, &kFlv, &kSession, &kRecording, &kSocket, &kAddress,
                                     &kReport, &kTiers, &kWebhook})
            QTest::newRow(target->name) << target;
    }
    void target() {
        QFETCH(const Target*, target);
        std::vector<std::string> inputs = target->seeds();
        QDir corpus(qEnvironmentVariable("VITRINE_SOURCE") + "/tests/fuzz/corpus/" + target->name);
        for (const QString& name : corpus.entryList(QDir::Files, QDir::Name)) {
            QFile file(corpus.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            inputs.push_back(file.readAll().toStdString());
        }
        const auto run = [&](const std::string& text) {
            target->run(reinterpret_cast<const uint8_t*>(text.data()), text.size());
        };
        for (const std::string& input : inputs) run(input);
        bool given = false;
        unsigned seed = qEnvironmentVariable("VITRINE_FUZZ_SEED").toUInt(&given);
        if (!given) seed = std::random_device{}();
        const int rounds = qEnvironmentVariableIsSet("VITRINE_FUZZ_ROUNDS")
                               ? qEnvironmentVariableIntValue("VITRINE_FUZZ_ROUNDS")
                               : 3000;
        qInfo("VITRINE_FUZZ_SEED=%u", seed);
        std::mt19937 random(seed);
        for (int i = 0; i < rounds; ++i) run(mutated(inputs[random() % inputs.size()], inputs, random));
    }
};

QTEST_GUILESS_MAIN(FuzzReplay)
#include "tst_fuzz_replay.moc"
