#include "ledger/verify_postgres_store.h"

#include "base/bytes.h"
#include "base/errors.h"

#include <array>
#include <cstdint>
#include <fcntl.h>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <memory>
#include <span>
#include <sqlite3.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace ledger::verifying {

namespace {

struct Table {
    const char* make;
    const char* read; ///< columns in the order of `make`
    const char* add;
    std::string_view types; ///< b: bytes, t: text, i: integer
};

constexpr std::array ledger_tables = {
    Table{"CREATE TABLE ledger_log (partnership_id BLOB PRIMARY KEY, origin TEXT, public_key BLOB)",
          "SELECT partnership_id, origin, public_key FROM ledger_log",
          "INSERT INTO ledger_log VALUES (?, ?, ?)", "btb"},
    Table{"CREATE TABLE ledger_leaf (partnership_id BLOB, position INTEGER, record_id BLOB, "
          "sequence INTEGER, leaf BLOB, header BLOB, sealed BLOB, "
          "PRIMARY KEY (partnership_id, position)); CREATE UNIQUE INDEX ledger_leaf_by_record "
          "ON ledger_leaf (partnership_id, record_id, sequence)",
          "SELECT partnership_id, position, record_id, sequence, leaf, header, sealed "
          "FROM ledger_leaf",
          "INSERT INTO ledger_leaf VALUES (?, ?, ?, ?, ?, ?, ?)", "bibibbb"},
    Table{
        "CREATE TABLE ledger_tile (partnership_id BLOB, level INTEGER, number INTEGER, root BLOB, "
        "hashes BLOB, PRIMARY KEY (partnership_id, level, number))",
        "SELECT partnership_id, level, number, root, hashes FROM ledger_tile",
        "INSERT INTO ledger_tile VALUES (?, ?, ?, ?, ?)", "biibb"},
    Table{"CREATE TABLE ledger_checkpoint (partnership_id BLOB, number INTEGER, size INTEGER, "
          "note TEXT, PRIMARY KEY (partnership_id, number))",
          "SELECT partnership_id, number, size, note FROM ledger_checkpoint",
          "INSERT INTO ledger_checkpoint VALUES (?, ?, ?, ?)", "biit"},
    Table{"CREATE TABLE ledger_cosignature (partnership_id BLOB, size INTEGER, witness TEXT, "
          "checkpoint INTEGER, line TEXT, PRIMARY KEY (partnership_id, size, witness))",
          "SELECT partnership_id, size, witness, checkpoint, line FROM ledger_cosignature",
          "INSERT INTO ledger_cosignature VALUES (?, ?, ?, ?, ?)", "bitit"},
};

constexpr std::array key_tables = {
    Table{"CREATE TABLE key_setting (name TEXT PRIMARY KEY, value BLOB)",
          "SELECT name, value FROM key_setting", "INSERT INTO key_setting VALUES (?, ?)", "tb"},
    Table{"CREATE TABLE partnership_key (partnership_id BLOB PRIMARY KEY, wrapped BLOB, "
          "signing_public BLOB)",
          "SELECT partnership_id, wrapped, signing_public FROM partnership_key",
          "INSERT INTO partnership_key VALUES (?, ?, ?)", "bbb"},
    Table{"CREATE TABLE record_key (partnership_id BLOB, record_id BLOB, wrapped BLOB, "
          "PRIMARY KEY (partnership_id, record_id))",
          "SELECT partnership_id, record_id, wrapped FROM record_key",
          "INSERT INTO record_key VALUES (?, ?, ?)", "bbb"},
    Table{"CREATE TABLE kept_checkpoint (partnership_id BLOB PRIMARY KEY, size INTEGER, note TEXT)",
          "SELECT partnership_id, size, note FROM kept_checkpoint",
          "INSERT INTO kept_checkpoint VALUES (?, ?, ?)", "bit"},
};

[[noreturn]] void refuse()
{
    throw base::Unavailable{"The database cannot be read. Look whether it runs, and whether this "
                            "role may read its tables."};
}

/// The bytes of `COPY … TO STDOUT (FORMAT binary)`.
class CopyRows {
public:
    explicit CopyRows(base::ByteView bytes) : m_rest{bytes} {}

    bool is_at_end() const { return m_rest.empty(); }

    std::uint64_t number(std::size_t size)
    {
        std::uint64_t number = 0;
        for (const std::uint8_t byte : take(size)) {
            number = (number << 8U) | byte;
        }
        return number;
    }

