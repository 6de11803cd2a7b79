// SPDX-License-Identifier: GPL-3.0-or-later
// The show file: what is written comes back; what is damaged is said and costs nothing; what is hostile is
// refused.
#include "studio/show_file.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>
#include <random>

using namespace vitrine::studio;
using vitrine::Code;

namespace {

Show rich_show() {
    Show show;
    auto source = [&](const char* id, const char* name, SourceSettings settings) {
        show.sources.push_back({id, QString::fromUtf8(name), std::move(settings), -12.5, true});
    };
    source("s1", "Caméra", CameraSettings{"/dev/video0", 1280, 720, 30});
    source("s2", "電話", NetworkCameraSettings{"srt://0.0.0.0:9000?mode=listener", 5});
    source("s3", "Film", MediaFileSettings{"/films/a \"b\".mkv", false});
    source("s4", "Screen", ScreenSettings{1, false});
    source("s5", "Logo", ImageSettings{"/logo.png"});
    source("s6", "كتابة",
           TextSettings{QString::fromUtf8("مرحبا\nनमस्ते 👋"), "DejaVu Sans", 80, true, QColor(1, 2, 3, 4),
                        QColor(5, 6, 7, 8)});
    source("s7", "Mic", MicrophoneSettings{"hw:1"});
    source("s8", "Desktop", DesktopSoundSettings{"default"});
    Scene scene{"c1", "Main", {}};
    for (int i = 1; i <= 6; ++i)
        scene.items.push_back({QStringLiteral("i%1").arg(i),
                               QStringLiteral("s%1").arg(i),
                               i % 2 == 0,
                               {QRectF(0.125 * i, 0.25, 0.5, 0.5), i == 2   ? Fit::cover
                                                                   : i == 6 ? Fit::natural
                                                                            : Fit::contain}});
    show.scenes = {scene, {"c2", "Pause", {}}};
    show.preview_scene = "c2";
    show.programme_scene = "c1";
    show.transition = {TransitionKind::cut, 750};
    return show;
}

QByteArray with(const QByteArray& from, const QByteArray& to) {
    return write_show(rich_show()).replace(from, to);
}

void put(const QString& path, const QByteArray& contents) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(contents) == contents.size());
}

}  // namespace

class TestShowFile : public QObject {
    Q_OBJECT
  private slots:
    void comesBackAsItWas();
    void firstStartIsOneEmptyScene();
    void backupIsOpenedAndSaidWhenTheFileIsDamaged_data();
    void backupIsOpenedAndSaidWhenTheFileIsDamaged();
    void damagedFileNeverBecomesTheBackup();
    void nothingGoodIsSaidAndTheDamagedFileIsKept();
    void unwritableFolderIsSaid();
    void refusesHostileFiles_data();
    void refusesHostileFiles();
    void survivesRandomDamage();
    void unknownFieldsOfALaterMinorAreNoFault();
    void gridsCoverTheCanvasWithoutOverlap();
};

void TestShowFile::comesBackAsItWas() {
    const Show show = rich_show();
    const auto read = read_show(write_show(show));
    QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
    QVERIFY(*read == show);

    QTemporaryDir dir;
    const QString path = dir.filePath("deep/er/show.json");
    QVERIFY(save_show_file(path, show).ok());
    const OpenedShow opened = open_show_file(path);
    QVERIFY(opened.show == show);
    QCOMPARE(opened.note, QString());
}

void TestShowFile::firstStartIsOneEmptyScene() {
    QTemporaryDir dir;
    const OpenedShow opened = open_show_file(dir.filePath("none.json"));
    QCOMPARE(opened.note, QString());
    QCOMPARE(opened.show.scenes.size(), size_t(1));
    QCOMPARE(opened.show.programme_scene, opened.show.scenes[0].id);
}

void TestShowFile::backupIsOpenedAndSaidWhenTheFileIsDamaged_data() {
    const QByteArray whole = write_show(rich_show());
    QTest::addColumn<QByteArray>("damaged");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut short") << whole.left(whole.size() / 2);
    QTest::newRow("zeros after a power cut") << QByteArray(whole.size(), 0);
    QTest::newRow("not JSON") << QByteArray("hello");
    QTest::newRow("other JSON") << QByteArray(R"({"format":"obs","scenes":[]})");
}

void TestShowFile::backupIsOpenedAndSaidWhenTheFileIsDamaged() {
    QFETCH(QByteArray, damaged);
    QTemporaryDir dir;
    const QString path = dir.filePath("show.json");
    Show first = rich_show();
    Show second = first;
    second.scenes[0].name = "Changed";
    QVERIFY(save_show_file(path, first).ok());
    QVERIFY(save_show_file(path, second).ok());
    put(path, damaged);
    const OpenedShow opened = open_show_file(path);
    QVERIFY(opened.show == first);
    QVERIFY2(opened.note.contains("last good version"), qPrintable(opened.note));
    QFile kept(path + ".damaged");
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), damaged);
}

