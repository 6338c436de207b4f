#include "pathway/pages/my_work.h"

#include "base/text.h"
#include "pathway/due.h"
#include "record/draft.h"
#include "record/pages/paths.h"
#include "site/frame.h"
#include "web/components.h"

#include <algorithm>

namespace pathway {

namespace paths = record::paths;

namespace {

web::Tag due_tag(base::Date due_on, base::Date today)
{
    const int days = base::days_between(today, due_on);
    const auto counted = [](int number) {
        return std::to_string(number) + (number == 1 ? " day" : " days");
    };
    if (days < 0) return {.text = counted(-days) + " overdue", .classes = "govuk-tag--red"};
    if (days == 0) return {.text = "Due today", .classes = "govuk-tag--orange"};
    if (days <= 7) return {.text = "Due in " + counted(days), .classes = "govuk-tag--yellow"};
    return {.text = "Due in " + counted(days), .classes = "govuk-tag--grey"};
}

std::string names_of(const HouseholdVisit& visit, base::Date today)
{
    std::vector<std::string> names;
    for (const DueVisit& child : visit.children) {
        names.push_back(child.child.shown_name() + " (" + child.child.age(today) + ")");
    }
    return base::join_plain(names);
}

std::string seen_words(const HouseholdVisit& visit)
{
    std::vector<std::string> never;
    std::optional<base::Date> longest;
    for (const DueVisit& child : visit.children) {
        if (!child.last_seen)
            never.push_back(child.child.first_name());
        else if (!longest || *child.last_seen < *longest)
            longest = child.last_seen;
    }
    if (!never.empty()) return base::join_plain(never) + " not seen yet.";
    return longest ? "Last seen " + longest->plain() + "." : "";
}

/// The line of a visit. One that was begun leads to its draft, so that it is not begun twice.
web::TaskItem visit_line(const HouseholdVisit& visit, base::Date today, const manual::Form* form,
                         const std::vector<record::DraftSummary>& drafts)
{
    const DueVisit& first = visit.children.front();
    web::TaskItem line{
        .title = names_of(visit, today),
        .status = due_tag(visit.due_on, today),
        .href = paths::record(first.child.record),
    };
    web::Html hint = web::Html::text("Due by " + visit.due_on.plain() + ", at least every " +
                                     first.timescale + ". " + seen_words(visit));
    if (form != nullptr) {
        const auto draft = draft_of(visit, form->id, drafts);
        line.href = draft ? paths::draft(draft->id) : paths::start(form->id, first.child.record);
        if (draft) {
            hint.add_literal(" ");
            hint.add_element("strong", {{"class", "heed-begun"}},
                             "You have a draft of this, saved " + base::plain(draft->saved));
        }
    }
    line.hint = std::move(hint);
    return line;
}

web::Html visits_html(site::Site& site, const access::Viewer& viewer,
                      const std::vector<record::DraftSummary>& drafts)
{
    const auto visits = visits_due(site.desk, viewer);
    web::Html html = web::heading_2("Visits due");
    if (visits.empty()) {
        html.add(web::paragraph("No visit is due from you."));
        return html;
    }
    const base::Date today = site.desk.today();
    const manual::Form* const form = site.desk.manual_now().form_for(manual::Purpose::visit);
    web::TaskList list{.items = {}, .id_prefix = "visit"};
    for (const HouseholdVisit& visit : visits)
        list.items.push_back(visit_line(visit, today, form, drafts));
    html.add(web::task_list(list));
    return html;
}

web::Html drafts_html(site::Site& site, const access::Viewer& viewer,
                      const std::vector<record::DraftSummary>& drafts)
{
    web::Html html = web::heading_2("Drafts");
    if (drafts.empty()) {
        html.add(web::paragraph("You have no drafts. What you begin to write is kept here until "
                                "you sign it."));
        return html;
    }
    const manual::Manual& manual = site.desk.manual_now();
    web::TaskList list{.items = {}, .id_prefix = "draft"};
    for (const record::DraftSummary& draft : drafts) {
        std::vector<std::string> names;
        site.desk.data.read([&](store::Reader& reader) {
            for (const base::RecordId& record : draft.records) {
                if (access::may_open(reader, viewer, record) == access::Access::closed) continue;
                names.push_back(person::child_of(site.desk, reader, viewer, record).first_name());
            }
        });
        const manual::Form* const form = manual.find_form(draft.form);
        const std::string title = form == nullptr ? draft.form : form->title;
        list.items.push_back({
            .title = names.empty() ? title : title + ": " + base::join_plain(names),
            .status = "Not signed",
            .href = paths::draft(draft.id),
            .hint = "Saved " + base::plain(draft.saved),
        });
    }
    html.add(web::task_list(list));
    return html;
}

web::Response get_my_work(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    web::Html main = web::heading_1("My work");
    const auto drafts = record::drafts_of(site.desk, viewer);
    main.add(visits_html(site, viewer, drafts));
    main.add(drafts_html(site, viewer, drafts));
    return site::show(site, request, {.title = "My work", .place = site::Place::my_work}, main);
}

} // namespace

void add_my_work_page(web::Router& router, site::Site& site)
{
    router.add({
        .method = web::Method::get,
        .pattern = "/my-work",
        .name = "my_work",
        .handler = [&site](web::Request& request) { return get_my_work(site, request); },
    });
}

} // namespace pathway
