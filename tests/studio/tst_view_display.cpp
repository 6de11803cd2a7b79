// SPDX-License-Identifier: GPL-3.0-or-later
// Preview and programme in native windows: what is on the screen is asserted by its pixels.
#include "studio/view_display.h"

#include <QTemporaryDir>

#include "studio/studio.h"
#include "tests/studio/engine_test.h"
#include "tests/studio/programme_eye.h"

// Last: its macros take words that Qt uses.
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#undef Bool
#undef None
#undef Status

using namespace vitrine::studio;
using vitrine::tests::alike;

namespace {

const QColor kRed(200, 30, 30);
const QColor kBlue(30, 30, 200);
const QColor kSurround(24, 24, 27);

// A bare window of the X server, and what can be seen of it.
class NativeWindow {
  public:
    NativeWindow(QSize size, int left, const QColor& paint = Qt::black) : server_(XOpenDisplay(nullptr)) {
        window_ = XCreateSimpleWindow(server_, DefaultRootWindow(server_), left, 0, unsigned(size.width()),
                                      unsigned(size.height()), 0, 0, paint.rgb() & 0xFFFFFF);
        XMapWindow(server_, window_);
        XSync(server_, False);
    }
    ~NativeWindow() {
        XDestroyWindow(server_, window_);
        XCloseDisplay(server_);
    }
    WId id() const { return WId(window_); }
    void resize(QSize size) {
        XResizeWindow(server_, window_, unsigned(size.width()), unsigned(size.height()));
        XSync(server_, False);
    }
    QColor at(QPoint place) const {
        XImage* image = XGetImage(server_, window_, place.x(), place.y(), 1, 1, AllPlanes, ZPixmap);
        if (!image) return {};
        const auto pixel = QRgb(XGetPixel(image, 0, 0));
        XDestroyImage(image);
        return QColor(pixel);
    }
    bool shows(QPoint place, const QColor& wanted) const {
        return QTest::qWaitFor([&] { return alike(at(place), wanted); }, 8'000);
    }

  private:
    Display* server_;
    Window window_;
};

}  // namespace

class TestViewDisplay : public QObject {
    Q_OBJECT
  private slots:
    void letterboxes();
    void previewAndProgrammeAtOnce();
    void emptyPreviewIsBlackAsItWillBeOnAir();
    void hiddenViewIsNotDrawn();
    void screenIsCaptured();
};

void TestViewDisplay::letterboxes() {
    QCOMPARE(letterbox({640, 360}, {640, 360}), QRect(0, 0, 640, 360));
    QCOMPARE(letterbox({640, 360}, {640, 640}), QRect(0, 140, 640, 360));
    QCOMPARE(letterbox({640, 360}, {1000, 360}), QRect(180, 0, 640, 360));
    QCOMPARE(letterbox({360, 640}, {360, 320}), QRect(90, 0, 180, 320));
    QVERIFY(letterbox({640, 360}, {0, 100}).isEmpty());
}

void TestViewDisplay::previewAndProgrammeAtOnce() {
    QTemporaryDir dir;
    auto studio = std::move(*Studio::open({{dir.path(), "en-US", {640, 360, 30}}, {}}));
    auto& scenes = studio->scenes();
    const QString red = scenes.scenes().front().id;
    const QString blue = *scenes.add_scene("Blue");
    for (const auto& [scene, colour, name] : {std::tuple{red, kRed, "red"}, {blue, kBlue, "blue"}}) {
        QImage picture(64, 36, QImage::Format_RGB32);
        picture.fill(colour);
        const QString path = dir.filePath(QStringLiteral("%1.png").arg(name));
        QVERIFY(picture.save(path));
        QVERIFY(scenes.add_item(scene, name, ImageSettings{path}).ok());
    }
    QVERIFY(studio->programme().set_preview(blue).ok());
    {
        NativeWindow left({400, 400}, 0);
        NativeWindow right({320, 180}, 400);
        auto preview = std::make_unique<ViewDisplay>(left.id(), QSize(400, 400), View::preview,
                                                     studio->programme(), kSurround);
        ViewDisplay programme(right.id(), {320, 180}, View::programme, studio->programme(), kSurround);
        QVERIFY(left.shows({200, 200}, kBlue));
        QVERIFY(right.shows({160, 90}, kRed));
        QVERIFY(left.shows({200, 20}, kSurround));  // the bar above the picture
        QCOMPARE(preview->picture_rect(), QRect(0, 87, 400, 225));

        studio->programme().take({TransitionKind::cut, 0});
        QVERIFY(left.shows({200, 200}, kRed));
        QVERIFY(right.shows({160, 90}, kBlue));

        left.resize({640, 200});
        preview->resize({640, 200});
        QVERIFY(left.shows({320, 100}, kRed));
        QVERIFY(left.shows({40, 100}, kSurround));  // the bar is at the side now
        preview.reset();                            // one goes, the other stays
        studio->programme().take({TransitionKind::cut, 0});
        QVERIFY(right.shows({160, 90}, kRed));
    }
    studio.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestViewDisplay::emptyPreviewIsBlackAsItWillBeOnAir() {
    QTemporaryDir dir;
    auto studio = std::move(*Studio::open({{dir.path(), "en-US", {640, 360, 30}}, {}}));
    {
        NativeWindow window({400, 400}, 0);
        ViewDisplay view(window.id(), {400, 400}, View::preview, studio->programme(), kSurround);
        QVERIFY(window.shows({200, 20}, kSurround));
        QVERIFY(window.shows({200, 200}, Qt::black));
    }
    studio.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestViewDisplay::hiddenViewIsNotDrawn() {
    QTemporaryDir dir;
    auto studio = std::move(*Studio::open({{dir.path(), "en-US", {640, 360, 30}}, {}}));
    {
        NativeWindow window({320, 180}, 0);
        ViewDisplay view(window.id(), {320, 180}, View::programme, studio->programme(), kSurround);
        QVERIFY(window.shows({160, 90}, Qt::black));
        view.set_enabled(false);
        QTest::qWait(200);
        QImage picture(64, 36, QImage::Format_RGB32);
        picture.fill(kRed);
        QVERIFY(picture.save(dir.filePath("red.png")));
        const QString scene = studio->scenes().scenes().front().id;
        QVERIFY(studio->scenes().add_item(scene, "Red", ImageSettings{dir.filePath("red.png")}).ok());
        vitrine::tests::ProgrammeEye eye;
        QVERIFY(eye.shows(0.5, 0.5, kRed));
        QVERIFY(!alike(window.at({160, 90}), kRed));
        view.set_enabled(true);
        QVERIFY(window.shows({160, 90}, kRed));
    }
    studio.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestViewDisplay::screenIsCaptured() {
    QTemporaryDir dir;
    auto studio = std::move(*Studio::open({{dir.path(), "en-US", {640, 360, 30}}, {}}));
    {
        NativeWindow window({600, 600}, 0, kRed);
        const QString scene = studio->scenes().scenes().front().id;
        QVERIFY(studio->scenes().add_item(scene, "Screen", ScreenSettings{0, false}).ok());
        vitrine::tests::ProgrammeEye eye;
        QVERIFY(eye.shows(0.3, 0.3, kRed));
    }
    studio.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

VITRINE_ENGINE_TEST_MAIN(TestViewDisplay)
#include "tst_view_display.moc"
