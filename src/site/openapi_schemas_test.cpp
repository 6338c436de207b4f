#include "base/errors.h"
#include "site/openapi_schemas.h"

#include <gmock/gmock.h>

namespace site {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// What is said to the value; empty when it is as described.
std::string said_to(std::string_view json, std::string_view schema)
{
    try {
        require_described(base::parse_json(json).value(), schema);
    } catch (const base::BadRequest& refused) {
        return refused.what();
    }
    return {};
}

void each_reference(const base::json::value& value,
                    const std::function<void(std::string_view)>& use)
{
    if (const auto* const list = value.if_array()) {
        for (const base::json::value& item : *list)
            each_reference(item, use);
    }
    const auto* const members = value.if_object();
    if (members == nullptr) return;
    const std::string_view reference = base::text_member(*members, "$ref");
    if (!reference.empty()) use(reference);
    for (const auto& [name, member] : *members)
        each_reference(member, use);
}

} // namespace

TEST(openapi_schemas, a_member_that_is_not_described_is_refused_wherever_it_stands)
{
    struct Row {
        const char* why;
        const char* schema;
        const char* json;
    };
    const Row described[] = {
        {"everything", "Event",
         R"({"form":"f","shared":{},"children":[{"record":"r","answers":{}}]})"},
        {"nothing: what must be there is somebody else's business", "Event", "{}"},
        {"an empty list", "Event", R"({"children":[]})"},
        {"types are somebody else's business", "Event", R"({"form":7,"children":{"a":1}})"},
        {"no object at all", "Event", R"("text")"},
        {"a list of lists", "DraftContent", R"({"version":0,"values":[["a","b"]]})"},
        {"objects that the schema says nothing of", "Record", R"({"alerts":[{"text":"t"}]})"},
        {"through a reference", "Record", R"({"child":{"record":"r","name":"n"}})"},
        {"a schema that holds itself", "Entry",
         R"({"corrections":[{"corrections":[{"form":"f"}]}]})"},
    };
    for (const Row& row : described)
        EXPECT_EQ(said_to(row.json, row.schema), "") << row.why;

    const Row refused[] = {
        {"at the top", "Event", R"({"form":"f","chidlren":[]})"},
        {"in an object of a list", "Event", R"({"children":[{"record":"r","anwsers":{}}]})"},
        {"in a later one of a list", "Event", R"({"children":[{"record":"r"},{"recrod":"r"}]})"},
        {"through a reference", "Record", R"({"child":{"nmae":"n"}})"},
        {"through a reference in a list", "Children", R"({"children":[{"nmae":"n"}]})"},
        {"deep in a schema that holds itself", "Entry",
         R"({"corrections":[{"corrections":[{"fromm":"f"}]}]})"},
        {"in capitals", "Allocation", R"({"Team":"t"})"},
        {"with nothing in it", "Allocation", R"({"team":"t","work":null})"},
        {"of an empty name", "Allocation", R"({"":1})"},
    };
    for (const Row& row : refused)
        EXPECT_NE(said_to(row.json, row.schema), "") << row.why;
}

TEST(openapi_schemas, answers_stay_open_because_the_form_describes_them)
{
    EXPECT_EQ(said_to(R"({"answers":{"anything":{"at":["all"]},"else":1}})", "Correction"), "");
    EXPECT_EQ(said_to(R"({"shared":{"a":1},"children":[{"answers":{"b":{"c":2}}}]})", "Event"), "");
    EXPECT_EQ(said_to(R"({"details":{"a":1},"team":"t"})", "Opening"), "");
}

TEST(openapi_schemas, a_refusal_names_nothing_that_was_sent)
{
    const std::string said = said_to(R"({"Ash Larkspur":1})", "Event");
    EXPECT_THAT(said, HasSubstr("/api/v1/openapi.json"));
    EXPECT_THAT(said, Not(HasSubstr("Larkspur")));
}

TEST(openapi_schemas, every_reference_leads_somewhere)
{
    int references = 0;
    each_reference(base::json::value(api_schemas()), [&](std::string_view reference) {
        constexpr std::string_view place = "#/components/schemas/";
        ++references;
        EXPECT_TRUE(reference.starts_with(place)) << reference;
        EXPECT_TRUE(api_schemas().contains(reference.substr(place.size()))) << reference;
    });
    EXPECT_GT(references, 20);
}

} // namespace site
