// The store's SQL is written once, in the subset that SQLite and PostgreSQL share; these are the
// few words that PostgreSQL spells otherwise.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace store::postgres {

struct TranslatedQuery {
    std::string sql;                     ///< with $1, $2 …
    std::vector<std::string> parameters; ///< without the colon, in the order of their numbers
    bool has_unnamed = false;            ///< a `?` or `$1` stands where a `:name` should
};

TranslatedQuery translate_query(std::string_view sql);

/// True for a statement that cannot change anything.
bool only_reads(std::string_view sql);
/// True for a statement that gives rows though it changes something.
bool returns_rows(std::string_view sql);

/// A migration's statements, with types and triggers as PostgreSQL has them. `working_role` may
/// read, add to, change and delete from each table that is made, but for what a trigger in the
/// migration refuses: there it never has the right. CheckFailed for a trigger that does more than
/// refuse.
std::string translate_migration(std::string_view sql, std::string_view working_role);

/// A name as SQL quotes it.
std::string quoted_name(std::string_view name);

} // namespace store::postgres
