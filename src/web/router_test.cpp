#include "base/errors.h"
#include "web/router.h"

#include <gtest/gtest.h>

namespace web {

namespace {

Route route(std::string pattern, std::string name, Method method = Method::get)
{
    return {.method = method,
            .pattern = std::move(pattern),
            .name = std::move(name),
            .handler = [](Request&) { return no_content(); }};
}

std::string name_of(const Router::Match& match)
{
    return match.route == nullptr ? "" : match.route->name;
}

} // namespace

TEST(router, finds_the_route_and_its_parameters)
{
    Router router;
    router.add(route("/", "start"));
    router.add(route("/records/{record}", "record"));
    router.add(route("/records/new", "record.new"));
    router.add(route("/records/{record}/entries/{sequence}", "entry"));
    router.add(route("/records/{record}/entries", "entry.add", Method::post));

    EXPECT_EQ(name_of(router.match(Method::get, "/")), "start");
    EXPECT_EQ(name_of(router.match(Method::head, "/")), "start");
    EXPECT_EQ(name_of(router.match(Method::get, "/records/new")), "record.new");
    const auto match = router.match(Method::get, "/records/abc/entries/7");
    EXPECT_EQ(name_of(match), "entry");
    EXPECT_EQ(match.parameters.one("record"), "abc");
    EXPECT_EQ(match.parameters.one("sequence"), "7");
    // The fixed part `new` leads nowhere further, and must not hide the parameter.
    EXPECT_EQ(router.match(Method::get, "/records/new/entries/7").parameters.one("record"), "new");
}

TEST(router, tells_a_wrong_method_from_a_wrong_path)
{
    Router router;
    router.add(route("/forms", "forms"));
    router.add(route("/forms", "forms.add", Method::post));
    const auto wrong_method = router.match(Method::remove, "/forms");
    EXPECT_EQ(wrong_method.route, nullptr);
    EXPECT_EQ(wrong_method.allowed, (std::vector<Method>{Method::get, Method::post}));
    for (const std::string_view path : {"/", "/form", "/forms/", "/forms/1", "/Forms"}) {
        EXPECT_TRUE(router.match(Method::get, path).allowed.empty()) << path;
    }
}

TEST(router, does_not_take_a_blank_part_for_a_parameter)
{
    Router router;
    router.add(route("/records/{record}", "record"));
    EXPECT_EQ(name_of(router.match(Method::get, "/records/")), "");
}

TEST(router, refuses_routes_that_cannot_be_told_apart)
{
    Router router;
    router.add(route("/records/{record}", "record"));
    EXPECT_THROW(router.add(route("/records/{id}", "other")), base::CheckFailed);
    EXPECT_THROW(router.add(route("/else", "record")), base::CheckFailed);
    EXPECT_THROW(router.add(route("records", "no_slash")), base::CheckFailed);
    EXPECT_THROW(router.add(route("/a//b", "blank_part")), base::CheckFailed);
    EXPECT_THROW(router.add(route("/head", "head", Method::head)), base::CheckFailed);
    EXPECT_THROW(router.add({.pattern = "/none", .name = "no_handler"}), base::CheckFailed);
}

} // namespace web
