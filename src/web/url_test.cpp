#include "base/errors.h"
#include "web/url.h"

#include <gtest/gtest.h>

namespace web {
namespace {

TEST(url, keeps_only_what_stays_on_this_service)
{
    struct Row {
        const char* why;
        std::string_view text;
        bool stays;
    };
    const Row rows[] = {
        {"a path", "/records/abc", true},
        {"a path with a query and a place", "/find?q=a%20b#results", true},
        {"a query of this page", "?page=2", true},
        {"a place on this page", "#main-content", true},
        {"nothing", "", false},
        {"a script", "javascript:alert(1)", false},
        {"a script behind white space", " javascript:alert(1)", false},
        {"another site", "https://example.com/", false},
        {"another site without its scheme", "//example.com/", false},
        {"another site, with the slash that browsers turn round", "/\\example.com", false},
        {"a tab that browsers drop", "/\t/example.com", false},
        {"a line end", "/a\nb", false},
        {"a relative path, whose meaning depends on the page", "records", false},
        {"data", "data:text/html,hello", false},
        {"a quotation mark", "/a\"b", false},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.why);
        EXPECT_EQ(Url::parse(row.text).has_value(), row.stays);
        if (!row.stays) {
            EXPECT_THROW(Url{row.text}, base::CheckFailed);
        }
    }
}

TEST(url, encodes_the_parts_it_is_given)
{
    EXPECT_EQ((Url{"/records"} / "a b/c").text(), "/records/a%20b%2Fc");
    EXPECT_EQ((Url{"/"} / "find").text(), "/find");
    EXPECT_EQ(Url{"/find"}.with_query("q", "Zoë & co").text(), "/find?q=Zo%C3%AB%20%26%20co");
    EXPECT_EQ(Url{"/find?q=a#x"}.with_query("page", "2").text(), "/find?q=a&page=2#x");
    EXPECT_EQ(Url{"/find#x"}.with_place("y").text(), "/find#y");
    EXPECT_EQ(Url::place("a b").text(), "#a%20b");
}

TEST(url, refuses_parts_that_lead_elsewhere)
{
    EXPECT_THROW(Url{"/records"} / "..", base::CheckFailed);
    EXPECT_THROW(Url{"/records"} / "", base::CheckFailed);
    EXPECT_THROW(Url{"/records?x=1"} / "y", base::CheckFailed);
}

TEST(url, leads_elsewhere_only_when_that_is_said)
{
    EXPECT_EQ(Url::elsewhere("https://example.com/help").text(), "https://example.com/help");
    EXPECT_THROW(Url::elsewhere("http://example.com/"), base::CheckFailed);
    EXPECT_THROW(Url::elsewhere("javascript:alert(1)"), base::CheckFailed);
    EXPECT_EQ(Url::telephone("0300 123 4567").text(), "tel:03001234567");
    EXPECT_THROW(Url::telephone("call me"), base::CheckFailed);
}

} // namespace
} // namespace web