void TestShowFile::damagedFileNeverBecomesTheBackup() {
    QTemporaryDir dir;
    const QString path = dir.filePath("show.json");
    const Show show = rich_show();
    QVERIFY(save_show_file(path, show).ok());
    QVERIFY(save_show_file(path, show).ok());
    put(path, "broken");
    QVERIFY(save_show_file(path, new_show()).ok());
    put(path, "broken again");
    QVERIFY(open_show_file(path).show == show);
}

void TestShowFile::nothingGoodIsSaidAndTheDamagedFileIsKept() {
    QTemporaryDir dir;
    const QString path = dir.filePath("show.json");
    put(path, "broken");
    const OpenedShow opened = open_show_file(path);
    QCOMPARE(opened.show.scenes.size(), size_t(1));
    QVERIFY(opened.note.contains("new show"));
    QVERIFY(QFile::exists(path + ".damaged"));
}

void TestShowFile::unwritableFolderIsSaid() {
    QTemporaryDir dir;
    put(dir.filePath("file"), "x");
    const auto saved = save_show_file(dir.filePath("file/show.json"), new_show());
    QVERIFY(!saved.ok());
    QVERIFY(QString::fromStdString(saved.error().message).contains("could not be saved"));
}

void TestShowFile::refusesHostileFiles_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("same id twice") << with("\"id\": \"s2\"", "\"id\": \"s1\"");
    QTest::newRow("item of no source") << with("\"source\": \"s1\"", "\"source\": \"s99\"");
    QTest::newRow("item of a microphone") << with("\"source\": \"s1\"", "\"source\": \"s7\"");
    QTest::newRow("unknown kind") << with("\"camera\"", "\"telescope\"");
    QTest::newRow("kind is a number") << with("\"kind\": \"camera\"", "\"kind\": 7");
    QTest::newRow("volume of a thunderstorm") << with("-12.5", "400");
    QTest::newRow("volume is text") << with("-12.5", "\"loud\"");
    QTest::newRow("area far away") << with("0.125,", "1e300,");
    QTest::newRow("area of two numbers") << QByteArray(with("\"area\": [", "\"area\": [0,0], \"x\": ["));
    QTest::newRow("transition of a year") << with("750", "31536000000");
    QTest::newRow("scenes are no list") << with("\"scenes\": [", "\"scenes\": {}, \"x\": [");
    QTest::newRow("no scene") << QByteArray(R"({"format":"vitrine-show","version":1,"scenes":[]})");
    QTest::newRow("no version") << QByteArray(R"({"format":"vitrine-show"})");
    QTest::newRow("deeply nested") << QByteArray(100'000, '[');
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("null") << QByteArray("null");
}

void TestShowFile::refusesHostileFiles() {
    QFETCH(QByteArray, file);
    QVERIFY(file != write_show(rich_show()));  // the damage hit
    const auto read = read_show(file);
    QVERIFY(!read.ok());
    QVERIFY(!read.error().message.empty());
    QCOMPARE(int(read_show(with("\"version\": 1", "\"version\": 2")).error().code), int(Code::precondition));
}

void TestShowFile::survivesRandomDamage() {
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const QByteArray whole = write_show(rich_show());
    for (int round = 0; round < 3'000; ++round) {
        QByteArray damaged = whole;
        for (unsigned hits = 1 + random() % 6; hits > 0; --hits)
            damaged[int(random() % damaged.size())] = char(random());
        const auto read = read_show(damaged);
        if (!read) continue;
        // Whatever is accepted is whole.
        QVERIFY(!read->scenes.empty());
        QVERIFY(read->scene(read->programme_scene) && read->scene(read->preview_scene));
        for (const Scene& scene : read->scenes)
            for (const Item& item : scene.items) QVERIFY(read->source(item.source));
        QVERIFY(read_show(write_show(*read)).ok());
    }
}

void TestShowFile::unknownFieldsOfALaterMinorAreNoFault() {
    QVERIFY(read_show(with("\"muted\": true", "\"muted\": true, \"pan\": 0.5")).ok());
}

void TestShowFile::gridsCoverTheCanvasWithoutOverlap() {
    for (int count = 1; count <= 30; ++count) {
        std::vector<QRectF> cells;
        for (int i = 0; i < count; ++i) cells.push_back(grid_cell(i, count).area);
        for (size_t a = 0; a < cells.size(); ++a) {
            QVERIFY(QRectF(-1e-9, -1e-9, 1 + 2e-9, 1 + 2e-9).contains(cells[a]));
            for (size_t b = a + 1; b < cells.size(); ++b) {
                const QRectF both = cells[a].intersected(cells[b]);
                QVERIFY(both.width() * both.height() < 1e-9);
            }
        }
    }
    QCOMPARE(grid_cell(0, 4).area, QRectF(0, 0, 0.5, 0.5));
    QCOMPARE(grid_cell(1, 2).area, QRectF(0.5, 0, 0.5, 1));
}

QTEST_GUILESS_MAIN(TestShowFile)
#include "tst_show_file.moc"
