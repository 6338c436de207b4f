#include "record/projection.h"

#include "record/entry.h"
#include "record/record_store.h"

namespace record {

namespace {

void later(std::optional<base::Date>& day, base::Date other)
{
    if (!day || *day < other) day = other;
}

void apply_contact(store::Writer& writer, base::PartnershipId partnership,
                   const ledger::OpenedEntry& opened)
{
    if (!fact_holds(opened, manual::Meaning::seen)) return;
    const base::RecordId record = opened.header.record;
    const base::Date day = opened.header.occurred.date();
    Contact contact = find_contact(writer, partnership, record);
    later(contact.last_seen, day);
    if (fact_holds(opened, manual::Meaning::seen_alone)) later(contact.last_seen_alone, day);
    write_contact(writer, partnership, record, contact);
}

void apply(store::Writer& writer, base::PartnershipId partnership,
           const ledger::OpenedEntry& opened)
{
    if (!is_record_entry(opened)) return;
    EntryRow row{
        .record = opened.header.record,
        .sequence = opened.header.sequence,
        .form = opened.header.form,
        .event = opened.header.event,
        .occurred = opened.header.occurred.text(),
        .recorded = opened.header.recorded,
        .late = opened.payload.contains("late"),
        .corrects = {},
    };
    if (const auto corrects = base::integer_member(opened.payload, "corrects")) {
        row.corrects = static_cast<std::uint64_t>(*corrects);
    }
    write_entry(writer, partnership, row);
    apply_contact(writer, partnership, opened);
}

} // namespace

ledger::Projection projection(base::PartnershipId partnership)
{
    return {
        .name = "record",
        .tables = {"record", "entry", "contact_with_child"},
        .apply =
            [partnership](store::Writer& writer, const ledger::OpenedEntry& opened) {
                apply(writer, partnership, opened);
            },
    };
}

} // namespace record
