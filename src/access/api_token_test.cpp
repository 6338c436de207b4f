#include "access/api_token.h"
#include "access/world_for_test.h"

#include <gtest/gtest.h>

namespace heed::access {
namespace {

constexpr std::chrono::hours day{24};

class TokenWorld : public World {
public:
    ApiTokens tokens{*viewers, clock, random};

    base::Result<std::string, ApiTokenRefusal> issue(std::string_view label,
                                                     std::chrono::milliseconds life)
    {
        base::Result<std::string, ApiTokenRefusal> issued;
        write([&](store::Writer& writer) {
            issued = tokens.issue(writer, worker.id, label, clock.now() + life);
        });
        return issued;
    }
    bool works(std::string_view token)
    {
        return read([&](store::Reader& reader) { return tokens.find(reader, token); }).has_value();
    }
};

TEST(api_token, stands_for_its_person_until_it_expires)
{
    TokenWorld world;
    const std::string token = world.issue("Nightly report", day).value();
    EXPECT_EQ(token.rfind("heed_", 0), 0U);
    const auto viewer =
        world.read([&](store::Reader& reader) { return world.tokens.find(reader, token); });
    ASSERT_TRUE(viewer);
    EXPECT_EQ(viewer->staff(), world.worker.id);
    world.pass(day - std::chrono::milliseconds{1});
    EXPECT_TRUE(world.works(token));
    world.pass(std::chrono::milliseconds{1});
    EXPECT_FALSE(world.works(token));
}

TEST(api_token, is_nowhere_in_the_store)
{
    TokenWorld world;
    const std::string token = world.issue("Nightly report", day).value();
    const std::string bytes = world.bytes_on_disk();
    EXPECT_EQ(bytes.find(token.substr(5)), std::string::npos);
    EXPECT_EQ(bytes.find("Nightly report"), std::string::npos);
}

TEST(api_token, another_text_is_not_a_token)
{
    TokenWorld world;
    const std::string token = world.issue("Nightly report", day).value();
    for (const std::string& text :
         {std::string{}, std::string{"heed_"}, token.substr(5), token + "A",
          "HEED_" + token.substr(5), "heed_" + std::string(43, 'A')}) {
        EXPECT_FALSE(world.works(text)) << text;
    }
}

TEST(api_token, refuses_what_cannot_be_issued)
{
    using enum ApiTokenRefusal;
    struct Row {
        const char* why;
        std::string label;
        std::chrono::milliseconds life;
        std::optional<ApiTokenRefusal> expected;
    };
    const Row rows[] = {
        {"no label", "  ", day, label_missing},
        {"label too long", std::string(101, 'a'), day, label_too_long},
        {"ends now", "Report", std::chrono::hours{0}, already_expired},
        {"ends in the past", "Report", -day, already_expired},
        {"longer than a year", "Report", day * 366, lasts_too_long},
        {"a year", "Report", day * 365, {}},
    };
    TokenWorld world;
    for (const Row& row : rows) {
        const auto issued = world.issue(row.label, row.life);
        const auto refusal = issued ? std::nullopt : std::optional{issued.error()};
        EXPECT_EQ(refusal, row.expected) << row.why;
        if (refusal) {
            EXPECT_FALSE(explain(*refusal).empty());
        }
    }
    for (int i = 1; i < 20; ++i)
        EXPECT_TRUE(world.issue("Report", day));
    EXPECT_EQ(world.issue("Report", day).error(), too_many);
}

TEST(api_token, is_listed_and_revoked_by_its_own_person_only)
{
    TokenWorld world;
    const std::string token = world.issue("Nightly report", day).value();
    const auto list = world.read(
        [&](store::Reader& reader) { return world.tokens.of_staff(reader, world.worker.id); });
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].label, "Nightly report");
    EXPECT_EQ(list[0].expires, world.clock.now() + day);
    world.write([&](store::Writer& writer) {
        world.tokens.revoke(writer, world.manager.id, list[0].token);
    });
    EXPECT_TRUE(world.works(token));
    world.write([&](store::Writer& writer) {
        world.tokens.revoke(writer, world.worker.id, list[0].token);
    });
    EXPECT_FALSE(world.works(token));
}

} // namespace
} // namespace heed::access
