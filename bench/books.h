// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace vitrine::bench {

enum class Store { sqlite, postgresql };

// Where a measurement keeps its databases: files in a temporary folder, or a PostgreSQL of its own beside
// them, as durable as one in use (scripts/postgresql.sh). Cleared away with the object.
class Books {
  public:
    explicit Books(Store);
    ~Books();
    Books(const Books&) = delete;
    Books& operator=(const Books&) = delete;

    // The address of a database that is not there yet (SQLite) or is empty (PostgreSQL).
    std::string fresh();
    const std::filesystem::path& folder() const { return folder_; }

  private:
    void server(const char* what) const;

    const Store store_;
    std::filesystem::path folder_;
    std::string socket_folder_;
    int made_ = 0;
};

}  // namespace vitrine::bench
