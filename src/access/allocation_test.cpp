#include "access/allocation.h"
#include "access/world_for_test.h"

#include <gtest/gtest.h>

namespace heed::access {
namespace {

std::vector<TeamId> teams_of(World& world, base::RecordId record, base::Date day)
{
    const auto standing = world.read([&](store::Reader& reader) {
        return allocations_of(reader, world.partnership, record, day);
    });
    std::vector<TeamId> teams;
    for (const Allocation& each : standing)
        teams.push_back(each.team);
    return teams;
}

TEST(allocation, comes_from_the_signed_entry)
{
    World world;
    const base::RecordId record = world.open_record();
    world.allocate(record, world.north, world.today(), world.worker.id);
    const auto found = world.read([&](store::Reader& reader) {
        return allocation_of(reader, world.partnership, record, world.today());
    });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->record, record);
    EXPECT_EQ(found->team, world.north.id);
    EXPECT_EQ(found->worker, world.worker.id);
    EXPECT_EQ(found->from, world.today());
    EXPECT_EQ(found->sequence, 1U);
}

TEST(allocation, record_without_one_has_none)
{
    World world;
    const base::RecordId record = world.open_record();
    EXPECT_TRUE(teams_of(world, record, world.today()).empty());
}

TEST(allocation, later_signed_one_takes_over_on_its_day)
{
    using Teams = std::vector<TeamId>;
    World world;
    const base::Date today = world.today();
    const TeamId north = world.north.id;
    const TeamId south = world.south.id;
    const TeamId ward = world.ward.id;
    struct Step {
        const Team* team;
        int from; ///< days from today
    };
    struct Row {
        const char* why;
        std::vector<Step> steps;
        int day;
        Teams expected;
    };
    const Row rows[] = {
        {"one", {{&world.north, 0}}, 0, {north}},
        {"one to come stands already", {{&world.north, 7}}, 0, {north}},
        {"replaced at once", {{&world.north, -7}, {&world.south, 0}}, 0, {south}},
        {"both stand until the day", {{&world.north, -7}, {&world.south, 7}}, 0, {north, south}},
        {"the new one alone from the day", {{&world.north, -7}, {&world.south, 7}}, 7, {south}},
        {"signed later, begun earlier: a mistake put right",
         {{&world.north, 0}, {&world.south, -3}},
         0,
         {south}},
        {"a coming one put right before its day",
         {{&world.north, -7}, {&world.south, 7}, {&world.ward, 7}},
         0,
         {north, ward}},
        {"a coming one brought forward",
         {{&world.north, -7}, {&world.south, 7}, {&world.south, 3}},
         0,
         {north, south}},
        {"a coming one called off by one that begins before it",
         {{&world.north, -7}, {&world.south, 7}, {&world.ward, 0}},
         0,
         {ward}},
    };
    for (const Row& row : rows) {
        const base::RecordId record = world.open_record();
        for (const Step& step : row.steps) {
            world.allocate(record, *step.team, today.plus_days(step.from));
        }
        EXPECT_EQ(teams_of(world, record, today.plus_days(row.day)), row.expected) << row.why;
    }
}

TEST(allocation, lists_what_a_worker_and_a_team_have)
{
    World world;
    const base::RecordId mine = world.open_record();
    const base::RecordId teams = world.open_record();
    const base::RecordId gone = world.open_record();
    world.allocate(mine, world.north, world.today(), world.worker.id);
    world.allocate(teams, world.north, world.today());
    world.allocate(gone, world.north, world.today(), world.worker.id);
    world.allocate(gone, world.south, world.today(), world.other_worker.id);
    world.read([&](store::Reader& reader) {
        const auto of_worker =
            allocations_to_worker(reader, world.partnership, world.worker.id, world.today());
        ASSERT_EQ(of_worker.size(), 1U);
        EXPECT_EQ(of_worker[0].record, mine);
        EXPECT_EQ(
            allocations_to_team(reader, world.partnership, world.north.id, world.today()).size(),
            2U);
    });
}

TEST(allocation, entry_that_names_no_team_is_not_appended)
{
    World world;
    const base::RecordId record = world.open_record();
    base::json::object payload;
    payload["answers"] = base::json::object{{"from", "2026-11-23"}, {"team", "nowhere"}};
    const auto append = [&] {
        world.write([&](store::Writer& writer) {
            world.ledger->append(writer, {.record = record,
                                          .event = base::EventId::make(world.random),
                                          .kind = "allocation",
                                          .form = "allocation@1",
                                          .actor = world.manager.id,
                                          .occurred = ledger::Occurred::at(world.clock.now()),
                                          .recorded = world.clock.now(),
                                          .payload = payload});
        });
    };
    EXPECT_THROW(append(), base::CheckFailed);
    EXPECT_EQ(world.read(
                  [&](store::Reader& reader) { return world.ledger->record_size(reader, record); }),
              0U);
}

} // namespace
} // namespace heed::access
