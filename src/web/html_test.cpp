#include "web/components.h"
#include "web/html.h"

#include <gtest/gtest.h>
#include <type_traits>

namespace web {
namespace {

// What must not compile. A label, a name and a legend have no default; text is not markup.
static_assert(!std::is_default_constructible_v<Label>);
static_assert(!std::is_default_constructible_v<Legend>);
static_assert(!std::is_default_constructible_v<RequiredText>);
static_assert(!std::is_default_constructible_v<Content>);
static_assert(!std::is_default_constructible_v<TextInput>);
static_assert(!std::is_default_constructible_v<Radios>);
static_assert(!std::is_default_constructible_v<Url>);
static_assert(!std::is_convertible_v<std::string, Html>);
static_assert(!std::is_convertible_v<std::string_view, Html>);
static_assert(!std::is_convertible_v<std::string, Lit>);
static_assert(!std::is_constructible_v<Attribute, UrlAttributeName, std::string_view>);
static_assert(!std::is_constructible_v<Attribute, UrlAttributeName, std::string>);

TEST(html, escapes_text_and_attributes)
{
    const std::string wicked = R"(<script>"'&)";
    EXPECT_EQ(element("p", {{"title", wicked}}, wicked).markup(),
              "<p title=\"&lt;script&gt;&quot;&#39;&amp;\">&lt;script&gt;&quot;&#39;&amp;</p>");
}

TEST(html, keeps_the_lines_that_a_person_wrote)
{
    EXPECT_EQ(Html::lines("one\r\ntwo\n\n<three>").markup(), "one<br>two<br><br>&lt;three&gt;");
    EXPECT_EQ(Html::lines("").markup(), "");
    EXPECT_EQ(Html::lines("\n").markup(), "<br>");
}

TEST(html, makes_paragraphs_of_what_a_person_wrote)
{
    EXPECT_EQ(paragraphs("one\ntwo\n \n\nthree\n").markup(),
              "<p class=\"govuk-body\">one<br>two</p><p class=\"govuk-body\">three</p>");
    EXPECT_EQ(paragraphs(" \n\n").markup(), "");
}

TEST(html, leaves_out_attributes_that_are_empty_or_absent)
{
    EXPECT_EQ(element("input", {{"id", if_any("")},
                                {"value", ""},
                                {"checked", present_if(true)},
                                {"disabled", present_if(false)}})
                  .markup(),
              "<input value=\"\" checked>");
}

TEST(html, closes_every_element_but_void_ones)
{
    const Html html = element("div", {}, element("br", {}), "a",
                              [](Html& inside) { inside.add_element("b", {}, "c"); });
    EXPECT_EQ(html.markup(), "<div><br>a<b>c</b></div>");
}

TEST(html, writes_addresses_from_urls)
{
    EXPECT_EQ(element("a", {{"href", Url{"/a?b=1&c=2"}}}, "d").markup(),
              "<a href=\"/a?b=1&amp;c=2\">d</a>");
}

TEST(html, adds_in_order_whichever_has_more_room)
{
    Html longer = Html::text(std::string(200, 'x'));
    Html html{"a"};
    html.add(std::move(longer)).add(Html{"b"});
    EXPECT_EQ(html.markup(), "a" + std::string(200, 'x') + "b");
}

TEST(components, keep_a_line_end_at_the_start_of_a_text_area)
{
    const Html area = text_area({.label = "Words", .name = "words", .value = "\nsecond line"});
    EXPECT_NE(area.markup().find(">\n\nsecond line</textarea>"), std::string::npos);
}

} // namespace
} // namespace web
