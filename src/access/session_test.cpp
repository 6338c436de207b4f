#include "access/session.h"
#include "access/world_for_test.h"

#include <gtest/gtest.h>

namespace heed::access {
namespace {

constexpr std::chrono::milliseconds moment{1};
constexpr std::chrono::minutes minute{1};
constexpr std::chrono::hours hour{1};

class SignedInWorld : public World {
public:
    Sessions sessions{*database, *viewers, clock, random};
    std::string token = begin(worker, {});

    std::string begin(const Staff& staff, std::string_view replaces)
    {
        std::string made;
        write([&](store::Writer& writer) {
            made = sessions.begin(writer, staff.id, SignedInBy::password, replaces);
        });
        return made;
    }
    bool is_live(std::string_view session)
    {
        return std::holds_alternative<LiveSession>(sessions.find(session));
    }
    std::optional<SessionEnd> end(std::string_view session)
    {
        const FoundSession found = sessions.find(session);
        const auto* const expired = std::get_if<ExpiredSession>(&found);
        return expired == nullptr ? std::nullopt : std::optional{expired->end};
    }
};

TEST(session, finds_who_is_signed_in)
{
    SignedInWorld world;
    const FoundSession found = world.sessions.find(world.token);
    const auto* const live = std::get_if<LiveSession>(&found);
    ASSERT_NE(live, nullptr);
    EXPECT_EQ(live->viewer.staff(), world.worker.id);
    EXPECT_EQ(live->viewer.signer().name, "Amara Okafor");
    EXPECT_TRUE(live->viewer.may(manual::Permission::sign_entries));
    EXPECT_EQ(live->started, world.clock.now());
    EXPECT_EQ(live->by, SignedInBy::password);
}

TEST(session, knows_nothing_of_another_token)
{
    SignedInWorld world;
    for (const std::string& token : {std::string{}, std::string{"x"}, std::string(43, 'A'),
                                     world.token + "A", std::string(4000, 'A')}) {
        EXPECT_TRUE(std::holds_alternative<NoSession>(world.sessions.find(token)));
    }
}

TEST(session, keeps_only_a_hash)
{
    SignedInWorld world;
    EXPECT_EQ(world.token.size(), 43U);
    EXPECT_EQ(world.bytes_on_disk().find(world.token), std::string::npos);
}

TEST(session, locks_after_fifteen_minutes_without_use)
{
    SignedInWorld world;
    for (int i = 0; i < 10; ++i) {
        world.pass(15 * minute - moment);
        EXPECT_TRUE(world.is_live(world.token)) << "used again in time";
    }
    world.pass(15 * minute);
    EXPECT_EQ(world.end(world.token), SessionEnd::idle);
    const FoundSession found = world.sessions.find(world.token);
    EXPECT_EQ(std::get<ExpiredSession>(found).staff, world.worker.id);
    EXPECT_EQ(world.end(world.token), SessionEnd::idle) << "looking does not wake it";
}

TEST(session, ends_after_ten_hours_however_busy)
{
    SignedInWorld world;
    for (int i = 0; i < 59; ++i) {
        world.pass(10 * minute);
        EXPECT_TRUE(world.is_live(world.token));
    }
    world.pass(10 * minute - moment);
    EXPECT_TRUE(world.is_live(world.token));
    world.pass(moment);
    EXPECT_EQ(world.end(world.token), SessionEnd::absolute);
    world.pass(24 * hour - moment);
    EXPECT_EQ(world.end(world.token), SessionEnd::absolute) << "typed work can still be kept";
    world.pass(moment);
    EXPECT_TRUE(std::holds_alternative<NoSession>(world.sessions.find(world.token)));
}

TEST(session, lives_through_a_clock_that_is_set_back)
{
    SignedInWorld world;
    world.pass(-hour);
    EXPECT_TRUE(world.is_live(world.token));
    world.pass(hour);
    EXPECT_TRUE(world.is_live(world.token));
}

TEST(session, takes_a_new_id_and_ends_the_old_one_at_every_sign_in)
{
    SignedInWorld world;
    const std::string again = world.begin(world.worker, world.token);
    EXPECT_NE(again, world.token);
    EXPECT_TRUE(std::holds_alternative<NoSession>(world.sessions.find(world.token)));
    EXPECT_TRUE(world.is_live(again));

    const std::string elsewhere = world.begin(world.worker, {});
    EXPECT_TRUE(world.is_live(again)) << "a second browser does not end the first one's";
    EXPECT_TRUE(world.is_live(elsewhere));
}

TEST(session, has_a_form_token_of_its_own_that_stays_the_same)
{
    SignedInWorld world;
    const std::string other = world.begin(world.worker, {});
    const std::string first = std::get<LiveSession>(world.sessions.find(world.token)).form_token;
    EXPECT_EQ(first, std::get<LiveSession>(world.sessions.find(world.token)).form_token);
    EXPECT_NE(first, std::get<LiveSession>(world.sessions.find(other)).form_token);
    EXPECT_NE(first, world.token);
    EXPECT_EQ(first.size(), 43U);
}

TEST(session, writes_that_it_was_used_once_a_minute_at_most)
{
    SignedInWorld world;
    const auto jobs = [&] { return world.database->statistics().jobs; };
    const std::uint64_t before = jobs();
    for (int i = 0; i < 100; ++i)
        world.sessions.find(world.token);
    EXPECT_EQ(jobs(), before);
    world.pass(minute);
    for (int i = 0; i < 100; ++i)
        world.sessions.find(world.token);
    EXPECT_EQ(jobs(), before + 1);
}

TEST(session, lists_and_revokes)
{
    SignedInWorld world;
    world.pass(5 * minute);
    const std::string second = world.begin(world.worker, {});
    const std::string manager_token = world.begin(world.manager, {});
    const auto list = [&] {
        return world.read([&](store::Reader& reader) {
            return world.sessions.of_staff(reader, world.worker.id);
        });
    };
    const auto both = list();
    ASSERT_EQ(both.size(), 2U);
    EXPECT_GT(both[0].started, both[1].started);

    const auto live = std::get<LiveSession>(world.sessions.find(manager_token));
    world.write([&](store::Writer& writer) {
        world.sessions.revoke(writer, world.worker.id, live.session);
        world.sessions.revoke(writer, world.worker.id, both[1].session);
    });
    EXPECT_TRUE(world.is_live(manager_token)) << "nobody ends a colleague's session this way";
    EXPECT_FALSE(world.is_live(world.token));
    EXPECT_TRUE(world.is_live(second));
    world.write([&](store::Writer& writer) { world.sessions.revoke_all(writer, world.worker.id); });
    EXPECT_TRUE(list().empty());
}

TEST(session, lists_only_what_is_live)
{
    SignedInWorld world;
    world.pass(15 * minute);
    EXPECT_TRUE(world
                    .read([&](store::Reader& reader) {
                        return world.sessions.of_staff(reader, world.worker.id);
                    })
                    .empty());
}

TEST(session, clears_away_what_ended_long_ago)
{
    SignedInWorld world;
    world.pass(34 * hour + moment);
    world.begin(world.manager, {});
    constexpr store::Query count{
        .name = "test.count_sessions",
        .sql = "SELECT count(*) AS sessions FROM session",
    };
    EXPECT_EQ(world.read([&](store::Reader& reader) {
        return reader.one(count, {}, [](const store::Row& row) { return row.integer("sessions"); })
            .value();
    }),
              1);
}

} // namespace
} // namespace heed::access
