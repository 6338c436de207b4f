#include "ledger/verify_store.h"

#include "base/errors.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <sqlite3.h>

namespace ledger::verifying {

namespace {

constexpr int busy_milliseconds = 5000;

constexpr const char* read_logs =
    "SELECT partnership_id, origin, public_key FROM ledger_log ORDER BY partnership_id";

constexpr const char* count_entries = "SELECT COUNT(*) FROM ledger_leaf";

constexpr const char* read_entries =
    "SELECT partnership_id, position, record_id, sequence, leaf, header, sealed, rowid "
    "FROM ledger_leaf ORDER BY partnership_id, position";

constexpr const char* read_index = "SELECT partnership_id, record_id, sequence, rowid "
                                   "FROM ledger_leaf INDEXED BY ledger_leaf_by_record "
                                   "ORDER BY partnership_id, record_id, sequence";

constexpr const char* read_last_row_number = "SELECT MAX(rowid) FROM ledger_leaf";

constexpr const char* read_tiles =
    "SELECT level, number, root, hashes FROM ledger_tile WHERE partnership_id = ? "
    "ORDER BY level, number";

constexpr const char* read_leaf_tiles =
    "SELECT level, number, root, hashes FROM ledger_tile WHERE partnership_id = ? AND level = 0 "
    "ORDER BY number";

constexpr const char* read_checkpoints =
    "SELECT number, size, note FROM ledger_checkpoint WHERE partnership_id = ? ORDER BY number";

constexpr const char* read_last_note =
    "SELECT number, size, note FROM ledger_checkpoint WHERE partnership_id = ? "
    "ORDER BY number DESC LIMIT 1";

constexpr const char* read_cosignature_table =
    "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'ledger_cosignature'";

constexpr const char* read_cosignatures =
    "SELECT given.size, given.line, own.note FROM ledger_cosignature AS given "
    "LEFT JOIN ledger_checkpoint AS own "
    "ON own.partnership_id = given.partnership_id AND own.number = given.checkpoint "
    "WHERE given.partnership_id = ? AND given.witness = ? ORDER BY given.size";

constexpr const char* read_key_setting = "SELECT value FROM key_setting WHERE name = ?";

constexpr const char* read_partnership_keys =
    "SELECT partnership_id, wrapped, signing_public FROM partnership_key ORDER BY partnership_id";

constexpr const char* read_migrations = "SELECT number, checksum FROM migration ORDER BY number";

constexpr const char* read_kept_checkpoints =
    "SELECT partnership_id, size, note FROM kept_checkpoint ORDER BY partnership_id";

constexpr const char* read_record_key =
    "SELECT wrapped FROM record_key WHERE partnership_id = ? AND record_id = ?";

base::Bytes own(base::ByteView bytes)
{
    return {bytes.begin(), bytes.end()};
}

[[noreturn]] void fail(int code)
{
    switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR: // a table or column that the format wants is not there
    case SQLITE_MISMATCH: throw Damaged{"The file's structure is damaged."};
    default:
        throw base::Unavailable{fmt::format("The file cannot be read: {}. Check the disk and who "
                                            "may read the folder.",
                                            sqlite3_errstr(code))};
    }
}

/// On a folder that may not be written to and that no server is using, SQLite must be told that
/// nobody else will change the file, or it wants to make its log's index beside it.
std::string to_resting_uri(const std::filesystem::path& path)
{
    std::string uri = "file:";
    for (const char character : std::filesystem::absolute(path).string()) {
        const bool is_plain = (character >= 'a' && character <= 'z') ||
                              (character >= 'A' && character <= 'Z') ||
                              (character >= '0' && character <= '9') || character == '/' ||
                              character == '.' || character == '-' || character == '_';
        uri += is_plain ? std::string{character}
                        : fmt::format("%{:02X}", static_cast<unsigned char>(character));
    }
    return uri + "?immutable=1";
}

int open_handle(const std::string& name, int flags, sqlite3*& handle)
{
    const int opened = sqlite3_open_v2(name.c_str(), &handle,
                                       flags | SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    if (opened != SQLITE_OK) return opened;
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, busy_milliseconds);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return sqlite3_exec(handle,
                        "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; "
                        "PRAGMA cell_size_check=ON; PRAGMA cache_size=-8192; "
                        "BEGIN; SELECT COUNT(*) FROM sqlite_schema",
                        nullptr, nullptr, nullptr);
}

} // namespace

