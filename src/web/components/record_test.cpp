#include "web/components/record.h"

#include <gtest/gtest.h>

namespace web {
namespace {

bool holds(const Html& html, std::string_view part)
{
    return html.markup().find(part) != std::string::npos;
}

TEST(record_components, say_kind_and_source_of_a_statement_in_words)
{
    struct Row {
        StatementMark mark;
        const char* word;
    };
    const Row rows[] = {
        {StatementMark::fact, "Fact"},
        {StatementMark::opinion, "Opinion"},
        {StatementMark::assessment, "Assessment"},
        {StatementMark::judgement, "Judgement"},
        {StatementMark::decision, "Decision"},
    };
    for (const Row& row : rows) {
        EXPECT_TRUE(holds(statement_mark(row.mark, StatementSource::first_hand), row.word));
    }
    EXPECT_TRUE(
        holds(statement_mark(StatementMark::fact, StatementSource::first_hand), "first hand"));
    EXPECT_TRUE(holds(statement_mark(StatementMark::fact, StatementSource::third_party),
                      "from someone else"));
    EXPECT_TRUE(holds(statement({.mark = StatementMark::fact,
                                 .source = StatementSource::third_party,
                                 .words = "He was late.",
                                 .said_by = "Mrs Okoro"}),
                      "from Mrs Okoro"));
}

TEST(record_components, carry_an_alert_by_its_words)
{
    const Html header = child_header({
        .name = "Amina Yusuf",
        .href = "/records/a",
        .facts = {{"Age", "7 years"}},
        .alerts = {{.text = "Address must not be told", .level = AlertLevel::danger}},
    });
    EXPECT_TRUE(holds(header, ">Danger</strong> "));
    EXPECT_TRUE(holds(header, "Address must not be told"));
    EXPECT_FALSE(holds(header, "<h"));
}

TEST(record_components, show_a_chronology_as_an_ordered_list)
{
    const Html list = timeline({.events = {{.title = "Home visit",
                                            .date_time = "2026-11-20",
                                            .when = "20 November 2026",
                                            .recorded = "Recorded 2 days late",
                                            .weight = Weight::significant}}});
    EXPECT_TRUE(holds(list, "<ol class=\"heed-timeline\""));
    EXPECT_TRUE(holds(list, "<time datetime=\"2026-11-20\">20 November 2026</time>"));
    EXPECT_TRUE(holds(list, "Significant"));
    EXPECT_TRUE(holds(list, "Recorded 2 days late"));
}

TEST(record_components, name_the_child_that_a_part_of_a_form_is_about)
{
    const Html part = child_part({.id = "part-1",
                                  .name = "Amina",
                                  .about = "7 years",
                                  .controlled_by = "child-1",
                                  .content = Html::text("field")});
    EXPECT_TRUE(holds(part, "<legend"));
    EXPECT_TRUE(holds(part, "data-part-of=\"child-1\""));
}

TEST(record_components, never_say_saved_before_there_is_a_draft)
{
    EXPECT_FALSE(holds(autosave_status({}), "saved"));
    EXPECT_FALSE(holds(autosave_status({}), "data-autosave-state"));
    EXPECT_TRUE(holds(autosave_status({.saved_at = "2:02pm"}), "Draft saved at 2:02pm"));
}

} // namespace
} // namespace web
