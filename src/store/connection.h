// What each driver's connection to its data can do. Used by one thread at a time.
#pragma once

#include "store/query.h"
#include "store/statement.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace store {

/// A writer may change the data and takes its turn with the writers of other programs; a reader
/// cannot change anything.
enum class Role { writer, reader };

class Connection {
public:
    Connection() = default;
    virtual ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// A statement nobody else is using, prepared at its first use and kept. CheckFailed for a
    /// second text under one name, and for a reader's statement that would change something.
    std::unique_ptr<Statement> take(const Query& query);
    void give_back(std::unique_ptr<Statement> statement);

    /// CheckFailed, naming the query, when it does not fit the schema.
    virtual void prepare_check(const Query& query) = 0;

    virtual bool has_table(std::string_view name) = 0;

    /// Runs a migration's statements, inside the transaction that has begun.
    virtual void run_script(std::string_view name, std::string_view sql) = 0;

    /// Unavailable, in words for whoever runs the server, when this connection may not make or
    /// change tables.
    virtual void require_may_migrate() = 0;

    /// Called when the schema is up to date. Unavailable when what the connection may do is not
    /// what Heed relies on.
    virtual void settle_rights() = 0;

    virtual void begin_read() = 0;
    virtual void end_read() noexcept = 0;

    /// Waits for its turn among all who write to these data.
    virtual void begin_write() = 0;
    virtual void savepoint() = 0;
    virtual void release_savepoint() = 0;
    virtual void rollback_to_savepoint() = 0;
    /// Returns once everything is durable. What it throws means that nothing of it was kept, unless
    /// the text says that this is not known.
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;

    virtual bool is_in_transaction() const = 0;
    virtual std::int64_t changes() = 0;       ///< rows changed by the last statement
    virtual std::int64_t total_changes() = 0; ///< since opening

    /// Upkeep after a commit, when callers have their answers. True when the log was copied into
    /// the data file.
    virtual bool tend() noexcept = 0;

protected:
    /// Before what the statements belong to goes.
    void forget_statements() { m_idle.clear(); }

private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using Idle = std::vector<std::unique_ptr<Statement>>;

    virtual std::unique_ptr<Statement> prepare(const Query& query) = 0;
    virtual Role role() const = 0;

    std::unordered_map<std::string, Idle, Hash, std::equal_to<>> m_idle; ///< by query name
};

} // namespace store
