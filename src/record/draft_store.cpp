#include "record/draft_store.h"

namespace record {

namespace {

constexpr store::Query add_draft{
    .name = "record.add_draft",
    .sql = R"sql(
        INSERT INTO draft (partnership_id, draft_id, staff_id, form, version, saved, sealed)
        VALUES (:partnership, :draft, :staff, :form, :version, :saved, :sealed))sql",
};

constexpr store::Query update_draft{
    .name = "record.update_draft",
    .sql = R"sql(
        UPDATE draft SET version = :version, saved = :saved, sealed = :sealed, form = :form
         WHERE partnership_id = :partnership AND draft_id = :draft AND staff_id = :staff
           AND version = :version - 1)sql",
};

constexpr store::Query draft_by_id{
    .name = "record.draft_by_id",
    .sql = R"sql(
        SELECT draft_id, staff_id, form, version, saved, sealed
          FROM draft
         WHERE partnership_id = :partnership AND draft_id = :draft)sql",
};

constexpr store::Query drafts_by_writer{
    .name = "record.drafts_by_writer",
    .sql = R"sql(
        SELECT draft_id, form, version, saved
          FROM draft
         WHERE partnership_id = :partnership AND staff_id = :staff
         ORDER BY saved DESC, draft_id
         LIMIT 200)sql",
};

constexpr store::Query add_draft_record{
    .name = "record.add_draft_record",
    .sql = R"sql(
        INSERT INTO draft_record (partnership_id, draft_id, record_id, place)
        VALUES (:partnership, :draft, :record, :place))sql",
};

constexpr store::Query draft_records{
    .name = "record.draft_records",
    .sql = R"sql(
        SELECT record_id FROM draft_record
         WHERE partnership_id = :partnership AND draft_id = :draft
         ORDER BY place)sql",
};

constexpr store::Query clear_draft_records{
    .name = "record.clear_draft_records",
    .sql = R"sql(
        DELETE FROM draft_record WHERE partnership_id = :partnership AND draft_id = :draft)sql",
};

constexpr store::Query remove_draft{
    .name = "record.remove_draft",
    .sql = R"sql(
        DELETE FROM draft
         WHERE partnership_id = :partnership AND draft_id = :draft AND staff_id = :staff)sql",
};

void write_records(store::Writer& writer, base::PartnershipId partnership, const StoredDraft& draft)
{
    writer.execute(clear_draft_records, {{"partnership", store::to_value(partnership)},
                                         {"draft", store::to_value(draft.id)}});
    std::int64_t place = 0;
    for (const base::RecordId& record : draft.records) {
        writer.execute(add_draft_record, {{"partnership", store::to_value(partnership)},
                                          {"draft", store::to_value(draft.id)},
                                          {"record", store::to_value(record)},
                                          {"place", place++}});
    }
}

std::vector<base::RecordId> records_of(store::Reader& reader, base::PartnershipId partnership,
                                       DraftId id)
{
    return reader.all(
        draft_records,
        {{"partnership", store::to_value(partnership)}, {"draft", store::to_value(id)}},
        [](const store::Row& row) { return row.id<base::RecordId>("record_id"); });
}

} // namespace

void insert_draft(store::Writer& writer, base::PartnershipId partnership, const StoredDraft& draft)
{
    writer.execute(add_draft, {{"partnership", store::to_value(partnership)},
                               {"draft", store::to_value(draft.id)},
                               {"staff", store::to_value(draft.writer)},
                               {"form", std::string_view{draft.form}},
                               {"version", draft.version},
                               {"saved", store::to_value(draft.saved)},
                               {"sealed", base::ByteView{draft.sealed}}});
    write_records(writer, partnership, draft);
}

bool replace_draft(store::Writer& writer, base::PartnershipId partnership, const StoredDraft& draft)
{
    writer.execute(update_draft, {{"partnership", store::to_value(partnership)},
                                  {"draft", store::to_value(draft.id)},
                                  {"staff", store::to_value(draft.writer)},
                                  {"form", std::string_view{draft.form}},
                                  {"version", draft.version},
                                  {"saved", store::to_value(draft.saved)},
                                  {"sealed", base::ByteView{draft.sealed}}});
    if (writer.changes() == 0) return false;
    write_records(writer, partnership, draft);
    return true;
}

std::optional<StoredDraft> find_draft(store::Reader& reader, base::PartnershipId partnership,
                                      DraftId id)
{
    auto draft =
        reader.one(draft_by_id,
                   {{"partnership", store::to_value(partnership)}, {"draft", store::to_value(id)}},
                   [](const store::Row& row) {
                       const base::ByteView sealed = row.bytes("sealed");
                       return StoredDraft{
                           .id = row.id<DraftId>("draft_id"),
                           .writer = row.id<base::StaffId>("staff_id"),
                           .form = std::string{row.text("form")},
                           .version = row.integer("version"),
                           .saved = row.instant("saved"),
                           .sealed = {sealed.begin(), sealed.end()},
                           .records = {},
                       };
                   });
    if (draft) draft->records = records_of(reader, partnership, id);
    return draft;
}

std::vector<DraftSummary> list_drafts(store::Reader& reader, base::PartnershipId partnership,
                                      base::StaffId writer)
{
    auto drafts = reader.all(
        drafts_by_writer,
        {{"partnership", store::to_value(partnership)}, {"staff", store::to_value(writer)}},
        [](const store::Row& row) {
            return DraftSummary{
                .id = row.id<DraftId>("draft_id"),
                .form = std::string{row.text("form")},
                .version = row.integer("version"),
                .saved = row.instant("saved"),
                .records = {},
            };
        });
    for (DraftSummary& draft : drafts)
        draft.records = records_of(reader, partnership, draft.id);
    return drafts;
}

void delete_own_draft(store::Writer& writer, base::PartnershipId partnership, DraftId id,
                      base::StaffId writer_id)
{
    writer.execute(remove_draft, {{"partnership", store::to_value(partnership)},
                                  {"draft", store::to_value(id)},
                                  {"staff", store::to_value(writer_id)}});
    if (writer.changes() == 0) return;
    writer.execute(clear_draft_records,
                   {{"partnership", store::to_value(partnership)}, {"draft", store::to_value(id)}});
}

} // namespace record
