#include "person/pages/child_pages.h"

#include "base/errors.h"
#include "person/find.h"
#include "person/pages/child_header.h"
#include "record/pages/answers_view.h"
#include "record/pages/paths.h"
#include "record/reading.h"
#include "web/components.h"

#include <algorithm>
#include <charconv>

namespace person {

namespace paths = record::paths;

namespace {

constexpr std::size_t page_size = 50;
constexpr std::size_t story_size = 5;

/// The answers worth reading first: what happened, the child's words, what it means.
web::Html story_of(const record::ReadableEntry& readable, std::string_view child, int heading_level)
{
    using manual::Meaning;
    web::Html html;
    for (const Meaning meaning :
         {Meaning::sight, Meaning::voice, Meaning::account, Meaning::worry, Meaning::analysis,
          Meaning::decision, Meaning::alert, Meaning::involvement_reason, Meaning::next_steps}) {
        const record::Answered* const answered = readable.entry.meaning(meaning);
        if (answered == nullptr) continue;
        const std::string question = manual::with_child(answered->question, child);
        const web::Attribute words{"class", "govuk-heading-s heed-story__question"};
        if (heading_level == 2)
            html.add_element("h3", {words}, question);
        else
            html.add_element("h4", {words}, question);
        html.add_element("div", {{"class", "govuk-body"}}, record::answer_html(*answered, child));
    }
    return html;
}

web::TimelineEvent event_of(const record::ReadableEntry& readable, std::string_view child,
                            int heading_level)
{
    const record::SignedEntry& entry = readable.entry;
    web::TimelineEvent event{
        .title = entry.title,
        .date_time = entry.occurred.text(),
        .when = record::plain(entry.occurred),
        .href = paths::entry(entry.record, entry.sequence),
        .by = record::signed_by(entry.signer) + ". Number " + std::to_string(entry.sequence) +
              ", recorded " + base::plain(entry.recorded),
    };
    if (entry.late_reason) event.recorded = "Recorded late: " + *entry.late_reason;
    event.content = story_of(readable, child, heading_level);
    for (const record::SignedEntry& correction : readable.corrections) {
        web::Html words = web::tag({.text = "Corrected", .classes = "govuk-tag--yellow"});
        words.add_literal(" ");
        words.add(web::link("Read the correction, number " + std::to_string(correction.sequence),
                            paths::entry(correction.record, correction.sequence)));
        event.content.add_element("p", {{"class", "govuk-body"}}, words);
    }
    return event;
}

/// `heading_level` is that of an event; the questions in it are one below.
web::Html events_html(const record::Chronology& chronology, std::string_view child,
                      int heading_level)
{
    web::Timeline timeline{.events = {}, .heading_level = heading_level};
    for (const record::ReadableEntry& readable : chronology.entries) {
        timeline.events.push_back(event_of(readable, child, heading_level));
    }
    return web::timeline(timeline);
}

web::Html record_actions(site::Site& site, const access::Viewer& viewer, base::RecordId record)
{
    const manual::Manual& manual = site.desk.manual_now();
    web::Html buttons;
    const manual::Form* const visit = manual.form_for(manual::Purpose::visit);
    if (visit != nullptr && visit->may_be_signed_by(viewer.role())) {
        buttons.add(
            web::button_link({.text = "Record a visit", .href = paths::start(visit->id, record)}));
    }
    if (!viewer.may(manual::Permission::sign_entries)) return {};
    buttons.add(web::button_link({.text = "Record something else",
                                  .href = web::Url{"/record"}.with_query("record", record.text()),
                                  .classes = "govuk-button--secondary"}));
    return web::element("div", {{"class", "govuk-button-group"}}, buttons);
}

web::Html people_html(site::Site& site, const access::Viewer& viewer, base::RecordId record)
{
    std::vector<web::SummaryRow> rows;
    web::Html siblings;
    std::vector<access::ReadNote> notes = {{record, access::Looked::summary, {}}};
    site.desk.data.read([&](store::Reader& reader) {
        for (const LinkedPerson& one : people_of(site.desk, reader, viewer, record)) {
            std::string words = one.relationship;
            if (!one.phone.empty()) words += ", " + one.phone;
            rows.push_back({.key = one.name, .value = words});
        }
        for (const Child& child : household_of(site.desk, reader, viewer, record)) {
            if (child.record == record) continue;
            notes.push_back({child.record, access::Looked::list, {}});
            siblings.add_element("li", {},
                                 web::link(child.shown_name() + ", " + child.age(site.desk.today()),
                                           paths::record(child.record)));
        }
    });
    site.desk.trail.note(viewer, notes);
    web::Html html = web::heading_2("People in this child's life");
    if (rows.empty())
        html.add(web::paragraph("Nobody has been recorded yet."));
    else
        html.add(web::summary_list({.rows = std::move(rows)}));
    if (!siblings.empty()) {
        html.add(web::heading_3("Children in the same home"));
        html.add_element("ul", {{"class", "govuk-list"}}, siblings);
    }
    return html;
}

web::Response get_record(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const auto record = request.parameter<base::RecordId>("record");
    const Frame frame = frame_of(site, viewer, record);
    const auto latest = record::chronology(site.desk, viewer, record, {.most = story_size});
    web::Html main = web::heading_1("Story so far");
    main.add(record_actions(site, viewer, record));
    main.add(web::heading_2("What happened last"));
    main.add(events_html(latest, frame.child.first_name(), 3));
    if (latest.total > latest.entries.size()) {
        main.add(web::paragraph(
            web::link("See all " + std::to_string(latest.total) + " events in the chronology",
                      paths::chronology(record))));
    }
    main.add(people_html(site, viewer, record));
    return site::show(site, request, parts_of(frame, "Story so far", Section::overview), main);
}

std::size_t page_number(const web::Request& request)
{
    const std::string& text = request.query.one("page");
    std::size_t page = 1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), page);
    const bool fine = error == std::errc{} && end == text.data() + text.size();
    return fine && page > 0 && page < 1'000'000 ? page : 1;
}

