// Writes a few whole pages that between them show every component, for the browser to look at.
// Everybody in them is made up.
//
//   web_pages FOLDER
#include "web/components.h"
#include "web/layout.h"
#include "web/security_headers.h"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace web {
namespace {

PageOptions frame(RequiredText title)
{
    return {
        .title = std::move(title),
        .partnership = "Elmbridge Vale Children’s Partnership",
        .user = SignedIn{.name = "Rosa Lind",
                         .post = "Social worker, North family team",
                         .form_token = "0123456789abcdef"},
        .navigation = {{.text = "My work", .href = "/my-work", .here = Here::section},
                       {.text = "Find", .href = "/find"},
                       {.text = "Record", .href = "/record"},
                       {.text = "Meetings", .href = "/meetings"},
                       {.text = "Reports", .href = "/reports"}},
        .demonstration = Demonstration{.words = "Everybody in it is made up. It is set on",
                                       .date = "22 November 2026."},
        .back = BackLink{.href = "/my-work", .text = "Back to my work"},
    };
}

ChildHeader amina()
{
    return {
        .name = "Amina Yusuf",
        .href = "/records/amina",
        .facts = {{"Age", "7 years 2 months"},
                  {"Born", "14 September 2019"},
                  {"Social worker", "Rosa Lind"},
                  {"Plan", tag({.text = "Child protection plan", .classes = "govuk-tag--blue"})}},
        .alerts = {{.text = "Do not give the family’s address to anybody",
                    .detail = "Owner: Rosa Lind. To be looked at again on 1 December 2026.",
                    .level = AlertLevel::danger},
                   {.text = "Visit in pairs",
                    .detail = "Owner: Tom Avery. To be looked at again on 4 January 2027.",
                    .level = AlertLevel::warning},
                   {.text = "Amina wears hearing aids. Sit facing her."}},
    };
}

SubNavigation sections(std::string_view here)
{
    SubNavigation navigation{.items = {}};
    for (const std::string_view name :
         {"Overview", "Timeline", "Plan", "Family", "Documents", "Their words", "Access"}) {
        navigation.items.push_back({.text = name,
                                    .href = Url{"/records/amina"} / name,
                                    .here = name == here ? Here::page : Here::no});
    }
    return navigation;
}

Html visit_words()
{
    Html words = paragraphs("Amina opened the door with her grandmother. She showed me the fish "
                            "tank and named all four fish.\nThe kitchen was warm and there was "
                            "food on the table.");
    words.add(statement({.mark = StatementMark::fact,
                         .source = StatementSource::first_hand,
                         .words = "Amina has a bed of her own, with clean bedding."}));
    words.add(statement({.mark = StatementMark::fact,
                         .source = StatementSource::third_party,
                         .words = "Amina was late for school twice this week.",
                         .said_by = "Mrs Okoro, head teacher"}));
    words.add(statement({.mark = StatementMark::opinion,
                         .source = StatementSource::third_party,
                         .words = "“She is happier since her gran came.”",
                         .said_by = "Leyla, her mother"}));
    words.add(statement({.mark = StatementMark::assessment,
                         .source = StatementSource::first_hand,
                         .words = "The home meets Amina’s needs at present."}));
    words.add(
        statement({.mark = StatementMark::judgement,
                   .source = StatementSource::first_hand,
                   .words = "The risk is lower than in October, while her grandmother stays."}));
    words.add(statement({.mark = StatementMark::decision,
                         .source = StatementSource::first_hand,
                         .words = "Visits stay weekly until the review on 10 December."}));
    return words;
}

Html record_page()
{
    PageOptions options = frame("Timeline");
    options.child = "Amina Yusuf";
    options.header = amina();
    options.sections = sections("Timeline");
    options.notice = notification_banner({
        .content = "The visit of 20 November is signed and saved on 4 records.",
        .kind = NotificationKind::success,
        .auto_focus = Switch::off,
    });
    Html main = heading_1("Timeline");
    main.add(paragraph("Showing 1 to 4 of 112 entries, 3 March 2023 to 20 November 2026."));
    main.add(timeline({.events = {
                           {.title = "Home visit",
                            .date_time = "2026-11-20T15:30",
                            .when = "Friday 20 November 2026, 3:30pm",
                            .href = "/records/amina/entries/112",
                            .by = "Rosa Lind, social worker, North family team",
                            .weight = Weight::significant,
                            .content = visit_words()},
                           {.title = "Telephone call with school",
                            .date_time = "2026-11-18",
                            .when = "Wednesday 18 November 2026",
                            .href = "/records/amina/entries/111",
                            .by = "Tom Avery, team manager",
                            .recorded = "Recorded 2 days late",
                            .content = paragraphs("Mrs Okoro will tell us each Friday how the "
                                                  "week went.")},
                           {.title = "Review child protection conference",
                            .date_time = "2026-10-08",
                            .when = "Thursday 8 October 2026",
                            .href = "/records/amina/entries/110",
                            .by = "Gwen Harte, conference chair",
                            .weight = Weight::significant},
                           {.title = "Health check",
                            .date_time = "2026-09-30",
                            .when = "Wednesday 30 September 2026",
                            .by = "Idris Bell, school nurse"},
                       }}));
    main.add(pagination(
        {.next = PaginationArrow{.href = "?page=2"},
         .items = {PaginationItem{.number = "1", .href = "?page=1", .current = Current::yes},
                   PaginationItem{.number = "2", .href = "?page=2"}, PaginationGap{},
                   PaginationItem{.number = "28", .href = "?page=28"}}}));
    return page(options, main);
}

Html part_of(const char* id, const char* name, const char* about)
{
    const std::string key{id};
    Html content = checkboxes({.legend = {"How was " + std::string{name} + " seen?"},
                               .name = key + "-seen",
                               .items = {{.text = "Seen", .value = "seen"},
                                         {.text = "Seen alone", .value = "alone"},
                                         {.text = "Bedroom seen", .value = "bedroom"}}});
    content.add(text_area({.label = "What " + std::string{name} + " said, in their own words",
                           .name = key + "-words",
                           .hint = "Leave nothing out because it seems small.",
                           .rows = 3}));
    return child_part({.id = "part-" + key,
                       .name = name,
                       .about = about,
                       .controlled_by = "children-" + key,
                       .content = std::move(content)});
}

Html visit_page()
{
    PageOptions options = frame("Record a visit");
    options.outcome = Outcome::has_errors;
    options.width = Width::reading;
    options.notice = error_summary({
        .items = {{.text = "Say when you visited", .href = Url::place("visited-day")},
                  {.text = "Write what happened", .href = Url::place("account")}},
        .auto_focus = Switch::off,
    });
    Html form = hidden_field("draft_version", "7");
    form.add(
        date_input({.legend = {"When did you visit?", {.classes = "govuk-fieldset__legend--m"}},
                    .id = "visited",
                    .name_prefix = "visited",
                    .hint = "For example, 20 11 2026",
                    .error = "Say when you visited"}));
    form.add(
        checkboxes({.legend = {"Which children does this visit concern?",
                               {.classes = "govuk-fieldset__legend--m"}},
                    .name = "children",
                    .items = {{.text = "Amina Yusuf",
                               .value = "amina",
                               .id = "children-amina",
                               .checked = Switch::on},
                              {.text = "Bilal Yusuf", .value = "bilal", .id = "children-bilal"}}}));
    form.add(text_area({.label = {"What happened?", {.classes = "govuk-label--m"}},
                        .name = "account",
                        .hint = "Write it once. It goes on the record of every child ticked.",
                        .error = "Write what happened",
                        .rows = 8}));
    form.add(part_of("amina", "Amina", "7 years 2 months"));
    form.add(part_of("bilal", "Bilal", "4 years"));
    form.add(autosave_status({.saved_at = "2:02pm"}));
    form.add(element("div", {{"class", "govuk-button-group"}}, button({.text = "Check and sign"}),
                     button({.text = "Save draft",
                             .name = "save",
                             .value = "draft",
                             .classes = "govuk-button--secondary heed-without-script"})));
    Html main = heading_1("Record a visit");
    main.add(post_form({.action = "/visits",
                        .form_token = "0123456789abcdef",
                        .content = std::move(form),
                        .id = "visit",
                        .attributes = autosave_attributes("/drafts/1", "/sign-in", "7")}));
    return page(options, main);
}

Html answers()
{
    Html html =
        radios({.legend = {"Was the child seen alone?", {.classes = "govuk-fieldset__legend--m"}},
                .name = "alone",
                .items = {{.text = "Yes", .value = "yes"},
                          {.text = "No",
                           .value = "no",
                           .conditional = text_input({.label = "Why not?", .name = "why"})}},
                .value = "no"});
    html.add(text_input({.label = "Postcode",
                         .name = "postcode",
                         .hint = "For example, EV1 2AB",
                         .classes = "govuk-input--width-10",
                         .autocomplete = "postal-code"}));
    html.add(text_input({.label = "Hours of support",
                         .name = "hours",
                         .classes = "govuk-input--width-3",
                         .inputmode = "numeric",
                         .suffix = Affix{.content = "per week"}}));
    html.add(password_input({.label = "Password", .name = "password"}));
    html.add(select(
        {.label = "Who referred?",
         .name = "referrer",
         .items = {{.text = "Choose", .value = ""}, {.text = "School"}, {.text = "Police"}}}));
    html.add(file_upload({.label = "Upload a letter", .name = "letter"}));
    html.add(character_count({.label = "In one sentence", .name = "sentence", .max_length = 200}));
    html.add(
        checkboxes({.legend = no_legend,
                    .name = "agree",
                    .items = {{.text = "I have checked that this is right", .value = "yes"}}}));
    html.add(element("div", {{"class", "govuk-button-group"}}, button({.text = "Save"}),
                     button({.text = "Stop", .classes = "govuk-button--warning"}),
                     link("Cancel", "/my-work")));
    return html;
}

Html lists()
{
    Html html = summary_list({
        .rows = {{.key = "Name",
                  .value = "Amina Yusuf",
                  .actions =
                      ActionLinks{
                          .items = {{.text = "Change", .href = "/x", .hidden_text = "name"}}}},
                 {.key = "School", .value = "Elm Primary"}},
        .card = SummaryCard{.title = "About Amina"},
    });
    html.add(task_list(
        {.items = {{.title = "Visit Amina",
                    .status = {Tag{.text = "Overdue by 2 days", .classes = "govuk-tag--red"}},
                    .href = "/visits/new",
                    .hint = "Due 20 November 2026"},
                   {.title = "Core group", .status = "Done"}}}));
    html.add(wide_table({
        .caption = "Visits this month",
        .head = {"Child", "Due", {"Days late", "numeric"}},
        .rows = {{"Amina Yusuf", "20 November 2026", {"2", "numeric"}},
                 {"Bilal Yusuf", "20 November 2026", {"0", "numeric"}}},
        .first_cell = FirstCell::header,
        .caption_classes = "govuk-table__caption--m",
    }));
    return html;
}

Html notices()
{
    Html html = inset_text({.content = "The plan lasts until 8 April 2027."});
    html.add(warning_text({.content = "If a child is in danger now, ring 999."}));
    html.add(details({.summary = "What counts as seen alone?",
                      .content = "The child was with you and no adult of the family could hear."}));
    html.add(notification_banner({.content = "Two visits are due today."}));
    html.add(panel(
        {.title = "Referral sent",
         .content = element("span", {}, "Your reference is ", element("strong", {}, "HDJ2123F")),
         .heading_level = 2}));
    html.add(tabs({.items = {{.label = "This week", .content = "Three visits", .id = "week"},
                             {.label = "Next week", .content = "One visit", .id = "next-week"}},
                   .title = "Visits"}));
    return html;
}

Html everything_page()
{
    PageOptions options = frame("Every component");
    options.back.reset();
    Html main =
        breadcrumbs({.items = {{.text = "My work", .href = "/my-work"}, {.text = "Components"}},
                     .label = "Where you are"});
    main.add(exit_this_page({}));
    main.add(heading_1("Every component"));
    main.add(heading_2("Answers"));
    main.add(post_form({.action = "/x", .form_token = "0123456789abcdef", .content = answers()}));
    main.add(heading_2("Lists"));
    main.add(lists());
    main.add(heading_2("Notices"));
    main.add(notices());
    main.add(button_link({.text = "Start now", .href = "/refer", .start = StartButton::yes}));
    return page(options, main);
}

Html sign_in_page()
{
    Html form = text_input({.label = "Email address",
                            .name = "email",
                            .type = "email",
                            .autocomplete = "username",
                            .spellcheck = Switch::off});
    form.add(password_input({.label = "Password", .name = "password"}));
    form.add(button({.text = "Sign in"}));
    Html main = heading_1("Sign in");
    main.add(post_form(
        {.action = "/sign-in", .form_token = "0123456789abcdef", .content = std::move(form)}));
    return page({.title = "Sign in",
                 .partnership = "Elmbridge Vale Children’s Partnership",
                 .width = Width::reading},
                main);
}

void write(const std::filesystem::path& file, std::string_view text)
{
    std::ofstream{file} << text;
}

} // namespace

/// The pages, and the policy that the server sends with each.
void write_component_pages(const std::filesystem::path& folder)
{
    write(folder / "record.html", record_page().markup());
    write(folder / "visit.html", visit_page().markup());
    write(folder / "everything.html", everything_page().markup());
    write(folder / "sign-in.html", sign_in_page().markup());
    write(folder / "policy.txt", content_security_policy());
}

} // namespace web

int main(int count, char** arguments)
{
    if (count != 2) {
        std::cerr << "give the folder to write to\n";
        return 2;
    }
    web::write_component_pages(arguments[1]);
    return 0;
}
