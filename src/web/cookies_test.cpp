#include "base/errors.h"
#include "web/cookies.h"

#include <gtest/gtest.h>

namespace web {

TEST(cookies, sets_only_cookies_that_no_other_site_can_set_or_read)
{
    EXPECT_EQ(to_set_cookie({.name = "heed", .value = "abc"}),
              "__Host-heed=abc; Path=/; Secure; HttpOnly; SameSite=Lax");
    EXPECT_EQ(to_set_cookie({.name = "heed",
                             .value = "abc",
                             .max_age = std::chrono::seconds{60},
                             .same_site = SameSite::strict}),
              "__Host-heed=abc; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=60");
    EXPECT_EQ(to_forget_cookie("heed"),
              "__Host-heed=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
}

TEST(cookies, cannot_be_made_to_carry_another_attribute_or_header)
{
    EXPECT_THROW(to_set_cookie({.name = "heed", .value = "a; Domain=x"}), base::CheckFailed);
    EXPECT_THROW(to_set_cookie({.name = "heed", .value = "a\r\nX: y"}), base::CheckFailed);
    EXPECT_THROW(to_set_cookie({.name = "he ed", .value = "a"}), base::CheckFailed);
    EXPECT_THROW(to_set_cookie({.name = "", .value = "a"}), base::CheckFailed);
}

TEST(cookies, reads_its_own_and_leaves_out_everything_else)
{
    const Values cookies = parse_cookies("theme=dark; __Host-heed=abc=; broken; __Secure-heed=x; "
                                         "__Host-=y; __Host-odd=\"q\"; heed=z");
    ASSERT_EQ(cookies.size(), 1U);
    EXPECT_EQ(cookies.one("heed"), "abc=");
}

TEST(cookies, drops_a_name_that_stands_twice)
{
    const Values cookies = parse_cookies("__Host-heed=a; __Host-seen=c; __Host-heed=b");
    EXPECT_FALSE(cookies.has("heed"));
    EXPECT_EQ(cookies.one("seen"), "c");
}

TEST(cookies, reads_nothing_from_nothing)
{
    EXPECT_TRUE(parse_cookies("").empty());
    EXPECT_TRUE(parse_cookies(";;; ;").empty());
}

} // namespace web