web::Html page_links(const record::Chronology& chronology, base::RecordId record, std::size_t page)
{
    const std::size_t pages = (chronology.total + page_size - 1) / page_size;
    if (pages < 2) return {};
    const auto url = [&](std::size_t number) {
        return paths::chronology(record).with_query("page", std::to_string(number));
    };
    web::Pagination links;
    if (page > 1) links.previous = web::PaginationArrow{.href = url(page - 1)};
    if (page < pages) links.next = web::PaginationArrow{.href = url(page + 1)};
    for (std::size_t number = 1; number <= pages; ++number) {
        const bool near = number + 2 > page && number < page + 2;
        if (near || number == 1 || number == pages) {
            links.items.emplace_back(web::PaginationItem{
                .number = std::to_string(number),
                .href = url(number),
                .current = number == page ? web::Current::yes : web::Current::no,
            });
        } else if (number == 2 || number + 1 == pages) {
            links.items.emplace_back(web::PaginationGap{});
        }
    }
    return web::pagination(links);
}

web::Response get_chronology(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const auto record = request.parameter<base::RecordId>("record");
    const Frame frame = frame_of(site, viewer, record);
    const std::size_t page = page_number(request);
    const auto chronology = record::chronology(site.desk, viewer, record,
                                               {.skip = (page - 1) * page_size, .most = page_size});
    web::Html main = web::heading_1("Chronology");
    const std::size_t first = chronology.skipped + 1;
    const std::size_t last = chronology.skipped + chronology.entries.size();
    main.add(web::paragraph(
        chronology.entries.empty()
            ? std::string{"There is nothing on this page."}
            : "Events " + std::to_string(first) + " to " + std::to_string(last) + " of " +
                  std::to_string(chronology.total) + ", what happened last first."));
    main.add(events_html(chronology, frame.child.first_name(), 2));
    main.add(page_links(chronology, record, page));
    return site::show(site, request, parts_of(frame, "Chronology", Section::chronology), main);
}

