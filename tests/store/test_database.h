// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <string>

#include "server/domain/clock.h"
#include "server/domain/id.h"
#include "server/store/database.h"

#include <soci/postgresql/soci-postgresql.h>

namespace vitrine::tests {

// A database that nobody has opened yet: a file in a folder of its own or, when VITRINE_TEST_POSTGRESQL names
// the file that scripts/postgresql.sh wrote, a database on that server. Gone with the object.
class TestDatabase {
  public:
    // folder: where SQLite's file goes; a template for QTemporaryDir.
    explicit TestDatabase(const QString& folder = QDir::tempPath() + "/vitrine-XXXXXX") : dir_(folder) {
        if (!postgresql()) return;
        name_ = "v" + make_id(SystemClock().now());
        execute("CREATE DATABASE \"" + name_ + "\" TEMPLATE template0");
    }
    ~TestDatabase() {
        if (postgresql()) execute("DROP DATABASE IF EXISTS \"" + name_ + "\" WITH (FORCE)");
    }
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    static bool postgresql() { return qEnvironmentVariableIsSet("VITRINE_TEST_POSTGRESQL"); }

    // The file's name is one that a careless program trips over.
    std::string url() const {
        if (postgresql()) return "postgresql://vitrine@/" + name_ + "?host=" + server();
        return "sqlite://" + dir_.filePath("with space & 'quote' = sign.db").toStdString();
    }
    const QTemporaryDir& folder() const { return dir_; }

  private:
    static std::string server() {
        QFile file(qEnvironmentVariable("VITRINE_TEST_POSTGRESQL"));
        if (!file.open(QIODevice::ReadOnly)) qFatal("no PostgreSQL was started for this test");
        return file.readAll().trimmed().toStdString();
    }
    static void execute(const std::string& statement) {
        soci::session(soci::postgresql, "user=vitrine dbname=postgres host=" + server()) << statement;
    }

    QTemporaryDir dir_;
    std::string name_;
};

}  // namespace vitrine::tests
