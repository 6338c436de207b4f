#include "access/viewer.h"
#include "access/world_for_test.h"

#include <gtest/gtest.h>
#include <map>
#include <random>

namespace heed::access {
namespace {

Access ask(World& world, const Viewer& viewer, base::RecordId record)
{
    return world.read([&](store::Reader& reader) { return may_open(reader, viewer, record); });
}

TEST(viewer, table_of_who_may_open_what)
{
    World world;
    const base::RecordId with_north = world.open_record();
    const base::RecordId with_south = world.open_record();
    const base::RecordId with_ward = world.open_record();
    const base::RecordId named = world.open_record();
    const base::RecordId coming = world.open_record();
    const base::RecordId moved = world.open_record();
    const base::RecordId nobodys = world.open_record();
    const base::Date today = world.today();
    world.allocate(with_north, world.north, today);
    world.allocate(with_south, world.south, today);
    world.allocate(with_ward, world.ward, today);
    world.allocate(named, world.ward, today, world.worker.id);
    world.allocate(coming, world.north, today.plus_days(3));
    world.allocate(moved, world.north, today.plus_days(-3));
    world.allocate(moved, world.south, today);

    struct Row {
        const char* why;
        const Staff& staff;
        base::RecordId record;
        Access expected;
    };
    using enum Access;
    const Row rows[] = {
        {"own team", world.worker, with_north, open},
        {"another team of the same agency", world.worker, with_south, closed},
        {"another agency", world.worker, with_ward, closed},
        {"another agency's, but named as the worker", world.worker, named, open},
        {"own team from a coming day", world.worker, coming, open},
        {"moved to another team", world.worker, moved, closed},
        {"moved to this team", world.other_worker, moved, open},
        {"allocated to nobody", world.worker, nobodys, closed},
        {"manager, own team", world.manager, with_south, open},
        {"manager, another team of the agency", world.manager, with_north, open},
        {"manager, another agency", world.manager, with_ward, closed},
        {"manager, allocated to nobody", world.manager, nobodys, closed},
        {"another agency's worker, own team", world.nurse, with_ward, open},
        {"another agency's worker", world.nurse, with_north, closed},
        {"auditor", world.auditor, with_north, open},
        {"auditor, allocated to nobody", world.auditor, nobodys, open},
        {"no permission to read, though in the team", world.clerk, with_north, closed},
    };
    for (const Row& row : rows) {
        const Viewer viewer = world.viewer(row.staff);
        EXPECT_EQ(ask(world, viewer, row.record), row.expected) << row.why;
        world.read([&](store::Reader& reader) {
            EXPECT_EQ(open_records(reader, viewer).includes(row.record), row.expected == open)
                << row.why;
            if (row.expected == open) {
                EXPECT_NO_THROW(require_open(reader, viewer, row.record)) << row.why;
            } else {
                EXPECT_THROW(require_open(reader, viewer, row.record), base::NotFound) << row.why;
            }
        });
    }
}

TEST(viewer, forbid_wins_over_every_permit)
{
    World world;
    const base::RecordId record = world.open_record();
    world.allocate(record, world.south, world.today(), world.worker.id);
    const Staff* const all[] = {&world.worker, &world.other_worker, &world.manager, &world.auditor};
    for (const Staff* const staff : all) {
        const Viewer viewer = world.viewer(*staff);
        EXPECT_EQ(ask(world, viewer, record), Access::open) << staff->login;
        world.write([&](store::Writer& writer) {
            set_forbid(
                writer, world.partnership,
                {record, staff->id, ForbidReason::relative, world.manager.id, world.clock.now()});
            set_forbid(
                writer, world.partnership,
                {record, staff->id, ForbidReason::own_record, world.manager.id, world.clock.now()});
        });
        EXPECT_EQ(ask(world, viewer, record), Access::closed) << staff->login;
        world.read([&](store::Reader& reader) {
            EXPECT_FALSE(open_records(reader, viewer).includes(record)) << staff->login;
        });
    }
    world.write([&](store::Writer& writer) {
        lift_forbid(writer, world.partnership, record, world.worker.id);
    });
    EXPECT_EQ(ask(world, world.viewer(world.worker), record), Access::open);
    EXPECT_EQ(ask(world, world.viewer(world.manager), record), Access::closed);
}

TEST(viewer, nobody_opens_the_record_of_the_trail)
{
    World world;
    const base::RecordId trail = trail_record(world.partnership);
    const Viewer auditor = world.viewer(world.auditor);
    EXPECT_EQ(ask(world, auditor, trail), Access::closed);
    EXPECT_EQ(ask(world, Viewer::system(world.partnership, "nightly check"), trail),
              Access::closed);
    world.read([&](store::Reader& reader) {
        EXPECT_FALSE(open_records(reader, auditor).includes(trail));
    });
}

TEST(viewer, system_opens_every_record_says_why_and_may_do_nothing_else)
{
    World world;
    const Viewer viewer = Viewer::system(world.partnership, "nightly check");
    EXPECT_TRUE(viewer.is_system());
    EXPECT_EQ(viewer.purpose(), "nightly check");
    EXPECT_EQ(ask(world, viewer, world.open_record()), Access::open);
    EXPECT_THROW(require(viewer, manual::Permission::sign_entries), base::Forbidden);
    EXPECT_THROW(Viewer::system(world.partnership, ""), base::CheckFailed);
}

TEST(viewer, may_do_what_the_manual_says_of_the_role)
{
    World world;
    const Viewer viewer = world.viewer(world.worker);
    EXPECT_NO_THROW(require(viewer, manual::Permission::sign_entries));
    EXPECT_THROW(require(viewer, manual::Permission::allocate), base::Forbidden);
    EXPECT_EQ(viewer.role(), "social-worker");
    EXPECT_EQ(viewer.agency(), world.council.id);
    EXPECT_EQ(viewer.with_purpose("duty call").purpose(), "duty call");
}

/// The rules again, written as plainly as possible, to compare with.
class PlainRules {
public:
    struct Row {
        base::RecordId record;
        Team team;
        std::optional<base::StaffId> worker;
        base::Date from;
    };
    std::vector<Row> rows; ///< in the order of signing
    std::vector<std::pair<base::RecordId, base::StaffId>> forbids;

