// One connection to a PostgreSQL server or cluster. When the server goes away, the work under way
// ends with Unavailable and the next work begins with a new session.
#pragma once

#include "store/connection.h"
#include "store/place.h"
#include "store/postgres/session.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace store::postgres {

class Connection : public store::Connection {
public:
    /// Throws Unavailable when the server cannot be reached, or does not write what it acknowledges
    /// to disk.
    Connection(PostgresPlace place, Role role);
    ~Connection() override;

    void prepare_check(const Query& query) override;
    bool has_table(std::string_view name) override;
    void run_script(std::string_view name, std::string_view sql) override;
    void require_may_migrate() override;

    /// Takes on the working role for good, and makes sure that it cannot change the ledger.
    void settle_rights() override;

    void begin_read() override;
    void end_read() noexcept override;

    /// One lock in the database is the turn of all writers of all nodes; the server frees it when
    /// the transaction ends, however that comes about.
    void begin_write() override;
    void savepoint() override;
    void release_savepoint() override;
    void rollback_to_savepoint() override;

    /// When the server goes away before it has answered, a new session finds out which way it
    /// went. Unavailable, with a text that says so, when that cannot be found out.
    void commit() override;
    void rollback() noexcept override;

    bool is_in_transaction() const override;
    std::int64_t changes() override;
    std::int64_t total_changes() override;
    bool tend() noexcept override { return false; } ///< the server does its own upkeep

private:
    using Mark = std::array<std::uint8_t, 16>;

    std::unique_ptr<store::Statement> prepare(const Query& query) override;
    Role role() const override { return m_role; }

    void require_durable();
    void take_working_role();
    std::string one_text(const std::string& sql);
    void lock();
    void queue_mark(const Mark& mark);
    bool was_committed(const Mark& mark);

    PostgresPlace m_place;
    Role m_role;
    std::unique_ptr<Session> m_session;
    bool m_is_settled = false;
    Mark m_node{}; ///< this connection's own, for as long as the program runs
};

} // namespace store::postgres