void EntrySum::add(const EntryRow& row)
{
    // Not against a forger, whom the tree finds, but against a damaged index: FNV-1a will do.
    std::uint64_t hash = 0xCBF29CE484222325U;
    const auto mix = [&hash](std::uint64_t word) {
        hash = (hash ^ word) * 0x100000001B3U;
        hash ^= hash >> 29U;
    };
    const auto mix_bytes = [&mix](base::ByteView bytes) {
        for (std::size_t at = 0; at < bytes.size(); at += sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data() + at, std::min(sizeof word, bytes.size() - at));
            mix(word);
        }
    };
    mix_bytes(row.record);
    mix_bytes(row.partnership);
    mix(static_cast<std::uint64_t>(row.sequence));
    mix(static_cast<std::uint64_t>(row.row_number));
    m_sum += hash;
    ++m_count;
}

Statement::Statement(sqlite3* handle, const char* sql)
{
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr);
    m_statement.reset(statement);
    if (code != SQLITE_OK) fail(code);
}

void Statement::Finish::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

void Statement::restart()
{
    sqlite3_reset(m_statement.get());
}

void Statement::bind(int place, base::ByteView bytes)
{
    const int code =
        sqlite3_bind_blob64(m_statement.get(), place, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
    if (code != SQLITE_OK) fail(code);
}

void Statement::bind_text(int place, std::string_view text)
{
    const int code = sqlite3_bind_text64(m_statement.get(), place, text.data(), text.size(),
                                         SQLITE_TRANSIENT, SQLITE_UTF8);
    if (code != SQLITE_OK) fail(code);
}

bool Statement::step()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    fail(code);
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

base::ByteView Statement::bytes(int column) const
{
    const auto* const data =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(m_statement.get(), column));
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(size)};
}

std::string_view Statement::text(int column) const
{
    return base::view_text(bytes(column));
}

void File::Close::operator()(sqlite3* handle) const
{
    sqlite3_close(handle);
}

File::File(const std::filesystem::path& path, Trace trace)
{
    if (!std::filesystem::exists(path)) {
        throw base::Unavailable{fmt::format("There is no file {}.", path.string())};
    }
    sqlite3* handle = nullptr;
    const std::filesystem::path log = path.string() + "-wal";
    const bool rests = !std::filesystem::exists(log) || std::filesystem::file_size(log) == 0;
    int code = SQLITE_CANTOPEN;
    if (!rests || trace == Trace::index_of_the_log) {
        code = open_handle(path.string(), 0, handle);
        m_handle.reset(handle);
    }
    const bool may_rest = (code & 0xFF) == SQLITE_CANTOPEN || (code & 0xFF) == SQLITE_READONLY;
    if (may_rest && rests) {
        handle = nullptr;
        code = open_handle(to_resting_uri(path), SQLITE_OPEN_URI, handle);
        m_handle.reset(handle);
    }
    if (code != SQLITE_OK) fail(code);
}

std::vector<std::string> File::structural_faults()
{
    // SQLite takes memory that was short for damage. What is damaged is so a second time.
    std::vector<std::string> faults = quick_check();
    if (!faults.empty()) faults = quick_check();
    return faults;
}

std::vector<std::string> File::quick_check()
{
    std::vector<std::string> faults;
    try {
        Statement check{m_handle.get(), "PRAGMA quick_check(20)"};
        while (check.step()) {
            if (check.text(0) != "ok") faults.emplace_back(check.text(0));
        }
    } catch (const Damaged& damaged) {
        faults.emplace_back(damaged.what());
    }
    return faults;
}

EntrySum File::indexed_entries()
{
    EntrySum sum;
    Statement statement{m_handle.get(), read_index};
    while (statement.step()) {
        sum.add({.partnership = statement.bytes(0),
                 .record = statement.bytes(1),
                 .sequence = statement.integer(2),
                 .row_number = statement.integer(3)});
    }
    return sum;
}

