// What every driver's run of the contract suite shares: a fresh place to keep data, a small schema,
// and the queries on it.
#pragma once

#include "base/random.h"
#include "store/database.h"
#include "store/place_for_test.h"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <gtest/gtest.h>
#include <latch>
#include <string>
#include <thread>
#include <vector>

namespace store {

/// Made for one test and removed after it.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string pattern = std::filesystem::temp_directory_path() / "heed-store-XXXXXX";
        base::check(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
        m_path = pattern;
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

/// The store's own tables, as every data file with remembered keys has them.
inline base::EmbeddedFile store_migration()
{
    return embedded::migrations().front();
}

constexpr std::string_view note_migration = R"sql(
CREATE TABLE note (
    partnership_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    body TEXT,
    sealed BLOB,
    PRIMARY KEY (partnership_id, number)
) STRICT;)sql";

inline std::vector<base::EmbeddedFile> note_migrations()
{
    return {store_migration(), {"0001_note.sql", note_migration}};
}

constexpr Query insert_note{
    .name = "note.insert",
    .sql = "INSERT INTO note (partnership_id, number, body) VALUES (:partnership, :number, :body)",
};

constexpr Query select_notes{
    .name = "note.all",
    .sql = "SELECT number, body FROM note WHERE partnership_id = :partnership ORDER BY number",
};

/// A driver of the contract suite: a place that outlives each Database opened there.
class SqliteDriver {
public:
    std::filesystem::path path() const { return m_folder.path() / "heed.db"; }

    Database open(Options options = {})
    {
        if (options.migrations.empty()) options.migrations = note_migrations();
        return Database::open(path(), options, m_clock);
    }

private:
    TemporaryFolder m_folder;
    base::SetClock m_clock{base::Instant{1'795'000'000'000}};
};

class PostgresDriver {
public:
    const PostgresPlace& place() const { return m_place; }

    Database open(Options options = {})
    {
        if (options.migrations.empty()) options.migrations = note_migrations();
        return Database::open(m_place, options, m_clock);
    }

private:
    PostgresPlace m_place = PostgresServerForTest::get().new_database();
    base::SetClock m_clock{base::Instant{1'795'000'000'000}};
};

/// One partnership's notes.
class Notes {
public:
    explicit Notes(std::uint64_t seed = 1)
    {
        base::SeededRandom random{seed};
        m_partnership = base::PartnershipId::make(random);
    }

    base::PartnershipId partnership() const { return m_partnership; }

    WriteRequest request(std::string_view key = {}, std::string_view operation = "note.add") const
    {
        return {.partnership = m_partnership, .operation = operation, .idempotency_key = key};
    }

    void insert(Writer& writer, std::int64_t number, std::string_view body = "text") const
    {
        writer.execute(
            insert_note,
            {{"partnership", to_value(m_partnership)}, {"number", number}, {"body", body}});
    }

    /// A job that adds one note and answers `saved`.
    Job adding(std::int64_t number) const
    {
        return [this, number](Writer& writer) {
            insert(writer, number);
            return std::string{"saved"};
        };
    }

    std::vector<std::int64_t> numbers(Reader& reader) const
    {
        return reader.all(select_notes, {{"partnership", to_value(m_partnership)}},
                          [](const Row& row) { return row.integer("number"); });
    }

    std::vector<std::int64_t> numbers(const Database& database) const
    {
        return database.read([this](Reader& reader) { return numbers(reader); });
    }

private:
    base::PartnershipId m_partnership;
};

/// Runs `writes`, each on its own thread, so that they share one group in this order: a first job
/// holds the writer until all of them wait.
inline void run_as_one_group(Database& database, const std::vector<std::function<void()>>& writes)
{
    const Notes holder{999};
    std::latch is_held{1};
    std::latch may_go{1};
    std::vector<std::thread> threads;
    threads.emplace_back([&] {
        database.write(holder.request(), [&](Writer&) {
            is_held.count_down();
            may_go.wait();
            return std::string{};
        });
    });
    is_held.wait();
    for (const auto& write : writes) {
        const std::size_t started = threads.size();
        threads.emplace_back(write);
        while (database.statistics().waiting < started) {
            std::this_thread::yield();
        }
    }
    may_go.count_down();
    for (std::thread& thread : threads) {
        thread.join();
    }
}

} // namespace store
