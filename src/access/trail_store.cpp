#include "access/secret.h"
#include "access/trail.h"
#include "base/errors.h"
#include "seal/envelope.h"

namespace heed::access {

namespace {

constexpr store::Query insert_read_note{
    .name = "access.insert_read_note",
    .sql = R"sql(
        INSERT INTO read_note (partnership_id, position, number, record_id, sequence, staff_id,
                               what, noted_at, purpose)
        VALUES (:partnership, :position, :number, :record, :sequence, :staff, :what, :at,
                :purpose))sql",
};

constexpr store::Query reads_by_record{
    .name = "access.reads_by_record",
    .sql = R"sql(
        SELECT position, number, record_id, sequence, staff_id, what, noted_at, purpose
          FROM read_note
         WHERE partnership_id = :partnership AND record_id = :record
         ORDER BY position DESC, number DESC
         LIMIT :most)sql",
};

struct Place {
    base::PartnershipId partnership;
    std::uint64_t position = 0; ///< of the leaf in the ledger
    std::uint64_t number = 0;   ///< in the leaf
};

std::string context_of(const Place& place)
{
    return "read_note.purpose " + std::to_string(place.position) + " " +
           std::to_string(place.number);
}

void insert_read(store::Writer& writer, const seal::Key& key, const base::json::object& read,
                 const Place& place)
{
    const auto record = base::RecordId::parse(base::text_member(read, "record"));
    const auto at = base::Instant::parse(base::text_member(read, "at"));
    const std::string_view staff_text = base::text_member(read, "staff");
    const auto staff = base::StaffId::parse(staff_text);
    const std::string_view what = base::text_member(read, "what");
    base::check(record && at && parse_looked(what), "a read says what was read and when");
    base::check(staff.has_value() != staff_text.empty(), "a read's staff is a person");
    const base::Bytes purpose = seal::seal_repeatably(
        key, base::view_bytes(base::text_member(read, "purpose")), context_of(place));
    writer.execute(insert_read_note,
                   {{"partnership", store::to_value(place.partnership)},
                    {"position", store::to_value(place.position)},
                    {"number", store::to_value(place.number)},
                    {"record", store::to_value(*record)},
                    {"sequence", store::to_value(base::integer_member(read, "sequence"))},
                    {"staff", store::to_value(staff)},
                    {"what", what},
                    {"at", store::to_value(*at)},
                    {"purpose", purpose}});
}

void apply(store::Writer& writer, base::PartnershipId partnership, const seal::Key& key,
           const ledger::OpenedEntry& entry)
{
    if (entry.header.record != trail_record(partnership)) return;
    const base::json::array* const reads = base::array_member(entry.payload, "reads");
    base::check(reads != nullptr, "a leaf of the trail holds reads");
    Place place{.partnership = partnership, .position = entry.position};
    for (const base::json::value& each : *reads) {
        base::check(each.is_object(), "a read is an object");
        insert_read(writer, key, each.get_object(), place);
        ++place.number;
    }
}

ReadRow to_read_row(const store::Row& row, const seal::Key& key)
{
    const Place place{.partnership = {},
                      .position = row.unsigned_integer("position"),
                      .number = row.unsigned_integer("number")};
    const auto what = parse_looked(row.text("what"));
    base::check(what.has_value(), "a read note's word is known");
    const auto sequence = row.optional_integer("sequence");
    return {.staff = row.optional_id<base::StaffId>("staff_id"),
            .record = row.id<base::RecordId>("record_id"),
            .what = *what,
            .sequence =
                sequence ? std::optional{static_cast<std::uint64_t>(*sequence)} : std::nullopt,
            .at = row.instant("noted_at"),
            .purpose = open_text(key, row.bytes("purpose"), context_of(place)),
            .position = place.position};
}

} // namespace

ledger::Projection read_note_projection(base::PartnershipId partnership, const seal::KeyStore& keys)
{
    return {.name = "read_note",
            .tables = {"read_note"},
            .apply = [partnership, key = keys.purpose_key(partnership, "staff")](
                         store::Writer& writer, const ledger::OpenedEntry& entry) {
                apply(writer, partnership, key, entry);
            }};
}

std::vector<ReadRow> reads_of(store::Reader& reader, const Viewer& viewer,
                              const seal::KeyStore& keys, base::RecordId record, std::size_t most)
{
    require(viewer, manual::Permission::read_trail);
    require_open(reader, viewer, record);
    const base::PartnershipId partnership = viewer.partnership();
    const seal::Key key = keys.purpose_key(partnership, "staff");
    return reader.all(reads_by_record,
                      {{"partnership", store::to_value(partnership)},
                       {"record", store::to_value(record)},
                       {"most", store::to_value(std::uint64_t{most})}},
                      [&](const store::Row& row) { return to_read_row(row, key); });
}

} // namespace heed::access
