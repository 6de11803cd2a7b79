// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

#include "server/domain/clock.h"
#include "server/domain/id.h"

namespace vitrine::store {
namespace {

namespace fs = std::filesystem;

constexpr int kBusyFor_ms = 5000;

using Connection = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

[[noreturn]] void give_up(const std::string& what, sqlite3* connection) {
    throw std::runtime_error(what + ": " + sqlite3_errmsg(connection) + ".");
}

Connection open(const std::string& path, int flags) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    Connection connection(raw, sqlite3_close);
    if (code != SQLITE_OK) give_up("The file " + path + " cannot be opened", raw);
    sqlite3_busy_timeout(raw, kBusyFor_ms);
    return connection;
}

// In one step: a single read transaction, which in WAL mode holds up nobody (sqlite.org/backup.html).
void copy(sqlite3* from, sqlite3* to) {
    sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup) give_up("The copy cannot be begun", to);
    const int code = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE)
        throw std::runtime_error(std::string("The copy was not finished: ") + sqlite3_errstr(code) +
                                 ". Check that there is room for it.");
}

// The first value of the first row.
std::string ask(sqlite3* connection, const std::string& query) {
    std::string answer;
    const auto take = [](void* out, int columns, char** values, char**) {
        if (columns > 0 && values[0]) *static_cast<std::string*>(out) = values[0];
        return 0;
    };
    if (sqlite3_exec(connection, query.c_str(), take, &answer, nullptr) != SQLITE_OK)
        give_up("The copy cannot be used", connection);
    return answer;
}

// One file that can be moved about, sound, and with an epoch of its own.
void finish(sqlite3* copy) {
    ask(copy, "PRAGMA journal_mode = DELETE");
    if (const std::string verdict = ask(copy, "PRAGMA integrity_check(1)"); verdict != "ok")
        throw std::runtime_error("The database is damaged (" + verdict + "), and so would be its copy.");
    ask(copy, "UPDATE installation SET value = '" + make_id(SystemClock().now()) + "' WHERE name = 'epoch'");
}

void sync(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (!synced) throw std::runtime_error("The copy cannot be written down safely; try another disk.");
}

}  // namespace

void back_up_sqlite(const std::string& path, const std::string& file) {
    if (!fs::exists(path)) throw std::runtime_error("There is no database " + path + ". Check --data-dir.");
    if (fs::exists(file))
        throw std::runtime_error("The file " + file +
                                 " is there already. Give another name, or move it away.");
    const std::string draft = file + ".part";
    try {
        fs::remove(draft);
        {
            const Connection from = open(path, SQLITE_OPEN_READWRITE);
            const Connection to = open(draft, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
            copy(from.get(), to.get());
            finish(to.get());
        }
        sync(draft);
        fs::rename(draft, file);
        sync(fs::absolute(file).parent_path());
    } catch (const std::exception&) {
        std::error_code ignored;
        fs::remove(draft, ignored);
        throw;
    }
}

}  // namespace vitrine::store
