// One session with a PostgreSQL server. Commands are queued and sent together, so that a job waits
// for the server only where it needs an answer.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;
struct pg_result;

namespace store::postgres {

struct ClearResult {
    void operator()(pg_result* result) const;
};
using Result = std::unique_ptr<pg_result, ClearResult>;

/// What is sent with a prepared statement. The memory is borrowed until it has been queued.
struct Arguments {
    std::vector<const char*> values; ///< null for NULL
    std::vector<int> sizes;
    std::vector<int> formats; ///< 1 each: binary
    std::vector<unsigned> types;
};

/// All functions: Unavailable when the server is gone, and what `raise_failure` makes of a refusal.
class Session {
public:
    /// Runs `setup` at every connection. Unavailable, in words for whoever runs the server, when
    /// there is no server to be had.
    explicit Session(std::string connection, std::string setup = {});
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// The server has gone, as far as can be told without asking it.
    bool is_broken();

    /// Connects anew. Nothing that was prepared or begun before is there any more.
    void reconnect();
    /// Rises with each connection.
    std::uint64_t epoch() const { return m_epoch; }
    void add_setup(const std::string& sql);

    /// Queues the first command of a transaction.
    void begin(const char* sql);
    /// When a server turns out to be gone before it has answered anything in a transaction, nothing
    /// is lost by beginning again. True when that has been done.
    bool began_again();

    // These wait for nothing. A failure shows when the queue is finished.
    void queue(const char* sql, std::string_view name);
    void queue_prepare(const std::string& statement, const std::string& sql,
                       const Arguments& arguments, std::string_view name);
    void queue_prepared(const std::string& statement, const Arguments& arguments,
                        std::string_view name);

    bool has_queued() const { return !m_queued.empty(); }

    /// Sends what is queued and waits; returns what the last command gave. The first failure is
    /// thrown, when all that was queued has been answered.
    Result finish();

    /// Runs statements that bind nothing, at once and one after the other.
    Result run(const std::string& sql, std::string_view name);

    /// Throws CheckFailed when the server cannot prepare the text. Returns its columns' names.
    std::vector<std::string> columns_of(const std::string& sql, std::string_view name);

    bool is_in_transaction() const;
    std::int64_t total_changes() const { return m_total_changes; }
    std::int64_t last_changes() const { return m_last_changes; }

private:
    struct Finish {
        void operator()(pg_conn* connection) const;
    };

    void begin_queue();
    void sent(int is_sent, std::string_view name);
    Result next_answer();
    void count(pg_result* result);
    [[noreturn]] void raise_lost();

    std::string m_text;
    std::string m_setup;
    std::unique_ptr<pg_conn, Finish> m_connection;
    std::uint64_t m_epoch = 0;
    const char* m_begin = nullptr;    ///< until something in its transaction has been answered
    std::deque<std::string> m_queued; ///< the names of the queries that have no answer yet
    std::int64_t m_total_changes = 0;
    std::int64_t m_last_changes = 0;
    bool m_is_lost = false;
};

} // namespace store::postgres
