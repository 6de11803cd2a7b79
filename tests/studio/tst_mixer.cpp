// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/mixer.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include "studio/studio.h"
#include "tests/studio/engine_test.h"
#include "tests/studio/test_media.h"

using namespace vitrine::studio;

class TestMixer : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup();
    void soundMovesTheMeter();
    void mutedChannelShowsNothing();
    void faderLowersTheMeter();
    void valuesAreKeptInTheShow();
    void onAirFollowsTheProgramme();
    void picturesHaveNoChannel();

  private:
    double loudest(int ms);

    QTemporaryDir dir_;
    std::unique_ptr<Studio> studio_;
    QString source_;
};

void TestMixer::init() {
    const QString film = dir_.filePath("film.mp4");
    if (!QFile::exists(film)) vitrine::tests::make_film(film, Qt::red, 2, 440);
    const QString data = dir_.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    auto studio = Studio::open({{data, "en-US", {640, 360, 30}}, {}});
    QVERIFY(studio.ok());
    studio_ = std::move(*studio);
    QVERIFY(studio_->scenes()
                .add_item(studio_->scenes().scenes().front().id, "Film", MediaFileSettings{film})
                .ok());
    source_ = studio_->scenes().sources().front().id;
}

void TestMixer::cleanup() {
    studio_.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

// The highest peak that is told within so long.
double TestMixer::loudest(int ms) {
    double peak_db = kSilence_db;
    QObject scope;
    connect(&studio_->mixer(), &Mixer::levels, &scope, [&](const QVector<ChannelLevel>& levels) {
        for (const ChannelLevel& level : levels)
            if (level.source_id == source_) peak_db = std::max(peak_db, level.peak_db);
    });
    QTest::qWait(ms);
    return peak_db;
}

void TestMixer::soundMovesTheMeter() {
    QSignalSpy told(&studio_->mixer(), &Mixer::levels);
    QTRY_VERIFY_WITH_TIMEOUT(loudest(200) > -40, 8'000);
    QVERIFY(loudest(200) <= 0);
    told.clear();
    QTest::qWait(1'000);
    QVERIFY2(told.count() >= 8 && told.count() <= 24, qPrintable(QString::number(told.count())));
}

void TestMixer::mutedChannelShowsNothing() {
    QTRY_VERIFY_WITH_TIMEOUT(loudest(200) > -40, 8'000);
    studio_->mixer().set_muted(source_, true);
    QCOMPARE(loudest(500), kSilence_db);
    studio_->mixer().set_muted(source_, false);
    QTRY_VERIFY_WITH_TIMEOUT(loudest(200) > -40, 8'000);
}

void TestMixer::faderLowersTheMeter() {
    QTRY_VERIFY_WITH_TIMEOUT(loudest(200) > -40, 8'000);
    const double before_db = loudest(500);
    studio_->mixer().set_volume_db(source_, -20);
    QTRY_VERIFY_WITH_TIMEOUT(std::abs(loudest(300) - (before_db - 20)) < 3, 8'000);
    studio_->mixer().set_volume_db(source_, -500);
    QCOMPARE(studio_->mixer().channels().front().volume_db, kSilence_db);
    QTRY_COMPARE_WITH_TIMEOUT(loudest(300), kSilence_db, 8'000);
    studio_->mixer().set_volume_db(source_, 30);
    QCOMPARE(studio_->mixer().channels().front().volume_db, 0.0);
}

void TestMixer::valuesAreKeptInTheShow() {
    studio_->mixer().set_volume_db(source_, -6);
    studio_->mixer().set_muted(source_, true);
    const Source kept = *studio_->show().source(source_);
    QCOMPARE(kept.volume_db, -6.0);
    QVERIFY(kept.muted);
    QVERIFY(studio_->save_now().ok());
}

void TestMixer::onAirFollowsTheProgramme() {
    QTRY_VERIFY(studio_->mixer().channels().front().on_air);
    const QString other = *studio_->scenes().add_scene("Silent");
    QVERIFY(studio_->programme().cut_to(other).ok());
    QTRY_VERIFY(!studio_->mixer().channels().front().on_air);
}

void TestMixer::picturesHaveNoChannel() {
    QVERIFY(studio_->scenes().add_item(studio_->scenes().scenes().front().id, "Logo", ImageSettings{}).ok());
    QCOMPARE(studio_->mixer().channels().size(), size_t(1));
}

VITRINE_ENGINE_TEST_MAIN(TestMixer)
#include "tst_mixer.moc"
