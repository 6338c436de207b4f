#include "access/allocation.h"
#include "access/trail.h"
#include "access/viewer.h"

namespace heed::access {

namespace {

constexpr store::Query forbid_of{
    .name = "access.forbid_of",
    .sql = R"sql(
        SELECT reason FROM forbid
         WHERE partnership_id = :partnership AND record_id = :record AND staff_id = :staff)sql",
};

constexpr store::Query forbids_of_staff{
    .name = "access.forbids_of_staff",
    .sql = R"sql(
        SELECT record_id FROM forbid
         WHERE partnership_id = :partnership AND staff_id = :staff)sql",
};

constexpr store::Query agency_of_team{
    .name = "access.agency_of_team",
    .sql = R"sql(
        SELECT agency_id FROM team
         WHERE partnership_id = :partnership AND team_id = :team)sql",
};

constexpr store::Query teams_of_agency{
    .name = "access.teams_of_agency",
    .sql = R"sql(
        SELECT team_id FROM team
         WHERE partnership_id = :partnership AND agency_id = :agency)sql",
};

constexpr store::Query put_forbid{
    .name = "access.put_forbid",
    .sql = R"sql(
        INSERT INTO forbid (partnership_id, record_id, staff_id, reason, set_by, set_at)
        VALUES (:partnership, :record, :staff, :reason, :set_by, :set_at)
        ON CONFLICT (partnership_id, record_id, staff_id) DO UPDATE
           SET reason = excluded.reason, set_by = excluded.set_by,
               set_at = excluded.set_at)sql",
};

constexpr store::Query delete_forbid{
    .name = "access.delete_forbid",
    .sql = R"sql(
        DELETE FROM forbid
         WHERE partnership_id = :partnership AND record_id = :record AND staff_id = :staff)sql",
};

/// How far a viewer's role reaches by itself.
enum class Reach { nothing, team, agency, partnership };

Reach reach_of(const Viewer& viewer)
{
    if (viewer.is_system()) return Reach::partnership;
    if (viewer.may(manual::Permission::read_partnership)) return Reach::partnership;
    if (viewer.may(manual::Permission::read_agency)) return Reach::agency;
    if (viewer.may(manual::Permission::read_team)) return Reach::team;
    return Reach::nothing;
}

std::string_view to_word(ForbidReason reason)
{
    switch (reason) {
    case ForbidReason::own_record: return "own_record";
    case ForbidReason::relative: return "relative";
    case ForbidReason::conflict_of_interest: return "conflict_of_interest";
    case ForbidReason::restricted: return "restricted";
    }
    return {};
}

bool is_in_agency(store::Reader& reader, const Viewer& viewer, TeamId team)
{
    const base::PartnershipId partnership = viewer.partnership();
    const auto agency =
        reader.one(agency_of_team,
                   {{"partnership", store::to_value(partnership)}, {"team", store::to_value(team)}},
                   [](const store::Row& row) { return row.id<AgencyId>("agency_id"); });
    return agency == viewer.agency();
}

Access is_allocated(store::Reader& reader, const Viewer& viewer, base::RecordId record, Reach reach)
{
    for (const Allocation& each :
         allocations_of(reader, viewer.partnership(), record, viewer.today())) {
        if (each.worker == viewer.staff() || each.team == viewer.team()) return Access::open;
        if (reach == Reach::agency && is_in_agency(reader, viewer, each.team)) return Access::open;
    }
    return Access::closed;
}

std::vector<base::RecordId> forbidden(store::Reader& reader, const Viewer& viewer)
{
    const base::PartnershipId partnership = viewer.partnership();
    const base::StaffId staff = viewer.staff();
    auto records = reader.all(
        forbids_of_staff,
        {{"partnership", store::to_value(partnership)}, {"staff", store::to_value(staff)}},
        [](const store::Row& row) { return row.id<base::RecordId>("record_id"); });
    records.push_back(trail_record(partnership));
    return records;
}

std::vector<TeamId> teams_in_reach(store::Reader& reader, const Viewer& viewer, Reach reach)
{
    if (reach == Reach::team) return {viewer.team()};
    const base::PartnershipId partnership = viewer.partnership();
    const AgencyId agency = viewer.agency();
    return reader.all(
        teams_of_agency,
        {{"partnership", store::to_value(partnership)}, {"agency", store::to_value(agency)}},
        [](const store::Row& row) { return row.id<TeamId>("team_id"); });
}

} // namespace

Access may_open(store::Reader& reader, const Viewer& viewer, base::RecordId record)
{
    const base::PartnershipId partnership = viewer.partnership();
    if (record == trail_record(partnership)) return Access::closed;
    if (viewer.is_system()) return Access::open;

    const base::StaffId staff = viewer.staff();
    const auto forbid = reader.one(forbid_of,
                                   {{"partnership", store::to_value(partnership)},
                                    {"record", store::to_value(record)},
                                    {"staff", store::to_value(staff)}},
                                   [](const store::Row& row) { return row.owned_text("reason"); });
    if (forbid) return Access::closed;

    switch (const Reach reach = reach_of(viewer)) {
    case Reach::nothing: return Access::closed;
    case Reach::team:
    case Reach::agency: return is_allocated(reader, viewer, record, reach);
    case Reach::partnership: return Access::open;
    }
    return Access::closed;
}

OpenRecords open_records(store::Reader& reader, const Viewer& viewer)
{
    using Extent = OpenRecords::Extent;
    const Reach reach = reach_of(viewer);
    if (reach == Reach::nothing) return {Extent::listed, {}};
    OpenRecords closed{Extent::all_but_those, forbidden(reader, viewer)};
    if (reach == Reach::partnership) return closed;

    std::vector<base::RecordId> open;
    const auto add = [&](const std::vector<Allocation>& allocations) {
        for (const Allocation& each : allocations) {
            if (closed.includes(each.record)) open.push_back(each.record);
        }
    };
    const base::PartnershipId partnership = viewer.partnership();
    add(allocations_to_worker(reader, partnership, viewer.staff(), viewer.today()));
    for (const TeamId team : teams_in_reach(reader, viewer, reach)) {
        add(allocations_to_team(reader, partnership, team, viewer.today()));
    }
    return {Extent::listed, std::move(open)};
}

void set_forbid(store::Writer& writer, base::PartnershipId partnership, const Forbid& forbid)
{
    writer.execute(put_forbid, {{"partnership", store::to_value(partnership)},
                                {"record", store::to_value(forbid.record)},
                                {"staff", store::to_value(forbid.staff)},
                                {"reason", to_word(forbid.reason)},
                                {"set_by", store::to_value(forbid.set_by)},
                                {"set_at", store::to_value(forbid.set_at)}});
}

void lift_forbid(store::Writer& writer, base::PartnershipId partnership, base::RecordId record,
                 base::StaffId staff)
{
    writer.execute(delete_forbid, {{"partnership", store::to_value(partnership)},
                                   {"record", store::to_value(record)},
                                   {"staff", store::to_value(staff)}});
}

} // namespace heed::access