std::int64_t File::last_row_number()
{
    Statement statement{m_handle.get(), read_last_row_number};
    return statement.step() ? statement.integer(0) : 0;
}

std::vector<LogRow> File::logs()
{
    Statement statement{m_handle.get(), read_logs};
    std::vector<LogRow> logs;
    while (statement.step()) {
        logs.push_back(
            {own(statement.bytes(0)), std::string{statement.text(1)}, own(statement.bytes(2))});
    }
    return logs;
}

std::int64_t File::entry_count()
{
    Statement statement{m_handle.get(), count_entries};
    return statement.step() ? statement.integer(0) : 0;
}

Statement File::entries()
{
    return Statement{m_handle.get(), read_entries};
}

EntryRow File::entry(const Statement& statement)
{
    return {.partnership = statement.bytes(0),
            .position = statement.integer(1),
            .record = statement.bytes(2),
            .sequence = statement.integer(3),
            .leaf = statement.bytes(4),
            .header = statement.bytes(5),
            .sealed = statement.bytes(6),
            .row_number = statement.integer(7)};
}

Statement File::of_partnership(const char* sql, base::ByteView partnership)
{
    Statement statement{m_handle.get(), sql};
    statement.bind(1, partnership);
    return statement;
}

Statement File::tiles(base::ByteView partnership)
{
    return of_partnership(read_tiles, partnership);
}

Statement File::leaf_tiles(base::ByteView partnership)
{
    return of_partnership(read_leaf_tiles, partnership);
}

TileRow File::tile(const Statement& statement)
{
    return {.level = statement.integer(0),
            .number = statement.integer(1),
            .root = statement.bytes(2),
            .hashes = statement.bytes(3)};
}

Statement File::checkpoints(base::ByteView partnership)
{
    return of_partnership(read_checkpoints, partnership);
}

CheckpointRow File::checkpoint(const Statement& statement)
{
    return {
        .number = statement.integer(0), .size = statement.integer(1), .note = statement.text(2)};
}

std::optional<std::string> File::last_note(base::ByteView partnership)
{
    Statement statement = of_partnership(read_last_note, partnership);
    if (!statement.step()) return std::nullopt;
    return std::string{statement.text(2)};
}

bool File::has_cosignatures()
{
    Statement statement{m_handle.get(), read_cosignature_table};
    return statement.step() && statement.integer(0) == 1;
}

Statement File::cosignatures(base::ByteView partnership, std::string_view witness)
{
    Statement statement = of_partnership(read_cosignatures, partnership);
    statement.bind_text(2, witness);
    return statement;
}

CosignatureRow File::cosignature(const Statement& statement)
{
    return {.size = statement.integer(0), .line = statement.text(1), .note = statement.text(2)};
}

std::optional<base::Bytes> File::key_setting(std::string_view name)
{
    Statement statement{m_handle.get(), read_key_setting};
    statement.bind_text(1, name);
    if (!statement.step()) return std::nullopt;
    return own(statement.bytes(0));
}

std::vector<PartnershipKeyRow> File::partnership_keys()
{
    Statement statement{m_handle.get(), read_partnership_keys};
    std::vector<PartnershipKeyRow> keys;
    while (statement.step()) {
        keys.push_back({own(statement.bytes(0)), own(statement.bytes(1)), own(statement.bytes(2))});
    }
    return keys;
}

std::vector<KeptCheckpointRow> File::kept_checkpoints()
{
    Statement statement{m_handle.get(), read_kept_checkpoints};
    std::vector<KeptCheckpointRow> kept;
    while (statement.step()) {
        kept.push_back(
            {own(statement.bytes(0)), statement.integer(1), std::string{statement.text(2)}});
    }
    return kept;
}

std::vector<MigrationRow> File::migrations()
{
    Statement statement{m_handle.get(), read_migrations};
    std::vector<MigrationRow> applied;
    while (statement.step())
        applied.push_back({statement.integer(0), std::string{statement.text(1)}});
    return applied;
}

Statement File::record_key()
{
    return Statement{m_handle.get(), read_record_key};
}

} // namespace ledger::verifying
