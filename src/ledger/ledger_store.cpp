#include "ledger/ledger_store.h"

#include "base/errors.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace ledger {

namespace {

using store::to_value;

constexpr store::Query read_log{
    .name = "ledger.read_log",
    .sql = "SELECT origin, public_key FROM ledger_log WHERE partnership_id = :partnership",
};

constexpr store::Query add_log_row{
    .name = "ledger.add_log",
    .sql = R"sql(
        INSERT INTO ledger_log (partnership_id, origin, public_key)
        VALUES (:partnership, :origin, :public_key))sql",
};

constexpr store::Query read_last_position{
    .name = "ledger.read_last_position",
    .sql = R"sql(
        SELECT position
          FROM ledger_leaf
         WHERE partnership_id = :partnership
         ORDER BY position DESC
         LIMIT 1)sql",
};

constexpr store::Query read_record_end{
    .name = "ledger.read_record_end",
    .sql = R"sql(
        SELECT sequence, leaf
          FROM ledger_leaf
         WHERE partnership_id = :partnership AND record_id = :record
         ORDER BY sequence DESC
         LIMIT 1)sql",
};

constexpr store::Query read_leaf{
    .name = "ledger.read_leaf",
    .sql = R"sql(
        SELECT position, record_id, sequence, leaf, header, sealed
          FROM ledger_leaf
         WHERE partnership_id = :partnership AND record_id = :record AND sequence = :sequence)sql",
};

constexpr store::Query read_leaves_of_record{
    .name = "ledger.read_leaves_of_record",
    .sql = R"sql(
        SELECT position, record_id, sequence, leaf, header, sealed
          FROM ledger_leaf
         WHERE partnership_id = :partnership AND record_id = :record
         ORDER BY sequence)sql",
};

constexpr store::Query read_leaves_from{
    .name = "ledger.read_leaves_from",
    .sql = R"sql(
        SELECT position, record_id, sequence, leaf, header, sealed
          FROM ledger_leaf
         WHERE partnership_id = :partnership AND position >= :position
         ORDER BY position
         LIMIT :limit)sql",
};

constexpr store::Query read_leaf_hashes{
    .name = "ledger.read_leaf_hashes",
    .sql = R"sql(
        SELECT leaf
          FROM ledger_leaf
         WHERE partnership_id = :partnership AND position >= :first AND position < :after
         ORDER BY position)sql",
};

constexpr store::Query add_leaf_row{
    .name = "ledger.add_leaf",
    .sql = R"sql(
        INSERT INTO ledger_leaf
               (partnership_id, position, record_id, sequence, leaf, header, sealed)
        VALUES (:partnership, :position, :record, :sequence, :leaf, :header, :sealed))sql",
};

constexpr store::Query read_tile{
    .name = "ledger.read_tile",
    .sql = R"sql(
        SELECT hashes
          FROM ledger_tile
         WHERE partnership_id = :partnership AND level = :level AND number = :number)sql",
};

constexpr store::Query read_tile_roots{
    .name = "ledger.read_tile_roots",
    .sql = R"sql(
        SELECT root
          FROM ledger_tile
         WHERE partnership_id = :partnership AND level = :level
           AND number >= :first AND number < :after
         ORDER BY number)sql",
};

constexpr store::Query add_tile_row{
    .name = "ledger.add_tile",
    .sql = R"sql(
        INSERT INTO ledger_tile (partnership_id, level, number, root, hashes)
        VALUES (:partnership, :level, :number, :root, :hashes))sql",
};

constexpr store::Query read_last_note{
    .name = "ledger.read_last_note",
    .sql = R"sql(
        SELECT note
          FROM ledger_checkpoint
         WHERE partnership_id = :partnership
         ORDER BY number DESC
         LIMIT 1)sql",
};

