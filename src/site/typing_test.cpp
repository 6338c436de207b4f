#include "base/errors.h"
#include "base/random.h"
#include "site/typing.h"
#include "web/forgery.h"

#include <gmock/gmock.h>

namespace site {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

web::Request sent(const std::vector<web::Values::Pair>& pairs)
{
    web::Request request;
    for (const auto& [name, value] : pairs)
        request.form.add(name, value);
    return request;
}

access::Viewer somebody(base::Random& random)
{
    access::ViewerFacts facts;
    facts.signer.staff = base::StaffId::make(random);
    return access::Viewer{std::move(facts)};
}

} // namespace

TEST(typing, the_drafts_version_is_a_whole_number_from_nought)
{
    EXPECT_EQ(draft_version(sent({})), 0) << "a draft that begins";
    EXPECT_EQ(draft_version(sent({{"draft_version", ""}})), 0);
    EXPECT_EQ(draft_version(sent({{"draft_version", "0"}})), 0);
    EXPECT_EQ(draft_version(sent({{"draft_version", "12"}})), 12);
    for (const char* const version : {"twelve", "-1", "+1", "1.5", "1 ", " 1", "0x10", "1,2",
                                      "99999999999999999999", "9223372036854775808"}) {
        EXPECT_THROW(draft_version(sent({{"draft_version", version}})), base::BadRequest)
            << version;
    }
    EXPECT_THROW(draft_version(sent({{"draft_version", "1"}, {"draft_version", "2"}})),
                 base::BadRequest)
        << "two readers could take different ones";
}

TEST(typing, what_was_typed_is_kept_in_its_order_and_as_it_is)
{
    const std::vector<web::Values::Pair> typed = {{"form", "visit"},
                                                  {"children", "one"},
                                                  {"children", "two"},
                                                  {"shared.visited_at", " half past nonsense\r\n"},
                                                  {"shared.place", ""}};
    EXPECT_EQ(typed_from(sent(typed)).values, typed);
    EXPECT_THAT(typed_from(sent({})).values, IsEmpty());
}

TEST(typing, what_serves_the_page_alone_is_left_out)
{
    const record::Typed typed = typed_from(sent({{"form_token", "t"},
                                                 {"draft_version", "3"},
                                                 {"writer", "w"},
                                                 {"keep", "1"},
                                                 {"shared.place", "12 Larkspur Row"},
                                                 {"more", "1"},
                                                 {"discard", "1"}}));
    EXPECT_THAT(typed.values, ElementsAre(manual::RawAnswer{"shared.place", "12 Larkspur Row"}));
}

TEST(typing, a_question_may_be_called_what_a_button_is_called)
{
    const std::vector<web::Values::Pair> typed = {
        {"shared.more", "a"}, {"shared.writer", "b"}, {"child.x.keep", "c"}};
    EXPECT_EQ(typed_from(sent(typed)).values, typed);
}

TEST(typing, a_form_says_for_whom_it_was_made)
{
    base::SeededRandom random{1};
    const access::Viewer one = somebody(random);
    const access::Viewer other = somebody(random);
    const std::string markup{writer_mark(one).markup()};
    EXPECT_THAT(markup, HasSubstr(R"(type="hidden" name="writer")"));
    EXPECT_THAT(markup, HasSubstr("value=\"" + one.staff().text() + "\""));

    const web::Request of_one = sent({{"writer", one.staff().text()}});
    EXPECT_NO_THROW(require_same_writer(of_one, one));
    EXPECT_THROW(require_same_writer(of_one, other), base::Forbidden);
    EXPECT_THROW(require_same_writer(sent({}), one), base::Forbidden);
    EXPECT_THROW(require_same_writer(sent({{"writer", ""}}), one), base::Forbidden);
    EXPECT_THROW(require_same_writer(
                     sent({{"writer", one.staff().text()}, {"writer", other.staff().text()}}), one),
                 base::BadRequest);
}

TEST(typing, the_pages_script_is_told_by_its_header_and_by_nothing_in_the_form)
{
    web::Request request = sent({{std::string{web::autosave_header}, "1"}});
    EXPECT_FALSE(is_autosave(request));
    request.headers.add(std::string{web::autosave_header}, "1");
    EXPECT_TRUE(is_autosave(request));
}

} // namespace site
