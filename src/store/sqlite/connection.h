// One connection to an SQLite data file, set up so that what is committed is on disk and stays.
// Used by one thread at a time.
#pragma once

#include "store/query.h"
#include "store/sqlite/statement.h"
#include "store/stop_switch.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;

namespace store::sqlite {

enum class Role { writer, reader };

enum class Checkpoint {
    passive,  ///< copies what it can without waiting for anybody
    restart,  ///< waits shortly for readers, so that the log begins anew
    truncate, ///< the same, and empties the log's file
};

class Connection {
public:
    /// A writer makes the file when there is none. Throws Unavailable when it cannot be opened or
    /// does not take one of the settings that the store relies on.
    Connection(const std::filesystem::path& path, Role role, StopSwitch& stop);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// A statement nobody else is using, prepared at its first use and kept. CheckFailed for a
    /// second text under one name, and for a reader's statement that would change something.
    std::unique_ptr<Statement> take(const Query& query);
    void give_back(std::unique_ptr<Statement> statement);

    void prepare_check(const Query& query);

    /// Runs a migration's statements, inside the transaction that has begun.
    void run_script(std::string_view name, std::string_view sql);

    void begin_read();
    void end_read() noexcept;

    void begin_write();
    void savepoint();
    void release_savepoint();
    void rollback_to_savepoint();
    /// Any failure but a broken constraint stops the store: nobody can tell what reached the disk.
    void commit();
    void rollback() noexcept;

    bool is_in_transaction() const;
    std::int64_t changes() const;       ///< rows changed by the last statement
    std::int64_t total_changes() const; ///< rows changed since opening, by triggers too

    /// How long the write-ahead log was at the last commit.
    int log_pages() const { return m_log_pages; }

    /// False when it was not done: readers or want of memory kept it from it, which does no harm,
    /// or an error of the disk, which stops the store.
    bool checkpoint(Checkpoint kind) noexcept;

private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using Idle = std::vector<std::unique_ptr<Statement>>;

    void configure();
    void set_switches();
    void set_pragmas();
    std::string answer_of(const char* pragma);
    void run(const Query& query);

    Role m_role;
    StopSwitch& m_stop;
    std::unique_ptr<sqlite3, Close> m_handle;
    int m_log_pages = 0;
    std::unordered_map<std::string, Idle, Hash, std::equal_to<>> m_statements; ///< by query name
};

} // namespace store::sqlite
