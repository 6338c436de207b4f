#include "access/allocation.h"
#include "base/errors.h"
#include "base/json.h"

namespace heed::access {

namespace {

constexpr store::Query insert_allocation{
    .name = "access.insert_allocation",
    .sql = R"sql(
        INSERT INTO allocation (partnership_id, record_id, sequence, team_id, worker_id, from_date)
        VALUES (:partnership, :record, :sequence, :team, :worker, :from))sql",
};

// In force or still to come: no allocation signed later has taken its place.
constexpr store::Query allocations_of_record{
    .name = "access.allocations_of_record",
    .sql = R"sql(
        SELECT a.record_id, a.sequence, a.team_id, a.worker_id, a.from_date FROM allocation a
         WHERE a.partnership_id = :partnership AND a.record_id = :record
           AND NOT EXISTS (
               SELECT 1 FROM allocation b
                WHERE b.partnership_id = a.partnership_id AND b.record_id = a.record_id
                  AND b.sequence > a.sequence
                  AND (b.from_date <= :today OR b.from_date <= a.from_date))
         ORDER BY a.from_date, a.sequence)sql",
};

constexpr store::Query allocations_of_worker{
    .name = "access.allocations_of_worker",
    .sql = R"sql(
        SELECT a.record_id, a.sequence, a.team_id, a.worker_id, a.from_date FROM allocation a
         WHERE a.partnership_id = :partnership AND a.worker_id = :worker
           AND NOT EXISTS (
               SELECT 1 FROM allocation b
                WHERE b.partnership_id = a.partnership_id AND b.record_id = a.record_id
                  AND b.sequence > a.sequence
                  AND (b.from_date <= :today OR b.from_date <= a.from_date))
         ORDER BY a.from_date, a.record_id, a.sequence)sql",
};

constexpr store::Query allocations_of_team{
    .name = "access.allocations_of_team",
    .sql = R"sql(
        SELECT a.record_id, a.sequence, a.team_id, a.worker_id, a.from_date FROM allocation a
         WHERE a.partnership_id = :partnership AND a.team_id = :team
           AND NOT EXISTS (
               SELECT 1 FROM allocation b
                WHERE b.partnership_id = a.partnership_id AND b.record_id = a.record_id
                  AND b.sequence > a.sequence
                  AND (b.from_date <= :today OR b.from_date <= a.from_date))
         ORDER BY a.from_date, a.record_id, a.sequence)sql",
};

Allocation to_allocation(const store::Row& row)
{
    return {.record = row.id<base::RecordId>("record_id"),
            .team = row.id<TeamId>("team_id"),
            .worker = row.optional_id<base::StaffId>("worker_id"),
            .from = row.date("from_date"),
            .sequence = row.unsigned_integer("sequence")};
}

bool is_allocation(const ledger::LeafHeader& header)
{
    constexpr std::string_view form = "allocation@";
    return header.kind == "allocation" || header.form.compare(0, form.size(), form) == 0;
}

void apply(store::Writer& writer, base::PartnershipId partnership, const ledger::OpenedEntry& entry)
{
    if (!is_allocation(entry.header)) return;
    const base::json::object* const answers = base::object_member(entry.payload, "answers");
    base::check(answers != nullptr, "an allocation has answers");
    const auto team = TeamId::parse(base::text_member(*answers, "team"));
    const auto from = base::Date::parse(base::text_member(*answers, "from"));
    const std::string_view worker_text = base::text_member(*answers, "worker");
    const auto worker = base::StaffId::parse(worker_text);
    base::check(team && from, "an allocation names a team and a day");
    base::check(worker.has_value() != worker_text.empty(), "an allocation's worker is a person");

    const std::string day = from->iso();
    writer.execute(insert_allocation, {{"partnership", store::to_value(partnership)},
                                       {"record", store::to_value(entry.header.record)},
                                       {"sequence", store::to_value(entry.header.sequence)},
                                       {"team", store::to_value(*team)},
                                       {"worker", store::to_value(worker)},
                                       {"from", day}});
}

} // namespace

ledger::Projection allocation_projection(base::PartnershipId partnership)
{
    return {.name = "allocation",
            .tables = {"allocation"},
            .apply = [partnership](store::Writer& writer, const ledger::OpenedEntry& entry) {
                apply(writer, partnership, entry);
            }};
}

std::vector<Allocation> allocations_of(store::Reader& reader, base::PartnershipId partnership,
                                       base::RecordId record, base::Date today)
{
    const std::string day = today.iso();
    return reader.all(allocations_of_record,
                      {{"partnership", store::to_value(partnership)},
                       {"record", store::to_value(record)},
                       {"today", day}},
                      to_allocation);
}

std::optional<Allocation> allocation_of(store::Reader& reader, base::PartnershipId partnership,
                                        base::RecordId record, base::Date today)
{
    const auto standing = allocations_of(reader, partnership, record, today);
    if (standing.empty()) return std::nullopt;
    return standing.front();
}

std::vector<Allocation> allocations_to_worker(store::Reader& reader,
                                              base::PartnershipId partnership, base::StaffId worker,
                                              base::Date today)
{
    const std::string day = today.iso();
    return reader.all(allocations_of_worker,
                      {{"partnership", store::to_value(partnership)},
                       {"worker", store::to_value(worker)},
                       {"today", day}},
                      to_allocation);
}

std::vector<Allocation> allocations_to_team(store::Reader& reader, base::PartnershipId partnership,
                                            TeamId team, base::Date today)
{
    const std::string day = today.iso();
    return reader.all(allocations_of_team,
                      {{"partnership", store::to_value(partnership)},
                       {"team", store::to_value(team)},
                       {"today", day}},
                      to_allocation);
}

} // namespace heed::access
