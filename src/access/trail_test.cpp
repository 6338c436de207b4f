#include "access/trail.h"
#include "access/world_for_test.h"

#include <gtest/gtest.h>
#include <thread>

namespace heed::access {
namespace {

std::uint64_t leaves_of(World& world)
{
    return world.read([&](store::Reader& reader) {
        return world.ledger->record_size(reader, trail_record(world.partnership));
    });
}

std::vector<ReadRow> rows_of(World& world, base::RecordId record)
{
    const Viewer auditor = world.viewer(world.auditor);
    return world.read([&](store::Reader& reader) {
        return reads_of(reader, auditor, *world.keys, record, 10'000);
    });
}

constexpr store::Query every_row{
    .name = "test.every_derived_row",
    .sql = R"sql(
        SELECT partnership_id, position, number, record_id, sequence, staff_id, what, noted_at, purpose
          FROM read_note
        UNION ALL
        SELECT partnership_id, sequence, NULL, record_id, NULL, worker_id, from_date, NULL, team_id
          FROM allocation
         ORDER BY partnership_id, position, number, record_id, what)sql",
};

std::vector<std::string> derived_rows(World& world)
{
    return world.read([&](store::Reader& reader) {
        return reader.all(every_row, {}, [](const store::Row& row) {
            std::string line{row.text("what")};
            for (const char* column : {"partnership_id", "record_id", "staff_id", "purpose"}) {
                const auto bytes = row.optional_bytes(column);
                line += " " + (bytes ? base::to_hex(*bytes) : "-");
            }
            for (const char* column : {"position", "number", "sequence", "noted_at"}) {
                const auto number = row.optional_integer(column);
                line += " " + (number ? std::to_string(*number) : "-");
            }
            return line;
        });
    });
}

TEST(trail, says_who_looked_at_what_when_and_why)
{
    World world;
    const base::RecordId record = world.open_record();
    const Viewer worker = world.viewer(world.worker).with_purpose("duty call");
    world.trail->note(worker, std::vector<ReadNote>{{record, Looked::entry, 7}});
    world.pass(std::chrono::minutes{1});
    world.trail->note(Viewer::system(world.partnership, "nightly check"),
                      std::vector<ReadNote>{{record, Looked::summary, {}}});

    const std::vector<ReadRow> rows = rows_of(world, record);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].staff, std::nullopt);
    EXPECT_EQ(rows[0].purpose, "nightly check");
    EXPECT_EQ(rows[0].what, Looked::summary);
    EXPECT_EQ(rows[0].at, world.clock.now());
    EXPECT_EQ(rows[1].staff, world.worker.id);
    EXPECT_EQ(rows[1].record, record);
    EXPECT_EQ(rows[1].what, Looked::entry);
    EXPECT_EQ(rows[1].sequence, 7U);
    EXPECT_EQ(rows[1].purpose, "duty call");
}

TEST(trail, holds_only_what_is_in_the_ledger)
{
    World world;
    const base::RecordId record = world.open_record();
    world.trail->note(world.viewer(world.worker),
                      std::vector<ReadNote>{{record, Looked::chronology, {}}});
    const auto entry = world.read([&](store::Reader& reader) {
        return world.ledger->entry(reader, trail_record(world.partnership), 1);
    });
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->header.kind, "reads");
    const base::json::array* const reads = base::array_member(entry->payload, "reads");
    ASSERT_NE(reads, nullptr);
    ASSERT_EQ(reads->size(), 1U);
    EXPECT_EQ(base::text_member(reads->front().as_object(), "record"), record.text());
    EXPECT_EQ(base::text_member(reads->front().as_object(), "staff"), world.worker.id.text());
    const auto checkpoint =
        world.read([&](store::Reader& reader) { return world.ledger->checkpoint(reader); });
    EXPECT_EQ(checkpoint.size, entry->position + 1) << "the ledger has signed the leaf";
}

TEST(trail, many_notes_of_one_page_are_one_leaf)
{
    World world;
    std::vector<ReadNote> notes;
    for (int i = 0; i < 200; ++i) {
        notes.push_back({base::RecordId::make(world.random), Looked::search_result, {}});
    }
    world.trail->note(world.viewer(world.worker), notes);
    EXPECT_EQ(leaves_of(world), 1U);
    EXPECT_EQ(derived_rows(world).size(), 200U);
    for (const ReadNote& note : notes)
        EXPECT_EQ(rows_of(world, note.record).size(), 1U);
}

