#include "web/layout.h"

#include <gtest/gtest.h>

namespace web {
namespace {

PageOptions signed_in_page()
{
    return {
        .title = "Record a visit",
        .partnership = "Example Children’s Partnership",
        .child = "Amina Yusuf",
        .user = SignedIn{.name = "Rosa Lind",
                         .post = "Social worker, North team",
                         .form_token = "t0ken"},
        .navigation = {{.text = "My work", .href = "/my-work", .here = Here::page}},
        .back = BackLink{.href = "/my-work"},
    };
}

std::size_t count(const std::string& text, std::string_view part)
{
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

TEST(layout, names_page_child_and_service_in_the_title)
{
    PageOptions options = signed_in_page();
    EXPECT_EQ(page_title(options), "Record a visit – Amina Yusuf – Heed");
    options.child.clear();
    EXPECT_EQ(page_title(options), "Record a visit – Heed");
    options.outcome = Outcome::has_errors;
    EXPECT_EQ(page_title(options), "Error: Record a visit – Heed");
}

TEST(layout, has_no_inline_script_style_or_handler)
{
    const std::string text = page(signed_in_page(), heading_1("Record a visit")).markup();
    EXPECT_EQ(count(text, "<script"), 2U);
    EXPECT_EQ(count(text, " src=\"/assets/"), 2U);
    EXPECT_EQ(count(text, "<style"), 0U);
    EXPECT_EQ(count(text, " style="), 0U);
    EXPECT_EQ(count(text, " on"), 0U) << "an attribute that begins with on";
}

TEST(layout, signs_out_by_a_form_that_carries_its_token)
{
    const std::string text = page(signed_in_page(), heading_1("Record a visit")).markup();
    EXPECT_NE(text.find("<form method=\"post\" action=\"/sign-out\""), std::string::npos);
    EXPECT_NE(text.find("name=\"form_token\" value=\"t0ken\""), std::string::npos);
    EXPECT_NE(text.find("Rosa Lind"), std::string::npos);
}

TEST(layout, shows_nobody_when_nobody_is_signed_in)
{
    const std::string text =
        page({.title = "Sign in", .partnership = "Example"}, heading_1("Sign in")).markup();
    EXPECT_EQ(text.find("Sign out"), std::string::npos);
    EXPECT_EQ(text.find("heed-account"), std::string::npos);
}

TEST(layout, always_offers_help_accessibility_privacy_and_about)
{
    const std::string text = page(signed_in_page(), heading_1("x")).markup();
    for (const char* path : {"/help", "/accessibility", "/privacy", "/about"}) {
        EXPECT_EQ(count(text, "href=\"" + std::string{path} + "\""), 1U) << path;
    }
}

TEST(layout, says_that_a_demonstration_is_one)
{
    PageOptions options = signed_in_page();
    options.demonstration =
        Demonstration{.words = "Nobody here is real.", .date = "22 November 2026"};
    const std::string text = page(options, heading_1("x")).markup();
    EXPECT_NE(text.find("Nobody here is real."), std::string::npos);
    EXPECT_NE(text.find("22 November 2026"), std::string::npos);
}

TEST(layout, escapes_what_it_is_given)
{
    PageOptions options = signed_in_page();
    options.child = "<b>";
    options.header = ChildHeader{.name = "<i>", .href = "/records/x", .facts = {}};
    const std::string text = page(options, heading_1("x")).markup();
    EXPECT_EQ(text.find("<b>"), std::string::npos);
    EXPECT_EQ(text.find("<i>"), std::string::npos);
}

} // namespace
} // namespace web
