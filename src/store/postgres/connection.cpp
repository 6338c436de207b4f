#include "store/postgres/connection.h"

#include "base/bytes.h"
#include "base/errors.h"
#include "base/log.h"
#include "base/random.h"
#include "store/postgres/dialect.h"
#include "store/postgres/statement.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <thread>
#include <utility>
#include <vector>

namespace store::postgres {

namespace {

/// As long as a cluster may take to choose a new primary.
constexpr std::chrono::seconds longest_doubt{40};
constexpr std::chrono::milliseconds between_attempts{250};

// A node that stands still in the middle of a transaction must not hold up the others.
constexpr const char* writer_settings =
    "SET idle_in_transaction_session_timeout = '10s'; SET lock_timeout = '20s'";
constexpr const char* reader_settings = "SET idle_in_transaction_session_timeout = '60s'";

/// Any number would do, as long as every node has the same: "heed".
constexpr const char* lock_text = "SELECT pg_advisory_xact_lock(1751475556)";

constexpr std::string_view make_marks = R"sql(
CREATE TABLE IF NOT EXISTS commit_mark (
    node TEXT NOT NULL PRIMARY KEY,
    mark TEXT NOT NULL,
    marked_at TIMESTAMPTZ NOT NULL DEFAULT now()
);)sql";

constexpr const char* forget_old_marks =
    "DELETE FROM commit_mark WHERE marked_at < now() - INTERVAL '7 days'";

/// For a role that stands in the text: `current_user` or `session_user`.
constexpr std::string_view count_changeable = R"sql(
SELECT count(*)
  FROM pg_trigger
 WHERE tgname LIKE '%\_is\_never\_%'
   AND (has_table_privilege({0}, tgrelid, 'UPDATE') OR has_table_privilege({0}, tgrelid, 'DELETE')
        OR has_table_privilege({0}, tgrelid, 'TRUNCATE')))sql";

} // namespace

Connection::Connection(PostgresPlace place, Role role) : m_place{std::move(place)}, m_role{role}
{
    base::SystemRandom random;
    random.fill(m_node);
    m_session = std::make_unique<Session>(m_place.connection,
                                          role == Role::writer ? writer_settings : reader_settings);
    require_durable();
    if (role == Role::reader) take_working_role();
}

Connection::~Connection()
{
    forget_statements();
}

std::string Connection::one_text(const std::string& sql)
{
    const Result result = m_session->run(sql, "store.ask");
    return PQntuples(result.get()) == 0 ? std::string{} : PQgetvalue(result.get(), 0, 0);
}

void Connection::require_durable()
{
    for (const char* setting : {"fsync", "full_page_writes", "synchronous_commit"}) {
        if (one_text(fmt::format("SHOW {}", setting)) != "off") continue;
        throw base::Unavailable{
            fmt::format("The database server has {} switched off: it would say that something is "
                        "saved before it is. Switch it on.",
                        setting)};
    }
}

void Connection::take_working_role()
{
    if (one_text("SELECT current_user") == m_place.working_role) return;
    try {
        m_session->add_setup("SET ROLE " + quoted_name(m_place.working_role));
    } catch (const base::CheckFailed&) {
        throw base::Unavailable{fmt::format(
            "The database has no role {}, or this connection may not take it on. Make it with "
            "createuser, and grant it to the role that you connect with.",
            m_place.working_role)};
    }
}

bool Connection::has_table(std::string_view name)
{
    return one_text(fmt::format("SELECT to_regclass('{}') IS NOT NULL", name)) == "t";
}

void Connection::run_script(std::string_view name, std::string_view sql)
{
    m_session->run(translate_migration(sql, m_place.working_role), name);
    base::check(is_in_transaction(), "a migration leaves transactions to the store");
}

void Connection::require_may_migrate()
{
    const bool may = one_text("SELECT has_schema_privilege(current_schema(), 'CREATE')") == "t";
    if (!may) {
        throw base::Unavailable{
            "The database's tables are not there or are older than this version "
            "of Heed, and this role may not change them. Run heed migrate with "
            "the role that owns them."};
    }
}

void Connection::settle_rights()
{
    const bool may_make =
        one_text("SELECT has_schema_privilege(current_schema(), 'CREATE')") == "t";
    if (may_make && !has_table("commit_mark")) {
        m_session->run(fmt::format("{} GRANT SELECT, INSERT, UPDATE, DELETE ON commit_mark TO {}",
                                   make_marks, quoted_name(m_place.working_role)),
                       "store.marks");
    }
    take_working_role();
    const char* const who = m_place.least_rights ? "session_user" : "current_user";
    if (one_text(fmt::format(count_changeable, who)) != "0") {
        throw base::Unavailable{
            fmt::format("The database role that Heed works as could change what is in the ledger. "
                        "Connect as {}, "
                        "or as another role that does not own the tables and is no superuser.",
                        m_place.working_role)};
    }
    m_session->run(forget_old_marks, "store.old_marks");
    m_is_settled = true;
}

