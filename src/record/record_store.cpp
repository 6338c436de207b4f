#include "record/record_store.h"

namespace record {

namespace {

constexpr store::Query add_entry{
    .name = "record.add_entry",
    .sql = R"sql(
        INSERT INTO entry (partnership_id, record_id, sequence, form, event_id, occurred, recorded,
                           late, corrects)
        VALUES (:partnership, :record, :sequence, :form, :event, :occurred, :recorded, :late,
                :corrects))sql",
};

constexpr store::Query put_record{
    .name = "record.put_record",
    .sql = R"sql(
        INSERT INTO record (partnership_id, record_id, opened, entries)
        VALUES (:partnership, :record, :recorded, :sequence)
        ON CONFLICT (partnership_id, record_id) DO UPDATE SET entries = excluded.entries)sql",
};

constexpr store::Query put_contact{
    .name = "record.put_contact",
    .sql = R"sql(
        INSERT INTO contact_with_child (partnership_id, record_id, last_seen, last_seen_alone)
        VALUES (:partnership, :record, :seen, :alone)
        ON CONFLICT (partnership_id, record_id)
        DO UPDATE SET last_seen = excluded.last_seen,
                      last_seen_alone = excluded.last_seen_alone)sql",
};

constexpr store::Query contact_by_record{
    .name = "record.contact_by_record",
    .sql = R"sql(
        SELECT last_seen, last_seen_alone FROM contact_with_child
         WHERE partnership_id = :partnership AND record_id = :record)sql",
};

constexpr store::Query entry_count{
    .name = "record.entry_count",
    .sql = R"sql(
        SELECT entries FROM record
         WHERE partnership_id = :partnership AND record_id = :record)sql",
};

constexpr store::Query event_count{
    .name = "record.event_count",
    .sql = R"sql(
        SELECT count(*) AS events FROM entry
         WHERE partnership_id = :partnership AND record_id = :record AND corrects IS NULL)sql",
};

constexpr store::Query by_time{
    .name = "record.by_time",
    .sql = R"sql(
        SELECT record_id, sequence, form, event_id, occurred, recorded, late, corrects
          FROM entry
         WHERE partnership_id = :partnership AND record_id = :record AND corrects IS NULL
         ORDER BY occurred DESC, sequence DESC
         LIMIT :most OFFSET :skip)sql",
};

constexpr store::Query corrections_by_record{
    .name = "record.corrections",
    .sql = R"sql(
        SELECT corrects, sequence
          FROM entry
         WHERE partnership_id = :partnership AND record_id = :record AND corrects IS NOT NULL
         ORDER BY sequence)sql",
};

constexpr store::Query by_sequence{
    .name = "record.by_sequence",
    .sql = R"sql(
        SELECT record_id, sequence, form, event_id, occurred, recorded, late, corrects
          FROM entry
         WHERE partnership_id = :partnership AND record_id = :record AND sequence = :sequence)sql",
};

constexpr store::Query by_event{
    .name = "record.by_event",
    .sql = R"sql(
        SELECT record_id, sequence, form, event_id, occurred, recorded, late, corrects
          FROM entry
         WHERE partnership_id = :partnership AND event_id = :event
         ORDER BY record_id, sequence)sql",
};

EntryRow to_entry(const store::Row& row)
{
    EntryRow entry{
        .record = row.id<base::RecordId>("record_id"),
        .sequence = static_cast<std::uint64_t>(row.integer("sequence")),
        .form = std::string{row.text("form")},
        .event = row.id<base::EventId>("event_id"),
        .occurred = std::string{row.text("occurred")},
        .recorded = row.instant("recorded"),
        .late = row.integer("late") != 0,
        .corrects = {},
    };
    if (!row.is_null("corrects")) {
        entry.corrects = static_cast<std::uint64_t>(row.integer("corrects"));
    }
    return entry;
}

std::uint64_t count(store::Reader& reader, const store::Query& query,
                    base::PartnershipId partnership, base::RecordId record)
{
    const std::string_view column = query.name == entry_count.name ? "entries" : "events";
    const auto found = reader.one(
        query, {{"partnership", store::to_value(partnership)}, {"record", store::to_value(record)}},
        [&](const store::Row& row) { return row.integer(column); });
    return static_cast<std::uint64_t>(found.value_or(0));
}

} // namespace

