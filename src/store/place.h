// Where a store keeps its data.
#pragma once

#include <filesystem>
#include <string>
#include <variant>

namespace store {

/// A database in a PostgreSQL server or cluster.
struct PostgresPlace {
    std::string connection; ///< as libpq takes it: `host=a,b dbname=heed user=heed`
    /// The role that Heed works as. It may add to the ledger and not change it. Whoever owns the
    /// tables makes them, and then takes on this role.
    std::string working_role = "heed";
    /// Refuse a connection whose own role could change the ledger if it wanted to.
    bool least_rights = false;
};

/// An SQLite file, or a database of PostgreSQL.
using Place = std::variant<std::filesystem::path, PostgresPlace>;

} // namespace store
