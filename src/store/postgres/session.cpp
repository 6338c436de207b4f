#include "store/postgres/session.h"

#include "base/errors.h"
#include "base/log.h"
#include "base/text.h"
#include "store/postgres/failure.h"

#include <array>
#include <exception>
#include <libpq-fe.h>
#include <optional>
#include <poll.h>
#include <utility>

namespace store::postgres {

namespace {

/// More than a job queues between two answers; the answers must fit what the system buffers.
constexpr std::size_t longest_queue = 256;

/// For what the connection's text leaves open.
constexpr std::array defaults = {
    std::pair{"application_name", "heed"},           std::pair{"connect_timeout", "3"},
    std::pair{"tcp_user_timeout", "3000"},           std::pair{"keepalives_idle", "5"},
    std::pair{"keepalives_interval", "2"},           std::pair{"keepalives_count", "2"},
    std::pair{"target_session_attrs", "read-write"},
};

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

pg_conn* connect(const std::string& connection)
{
    const std::unique_ptr<PQconninfoOption, FreeOptions> given{
        PQconninfoParse(connection.c_str(), nullptr)};
    if (!given) {
        throw base::Unavailable{
            "The database's connection text cannot be understood. It is written "
            "as libpq takes it: host=… dbname=… user=…"};
    }
    std::vector<const char*> names;
    std::vector<const char*> values;
    for (const PQconninfoOption* option = given.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr) continue;
        names.push_back(option->keyword);
        values.push_back(option->val);
    }
    const std::size_t given_count = names.size();
    for (const auto& [name, value] : defaults) {
        bool is_given = false;
        for (std::size_t at = 0; at < given_count; ++at) {
            is_given = is_given || std::string_view{names[at]} == name;
        }
        if (is_given) continue;
        names.push_back(name);
        values.push_back(value);
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    return PQconnectdbParams(names.data(), values.data(), 0);
}

void ignore_notice(void* /*unused*/, const PGresult* /*notice*/) {}

std::string_view field(const PGresult* result, int code)
{
    const char* const text = PQresultErrorField(result, code);
    return text == nullptr ? std::string_view{} : std::string_view{text};
}

[[noreturn]] void raise(const PGresult* result, std::string_view name)
{
    raise_failure({.code = field(result, PG_DIAG_SQLSTATE),
                   .text = field(result, PG_DIAG_MESSAGE_PRIMARY),
                   .query = name});
}

bool is_good(const PGresult* result)
{
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

} // namespace

void ClearResult::operator()(pg_result* result) const
{
    PQclear(result);
}

void Session::Finish::operator()(pg_conn* connection) const
{
    PQfinish(connection);
}

Session::Session(std::string connection, std::string setup)
    : m_text{std::move(connection)}, m_setup{std::move(setup)}
{
    reconnect();
}

Session::~Session() = default;

void Session::reconnect()
{
    m_is_lost = true;
    m_queued.clear();
    m_begin = nullptr;
    ++m_epoch;
    m_connection.reset(connect(m_text));
    if (PQstatus(m_connection.get()) != CONNECTION_OK) {
        // The server's own words name hosts and roles, which the log may hold and a page may not.
        base::log(base::LogLevel::warning, "store.no_connection");
        throw base::Unavailable{"The database cannot be reached. Look whether it runs, and whether "
                                "this machine and this role may connect to it."};
    }
    PQsetNoticeReceiver(m_connection.get(), ignore_notice, nullptr);
    m_is_lost = false;
    if (!m_setup.empty()) run(m_setup, "store.setup");
}

void Session::add_setup(const std::string& sql)
{
    run(sql, "store.setup");
    m_setup += (m_setup.empty() ? "" : "; ") + sql;
}

void Session::begin(const char* sql)
{
    queue(sql, "store.begin");
    m_begin = sql;
}

bool Session::began_again()
{
    if (m_begin == nullptr || !m_is_lost) return false;
    const char* const begin_text = m_begin;
    reconnect();
    begin(begin_text);
    return true;
}

bool Session::is_broken()
{
    if (m_is_lost || PQstatus(m_connection.get()) != CONNECTION_OK) return true;
    // A server that went away while nobody asked it anything has closed its end.
    pollfd end{.fd = PQsocket(m_connection.get()), .events = POLLIN, .revents = 0};
    if (::poll(&end, 1, 0) > 0) {
        m_is_lost = PQconsumeInput(m_connection.get()) == 0 ||
                    PQstatus(m_connection.get()) != CONNECTION_OK;
    }
    return m_is_lost;
}

void Session::raise_lost()
{
    m_is_lost = true;
    m_queued.clear();
    raise_failure({.code = {}, .text = {}, .query = {}});
}

void Session::begin_queue()
{
    if (m_is_lost) raise_lost();
    if (m_queued.size() >= longest_queue) finish();
    if (m_queued.empty() && PQenterPipelineMode(m_connection.get()) != 1) raise_lost();
}

void Session::sent(int is_sent, std::string_view name)
{
    if (is_sent != 1) raise_lost();
    m_queued.emplace_back(name);
}

void Session::queue(const char* sql, std::string_view name)
{
    begin_queue();
    sent(PQsendQueryParams(m_connection.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, 1),
         name);
}

void Session::queue_prepare(const std::string& statement, const std::string& sql,
                            const Arguments& arguments, std::string_view name)
{
    begin_queue();
    sent(PQsendPrepare(m_connection.get(), statement.c_str(), sql.c_str(),
                       static_cast<int>(arguments.types.size()), arguments.types.data()),
         name);
}

void Session::queue_prepared(const std::string& statement, const Arguments& arguments,
                             std::string_view name)
{
    begin_queue();
    sent(PQsendQueryPrepared(m_connection.get(), statement.c_str(),
                             static_cast<int>(arguments.values.size()), arguments.values.data(),
                             arguments.sizes.data(), arguments.formats.data(), 1),
         name);
}

/// One command's answer; each is followed by an empty one.
Result Session::next_answer()
{
    Result answer{PQgetResult(m_connection.get())};
    if (!answer) raise_lost();
    const Result end{PQgetResult(m_connection.get())};
    return answer;
}

void Session::count(pg_result* result)
{
    const std::string_view changed = PQcmdTuples(result);
    const bool is_change = PQresultStatus(result) == PGRES_COMMAND_OK ||
                           !std::string_view{PQcmdStatus(result)}.starts_with("SELECT");
    if (!is_change || changed.empty()) return;
    m_last_changes = static_cast<std::int64_t>(base::parse_decimal(changed).value_or(0));
    m_total_changes += m_last_changes;
}

Result Session::finish()
{
    if (m_queued.empty()) return nullptr;
    if (PQpipelineSync(m_connection.get()) != 1) raise_lost();
    Result last;
    std::exception_ptr failure;
    while (!m_queued.empty()) {
        last = next_answer();
        if (!failure && is_good(last.get())) count(last.get());
        if (!failure && !is_good(last.get())) {
            if (ends_session(field(last.get(), PG_DIAG_SQLSTATE))) raise_lost();
            try {
                raise(last.get(), m_queued.front());
            } catch (...) {
                failure = std::current_exception();
            }
        }
        m_queued.pop_front();
    }
    const Result sync{PQgetResult(m_connection.get())};
    if (!sync || PQexitPipelineMode(m_connection.get()) != 1) raise_lost();
    m_begin = nullptr;
    if (failure) std::rethrow_exception(failure);
    return last;
}

Result Session::run(const std::string& sql, std::string_view name)
{
    finish();
    if (m_is_lost) raise_lost();
    Result result{PQexec(m_connection.get(), sql.c_str())};
    if (!result || PQstatus(m_connection.get()) != CONNECTION_OK) raise_lost();
    if (!is_good(result.get())) {
        if (ends_session(field(result.get(), PG_DIAG_SQLSTATE))) raise_lost();
        raise(result.get(), name);
    }
    return result;
}

std::vector<std::string> Session::columns_of(const std::string& sql, std::string_view name)
{
    finish();
    const Result prepared{PQprepare(m_connection.get(), "", sql.c_str(), 0, nullptr)};
    if (!is_good(prepared.get())) raise(prepared.get(), name);
    const Result described{PQdescribePrepared(m_connection.get(), "")};
    if (!is_good(described.get())) raise(described.get(), name);
    std::vector<std::string> names;
    for (int column = 0; column < PQnfields(described.get()); ++column) {
        names.emplace_back(PQfname(described.get(), column));
    }
    return names;
}

bool Session::is_in_transaction() const
{
    const PGTransactionStatusType status = PQtransactionStatus(m_connection.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

} // namespace store::postgres
