#include "web/forgery.h"

#include <gtest/gtest.h>

namespace web {

namespace {

constexpr std::string_view own = "https://heed.example";

Request with(std::initializer_list<std::pair<const char*, const char*>> headers)
{
    Request request;
    for (const auto& [name, value] : headers) {
        request.headers.add(name, value);
    }
    return request;
}

} // namespace

TEST(forgery, a_change_must_come_from_this_site)
{
    struct Row {
        const char* why;
        Request request;
        Origin expected;
    };
    const Row rows[] = {
        {"a form of this site", with({{"Sec-Fetch-Site", "same-origin"}}), Origin::own},
        {"as browsers send it under no-referrer",
         with({{"Sec-Fetch-Site", "same-origin"}, {"Origin", "null"}}), Origin::own},
        {"sent again by the person", with({{"Sec-Fetch-Site", "none"}}), Origin::own},
        {"another site", with({{"Sec-Fetch-Site", "cross-site"}}), Origin::foreign},
        {"a sister site", with({{"Sec-Fetch-Site", "same-site"}}), Origin::foreign},
        {"a word that is none", with({{"Sec-Fetch-Site", "same-origin, cross-site"}}),
         Origin::foreign},
        {"two headers that disagree",
         with({{"Sec-Fetch-Site", "same-origin"}, {"Origin", "https://evil.example"}}),
         Origin::foreign},
        {"an older browser", with({{"Origin", "https://heed.example"}}), Origin::own},
        {"an older browser at another site", with({{"Origin", "https://evil.example"}}),
         Origin::foreign},
        {"this host without TLS", with({{"Origin", "http://heed.example"}}), Origin::foreign},
        {"this host on another port", with({{"Origin", "https://heed.example:444"}}),
         Origin::foreign},
        {"a longer name", with({{"Origin", "https://heed.example.evil.example"}}), Origin::foreign},
        {"an origin kept secret", with({{"Origin", "null"}}), Origin::foreign},
        {"nothing that says", with({}), Origin::foreign},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(origin_of_change(row.request, own), row.expected) << row.why;
    }
}

TEST(forgery, another_site_may_link_to_a_page_and_do_nothing_else)
{
    EXPECT_EQ(origin_of_read(with({})), Origin::own);
    EXPECT_EQ(origin_of_read(with({{"Sec-Fetch-Site", "same-origin"}})), Origin::own);
    EXPECT_EQ(origin_of_read(with({{"Sec-Fetch-Site", "cross-site"},
                                   {"Sec-Fetch-Mode", "navigate"},
                                   {"Sec-Fetch-Dest", "document"}})),
              Origin::own);
    EXPECT_EQ(origin_of_read(with({{"Sec-Fetch-Site", "cross-site"},
                                   {"Sec-Fetch-Mode", "navigate"},
                                   {"Sec-Fetch-Dest", "iframe"}})),
              Origin::foreign);
    EXPECT_EQ(
        origin_of_read(with({{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "no-cors"}})),
        Origin::foreign);
    EXPECT_EQ(origin_of_read(with({{"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Mode", "cors"}})),
              Origin::foreign);
}

TEST(forgery, a_token_holds_for_its_own_session_only)
{
    const FormTokens tokens{FormTokens::Key{1, 2, 3}};
    const std::string token = tokens.make("session one");
    EXPECT_TRUE(tokens.holds(token, "session one"));
    EXPECT_FALSE(tokens.holds(token, "session two"));
    EXPECT_FALSE(FormTokens{FormTokens::Key{9}}.holds(token, "session one"));
}

TEST(forgery, a_token_looks_different_each_time)
{
    const FormTokens tokens{FormTokens::Key{1, 2, 3}};
    EXPECT_NE(tokens.make("session one"), tokens.make("session one"));
}

TEST(forgery, refuses_what_is_no_token)
{
    const FormTokens tokens{FormTokens::Key{1, 2, 3}};
    const std::string token = tokens.make("session one");
    std::string changed = token;
    changed[10] = changed[10] == 'A' ? 'B' : 'A';
    for (const std::string& text : {std::string{}, std::string{"x"}, token.substr(1), token + "A",
                                    token + "\n", changed, std::string(86, 'A')}) {
        EXPECT_FALSE(tokens.holds(text, "session one")) << text;
    }
}

} // namespace web
