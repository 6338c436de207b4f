// For a ledger in PostgreSQL: the verifier's own copy of the tables that it reads, as an SQLite
// file. It is made with libpq alone, and checked like any data file.
#pragma once

#include <filesystem>
#include <string>

namespace ledger::verifying {

enum class CopiedTables { ledger, keys };

/// Copies what the database holds at one moment, while servers may go on writing. What is copied is
/// as sealed as where it came from; the file is this user's alone. Throws base::Unavailable when
/// the database cannot be read.
void copy_from_postgres(const std::string& connection, CopiedTables tables,
                        const std::filesystem::path& file);

} // namespace ledger::verifying