web::Html found_html(const std::vector<Child>& children, base::Date today)
{
    if (children.empty()) {
        return web::inset_text(
            {.content = "No child that you work with was found. Check the spelling, or try the "
                        "date of birth. If you are worried about a child who is not here, speak "
                        "to your manager now."});
    }
    web::Table table{
        .caption = children.size() == 1 ? "1 child found"
                                        : std::to_string(children.size()) + " children found",
        .head = {"Name", "Age", "Date of birth"},
        .rows = {},
        .first_cell = web::FirstCell::header,
        .caption_classes = "govuk-table__caption--m",
    };
    for (const Child& child : children) {
        table.rows.push_back({web::link(child.shown_name(), paths::record(child.record)),
                              child.age(today), child.born ? child.born->plain() : "Not known"});
    }
    return web::table(table);
}

web::Response get_find(site::Site& site, web::Request& request)
{
    const std::string& asked = request.query.one("name");
    web::Html fields = web::text_input({
        .label = {"Name or date of birth", {.classes = "govuk-label--m"}},
        .name = "name",
        .value = asked,
        .hint = web::Hint{"For example, Amina, or 27 3 2015. The first letters are enough."},
        .classes = "govuk-input--width-20",
        .autocomplete = "off",
        .spellcheck = web::Switch::off,
    });
    fields.add(web::button({.text = "Find"}));
    web::Html main = web::heading_1("Find a child");
    main.add(web::element(
        "form", {{"action", web::Url{"/find"}}, {"method", "get"}, {"role", "search"}}, fields));
    if (!asked.empty()) {
        main.add(found_html(find_children(site.desk, site::viewer_of(request), asked),
                            site.desk.today()));
    }
    return site::show(site, request, {.title = "Find a child", .place = site::Place::find}, main);
}

/// What can be recorded: each form that the viewer's role signs, with what it is for.
web::Response get_record_something(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const auto record = base::RecordId::parse(request.query.one("record"));
    web::Html main = web::heading_1("Record something");
    site::PageParts parts{.title = "Record something", .place = site::Place::record};
    if (!record) {
        main.add(web::paragraph("First choose the child it is about."));
        main.add(web::button_link({.text = "Find a child", .href = "/find"}));
        main.add(web::paragraph(web::link("Or choose from your work", "/my-work")));
        return site::show(site, request, parts, main);
    }
    const Frame frame = frame_of(site, viewer, *record);
    web::TaskList list{.items = {}};
    for (const manual::Form& form : site.desk.manual_now().forms) {
        const bool by_hand = form.nature != manual::Nature::imported &&
                             form.purpose != manual::Purpose::correction &&
                             form.purpose != manual::Purpose::allocation;
        if (!by_hand || !form.may_be_signed_by(viewer.role())) continue;
        list.items.push_back({.title = form.title,
                              .status = "",
                              .href = paths::start(form.id, *record),
                              .hint = form.summary});
    }
    main.add(web::task_list(list));
    parts = parts_of(frame, "Record something", Section::overview);
    parts.place = site::Place::record;
    return site::show(site, request, parts, main);
}

} // namespace

void add_child_pages(web::Router& router, site::Site& site)
{
    using Handle = web::Response (*)(site::Site&, web::Request&);
    const auto add = [&](const char* pattern, const char* name, Handle handle) {
        router.add({
            .method = web::Method::get,
            .pattern = pattern,
            .name = name,
            .handler = [&site, handle](web::Request& request) { return handle(site, request); },
        });
    };
    add("/records/{record}", "record", get_record);
    add("/records/{record}/chronology", "record.chronology", get_chronology);
    add("/find", "find", get_find);
    add("/record", "record.something", get_record_something);
}

} // namespace person