    Access may_open(const Viewer& viewer, base::RecordId record) const
    {
        for (const auto& [forbidden, staff] : forbids) {
            if (forbidden == record && staff == viewer.staff()) return Access::closed;
        }
        if (viewer.may(manual::Permission::read_partnership)) return Access::open;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (rows[i].record == record && stands(i, viewer.today()) && reaches(viewer, rows[i])) {
                return Access::open;
            }
        }
        return Access::closed;
    }

private:
    bool stands(std::size_t i, base::Date today) const
    {
        for (std::size_t later = i + 1; later < rows.size(); ++later) {
            const bool has_begun = rows[later].from <= today;
            const bool begins_first = rows[later].from <= rows[i].from;
            if (rows[later].record == rows[i].record && (has_begun || begins_first)) return false;
        }
        return true;
    }
    static bool reaches(const Viewer& viewer, const Row& row)
    {
        const bool reads_team = viewer.may(manual::Permission::read_team);
        const bool reads_agency = viewer.may(manual::Permission::read_agency);
        if (reads_agency && row.team.agency == viewer.agency()) return true;
        if (reads_team && row.team.id == viewer.team()) return true;
        return (reads_team || reads_agency) && row.worker == viewer.staff();
    }
};

TEST(viewer, agrees_with_the_plain_rules_on_random_worlds)
{
    World world;
    std::mt19937 random{5};
    const auto pick = [&](std::size_t size) { return random() % size; };
    const std::vector<Team> teams = {world.north, world.south, world.ward};
    const std::vector<Staff> staff = {world.worker, world.other_worker, world.manager,
                                      world.nurse,  world.auditor,      world.clerk};
    std::vector<base::RecordId> records;
    for (int i = 0; i < 8; ++i)
        records.push_back(world.open_record());
    PlainRules plain;
    for (int step = 0; step < 120; ++step) {
        const base::RecordId record = records[pick(records.size())];
        const base::StaffId person = staff[pick(staff.size())].id;
        if (pick(8) == 0) {
            plain.forbids.emplace_back(record, person);
            world.write([&](store::Writer& writer) {
                set_forbid(writer, world.partnership,
                           {record, person, ForbidReason::restricted, person, world.clock.now()});
            });
        } else {
            const Team& team = teams[pick(teams.size())];
            const base::Date from = world.today().plus_days(static_cast<int>(pick(9)) - 4);
            const auto named = pick(3) == 0 ? std::optional{person} : std::nullopt;
            plain.rows.push_back({record, team, named, from});
            world.allocate(record, team, from, named);
        }
        if (step % 10 == 0) world.pass(std::chrono::hours{24});
        for (const Staff& each : staff) {
            const Viewer viewer = world.viewer(each);
            world.read([&](store::Reader& reader) {
                const OpenRecords open = open_records(reader, viewer);
                for (const base::RecordId& asked : records) {
                    const Access expected = plain.may_open(viewer, asked);
                    ASSERT_EQ(may_open(reader, viewer, asked), expected) << step << each.login;
                    ASSERT_EQ(open.includes(asked), expected == Access::open) << step << each.login;
                }
            });
        }
    }
}

} // namespace
} // namespace heed::access
