#include "pathway/due_store.h"

namespace pathway {

namespace {

constexpr store::Query put_due_step{
    .name = "pathway.put_due_step",
    .sql = R"sql(
        INSERT INTO due_step (partnership_id, record_id, timescale, since, due_on)
        VALUES (:partnership, :record, :timescale, :since, :due_on)
        ON CONFLICT (partnership_id, record_id, timescale)
        DO UPDATE SET since = excluded.since, due_on = excluded.due_on)sql",
};

constexpr store::Query due_steps_by_record{
    .name = "pathway.due_steps_by_record",
    .sql = R"sql(
        SELECT record_id, timescale, since, due_on FROM due_step
         WHERE partnership_id = :partnership AND record_id = :record
         ORDER BY due_on, timescale)sql",
};

} // namespace

void write_due_step(store::Writer& writer, base::PartnershipId partnership, const DueStep& step)
{
    const std::string since = step.since.iso();
    const std::string due_on = step.due_on.iso();
    writer.execute(put_due_step, {{"partnership", store::to_value(partnership)},
                                  {"record", store::to_value(step.record)},
                                  {"timescale", std::string_view{step.timescale}},
                                  {"since", std::string_view{since}},
                                  {"due_on", std::string_view{due_on}}});
}

std::vector<DueStep> due_steps_of(store::Reader& reader, base::PartnershipId partnership,
                                  base::RecordId record)
{
    return reader.all(
        due_steps_by_record,
        {{"partnership", store::to_value(partnership)}, {"record", store::to_value(record)}},
        [](const store::Row& row) {
            return DueStep{
                .record = row.id<base::RecordId>("record_id"),
                .timescale = std::string{row.text("timescale")},
                .since = row.date("since"),
                .due_on = row.date("due_on"),
            };
        });
}

} // namespace pathway