    base::ByteView take(std::size_t size)
    {
        if (size > m_rest.size()) refuse();
        const base::ByteView taken = m_rest.first(size);
        m_rest = m_rest.subspan(size);
        return taken;
    }

private:
    base::ByteView m_rest;
};

/// "PGCOPY\n\377\r\n\0", flags and the length of an extension: once, before the first row.
constexpr std::size_t copy_head = 19;
constexpr std::uint64_t copy_end = 0xffff;
constexpr std::uint64_t copy_null = 0xffffffff;

class Source {
public:
    explicit Source(const std::string& connection) : m_connection{PQconnectdb(connection.c_str())}
    {
        if (PQstatus(m_connection.get()) != CONNECTION_OK) refuse();
        run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", PGRES_COMMAND_OK);
    }

    template <typename Take> void each_row(const Table& table, Take take)
    {
        run(fmt::format("COPY ({}) TO STDOUT (FORMAT binary)", table.read), PGRES_COPY_OUT);
        bool is_first = true;
        while (true) {
            char* data = nullptr;
            const int size = PQgetCopyData(m_connection.get(), &data, 0);
            const std::unique_ptr<char, decltype(&PQfreemem)> owned{data, PQfreemem};
            if (size == -1) break;
            if (size < 0) refuse();
            CopyRows rows{base::view_bytes({data, static_cast<std::size_t>(size)})};
            if (is_first) rows.take(copy_head);
            is_first = false;
            if (!rows.is_at_end() && rows.number(2) != copy_end) take(rows);
        }
        const std::unique_ptr<PGresult, decltype(&PQclear)> end{PQgetResult(m_connection.get()),
                                                                PQclear};
        if (PQresultStatus(end.get()) != PGRES_COMMAND_OK) refuse();
        while (PGresult* const rest = PQgetResult(m_connection.get()))
            PQclear(rest);
    }

private:
    void run(const std::string& sql, ExecStatusType expected)
    {
        const std::unique_ptr<PGresult, decltype(&PQclear)> result{
            PQexec(m_connection.get(), sql.c_str()), PQclear};
        if (PQresultStatus(result.get()) != expected) refuse();
    }

    struct Finish {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };

    std::unique_ptr<PGconn, Finish> m_connection;
};

class Target {
public:
    explicit Target(const std::filesystem::path& file)
    {
        const int made =
            ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (made < 0) throw base::Unavailable{"The copy to be checked cannot be written."};
        ::close(made);
        sqlite3* handle = nullptr;
        const int code = sqlite3_open(file.c_str(), &handle);
        m_handle.reset(handle);
        if (code != SQLITE_OK) throw base::Unavailable{"The copy to be checked cannot be written."};
        // Whoever loses the copy makes another one.
        run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN");
    }

    void add_rows(Source& source, const Table& table)
    {
        run(table.make);
        sqlite3_stmt* prepared = nullptr;
        sqlite3_prepare_v2(m_handle.get(), table.add, -1, &prepared, nullptr);
        const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> add{prepared,
                                                                             sqlite3_finalize};
        source.each_row(table, [&](CopyRows& row) {
            int place = 0;
            for (const char type : table.types) {
                bind(add.get(), ++place, type, row);
            }
            const bool is_added = sqlite3_step(add.get()) == SQLITE_DONE;
            if (sqlite3_reset(add.get()) != SQLITE_OK || !is_added) fail();
        });
    }

    void finish() { run("COMMIT"); }

private:
    void run(const char* sql)
    {
        if (sqlite3_exec(m_handle.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
    }

    [[noreturn]] static void fail()
    {
        throw base::Unavailable{"The copy to be checked cannot be written. Is the disk full?"};
    }

    static void bind(sqlite3_stmt* statement, int place, char type, CopyRows& row)
    {
        const std::uint64_t size = row.number(4);
        if (size == copy_null) {
            sqlite3_bind_null(statement, place);
        } else if (type == 'i') {
            sqlite3_bind_int64(statement, place, static_cast<std::int64_t>(row.number(size)));
        } else if (type == 't') {
            const std::string_view text = base::view_text(row.take(size));
            sqlite3_bind_text64(statement, place, text.data(), size, SQLITE_TRANSIENT, SQLITE_UTF8);
        } else {
            sqlite3_bind_blob64(statement, place, row.take(size).data(), size, SQLITE_TRANSIENT);
        }
    }

    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close(handle); }
    };

    std::unique_ptr<sqlite3, Close> m_handle;
};

} // namespace

void copy_from_postgres(const std::string& connection, CopiedTables tables,
                        const std::filesystem::path& file)
{
    Source source{connection};
    Target target{file};
    const std::span<const Table> wanted = tables == CopiedTables::ledger
                                              ? std::span<const Table>{ledger_tables}
                                              : std::span<const Table>{key_tables};
    for (const Table& table : wanted) {
        target.add_rows(source, table);
    }
    target.finish();
}

} // namespace ledger::verifying