constexpr store::Query add_note_row{
    .name = "ledger.add_note",
    .sql = R"sql(
        INSERT INTO ledger_checkpoint (partnership_id, number, size, note)
        SELECT :partnership, COALESCE(MAX(number), 0) + 1, :size, :note
          FROM ledger_checkpoint
         WHERE partnership_id = :partnership)sql",
};

// The checkpoint is among the newest, so that it is soon found from the end.
constexpr store::Query add_cosignature_row{
    .name = "ledger.add_cosignature",
    .sql = R"sql(
        INSERT INTO ledger_cosignature (partnership_id, size, witness, checkpoint, line)
        SELECT partnership_id, size, :witness, number, :line
          FROM ledger_checkpoint
         WHERE partnership_id = :partnership AND size = :size
         ORDER BY number DESC
         LIMIT 1
            ON CONFLICT (partnership_id, size, witness) DO NOTHING)sql",
};

constexpr store::Query read_cosigned_size{
    .name = "ledger.read_cosigned_size",
    .sql = R"sql(
        SELECT size
          FROM ledger_cosignature
         WHERE partnership_id = :partnership AND witness = :witness
         ORDER BY size DESC
         LIMIT 1)sql",
};

constexpr store::Query read_witnessed_size{
    .name = "ledger.read_witnessed_size",
    .sql = R"sql(
        SELECT size
          FROM (SELECT size
                  FROM ledger_cosignature
                 WHERE partnership_id = :partnership AND size > :position
                 ORDER BY size DESC
                 LIMIT 64) AS newest
         GROUP BY size
         ORDER BY COUNT(*) DESC, size DESC
         LIMIT 1)sql",
};

constexpr store::Query read_cosigned_note{
    .name = "ledger.read_cosigned_note",
    .sql = R"sql(
        SELECT note
          FROM ledger_checkpoint
         WHERE partnership_id = :partnership
           AND number = (SELECT MAX(checkpoint)
                           FROM ledger_cosignature
                          WHERE partnership_id = :partnership AND size = :size))sql",
};

constexpr store::Query read_cosignature_lines{
    .name = "ledger.read_cosignature_lines",
    .sql = R"sql(
        SELECT line
          FROM ledger_cosignature
         WHERE partnership_id = :partnership AND size = :size
         ORDER BY witness)sql",
};

LeafRow to_leaf(const store::Row& row)
{
    return {
        .position = row.unsigned_integer("position"),
        .record = row.id<base::RecordId>("record_id"),
        .sequence = row.unsigned_integer("sequence"),
        .leaf = row.digest("leaf"),
        .header = std::string{base::view_text(row.bytes("header"))},
        .sealed = row.owned_bytes("sealed"),
    };
}

LogRow to_log(const store::Row& row)
{
    LogRow log{.origin = row.owned_text("origin")};
    const base::ByteView key = row.bytes("public_key");
    base::check(key.size() == log.public_key.size(), "a ledger's public key is 32 bytes");
    std::copy(key.begin(), key.end(), log.public_key.begin());
    return log;
}

std::string copy_of(const std::string& table)
{
    return "copy_of_" + table;
}

std::string clear_text(const std::string& table)
{
    return "DELETE FROM " + table + " WHERE partnership_id = :partnership";
}

std::string copy_text(const std::string& table)
{
    return "CREATE TEMPORARY TABLE " + copy_of(table) + " AS SELECT * FROM " + table;
}

std::string count_missing_text(const std::string& table)
{
    return "SELECT COUNT(*) AS found FROM (SELECT * FROM " + table + " EXCEPT SELECT * FROM " +
           copy_of(table) + ") AS missing";
}

std::string count_extra_text(const std::string& table)
{
    return "SELECT COUNT(*) AS found FROM (SELECT * FROM " + copy_of(table) +
           " EXCEPT SELECT * FROM " + table + ") AS extra";
}

