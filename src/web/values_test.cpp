#include "base/errors.h"
#include "web/target.h"
#include "web/values.h"

#include <gtest/gtest.h>

namespace web {

TEST(values, reads_what_a_browser_sends)
{
    const auto values =
        parse_urlencoded("name=Zo%C3%AB+O%27Hara&seen=alone&seen=bedroom&none=&&bare");
    ASSERT_TRUE(values);
    EXPECT_EQ(values->one("name"), "Zoë O'Hara");
    EXPECT_EQ(values->all("seen"), (std::vector<std::string>{"alone", "bedroom"}));
    EXPECT_EQ(values->one("none"), "");
    EXPECT_TRUE(values->has("bare"));
    EXPECT_FALSE(values->has("other"));
    EXPECT_EQ(values->one("other"), "");
}

TEST(values, gives_no_single_value_of_a_name_that_was_sent_twice)
{
    const auto values = parse_urlencoded("a=1&a=2");
    ASSERT_TRUE(values);
    EXPECT_THROW(values->one("a"), base::BadRequest);
}

TEST(values, refuses_what_is_not_clean_text)
{
    struct Row {
        const char* why;
        std::string_view text;
    };
    const Row rows[] = {
        {"half an encoding", "a=%4"},
        {"a lone per cent sign", "a=%"},
        {"an encoding that is none", "a=%zz"},
        {"a zero byte", "a=%00"},
        {"not UTF-8", "a=%ff"},
        {"half of a surrogate pair", "a=%ed%a0%80"},
        {"a name that is not UTF-8", "%c3=1"},
        {"a blank name", "=1"},
        {"another blank name", "a=1&=2"},
    };
    for (const Row& row : rows) {
        EXPECT_FALSE(parse_urlencoded(row.text)) << row.why;
    }
}

TEST(values, holds_to_its_limits)
{
    EXPECT_TRUE(parse_urlencoded("a=1&b=2", {.count = 2}));
    EXPECT_FALSE(parse_urlencoded("a=1&b=2&c=3", {.count = 2}));
    EXPECT_FALSE(parse_urlencoded("abcdef=1", {.name_bytes = 5}));
}

TEST(target, decodes_a_path_and_its_query_once)
{
    const auto target = parse_target("/find/%25%32%65/Zo%C3%AB?q=a%2Bb&page=2");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/find/%2e/Zoë");
    EXPECT_EQ(target->query.one("q"), "a+b");
    EXPECT_EQ(target->query.one("page"), "2");
    EXPECT_EQ(parse_target("/")->path, "/");
    EXPECT_EQ(parse_target("/a/")->path, "/a/");
    EXPECT_EQ(parse_target("/?x")->path, "/");
}

TEST(target, refuses_every_trick_with_the_path)
{
    for (const std::string_view text :
         {"",     "a",         "*",      "//",     "/a//b",      "/..",      "/a/../b", "/.",
          "/%2e", "/%2E%2e/a", "/a%2fb", "/a%5cb", "/a\\b",      "/a%00",    "/a%0a",   "/a%7f",
          "/a%",  "/a%c0%ae",  "/a#b",   "/a b",   "http://a/b", "/a?b=%00", "/a?=1"}) {
        EXPECT_FALSE(parse_target(text)) << text;
    }
}

} // namespace web
