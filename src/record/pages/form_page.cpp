#include "record/pages/form_page.h"

#include "record/pages/paths.h"
#include "record/pages/refusal.h"
#include "site/typing.h"
#include "web/components.h"

#include <algorithm>

namespace record {

namespace {

constexpr std::string_view children_id = "children";

bool is_ticked(const Typed& typed, base::RecordId record)
{
    const auto ticked = typed.children();
    return std::find(ticked.begin(), ticked.end(), record) != ticked.end();
}

std::string tick_id(base::RecordId record)
{
    return "tick-" + record.text();
}

/// Without a question to point at, an error points at the children.
std::string target_of(const EventError& error)
{
    if (error.field.empty()) return std::string{children_id};
    return field_id(error.record ? child_prefix(*error.record) : std::string{shared_prefix},
                    error.field);
}

web::Html error_summary(const FormPage& page)
{
    std::vector<web::ErrorSummaryItem> items;
    for (const EventError& error : page.errors) {
        items.push_back(
            {.text = error_words(error, page.children), .href = web::Url::place(target_of(error))});
    }
    return web::error_summary({.items = std::move(items)});
}

/// One child's form carries the child along; a form about several asks which.
web::Html which_children(const FormPage& page, base::Date today)
{
    if (page.form.concerns == manual::Concerns::one_child) {
        web::Html carried;
        for (const base::RecordId& record : page.typed.children()) {
            carried.add(web::hidden_field("children", record.text()));
        }
        return carried;
    }
    web::Checkboxes group{
        .legend = {"Which children is this about?", {.classes = "govuk-fieldset__legend--m"}},
        .name = "children",
        .items = {},
        .hint = web::Hint{"The children of the household are ticked. Untick any it is not about."},
        .id_prefix = std::string{children_id},
    };
    for (const EventError& error : page.errors) {
        if (error.field.empty() && !error.record) group.error = web::ErrorMessage{error.message};
    }
    for (const person::Child& child : page.children) {
        group.items.push_back({
            .text = child.shown_name() + ", " + child.age(today),
            .value = child.record.text(),
            .id = group.items.empty() ? std::string{children_id} : tick_id(child.record),
            .checked = is_ticked(page.typed, child.record) ? web::Switch::on : web::Switch::off,
        });
    }
    return web::checkboxes(group);
}

PartView part_view(const FormPage& page)
{
    return {
        .form = page.form,
        .typed = page.typed,
        .errors = page.errors,
        .prefix = std::string{shared_prefix},
        .record = {},
        .child = page.children.size() == 1 ? page.children.front().first_name() : "the child",
        .recorded = page.recorded,
        .more = page.more,
    };
}

web::Html child_parts(const FormPage& page, base::Date today)
{
    web::Html parts;
    bool first = true;
    for (const person::Child& child : page.children) {
        const bool asks = page.form.concerns == manual::Concerns::several_children;
        PartView view = part_view(page);
        view.prefix = child_prefix(child.record);
        view.record = child.record;
        view.child = child.first_name();
        web::Html fields = part_fields(view, manual::Part::child);
        if (fields.empty()) return {};
        parts.add(web::child_part({
            .id = "part-" + child.record.text(),
            .name = child.shown_name(),
            .about = child.age(today),
            .controlled_by = !asks   ? ""
                             : first ? std::string{children_id}
                                     : tick_id(child.record),
            .content = std::move(fields),
        }));
        first = false;
    }
    return parts;
}

/// What must be known before one goes there or writes, said once for whom it is the same.
web::Html warnings(const site::Site& site, const web::Request& request,
                   const std::vector<person::Child>& children)
{
    std::vector<std::pair<std::string, std::string>> said; // the warning, and for whom
    site.desk.data.read([&](store::Reader& reader) {
        for (const person::Child& child : children) {
            const auto header = person::header_of(site.desk, site.directory, reader,
                                                  site::viewer_of(request), child.record);
            for (const person::Alert& alert : header.alerts) {
                const auto same = std::find_if(said.begin(), said.end(), [&](const auto& one) {
                    return one.first == alert.text;
                });
                if (same == said.end())
                    said.emplace_back(alert.text, child.first_name());
                else
                    same->second += ", " + child.first_name();
            }
        }
    });
    web::Html shown;
    for (const auto& [text, names] : said)
        shown.add(web::warning_text({.content = names + ": " + text}));
    return shown;
}

web::Html buttons(const FormPage& page)
{
    web::Html group = web::button({.text = "Continue", .prevent_double_click = web::Switch::on});
    group.add(web::button({
        .text = "Save and come back later",
        .name = "keep",
        .value = "yes",
        .classes = "govuk-button--secondary",
    }));
    if (page.version > 0) {
        group.add(web::button({
            .text = "Throw this draft away",
            .name = "discard",
            .value = "yes",
            .classes = "govuk-button--secondary",
        }));
    }
    return web::element("div", {{"class", "govuk-button-group"}}, group);
}

} // namespace

web::Response show_form(const site::Site& site, const web::Request& request, const FormPage& page)
{
    const base::Date today = site.desk.today();
    // The Enter key presses a form's first button: it must go on, not add a statement.
    web::Html content = web::button({.text = "Continue",
                                     .classes = "govuk-visually-hidden",
                                     .attributes = {{"tabindex", "-1"}, {"aria-hidden", "true"}}});
    content.add(web::hidden_field("form", page.form.id));
    content.add(web::hidden_field("about", page.typed.one("about")));
    const bool is_correction = page.form.purpose == manual::Purpose::correction;
    if (const auto corrects = page.typed.corrects(); corrects && is_correction) {
        content.add(web::hidden_field("corrects", std::to_string(*corrects)));
    }
    content.add(web::hidden_field("draft_version", std::to_string(page.version)));
    content.add(site::writer_mark(site::viewer_of(request)));
    content.add(which_children(page, today));
    content.add(part_fields(part_view(page), manual::Part::shared));
    content.add(child_parts(page, today));
    content.add(web::autosave_status(
        {.saved_at = page.saved ? base::uk_time(*page.saved).plain() : std::string{}}));
    content.add(buttons(page));

    const std::string title = is_correction ? "Correct this entry" : page.form.title;
    web::Html main = web::heading_1(title);
    main.add(warnings(site, request, page.children));
    if (!page.form.summary.empty()) main.add(web::paragraph(page.form.summary, "govuk-body-l"));
    if (!page.form.why.empty()) {
        main.add(web::details({.summary = "Why we ask", .content = page.form.why}));
    }
    main.add(page.above);
    main.add(web::post_form({
        .action = paths::check(page.draft),
        .form_token = request.form_token,
        .content = std::move(content),
        .id = "entry-form",
        .attributes = web::autosave_attributes(paths::draft(page.draft), "/sign-in",
                                               std::to_string(page.version)),
    }));

    site::PageParts parts{
        .title = title,
        .place = site::Place::record,
        .child = page.children.size() == 1 ? page.children.front().shown_name() : "",
        .back = web::BackLink{.href = page.children.empty()
                                          ? web::Url{"/my-work"}
                                          : paths::record(page.children.front().record)},
    };
    if (!page.errors.empty()) {
        parts.notice = error_summary(page);
        parts.outcome = web::Outcome::has_errors;
    }
    return site::show(site, request, parts, main);
}

} // namespace record