/// The store wants a query's texts for as long as the program runs, and which tables there are is
/// known to the slices above; so each text is made once and kept.
store::Query query_on(std::string_view table, std::string_view name,
                      std::string (*text_for)(const std::string&))
{
    static std::mutex mutex;
    static std::map<std::string, std::string, std::less<>> texts;
    base::check(!table.empty() &&
                    std::all_of(table.begin(), table.end(),
                                [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }),
                "a derived table's name is a-z and _");
    base::check(!table.starts_with("ledger_"), "the ledger is not a derived table");
    const std::string owned{table};
    const std::lock_guard lock{mutex};
    const auto text = texts.try_emplace(std::string{name} + owned, text_for(owned)).first;
    return {.name = text->first, .sql = text->second};
}

std::uint64_t count(store::Reader& reader, const store::Query& query)
{
    const auto found =
        reader.one(query, {}, [](const store::Row& row) { return row.unsigned_integer("found"); });
    base::check(found.has_value(), "a count gives a row");
    return *found;
}

} // namespace

std::optional<LogRow> LedgerTables::log(store::Reader& reader) const
{
    return reader.one(read_log, {{"partnership", to_value(m_partnership)}}, to_log);
}

void LedgerTables::add_log(store::Writer& writer, const LogRow& log) const
{
    writer.execute(add_log_row, {{"partnership", to_value(m_partnership)},
                                 {"origin", std::string_view{log.origin}},
                                 {"public_key", base::ByteView{log.public_key}}});
}

std::uint64_t LedgerTables::size(store::Reader& reader) const
{
    return reader
        .one(read_last_position, {{"partnership", to_value(m_partnership)}},
             [](const store::Row& row) { return row.unsigned_integer("position") + 1; })
        .value_or(0);
}

std::optional<RecordEnd> LedgerTables::record_end(store::Reader& reader,
                                                  base::RecordId record) const
{
    return reader.one(read_record_end,
                      {{"partnership", to_value(m_partnership)}, {"record", to_value(record)}},
                      [](const store::Row& row) {
                          return RecordEnd{row.unsigned_integer("sequence"), row.digest("leaf")};
                      });
}

std::optional<LeafRow> LedgerTables::leaf(store::Reader& reader, base::RecordId record,
                                          std::uint64_t sequence) const
{
    return reader.one(read_leaf,
                      {{"partnership", to_value(m_partnership)},
                       {"record", to_value(record)},
                       {"sequence", to_value(sequence)}},
                      to_leaf);
}

std::vector<LeafRow> LedgerTables::leaves_of_record(store::Reader& reader,
                                                    base::RecordId record) const
{
    return reader.all(read_leaves_of_record,
                      {{"partnership", to_value(m_partnership)}, {"record", to_value(record)}},
                      to_leaf);
}

std::vector<LeafRow> LedgerTables::leaves_from(store::Reader& reader, std::uint64_t position,
                                               std::uint64_t limit) const
{
    return reader.all(read_leaves_from,
                      {{"partnership", to_value(m_partnership)},
                       {"position", to_value(position)},
                       {"limit", to_value(limit)}},
                      to_leaf);
}

std::vector<base::Digest> LedgerTables::leaf_hashes(store::Reader& reader, std::uint64_t begin,
                                                    std::uint64_t end) const
{
    return reader.all(read_leaf_hashes,
                      {{"partnership", to_value(m_partnership)},
                       {"first", to_value(begin)},
                       {"after", to_value(end)}},
                      [](const store::Row& row) { return row.digest("leaf"); });
}

void LedgerTables::add_leaf(store::Writer& writer, const LeafRow& row) const
{
    writer.execute(add_leaf_row, {{"partnership", to_value(m_partnership)},
                                  {"position", to_value(row.position)},
                                  {"record", to_value(row.record)},
                                  {"sequence", to_value(row.sequence)},
                                  {"leaf", base::ByteView{row.leaf}},
                                  {"header", base::view_bytes(row.header)},
                                  {"sealed", base::ByteView{row.sealed}}});
}

