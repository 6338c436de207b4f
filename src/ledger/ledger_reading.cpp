#include "base/errors.h"
#include "ledger/ledger.h"
#include "seal/envelope.h"

#include <algorithm>
#include <utility>

namespace ledger {

namespace {

constexpr std::uint64_t rebuild_page = 512;

/// The part of a header's text that its payload is bound to.
std::string_view context_in(std::string_view header)
{
    const std::size_t end = header.find("\nciphertext ");
    base::check(end != std::string_view::npos, "a header names its ciphertext");
    return header.substr(0, end + 1);
}

/// Undoes the job that throws it.
struct Compared {};

} // namespace

OpenedEntry Ledger::open_leaf(const LeafRow& row, const seal::Key& key) const
{
    std::optional<LeafHeader> header = parse_header(row.header);
    base::check(header && header->position == row.position && header->record == row.record &&
                    header->sequence == row.sequence,
                "an entry's header says where it stands");
    base::check(leaf_hash(base::view_bytes(row.header)) == row.leaf, "an entry is the signed one");
    const auto plain = seal::open(key, row.sealed, context_in(row.header));
    base::check(plain.has_value(), "an entry opens with its record's key");
    base::Result<base::json::value, std::string> payload =
        base::parse_json(base::view_text(*plain));
    base::check(payload && payload->is_object(), "an entry's payload is a JSON object");
    return {.position = row.position,
            .header = std::move(*header),
            .leaf = row.leaf,
            .payload = std::move(payload->as_object())};
}

std::optional<OpenedEntry> Ledger::entry(store::Reader& reader, base::RecordId record,
                                         std::uint64_t sequence) const
{
    const std::optional<LeafRow> row = m_tables.leaf(reader, record, sequence);
    if (!row) return std::nullopt;
    return open_leaf(*row, m_keys.record_key(m_partnership, record));
}

void Ledger::each_of_record(store::Reader& reader, base::RecordId record,
                            const std::function<void(const OpenedEntry&)>& each) const
{
    const std::vector<LeafRow> rows = m_tables.leaves_of_record(reader, record);
    if (rows.empty()) return;
    const seal::Key key = m_keys.record_key(m_partnership, record);
    for (const LeafRow& row : rows) {
        each(open_leaf(row, key));
    }
}

std::uint64_t Ledger::record_size(store::Reader& reader, base::RecordId record) const
{
    const std::optional<RecordEnd> end = m_tables.record_end(reader, record);
    return end ? end->sequence : 0;
}

Checkpoint Ledger::checkpoint(store::Reader& reader) const
{
    const std::optional<std::string> note = m_tables.last_note(reader);
    std::optional<Checkpoint> checkpoint;
    if (note) checkpoint = open_note(*note, m_origin, m_public_key);
    if (!checkpoint) {
        throw base::Unavailable{"The ledger's last signature cannot be read. Run heed verify."};
    }
    return std::move(*checkpoint);
}

InclusionProof Ledger::inclusion(store::Reader& reader, std::uint64_t position,
                                 std::uint64_t size) const
{
    if (position >= size || size > m_tables.size(reader)) {
        throw base::NotFound{"The ledger has no such entry."};
    }
    return {.position = position,
            .size = size,
            .path = inclusion_path(position, size, stored_subtrees(reader, m_tables))};
}

ConsistencyProof Ledger::consistency(store::Reader& reader, std::uint64_t from,
                                     std::uint64_t to) const
{
    if (from > to || to > m_tables.size(reader)) {
        throw base::NotFound{"The ledger is not that long."};
    }
    return {.from = from,
            .to = to,
            .path = consistency_path(from, to, stored_subtrees(reader, m_tables))};
}

std::string Ledger::proof_file(store::Reader& reader, base::RecordId record,
                               std::uint64_t sequence) const
{
    const std::optional<LeafRow> row = m_tables.leaf(reader, record, sequence);
    if (!row) throw base::NotFound{"The record has no such entry."};
    const Checkpoint proven = checkpoint_to_prove(reader, row->position);
    return to_proof_file(row->header, inclusion(reader, row->position, proven.size), proven);
}

Checkpoint Ledger::checkpoint_to_prove(store::Reader& reader, std::uint64_t position) const
{
    const std::optional<std::uint64_t> size = m_tables.witnessed_size(reader, position);
    const auto note = size ? m_tables.cosigned_note(reader, *size) : std::nullopt;
    auto found = note ? open_note(*note, m_origin, m_public_key) : std::nullopt;
    if (!found || found->size != size) return checkpoint(reader);
    for (const std::string& line : m_tables.cosignature_lines(reader, *size))
        found->note += line + "\n";
    return std::move(*found);
}

std::uint64_t Ledger::cosigned_size(store::Reader& reader, std::string_view witness) const
{
    return m_tables.cosigned_size(reader, witness).value_or(0);
}

void Ledger::keep_cosignature(store::Writer& writer, std::uint64_t size,
                              const Cosignature& cosignature) const
{
    m_tables.add_cosignature(
        writer, {.size = size, .witness = cosignature.witness, .line = cosignature.line});
}

RebuildResult Ledger::rebuild(const std::function<void(const RebuildProgress&)>& progress)
{
    RebuildResult result;
    const store::WriteRequest request{
        .partnership = m_partnership, .operation = "ledger.rebuild", .idempotency_key = {}};
    m_database.write(request, [&](store::Writer& writer) {
        result = apply_all(writer, progress);
        return std::string{};
    });
    return result;
}

RebuildCheck Ledger::check_rebuild(const std::function<void(const RebuildProgress&)>& progress)
{
    RebuildCheck check;
    const store::WriteRequest request{
        .partnership = m_partnership, .operation = "ledger.check_rebuild", .idempotency_key = {}};
    const auto compare = [&](store::Writer& writer) -> std::string {
        const std::vector<std::string_view> tables = derived_tables();
        for (const std::string_view table : tables)
            m_tables.copy(writer, table);
        check.rebuilt = apply_all(writer, progress);
        for (const std::string_view table : tables) {
            TableDifference difference = m_tables.difference_from_copy(writer, table);
            if (difference.missing + difference.extra == 0) continue;
            check.differences.push_back(std::move(difference));
        }
        throw Compared{};
    };
    try {
        m_database.write(request, compare);
    } catch (const Compared&) {
        // Everything is as it was before.
    }
    return check;
}

std::vector<std::string_view> Ledger::derived_tables() const
{
    std::vector<std::string_view> tables;
    for (const Projection& projection : m_projections) {
        tables.insert(tables.end(), projection.tables.begin(), projection.tables.end());
    }
    return tables;
}

RebuildResult Ledger::apply_all(store::Writer& writer,
                                const std::function<void(const RebuildProgress&)>& progress) const
{
    // What was made last goes first: a table may refer to one made before it.
    std::vector<std::string_view> tables = derived_tables();
    std::reverse(tables.begin(), tables.end());
    for (const std::string_view table : tables)
        m_tables.clear(writer, table);
    const std::uint64_t total = m_tables.size(writer);
    RebuildResult result;
    std::uint64_t done = 0;
    while (done < total) {
        const std::vector<LeafRow> rows = m_tables.leaves_from(writer, done, rebuild_page);
        base::check(!rows.empty() && rows.front().position == done,
                    "the ledger's positions follow one another");
        for (const LeafRow& row : rows) {
            const auto key = m_keys.find_record_key(m_partnership, row.record);
            if (key) apply_projections(writer, open_leaf(row, *key));
            ++(key ? result.applied : result.destroyed);
        }
        done = rows.back().position + 1;
        if (progress) progress({.done = done, .total = total});
    }
    return result;
}

} // namespace ledger
