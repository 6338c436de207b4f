// How the verifier reads data files: its own connection, read-only, its own queries. Rows are lent
// one at a time.
#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace ledger::verifying {

/// The file's structure is damaged: what is asked for cannot be read from it.
class Damaged : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct LogRow {
    base::Bytes partnership;
    std::string origin;
    base::Bytes public_key;
};

/// What it views is lent until the next row is asked for.
struct EntryRow {
    base::ByteView partnership;
    std::int64_t position = 0;
    base::ByteView record;
    std::int64_t sequence = 0;
    base::ByteView leaf;
    base::ByteView header;
    base::ByteView sealed;
    std::int64_t row_number = 0; ///< SQLite's own
};

/// The sum over a set of entries of a hash of each: equal for equal sets, in whatever order.
class EntrySum {
public:
    void add(const EntryRow& row);

    friend bool operator==(const EntrySum&, const EntrySum&) = default;

private:
    std::uint64_t m_count = 0;
    std::uint64_t m_sum = 0;
};

struct TileRow {
    std::int64_t level = 0;
    std::int64_t number = 0;
    base::ByteView root;
    base::ByteView hashes;
};

struct CheckpointRow {
    std::int64_t number = 0;
    std::int64_t size = 0;
    std::string_view note;
};

struct CosignatureRow {
    std::int64_t size = 0;
    std::string_view line;
    std::string_view note; ///< of the checkpoint it is for; empty when there is none
};

struct PartnershipKeyRow {
    base::Bytes partnership;
    base::Bytes wrapped;
    base::Bytes signing_public;
};

struct KeptCheckpointRow {
    base::Bytes partnership;
    std::int64_t size = 0;
    std::string note;
};

struct MigrationRow {
    std::int64_t number = 0;
    std::string checksum;
};

class Statement {
public:
    Statement(sqlite3* handle, const char* sql);

    void restart();
    /// Places are counted from 1, columns from 0.
    void bind(int place, base::ByteView bytes);
    void bind_text(int place, std::string_view text);

    bool step();
    std::int64_t integer(int column) const;
    base::ByteView bytes(int column) const;
    std::string_view text(int column) const;

private:
    struct Finish {
        void operator()(sqlite3_stmt* statement) const;
    };

    std::unique_ptr<sqlite3_stmt, Finish> m_statement;
};

/// To read beside a server, SQLite makes an index of the log when there is none yet, and leaves it.
enum class Trace { index_of_the_log, none_at_rest };

/// One file, seen as it was when this was made. With `none_at_rest` a file without a log is read
/// as one that nobody changes meanwhile: for what takes no time. All functions throw Damaged, or
/// base::Unavailable when the file cannot be read.
class File {
public:
    explicit File(const std::filesystem::path& path, Trace trace = Trace::index_of_the_log);

    /// What SQLite itself finds wrong with the file's pages: nothing when they are sound.
    std::vector<std::string> structural_faults();

    /// The entries that the index by record leads to: what pages of a record are read through.
    EntrySum indexed_entries();
    std::int64_t last_row_number();

    std::vector<LogRow> logs();
    std::int64_t entry_count();

    /// Every entry of every ledger, by ledger and position.
    Statement entries();
    static EntryRow entry(const Statement& statement);

    Statement tiles(base::ByteView partnership);
    static TileRow tile(const Statement& statement);
    /// Level 0 alone.
    Statement leaf_tiles(base::ByteView partnership);

    Statement checkpoints(base::ByteView partnership);
    static CheckpointRow checkpoint(const Statement& statement);
    std::optional<std::string> last_note(base::ByteView partnership);

    /// False in a data file from before there were witnesses.
    bool has_cosignatures();
    /// One witness's, by size.
    Statement cosignatures(base::ByteView partnership, std::string_view witness);
    static CosignatureRow cosignature(const Statement& statement);

    std::optional<base::Bytes> key_setting(std::string_view name);
    std::vector<PartnershipKeyRow> partnership_keys();
    std::vector<KeptCheckpointRow> kept_checkpoints();
    std::vector<MigrationRow> migrations();
    Statement record_key();

private:
    std::vector<std::string> quick_check();

    struct Close {
        void operator()(sqlite3* handle) const;
    };

    Statement of_partnership(const char* sql, base::ByteView partnership);

    std::unique_ptr<sqlite3, Close> m_handle;
};

} // namespace ledger::verifying