void write_entry(store::Writer& writer, base::PartnershipId partnership, const EntryRow& entry)
{
    const auto sequence = static_cast<std::int64_t>(entry.sequence);
    const store::Value corrects =
        entry.corrects ? store::Value{static_cast<std::int64_t>(*entry.corrects)} : store::Value{};
    writer.execute(add_entry, {{"partnership", store::to_value(partnership)},
                               {"record", store::to_value(entry.record)},
                               {"sequence", sequence},
                               {"form", std::string_view{entry.form}},
                               {"event", store::to_value(entry.event)},
                               {"occurred", std::string_view{entry.occurred}},
                               {"recorded", store::to_value(entry.recorded)},
                               {"late", std::int64_t{entry.late ? 1 : 0}},
                               {"corrects", corrects}});
    writer.execute(put_record, {{"partnership", store::to_value(partnership)},
                                {"record", store::to_value(entry.record)},
                                {"recorded", store::to_value(entry.recorded)},
                                {"sequence", sequence}});
}

void write_contact(store::Writer& writer, base::PartnershipId partnership, base::RecordId record,
                   const Contact& contact)
{
    const std::string seen = contact.last_seen ? contact.last_seen->iso() : "";
    const std::string alone = contact.last_seen_alone ? contact.last_seen_alone->iso() : "";
    const auto to_value = [](const std::string& day) {
        return day.empty() ? store::Value{} : store::Value{std::string_view{day}};
    };
    writer.execute(put_contact, {{"partnership", store::to_value(partnership)},
                                 {"record", store::to_value(record)},
                                 {"seen", to_value(seen)},
                                 {"alone", to_value(alone)}});
}

Contact find_contact(store::Reader& reader, base::PartnershipId partnership, base::RecordId record)
{
    const auto contact = reader.one(
        contact_by_record,
        {{"partnership", store::to_value(partnership)}, {"record", store::to_value(record)}},
        [](const store::Row& row) {
            Contact found;
            if (!row.is_null("last_seen")) found.last_seen = row.date("last_seen");
            if (!row.is_null("last_seen_alone"))
                found.last_seen_alone = row.date("last_seen_alone");
            return found;
        });
    return contact.value_or(Contact{});
}

std::uint64_t count_entries(store::Reader& reader, base::PartnershipId partnership,
                            base::RecordId record)
{
    return count(reader, entry_count, partnership, record);
}

std::uint64_t count_events(store::Reader& reader, base::PartnershipId partnership,
                           base::RecordId record)
{
    return count(reader, event_count, partnership, record);
}

std::vector<EntryRow> entries_by_time(store::Reader& reader, base::PartnershipId partnership,
                                      base::RecordId record, Window window)
{
    return reader.all(by_time,
                      {{"partnership", store::to_value(partnership)},
                       {"record", store::to_value(record)},
                       {"most", static_cast<std::int64_t>(window.most)},
                       {"skip", static_cast<std::int64_t>(window.skip)}},
                      to_entry);
}

std::vector<CorrectionRow> corrections_in(store::Reader& reader, base::PartnershipId partnership,
                                          base::RecordId record)
{
    return reader.all(
        corrections_by_record,
        {{"partnership", store::to_value(partnership)}, {"record", store::to_value(record)}},
        [](const store::Row& row) {
            return CorrectionRow{.corrects = row.unsigned_integer("corrects"),
                                 .sequence = row.unsigned_integer("sequence")};
        });
}

std::optional<EntryRow> find_entry(store::Reader& reader, base::PartnershipId partnership,
                                   base::RecordId record, std::uint64_t sequence)
{
    return reader.one(by_sequence,
                      {{"partnership", store::to_value(partnership)},
                       {"record", store::to_value(record)},
                       {"sequence", store::to_value(sequence)}},
                      to_entry);
}

std::vector<EntryRow> entries_of_event(store::Reader& reader, base::PartnershipId partnership,
                                       base::EventId event)
{
    return reader.all(
        by_event,
        {{"partnership", store::to_value(partnership)}, {"event", store::to_value(event)}},
        to_entry);
}

} // namespace record
