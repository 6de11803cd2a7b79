// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/books.h"

#include <libpq-fe.h>
#include <stdlib.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace vitrine::bench {

Books::Books(Store store) : store_(store) {
    std::string folder = (std::filesystem::temp_directory_path() / "vitrine-bench-XXXXXX").string();
    if (!::mkdtemp(folder.data())) throw std::runtime_error("no temporary folder can be made");
    folder_ = folder;
    if (store_ != Store::postgresql) return;
    server("start");
    std::ifstream(folder_ / "server") >> socket_folder_;
}

Books::~Books() {
    if (store_ == Store::postgresql) server("end");
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void Books::server(const char* what) const {
    const std::string command = "FSYNC=on '" VITRINE_BENCH_DIR "/../scripts/postgresql.sh' " +
                                std::string(what) + " '" + (folder_ / "server").string() + "'";
    if (std::system(command.c_str()) != 0 && std::string_view(what) == "start")
        throw std::runtime_error("no PostgreSQL could be started; see above");
}

std::string Books::fresh() {
    const std::string name = "books" + std::to_string(++made_);
    if (store_ == Store::sqlite) return "sqlite://" + (folder_ / (name + ".db")).string();
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectdb(("user=vitrine dbname=postgres host=" + socket_folder_).c_str()), PQfinish);
    const std::unique_ptr<PGresult, decltype(&PQclear)> made(
        PQexec(connection.get(), ("CREATE DATABASE " + name).c_str()), PQclear);
    if (PQresultStatus(made.get()) != PGRES_COMMAND_OK)
        throw std::runtime_error(std::string("no database could be made: ") +
                                 PQerrorMessage(connection.get()));
    return "postgresql://vitrine@/" + name + "?host=" + socket_folder_;
}

}  // namespace vitrine::bench
