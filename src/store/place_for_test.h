// Where a test keeps its data: an SQLite file, or a database in a PostgreSQL server of its own.
#pragma once

#include "store/place.h"

#include <filesystem>
#include <string>

namespace store {

/// The server that all tests of this program share, started at the first use and ended with the
/// program. A database in it belongs to one test.
class PostgresServerForTest {
public:
    static PostgresServerForTest& get();

    /// An empty database, for the role that owns its tables.
    PostgresPlace new_database();
    /// The same database, for the role that Heed works as.
    static PostgresPlace as_working_role(const PostgresPlace& place);

    PostgresServerForTest(const PostgresServerForTest&) = delete;
    PostgresServerForTest& operator=(const PostgresServerForTest&) = delete;

private:
    PostgresServerForTest();
    ~PostgresServerForTest();

    int m_input = -1; ///< closing it ends the server
    int m_process = -1;
    std::string m_host;
    int m_databases = 0;
};

/// `file`, or a database in its stead when the environment says HEED_TEST_ENGINE=postgres: the same
/// database for the same file.
Place place_for_test(const std::filesystem::path& file);

} // namespace store
