// A small partnership to test a ledger on: data file, key store, a clock that stands still, one
// derived table, and a way to change the data file behind everybody's back.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "ledger/ledger.h"
#include "ledger/verify.h"
#include "ledger/verify_postgres_store.h"
#include "seal/envelope.h"
#include "seal/seal_test_support.h"
#include "store/database.h"
#include "store/place_for_test.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <vector>

namespace ledger {

constexpr std::string_view word_migration = R"sql(
CREATE TABLE word (
    partnership_id BLOB NOT NULL,
    record_id BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (partnership_id, record_id, sequence)
) STRICT;)sql";

constexpr store::Query add_word{
    .name = "test.add_word",
    .sql = R"sql(
        INSERT INTO word (partnership_id, record_id, sequence, sealed)
        VALUES (:partnership, :record, :sequence, :sealed))sql",
};

constexpr store::Query read_words{
    .name = "test.read_words",
    .sql = "SELECT record_id, sequence, sealed FROM word WHERE partnership_id = :partnership "
           "ORDER BY record_id, sequence",
};

inline std::vector<base::EmbeddedFile> test_migrations()
{
    std::vector<base::EmbeddedFile> migrations;
    for (const base::EmbeddedFile& file : embedded::migrations()) {
        if (file.path == "0000_store.sql" || file.path == "0001_ledger.sql" ||
            file.path == "0008_witness.sql") {
            migrations.push_back(file);
        }
    }
    migrations.push_back({"9999_word.sql", word_migration});
    return migrations;
}

/// The folder of a server, which can be stopped and started again.
class World {
public:
    explicit World(std::uint64_t seed = 1) : m_random{seed}
    {
        partnership = base::PartnershipId::make(m_random);
        staff = base::StaffId::make(m_random);
        start();
    }

    void start()
    {
        m_keys = seal::KeyStore::open(store::place_for_test(key_folder() / "keys.db"),
                                      seal::MasterKey::from_key(master), clock);
        m_data = std::make_unique<store::Database>(store::Database::open(
            store::place_for_test(data_file()), {.migrations = test_migrations()}, clock));
        open_ledger();
    }

    void open_ledger()
    {
        m_ledger = std::make_unique<Ledger>(*m_data, *m_keys, partnership, origin);
        m_ledger->set_projections({word_projection()});
    }

    void stop()
    {
        m_ledger.reset();
        m_data.reset();
        m_keys.reset();
        bring_files_up_to_date();
    }

    std::filesystem::path data_file() const { return m_folder.path() / "heed.db"; }
    std::filesystem::path key_folder() const { return m_folder.path() / "keys"; }
    const std::filesystem::path& folder() const { return m_folder.path(); }

    Ledger& ledger() { return *m_ledger; }
    store::Database& data() { return *m_data; }
    seal::KeyStore& keys() { return *m_keys; }
    base::Random& random() { return m_random; }

    base::RecordId new_record()
    {
        const auto record = base::RecordId::make(m_random);
        ledger().open_records(std::array{record});
        return record;
    }

    NewEntry entry_for(base::RecordId record, std::string_view words)
    {
        NewEntry entry{.record = record,
                       .event = base::EventId::make(m_random),
                       .kind = "visit",
                       .form = "visit-home@1",
                       .actor = staff,
                       .occurred = Occurred::at(clock.now()),
                       .recorded = clock.now(),
                       .payload = {}};
        entry.payload["words"] = words;
        return entry;
    }

    OpenedEntry append(base::RecordId record, std::string_view words)
    {
        OpenedEntry appended;
        write([&](store::Writer& writer) {
            appended = ledger().append(writer, entry_for(record, words));
        });
        return appended;
    }

    void write(const std::function<void(store::Writer&)>& job)
    {
        const store::WriteRequest request{
            .partnership = partnership, .operation = "test", .idempotency_key = {}};
        data().write(request, [&](store::Writer& writer) {
            job(writer);
            return std::string{};
        });
    }