TEST(trail, many_pages_in_one_group_are_one_leaf)
{
    World world;
    const base::RecordId record = world.open_record();
    const Viewer worker = world.viewer(world.worker);
    const std::uint64_t groups_before = world.database->statistics().groups;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int page = 0; page < 25; ++page) {
                world.trail->note(worker, std::vector<ReadNote>{{record, Looked::summary, {}},
                                                                {record, Looked::chronology, {}}});
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(leaves_of(world), world.database->statistics().groups - groups_before);
    EXPECT_LT(leaves_of(world), 200U);
    EXPECT_EQ(rows_of(world, record).size(), 400U);
}

TEST(trail, note_that_cannot_be_written_is_unavailable_and_leaves_nothing_behind)
{
    World world;
    const base::RecordId record = world.open_record();
    const Viewer worker = world.viewer(world.worker);
    bool fails = true;
    world.database->before_commit([&](store::Writer&) {
        if (fails) throw base::Conflict{"the group cannot be kept"};
    });
    const std::vector<ReadNote> notes = {{record, Looked::summary, {}}};
    EXPECT_THROW(world.trail->note(worker, notes), base::Unavailable);
    EXPECT_EQ(leaves_of(world), 0U);
    fails = false;
    world.trail->note(worker, notes);
    EXPECT_EQ(leaves_of(world), 1U);
    EXPECT_EQ(rows_of(world, record).size(), 1U) << "the failed note is not written after all";
}

TEST(trail, nothing_read_writes_nothing)
{
    World world;
    world.trail->note(world.viewer(world.worker), {});
    EXPECT_EQ(leaves_of(world), 0U);
}

TEST(trail, rebuild_makes_the_same_rows)
{
    World world;
    const base::RecordId record = world.open_record();
    world.allocate(record, world.north, world.today(), world.worker.id);
    world.allocate(record, world.south, world.today().plus_days(2));
    for (int i = 0; i < 20; ++i) {
        world.trail->note(
            world.viewer(world.worker).with_purpose(i % 2 == 0 ? "duty call" : ""),
            std::vector<ReadNote>{{record, Looked::entry, 1}, {record, Looked::summary, {}}});
        world.pass(std::chrono::minutes{1});
    }
    const std::vector<std::string> before = derived_rows(world);
    ASSERT_EQ(before.size(), 42U);
    world.ledger->rebuild({});
    EXPECT_EQ(derived_rows(world), before);
}

TEST(trail, is_shown_only_to_who_may_read_it_and_open_the_record)
{
    World world;
    const base::RecordId north = world.open_record();
    const base::RecordId ward = world.open_record();
    world.allocate(north, world.north, world.today());
    world.allocate(ward, world.ward, world.today());
    const auto ask = [&](const Staff& staff, base::RecordId record) {
        const Viewer viewer = world.viewer(staff);
        return world.read([&](store::Reader& reader) {
            return reads_of(reader, viewer, *world.keys, record, 100);
        });
    };
    EXPECT_THROW(ask(world.worker, north), base::Forbidden);
    EXPECT_THROW(ask(world.manager, ward), base::NotFound);
    EXPECT_NO_THROW(ask(world.manager, north));
}

TEST(trail, names_nobody_in_clear)
{
    World world;
    const base::RecordId record = world.open_record();
    world.trail->note(world.viewer(world.worker).with_purpose("because of a call"),
                      std::vector<ReadNote>{{record, Looked::summary, {}}});
    const std::string bytes = world.bytes_on_disk();
    EXPECT_EQ(bytes.find("because of a call"), std::string::npos);
    EXPECT_EQ(bytes.find(record.text()), std::string::npos);
}

TEST(trail, every_way_of_looking_has_a_word)
{
    using enum Looked;
    for (const Looked what :
         {summary, chronology, entry, proof, search_result, draft, form, list, trail, download}) {
        EXPECT_EQ(parse_looked(to_word(what)), what);
    }
    EXPECT_FALSE(parse_looked("glance"));
}

} // namespace
} // namespace heed::access
