#include "store/sqlite/connection.h"

#include "base/errors.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/statement.h"

#include <array>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>
#include <utility>

namespace store::sqlite {

namespace {

constexpr int busy_milliseconds = 5000;
constexpr int restart_milliseconds = 200;

/// Pages of 8 KiB in the log before it is copied into the data file, and before readers are waited
/// for so that the log begins anew instead of growing.
constexpr int checkpoint_pages = 500;
constexpr int restart_pages = 8000;

constexpr Query begin_read_query{.name = "store.begin_read", .sql = "BEGIN"};
constexpr Query begin_write_query{.name = "store.begin_write", .sql = "BEGIN IMMEDIATE"};
constexpr Query rollback_query{.name = "store.rollback", .sql = "ROLLBACK"};
constexpr Query savepoint_query{.name = "store.savepoint", .sql = "SAVEPOINT job"};
constexpr Query release_query{.name = "store.release", .sql = "RELEASE job"};
constexpr Query rollback_to_query{.name = "store.rollback_to", .sql = "ROLLBACK TO job"};
constexpr Query find_table_query{
    .name = "store.find_table",
    .sql = "SELECT COUNT(*) AS found FROM sqlite_schema WHERE type = 'table' AND name = :name",
};

struct Setting {
    const char* set;
    const char* ask;
    std::string_view expected;
};

constexpr std::array settings = {
    Setting{"PRAGMA synchronous=FULL", "PRAGMA synchronous", "2"},
    Setting{"PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", "1"},
    // Without it INSERT OR REPLACE overwrites a row that a DELETE trigger guards.
    Setting{"PRAGMA recursive_triggers=ON", "PRAGMA recursive_triggers", "1"},
    Setting{"PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", "0"},
    Setting{"PRAGMA cell_size_check=ON", "PRAGMA cell_size_check", "1"},
    Setting{"PRAGMA secure_delete=ON", "PRAGMA secure_delete", "1"},
    // Sorting must not leave a person's data in a temporary file.
    Setting{"PRAGMA temp_store=MEMORY", "PRAGMA temp_store", "2"},
    // A read error in a mapped file would be a signal instead of an error code.
    Setting{"PRAGMA mmap_size=0", "PRAGMA mmap_size", "0"},
    Setting{"PRAGMA cache_size=-16384", "PRAGMA cache_size", "-16384"},
};

/// SQLite would make the file readable for everybody; the log and its index copy the file's mode.
void create_private_file(const std::filesystem::path& path)
{
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        throw base::Unavailable{"The data file cannot be opened. Its folder must exist, and Heed "
                                "must be allowed to write there."};
    }
    ::close(file);
}

int remember_log_pages(void* log_pages, sqlite3* /*handle*/, const char* /*schema*/, int pages)
{
    *static_cast<int*>(log_pages) = pages;
    return SQLITE_OK;
}

} // namespace

void Connection::Close::operator()(sqlite3* handle) const
{
    sqlite3_close(handle);
}

Connection::Connection(const std::filesystem::path& path, Role role, StopSwitch& stop)
    : m_role{role}, m_stop{stop}, m_checkpoint_at{checkpoint_pages}
{
    if (role == Role::writer) create_private_file(path);
    const int access = role == Role::writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(
        path.c_str(), &handle,
        access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE, nullptr);
    m_handle.reset(handle);
    if (code != SQLITE_OK) raise_failure(code, "store.open", handle, stop);
    configure();
}