    Projection word_projection()
    {
        return {.name = "word",
                .tables = {"word"},
                .apply = [this](store::Writer& writer, const OpenedEntry& entry) {
                    const seal::Key key = keys().record_key(partnership, entry.header.record);
                    const base::Bytes sealed = seal::seal_repeatably(
                        key, base::view_bytes(base::text_member(entry.payload, "words")), "word");
                    writer.execute(add_word, {{"partnership", store::to_value(partnership)},
                                              {"record", store::to_value(entry.header.record)},
                                              {"sequence", store::to_value(entry.header.sequence)},
                                              {"sealed", base::ByteView{sealed}}});
                }};
    }

    std::vector<std::string> words()
    {
        return data().read([&](store::Reader& reader) {
            return reader.all(read_words, {{"partnership", store::to_value(partnership)}},
                              [](const store::Row& row) {
                                  return fmt::format(
                                      "{} {} {}", base::to_hex(row.bytes("record_id")),
                                      row.integer("sequence"), base::to_hex(row.bytes("sealed")));
                              });
        });
    }

    Checkpoint checkpoint()
    {
        return data().read([&](store::Reader& reader) { return ledger().checkpoint(reader); });
    }

    /// As `heed verify` with the key store and the master key.
    VerifyOptions full_check() const
    {
        if (m_ledger)
            bring_files_up_to_date(); // those of a server at rest may have been tampered with
        return {.data_file = data_file(), .key_folder = key_folder(), .master_key = master};
    }

    /// A ledger in PostgreSQL is checked on a copy.
    void bring_files_up_to_date() const
    {
        using namespace verifying;
        std::filesystem::create_directories(key_folder());
        const auto copy = [](CopiedTables tables, const std::filesystem::path& file) {
            const store::Place place = store::place_for_test(file);
            const auto* postgres = std::get_if<store::PostgresPlace>(&place);
            if (postgres == nullptr) return;
            std::filesystem::remove(file);
            copy_from_postgres(postgres->connection, tables, file);
        };
        copy(CopiedTables::keys, key_folder() / "keys.db");
        copy(CopiedTables::ledger, data_file());
    }

    base::SetClock clock{seal::test_instant()};
    seal::Key master = seal::Key::make();
    base::PartnershipId partnership;
    base::StaffId staff;
    std::string origin = "heed.example/testshire";

private:
    seal::TemporaryFolder m_folder;
    base::SeededRandom m_random;
    std::unique_ptr<seal::KeyStore> m_keys;
    std::unique_ptr<store::Database> m_data;
    std::unique_ptr<Ledger> m_ledger;
};

/// Somebody with the file and SQLite's own tool.
class Intruder {
public:
    explicit Intruder(const std::filesystem::path& path)
    {
        base::check(sqlite3_open(path.c_str(), &m_handle) == SQLITE_OK, "the intruder gets in");
        // In no hurry to be durable: tests tamper thousands of times.
        run("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF");
        for (const char* table : {"log", "leaf", "tile", "checkpoint", "cosignature"}) {
            run(fmt::format("DROP TRIGGER IF EXISTS ledger_{}_is_never_changed", table));
            run(fmt::format("DROP TRIGGER IF EXISTS ledger_{}_is_never_deleted", table));
        }
    }
    ~Intruder() { sqlite3_close(m_handle); }
    Intruder(const Intruder&) = delete;
    Intruder& operator=(const Intruder&) = delete;

    void run(const std::string& sql)
    {
        char* error = nullptr;
        const int code = sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, &error);
        const std::string why = error == nullptr ? "" : error;
        sqlite3_free(error);
        base::check(code == SQLITE_OK, sql + ": " + why);
    }

    base::Bytes bytes(const std::string& sql)
    {
        sqlite3_stmt* statement = nullptr;
        base::check(sqlite3_prepare_v2(m_handle, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK,
                    sql);
        base::check(sqlite3_step(statement) == SQLITE_ROW, sql);
        const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, 0));
        base::Bytes bytes(data, data + sqlite3_column_bytes(statement, 0));
        sqlite3_finalize(statement);
        return bytes;
    }

    void put(const std::string& table, const std::string& column, const std::string& where,
             base::ByteView value)
    {
        run(fmt::format("UPDATE {} SET {} = x'{}' WHERE {}", table, column, base::to_hex(value),
                        where));
    }

private:
    sqlite3* m_handle = nullptr;
};

} // namespace ledger