std::optional<base::Bytes> LedgerTables::tile_hashes(store::Reader& reader, unsigned level,
                                                     std::uint64_t number) const
{
    return reader.one(read_tile,
                      {{"partnership", to_value(m_partnership)},
                       {"level", std::int64_t{level}},
                       {"number", to_value(number)}},
                      [](const store::Row& row) { return row.owned_bytes("hashes"); });
}

std::vector<base::Digest> LedgerTables::tile_roots(store::Reader& reader, unsigned level,
                                                   std::uint64_t begin, std::uint64_t end) const
{
    return reader.all(read_tile_roots,
                      {{"partnership", to_value(m_partnership)},
                       {"level", std::int64_t{level}},
                       {"first", to_value(begin)},
                       {"after", to_value(end)}},
                      [](const store::Row& row) { return row.digest("root"); });
}

void LedgerTables::add_tile(store::Writer& writer, const TileRow& tile) const
{
    writer.execute(add_tile_row, {{"partnership", to_value(m_partnership)},
                                  {"level", std::int64_t{tile.level}},
                                  {"number", to_value(tile.number)},
                                  {"root", base::ByteView{tile.root}},
                                  {"hashes", base::ByteView{tile.hashes}}});
}

std::optional<std::string> LedgerTables::last_note(store::Reader& reader) const
{
    return reader.one(read_last_note, {{"partnership", to_value(m_partnership)}},
                      [](const store::Row& row) { return row.owned_text("note"); });
}

void LedgerTables::add_note(store::Writer& writer, std::uint64_t size, std::string_view note) const
{
    writer.execute(
        add_note_row,
        {{"partnership", to_value(m_partnership)}, {"size", to_value(size)}, {"note", note}});
}

void LedgerTables::add_cosignature(store::Writer& writer, const CosignatureRow& row) const
{
    writer.execute(add_cosignature_row, {{"partnership", to_value(m_partnership)},
                                         {"size", to_value(row.size)},
                                         {"witness", std::string_view{row.witness}},
                                         {"line", std::string_view{row.line}}});
}

std::optional<std::uint64_t> LedgerTables::cosigned_size(store::Reader& reader,
                                                         std::string_view witness) const
{
    return reader.one(read_cosigned_size,
                      {{"partnership", to_value(m_partnership)}, {"witness", witness}},
                      [](const store::Row& row) { return row.unsigned_integer("size"); });
}

std::optional<std::uint64_t> LedgerTables::witnessed_size(store::Reader& reader,
                                                          std::uint64_t position) const
{
    return reader.one(read_witnessed_size,
                      {{"partnership", to_value(m_partnership)}, {"position", to_value(position)}},
                      [](const store::Row& row) { return row.unsigned_integer("size"); });
}

std::optional<std::string> LedgerTables::cosigned_note(store::Reader& reader,
                                                       std::uint64_t size) const
{
    return reader.one(read_cosigned_note,
                      {{"partnership", to_value(m_partnership)}, {"size", to_value(size)}},
                      [](const store::Row& row) { return row.owned_text("note"); });
}

std::vector<std::string> LedgerTables::cosignature_lines(store::Reader& reader,
                                                         std::uint64_t size) const
{
    return reader.all(read_cosignature_lines,
                      {{"partnership", to_value(m_partnership)}, {"size", to_value(size)}},
                      [](const store::Row& row) { return row.owned_text("line"); });
}

void LedgerTables::clear(store::Writer& writer, std::string_view table) const
{
    writer.execute(query_on(table, "ledger.clear_", clear_text),
                   {{"partnership", to_value(m_partnership)}});
}

void LedgerTables::copy(store::Writer& writer, std::string_view table) const
{
    writer.execute(query_on(table, "ledger.copy_", copy_text), {});
}

TableDifference LedgerTables::difference_from_copy(store::Writer& writer,
                                                   std::string_view table) const
{
    return {.table = std::string{table},
            .missing = count(writer, query_on(table, "ledger.missing_", count_missing_text)),
            .extra = count(writer, query_on(table, "ledger.extra_", count_extra_text))};
}

} // namespace ledger