Connection::~Connection()
{
    forget_statements(); // SQLite closes nothing that a statement is left of
    if (m_role != Role::writer || m_stop.has_stopped()) return;
    // A failure here loses nothing: what was acknowledged is in the log, and is read from there at
    // the next opening. Only a log that is already empty is left for SQLite to remove.
    if (checkpoint(Checkpoint::truncate)) {
        sqlite3_db_config(m_handle.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    }
}

void Connection::configure()
{
    sqlite3_busy_timeout(m_handle.get(), busy_milliseconds);
    set_switches();
    if (m_role == Role::writer) {
        // Three entries of 1.5 KB fit into 8 KiB, one into SQLite's own 4 KiB. A file that is not
        // empty keeps the size it has.
        answer_of("PRAGMA page_size=8192");
        answer_of("PRAGMA journal_mode=WAL");
    }
    const bool has_log = answer_of("PRAGMA journal_mode") == "wal";
    if (!has_log) throw base::Unavailable{"The data file's disk cannot hold a write-ahead log."};
    set_pragmas();

    // SQLite before 3.51.3 (Debian 12 has 3.40.1) can lose commits or damage the file when two
    // connections reset and checkpoint the log at the same moment. So one connection, the writer's,
    // does both, one after the other, when its thread chooses; readers never do, not even on close.
    sqlite3_wal_autocheckpoint(m_handle.get(), 0);
    if (m_role == Role::writer) {
        sqlite3_wal_hook(m_handle.get(), remember_log_pages, &m_log_pages);
    }
}

void Connection::set_switches()
{
    constexpr std::array<std::pair<int, int>, 5> switches = {{
        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    }};
    for (const auto& [option, wanted] : switches) {
        int is = -1;
        const int code = sqlite3_db_config(m_handle.get(), option, wanted, &is);
        base::check(code == SQLITE_OK && is == wanted, "SQLite takes a switch the store relies on");
    }
}

void Connection::set_pragmas()
{
    for (const Setting& setting : settings) {
        answer_of(setting.set);
        base::check(answer_of(setting.ask) == setting.expected, setting.set);
    }
    if (m_role == Role::reader) {
        answer_of("PRAGMA query_only=ON");
        base::check(answer_of("PRAGMA query_only") == "1", "a reader cannot write");
    }
}

std::string Connection::answer_of(const char* pragma)
{
    std::string answer;
    const auto keep = [](void* kept, int columns, char** values, char** /*names*/) {
        if (columns > 0 && values[0] != nullptr) *static_cast<std::string*>(kept) = values[0];
        return 0;
    };
    const int code = sqlite3_exec(m_handle.get(), pragma, keep, &answer, nullptr);
    if (code != SQLITE_OK) raise_failure(code, pragma, m_handle.get(), m_stop);
    return answer;
}

std::unique_ptr<store::Statement> Connection::prepare(const Query& query)
{
    return std::make_unique<Statement>(m_handle.get(), query, m_stop);
}

void Connection::prepare_check(const Query& query)
{
    const Statement statement{m_handle.get(), query, m_stop};
}

bool Connection::has_table(std::string_view name)
{
    std::unique_ptr<store::Statement> statement = take(find_table_query);
    statement->bind({{"name", name}});
    const bool is_there = statement->step() && statement->integer("found") > 0;
    give_back(std::move(statement));
    return is_there;
}

void Connection::run_script(std::string_view name, std::string_view sql)
{
    const std::string script{sql};
    const int code = sqlite3_exec(m_handle.get(), script.c_str(), nullptr, nullptr, nullptr);
    if (code == SQLITE_ERROR) {
        // A migration binds no values: SQLite can only quote the migration itself.
        throw base::CheckFailed{fmt::format("{}: {}", name, sqlite3_errmsg(m_handle.get()))};
    }
    if (code != SQLITE_OK) raise_failure(code, name, m_handle.get(), m_stop);
    base::check(is_in_transaction(), "a migration leaves transactions to the store");
}

void Connection::run(const Query& query)
{
    std::unique_ptr<store::Statement> statement = take(query);
    statement->step();
    give_back(std::move(statement));
}

void Connection::begin_read()
{
    end_unended();
    run(begin_read_query);
}

/// Ending the last transaction needs memory, too: without any it is still open, and keeps every
/// later one from beginning.
void Connection::end_unended()
{
    if (is_in_transaction()) run(rollback_query);
}

void Connection::end_read() noexcept
{
    // Nothing was changed, so nothing is lost when this fails: the next one ends it (end_unended).
    sqlite3_exec(m_handle.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Connection::begin_write()
{
    end_unended();
    run(begin_write_query);
}

void Connection::savepoint()
{
    run(savepoint_query);
}

void Connection::release_savepoint()
{
    run(release_query);
}

void Connection::rollback_to_savepoint()
{
    run(rollback_to_query);
    run(release_query);
}

void Connection::commit()
{
    const int code = sqlite3_exec(m_handle.get(), "COMMIT", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    const bool is_broken_rule = (code & 0xff) == SQLITE_CONSTRAINT;
    if (!is_broken_rule && stop_cause(code) == StopCause::none) {
        m_stop.stop(StopCause::disk_error, code);
        m_stop.require_writable();
    }
    raise_failure(code, "store.commit", m_handle.get(), m_stop);
}

void Connection::rollback() noexcept
{
    // After an error SQLite may have rolled back by itself. In a write-ahead log a rollback only
    // forgets; it has nothing to write that could fail.
    if (is_in_transaction()) {
        sqlite3_exec(m_handle.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

bool Connection::is_in_transaction() const
{
    return sqlite3_get_autocommit(m_handle.get()) == 0;
}

std::int64_t Connection::changes()
{
    return sqlite3_changes64(m_handle.get());
}

std::int64_t Connection::total_changes()
{
    return sqlite3_total_changes64(m_handle.get());
}

bool Connection::tend() noexcept
{
    const int pages = m_log_pages;
    if (pages < m_last_log_pages) m_checkpoint_at = checkpoint_pages;
    m_last_log_pages = pages;
    if (pages < m_checkpoint_at) return false;
    m_checkpoint_at = pages + checkpoint_pages;
    return checkpoint(pages < restart_pages ? Checkpoint::passive : Checkpoint::restart);
}

bool Connection::checkpoint(Checkpoint kind) noexcept
{
    int mode = SQLITE_CHECKPOINT_PASSIVE;
    if (kind == Checkpoint::restart) mode = SQLITE_CHECKPOINT_RESTART;
    if (kind == Checkpoint::truncate) mode = SQLITE_CHECKPOINT_TRUNCATE;
    sqlite3_busy_timeout(m_handle.get(), restart_milliseconds);
    const int code = sqlite3_wal_checkpoint_v2(m_handle.get(), nullptr, mode, nullptr, nullptr);
    sqlite3_busy_timeout(m_handle.get(), busy_milliseconds);
    const StopCause cause = stop_cause(code);
    if (cause != StopCause::none) m_stop.stop(cause, code);
    return code == SQLITE_OK;
}

} // namespace store::sqlite
