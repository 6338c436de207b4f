#include "store/migration_store.h"

#include "base/errors.h"
#include "base/sha256.h"
#include "store/connection.h"
#include "store/writer.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace store {

namespace {

struct Migration {
    std::int64_t number = 0;
    std::string title;
    std::string checksum;
    std::string_view sql;
};

struct Applied {
    std::int64_t number = 0;
    std::string checksum;
};

constexpr std::string_view create_table = R"sql(
    CREATE TABLE migration (
        number INTEGER NOT NULL PRIMARY KEY,
        title TEXT NOT NULL,
        checksum TEXT NOT NULL,
        applied_at INTEGER NOT NULL
    ) STRICT)sql";

constexpr Query select_applied{
    .name = "migration.applied",
    .sql = "SELECT number, checksum FROM migration ORDER BY number",
};

constexpr Query insert_applied{
    .name = "migration.insert",
    .sql = R"sql(
        INSERT INTO migration (number, title, checksum, applied_at)
        VALUES (:number, :title, :checksum, :now))sql",
};

Migration to_migration(const base::EmbeddedFile& file)
{
    constexpr std::size_t digits = 4;
    constexpr std::string_view ending = ".sql";
    const std::string_view path = file.path;
    const bool is_named = path.size() > digits + 1 + ending.size() && path[digits] == '_' &&
                          path.substr(path.size() - ending.size()) == ending &&
                          std::all_of(path.begin(), path.begin() + digits,
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
    base::check(is_named, "a migration's file is called NNNN_title.sql");
    return {
        .number = std::stoll(std::string{path.substr(0, digits)}),
        .title = std::string{path.substr(digits + 1, path.size() - digits - 1 - ending.size())},
        .checksum = base::to_hex(base::sha256(base::view_bytes(file.content))),
        .sql = file.content,
    };
}

std::vector<Migration> to_migrations(std::span<const base::EmbeddedFile> files)
{
    std::vector<Migration> migrations;
    for (const base::EmbeddedFile& file : files) {
        migrations.push_back(to_migration(file));
        const std::size_t count = migrations.size();
        const bool is_next =
            count < 2 || migrations[count - 2].number < migrations[count - 1].number;
        base::check(is_next, "migrations have rising numbers, each used once");
    }
    return migrations;
}

Applied to_applied(const Row& row)
{
    return {.number = row.integer("number"), .checksum = row.owned_text("checksum")};
}

void require_known(const Applied& applied, const std::vector<Migration>& known)
{
    const auto same = std::find_if(known.begin(), known.end(), [&](const Migration& migration) {
        return migration.number == applied.number;
    });
    if (same != known.end() && same->checksum == applied.checksum) return;
    if (same != known.end()) {
        throw base::Unavailable{fmt::format(
            "Migration {:04} of this data file is not the one that this version of Heed has. Use "
            "the version that made the file.",
            applied.number)};
    }
    if (known.empty() || applied.number > known.back().number) {
        throw base::Unavailable{
            fmt::format("This data file was made by a newer version of Heed: it has migration "
                        "{:04}. Use that version or a later one.",
                        applied.number)};
    }
    throw base::Unavailable{fmt::format(
        "This data file has migration {:04}, which is missing from this version of Heed. Use the "
        "version that made the file.",
        applied.number)};
}

std::vector<Migration> pending_migrations(const std::vector<Applied>& applied,
                                          std::vector<Migration> known)
{
    for (const Applied& migration : applied) {
        require_known(migration, known);
    }
    known.erase(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(applied.size()));
    // Everything that was applied is known, so only a skipped one can leave a low number behind.
    if (!applied.empty() && !known.empty() && known.front().number <= applied.back().number) {
        throw base::Unavailable{fmt::format(
            "An older migration was passed over when this data file went to {:04}. Use the version "
            "that made the file.",
            applied.back().number)};
    }
    return known;
}

std::vector<Migration> pending_in(Connection& connection, Reader& reader,
                                  std::span<const base::EmbeddedFile> known)
{
    std::vector<Applied> applied;
    if (connection.has_table("migration")) applied = reader.all(select_applied, {}, to_applied);
    return pending_migrations(applied, to_migrations(known));
}

void apply(Connection& connection, std::span<const base::EmbeddedFile> known, base::Instant now)
{
    Writer writer{connection};
    const Loan loan{writer};
    const std::vector<Migration> pending = pending_in(connection, writer, known);
    const bool is_new = !connection.has_table("migration");
    if (is_new || !pending.empty()) connection.require_may_migrate();
    if (is_new) connection.run_script("migration", create_table);
    for (const Migration& migration : pending) {
        connection.run_script(fmt::format("migration {:04}", migration.number), migration.sql);
        writer.execute(insert_applied, {{"number", migration.number},
                                        {"title", migration.title},
                                        {"checksum", migration.checksum},
                                        {"now", to_value(now)}});
    }
}

} // namespace

void migrate(Connection& connection, std::span<const base::EmbeddedFile> known, base::Instant now)
{
    connection.begin_write();
    try {
        apply(connection, known, now);
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
    connection.settle_rights();
}

void require_migrated(Connection& connection, Reader& reader,
                      std::span<const base::EmbeddedFile> known)
{
    if (!pending_in(connection, reader, known).empty()) {
        throw base::Unavailable{"This data file was made by an older version of Heed, or is not "
                                "one yet. Start Heed with it once, to bring it up to date."};
    }
}

} // namespace store