std::unique_ptr<store::Statement> Connection::prepare(const Query& query)
{
    return std::make_unique<Statement>(*m_session, query);
}

void Connection::prepare_check(const Query& query)
{
    const TranslatedQuery translated = translate_query(query.sql);
    const auto refuse = [&](std::string_view why) {
        throw base::CheckFailed{fmt::format("query {}: {}", query.name, why)};
    };
    if (translated.has_unnamed) refuse("a parameter has no :name");
    if (!only_reads(query.sql) && translated.sql.find_first_not_of(" \n\t") == std::string::npos) {
        refuse("there is no statement");
    }
    m_session->run("SAVEPOINT prepare_check", query.name);
    try {
        std::vector<std::string> columns = m_session->columns_of(translated.sql, query.name);
        std::sort(columns.begin(), columns.end());
        if (std::adjacent_find(columns.begin(), columns.end()) != columns.end()) {
            refuse("two columns have one name");
        }
    } catch (...) {
        m_session->run("ROLLBACK TO prepare_check", query.name);
        throw;
    }
}

void Connection::begin_read()
{
    if (m_session->is_broken()) m_session->reconnect();
    m_session->begin("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
}

void Connection::end_read() noexcept
{
    try {
        if (!m_session->is_broken()) m_session->run("ROLLBACK", "store.end_read");
    } catch (...) {
        // Nothing was changed, so nothing is lost; the next read begins a new session.
    }
}

void Connection::begin_write()
{
    if (m_session->is_broken()) m_session->reconnect();
    try {
        lock();
    } catch (const base::Unavailable&) {
        // Nothing has been done yet, so a server that has gone away meanwhile is simply left.
        if (!m_session->is_broken()) throw;
        m_session->reconnect();
        lock();
    }
}

void Connection::lock()
{
    m_session->queue("BEGIN", "store.begin_write");
    m_session->queue(lock_text, "store.lock");
    m_session->finish();
}

void Connection::savepoint()
{
    m_session->queue("SAVEPOINT job", "store.savepoint");
}

void Connection::release_savepoint()
{
    m_session->queue("RELEASE SAVEPOINT job", "store.release");
}

void Connection::rollback_to_savepoint()
{
    m_session->queue("ROLLBACK TO SAVEPOINT job", "store.rollback_to");
    m_session->queue("RELEASE SAVEPOINT job", "store.release");
    m_session->finish();
}

void Connection::queue_mark(const Mark& mark)
{
    const std::string text =
        fmt::format("INSERT INTO commit_mark (node, mark) VALUES ('{}', '{}') ON CONFLICT (node) "
                    "DO UPDATE SET mark = excluded.mark, marked_at = now()",
                    base::to_hex(m_node), base::to_hex(mark));
    m_session->queue(text.c_str(), "store.mark");
}

void Connection::commit()
{
    Mark mark{};
    base::SystemRandom{}.fill(mark);
    if (m_is_settled) queue_mark(mark);
    // What waits is checked before COMMIT is sent: after that only the server itself can be in
    // doubt.
    m_session->finish();
    m_session->queue("COMMIT", "store.commit");
    Result result;
    try {
        result = m_session->finish();
    } catch (const base::Unavailable&) {
        if (!m_session->is_broken() || !m_is_settled) throw;
        if (was_committed(mark)) return;
        throw;
    }
    const bool is_done = std::string_view{PQcmdStatus(result.get())} == "COMMIT";
    base::check(is_done, "a commit is not answered with a rollback");
}

/// Waits for the lock that the transaction in doubt held: who has it sees how that one ended.
bool Connection::was_committed(const Mark& mark)
{
    base::log(base::LogLevel::warning, "store.commit_in_doubt");
    const auto until = std::chrono::steady_clock::now() + longest_doubt;
    while (std::chrono::steady_clock::now() < until) {
        try {
            m_session->reconnect();
            lock();
            const std::string last = one_text(fmt::format(
                "SELECT mark FROM commit_mark WHERE node = '{}'", base::to_hex(m_node)));
            m_session->run("ROLLBACK", "store.end_doubt");
            return last == base::to_hex(mark);
        } catch (const base::Unavailable&) {
            std::this_thread::sleep_for(between_attempts);
        }
    }
    throw base::Unavailable{"The database went away before it said whether this was saved. Send it "
                            "once more, with the same key: it is never saved twice."};
}

void Connection::rollback() noexcept
{
    try {
        if (!m_session->is_broken() && is_in_transaction()) {
            m_session->run("ROLLBACK", "store.rollback");
        }
    } catch (...) {
        // The server rolls back by itself what it gets no commit for.
    }
}

bool Connection::is_in_transaction() const
{
    return m_session->is_in_transaction();
}

std::int64_t Connection::changes()
{
    m_session->finish();
    return m_session->last_changes();
}

std::int64_t Connection::total_changes()
{
    m_session->finish();
    return m_session->total_changes();
}

} // namespace store::postgres
