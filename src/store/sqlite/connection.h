// One connection to an SQLite data file, set up so that what is committed is on disk and stays.
// Used by one thread at a time.
#pragma once

#include "store/connection.h"
#include "store/stop_switch.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;

namespace store::sqlite {

enum class Checkpoint {
    passive,  ///< copies what it can without waiting for anybody
    restart,  ///< waits shortly for readers, so that the log begins anew
    truncate, ///< the same, and empties the log's file
};

class Connection : public store::Connection {
public:
    /// A writer makes the file when there is none. Throws Unavailable when it cannot be opened or
    /// does not take one of the settings that the store relies on.
    Connection(const std::filesystem::path& path, Role role, StopSwitch& stop);
    ~Connection() override;

    void prepare_check(const Query& query) override;
    bool has_table(std::string_view name) override;
    void run_script(std::string_view name, std::string_view sql) override;
    void require_may_migrate() override {} ///< whoever may write the file may change its tables
    void settle_rights() override {}       ///< triggers keep the ledger as it is

    void begin_read() override;
    void end_read() noexcept override;

    void begin_write() override;
    void savepoint() override;
    void release_savepoint() override;
    void rollback_to_savepoint() override;
    /// Any failure but a broken constraint stops the store: nobody can tell what reached the disk.
    void commit() override;
    void rollback() noexcept override;

    bool is_in_transaction() const override;
    std::int64_t changes() override;
    std::int64_t total_changes() override; ///< counts what triggers change, too

    /// Copies the write-ahead log into the data file when it has grown long.
    bool tend() noexcept override;

    /// How long the write-ahead log was at the last commit.
    int log_pages() const { return m_log_pages; }

    /// False when it was not done: readers or want of memory kept it from it, which does no harm,
    /// or an error of the disk, which stops the store.
    bool checkpoint(Checkpoint kind) noexcept;

private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };

    std::unique_ptr<store::Statement> prepare(const Query& query) override;
    Role role() const override { return m_role; }
    void configure();
    void end_unended();
    void set_switches();
    void set_pragmas();
    std::string answer_of(const char* pragma);
    void run(const Query& query);

    Role m_role;
    StopSwitch& m_stop;
    std::unique_ptr<sqlite3, Close> m_handle;
    int m_log_pages = 0;
    int m_last_log_pages = 0;
    int m_checkpoint_at;
};

} // namespace store::sqlite
