// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of the house, over every file that git knows. Each rule is also shown something it must complain
// about.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include "tests/house/arrows.h"
#include "tests/house/papers.h"
#include "tests/house/text_rules.h"

using namespace vitrine::house;

class House : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();

    void arrows_point_one_way();
    void files_stay_small();
    void sources_carry_their_licence();
    void text_is_tidy();
    void names_say_what_a_thing_is();
    void no_work_is_postponed();
    void the_domain_is_given_its_clock();
    void headers_are_included_once();
    void links_lead_somewhere();
    void pages_name_files_that_exist();
    void pages_speak_of_options_that_exist();
    void packages_are_listed_once();
    void every_decision_is_in_the_index();
    void pictures_of_the_demo_are_light();

    void rules_notice_offences();

  private:
    QString text(const QString& path) const;
    template <typename Rule>
    void check_all(Rule rule) const;

    QString root_;
    QStringList files_;
    QSet<QString> exists_;  // files and their folders
};

void House::initTestCase() {
    root_ = qEnvironmentVariable("VITRINE_SOURCE");
    QVERIFY2(!root_.isEmpty(), "run by ctest, which says where the sources are");
    QProcess git;
    git.start("git", {"-C", root_, "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
                      "--exclude-standard"});
    QVERIFY(git.waitForFinished(30'000));
    QCOMPARE(git.exitCode(), 0);
    for (const QByteArray& name : git.readAllStandardOutput().split('\0')) {
        const QString path = QString::fromUtf8(name);
        if (path.isEmpty() || !QFileInfo::exists(root_ + "/" + path)) continue;
        files_ += path;
        exists_ += path;
        for (QString folder = QFileInfo(path).path(); folder != "."; folder = QFileInfo(folder).path())
            exists_ += folder;
    }
    QVERIFY2(files_.size() > 100, "git lists the sources");
}

QString House::text(const QString& path) const {
    QFile file(root_ + "/" + path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}

template <typename Rule>
void House::check_all(Rule rule) const {
    QStringList complaints;
    for (const QString& path : files_) complaints += rule(path);
    QVERIFY2(complaints.isEmpty(), qPrintable("\n  " + complaints.join("\n  ")));
}

void House::arrows_point_one_way() {
    check_all([this](const QString& path) {
        return path.endsWith(".cpp") || path.endsWith(".h") ? wrong_includes(path, text(path))
                                                            : QStringList();
    });
}

void House::files_stay_small() {
    check_all(
        [this](const QString& path) { return is_source(path) ? too_long(path, text(path)) : QStringList(); });
}

void House::sources_carry_their_licence() {
    check_all([this](const QString& path) {
        return is_source(path) ? no_licence(path, text(path)) : QStringList();
    });
}

void House::text_is_tidy() {
    check_all([this](const QString& path) {
        return is_source(path) || path.endsWith(".md") ? untidy(path, text(path)) : QStringList();
    });
}

void House::names_say_what_a_thing_is() {
    check_all([](const QString& path) { return vague_name(path); });
}

void House::no_work_is_postponed() {
    check_all([this](const QString& path) {
        return is_source(path) ? postponed_work(path, text(path)) : QStringList();
    });
}

void House::the_domain_is_given_its_clock() {
    check_all([this](const QString& path) {
        return is_source(path) ? hidden_clock(path, text(path)) : QStringList();
    });
}

void House::headers_are_included_once() {
    check_all([this](const QString& path) {
        return path.endsWith(".h") ? no_pragma_once(path, text(path)) : QStringList();
    });
}

void House::links_lead_somewhere() {
    check_all([this](const QString& path) {
        return path.endsWith(".md") ? dead_links(path, text(path), exists_) : QStringList();
    });
}

void House::pages_name_files_that_exist() {
    check_all([this](const QString& path) {
        return path.endsWith(".md") ? dead_paths(path, text(path), exists_) : QStringList();
    });
}

void House::pages_speak_of_options_that_exist() {
    // The sources that declare options; a page may quote no other.
    QString help;
    for (const QString& path : files_) {
        if (path == "run" || path == "test" || path.startsWith("server/") || path.startsWith("app/") ||
            path.startsWith("bench/")) {
            if (path.endsWith(".cpp") || path.endsWith(".h") || !path.contains('.')) help += text(path);
        }
    }
    // Qt's parser and the server's table of settings declare names without their dashes.
    static const QRegularExpression bare(
        "(?:QCommandLineOption|addOption)[^\"]*\"([a-z][a-z0-9-]+)\"|\\{\"([a-z][a-z0-9-]+)\", &");
    QString dashed;
    for (auto it = bare.globalMatch(help); it.hasNext();) {
        const auto match = it.next();
        dashed += " --" + match.captured(1) + match.captured(2);
    }
    help += dashed + " --help --version";
    check_all([&](const QString& path) {
        return path.endsWith(".md") ? unknown_options(path, text(path), help) : QStringList();
    });
}

void House::packages_are_listed_once() {
    const QStringList wrong = wrong_packages(text("packages.txt"));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("\n")));
}

void House::every_decision_is_in_the_index() {
    const QString index = text("docs/decisions/README.md");
    check_all([&](const QString& path) {
        const QString name = path.section('/', -1);
        const bool page = path.startsWith("docs/decisions/") && path.endsWith(".md") && name != "README.md";
        return page && !index.contains("(" + name + ")")
                   ? QStringList{"docs/decisions/README.md does not list " + name}
                   : QStringList();
    });
}

void House::pictures_of_the_demo_are_light() {
    const QStringList pictures = QDir(root_ + "/resources/shop/demo").entryList({"*.svg"}, QDir::Files);
    QCOMPARE(pictures.size(), 8);
    for (const QString& name : pictures) {
        const QString picture = text("resources/shop/demo/" + name);
        QVERIFY2(picture.toUtf8().size() < 40'000, qPrintable(name + " is too heavy for a phone"));
        // QtSvg reads SVG Tiny: these would draw in a browser and be missing in the Studio.
        for (const char* element : {"<filter", "<mask", "<clipPath", "<pattern", "<style", "<script"}) {
            QVERIFY2(!picture.contains(element), qPrintable(name + " uses " + element));
        }
    }
}

void House::rules_notice_offences() {
    QCOMPARE(wrong_includes("server/media/a.cpp", "#include \"server/shop/sales.h\"\n").size(), 1);
    QCOMPARE(wrong_includes("server/shop/a.cpp", "#include \"server/media/part.h\"\n").size(), 1);
    QCOMPARE(wrong_includes("app/a.cpp", "#include <obs.h>\n").size(), 1);
    QCOMPARE(wrong_includes("studio/a.h", "#include <QWidget>\n").size(), 1);
    QCOMPARE(wrong_includes("server/shop/a.h", "#include <QString>\n").size(), 1);
    QCOMPARE(wrong_includes("server/main.cpp", "#include \"server/shop/sales.h\"\n").size(), 0);
    QCOMPARE(
        wrong_includes("server/api/a.cpp", "#include \"server/shop/sales.h\"\n#include <grpcpp/grpcpp.h>\n")
            .size(),
        0);
    QCOMPARE(too_long("a.cpp", QString("x\n").repeated(kMostLines + 1)).size(), 1);
    QCOMPARE(no_licence("a.cpp", "int x;\n").size(), 1);
    QCOMPARE(untidy("a.cpp", "a \n\tb").size(), 3);
    QCOMPARE(vague_name("app/window_manager.cpp").size(), 1);
    QCOMPARE(vague_name("server/shop/common/stock.h").size(), 1);
    QCOMPARE(vague_name("server/room/commoner.h").size(), 0);
    QCOMPARE(postponed_work("a.cpp", QString("// TO") + "DO later\n").size(), 1);
    QCOMPARE(hidden_clock("server/shop/a.cpp", "auto t = std::chrono::system_clock::now();\n").size(), 1);
    QCOMPARE(no_pragma_once("a.h", "int x;\n").size(), 1);
    QCOMPARE(dead_links("docs/a.md", "[b](../README.md) [c](gone.md)", {"README.md"}).size(), 1);
    QCOMPARE(dead_paths("docs/a.md", "`server/gone.h` and `server/shop`", {"server/shop"}).size(), 1);
    QCOMPARE(unknown_options("a.md", "`./run --demo` and `--gone`", "--demo").size(), 1);
    QCOMPARE(unknown_options("a.md", "`./run --dem`", "--demo").size(), 1);
    QCOMPARE(wrong_packages("[build]\ngit\ngit\n[other]\nTwo Words\n").size(), 3);
}

QTEST_GUILESS_MAIN(House)
#include "tst_house.moc"
