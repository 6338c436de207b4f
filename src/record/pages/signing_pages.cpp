#include "record/pages/signing_pages.h"

#include "base/errors.h"
#include "record/pages/answers_view.h"
#include "record/pages/draft_pages.h"
#include "record/pages/paths.h"
#include "site/typing.h"
#include "web/components.h"

#include <algorithm>

namespace record {

namespace {

/// A draft with the event it would be signed as.
struct Checked {
    Draft draft;
    const manual::Form& form;
    ReadEvent read;
};

Checked checked(site::Site& site, const access::Viewer& viewer, DraftId id)
{
    Draft draft = open_draft(site.desk, viewer, id);
    const manual::Form& form = form_to_fill(site, viewer, draft.form);
    ReadEvent read = read_event(site.desk.manual_now(), form, draft.typed, site.desk.clock.now());
    return {std::move(draft), form, std::move(read)};
}

web::Html check_answers(site::Site& site, const Checked& checked,
                        const std::vector<person::Child>& children)
{
    const manual::Manual& manual = site.desk.manual_now();
    const auto recorded =
        timeliness(manual, checked.form, checked.read.event.shared, site.desk.clock.now());
    const bool is_one = children.size() == 1;
    web::Html shown = web::summary_list(
        {.rows =
             answer_rows(to_answered(manual, checked.form, checked.read.event.shared, recorded),
                         Shown::shared_part, is_one ? children.front().first_name() : "the child"),
         .card = web::SummaryCard{
             .title = is_one ? children.front().shown_name() : "What is the same for every child",
             .actions = {.items = {{.text = "Change", .href = paths::draft(checked.draft.id)}}}}});
    for (const EventPart& part : checked.read.event.parts) {
        const auto child =
            std::find_if(children.begin(), children.end(),
                         [&](const person::Child& one) { return one.record == part.record; });
        base::check(child != children.end(), "a child who is signed about is shown");
        const auto both = manual::together(checked.read.event.shared, part.answers);
        auto rows = answer_rows(to_answered(manual, checked.form, both, recorded),
                                Shown::child_part, child->first_name());
        if (rows.empty()) continue;
        shown.add(web::summary_list(
            {.rows = std::move(rows),
             .card = web::SummaryCard{
                 .title = child->shown_name(),
                 .actions = {
                     .items = {{.text = "Change",
                                .href = paths::draft(checked.draft.id)
                                            .with_place("part-" + part.record.text())}}}}}));
    }
    return shown;
}

/// What was typed and will not be signed, so that nobody believes it was (REC-5).
web::Html left_out(const Checked& checked, const std::vector<person::Child>& children)
{
    web::Html items;
    for (const LeftOut& one : checked.read.left_out) {
        std::string name = children.size() == 1 ? children.front().first_name() : "the child";
        for (const person::Child& child : children) {
            if (child.record == one.record) name = child.first_name();
        }
        const manual::Field* const field = checked.form.find_field(one.field);
        items.add_element("li", {},
                          field == nullptr
                              ? "What you typed about " + name + ", who is not ticked."
                              : "Your answer to \u201c" + manual::with_child(field->label, name) +
                                    "\u201d, which is not asked after what you chose before it.");
    }
    if (items.empty()) return {};
    web::Html said = web::paragraph("This is not signed, and is not kept:",
                                    "govuk-body govuk-!-font-weight-bold");
    said.add_element("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
    said.add(web::paragraph("Choose Change if it belongs in the record."));
    return web::inset_text({.content = std::move(said)});
}

web::Response get_check(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const Checked found = checked(site, viewer, request.parameter<DraftId>("draft"));
    if (!found.read.errors.empty()) {
        return show_draft(site, request, found.draft, found.read.errors);
    }
    const auto children = children_for(site, viewer, found.form, found.draft.typed);
    note_form(site, viewer, children);
    const std::size_t records = found.read.event.parts.size();
    web::Html main = web::heading_1("Check your answers, then sign");
    main.add(what_is_corrected(site, viewer, found.form, found.draft.typed));
    main.add(left_out(found, children));
    main.add(check_answers(site, found, children));
    main.add(web::heading_2("Sign"));
    main.add(web::paragraph("You sign as " + signed_by(viewer.signer()) + ". " +
                            (records == 1 ? std::string{"One entry goes on the record."}
                                          : std::to_string(records) +
                                                " entries are made, one on each child's record.") +
                            " A signed entry is never changed. It can be corrected."));
    web::Html sign_button = web::button({.text = "Sign", .prevent_double_click = web::Switch::on});
    sign_button.add(web::hidden_field("draft_version", std::to_string(found.draft.version)));
    main.add(web::post_form({.action = paths::sign(found.draft.id),
                             .form_token = request.form_token,
                             .content = std::move(sign_button)}));
    return site::show(site, request,
                      {.title = "Check your answers",
                       .place = site::Place::record,
                       .back = web::BackLink{.href = paths::draft(found.draft.id)}},
                      main);
}

/// The draft changed between the check and the signature.
web::Response changed_page(const site::Site& site, const web::Request& request, DraftId id)
{
    web::Html main = web::heading_1("Nothing was signed");
    main.add(web::paragraph("The draft was changed in another tab or on another device while you "
                            "were signing. Check your answers once more."));
    main.add(web::button_link({.text = "Check your answers", .href = paths::check(id)}));
    return site::show(site, request, {.title = "Nothing was signed", .status = 409}, main);
}

web::Response post_sign(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const auto id = request.parameter<DraftId>("draft");
    const Checked found = checked(site, viewer, id);
    // What is signed is what was checked: a draft that another tab changed is checked again.
    const std::int64_t version = site::draft_version(request);
    if (found.draft.version != version) return changed_page(site, request, id);
    if (!found.read.errors.empty()) {
        return show_draft(site, request, found.draft, found.read.errors);
    }
    try {
        const auto done = sign(site.desk, viewer,
                               {.event = found.read.event,
                                .idempotency_key = signing_key(viewer, id),
                                .draft = DraftVersion{id, version}});
        if (!done) return show_draft(site, request, found.draft, done.error());
        return see_signed(*done, found.read.event.corrects);
    } catch (const base::Conflict&) {
        return changed_page(site, request, id);
    }
}

template <Handle handle> web::Handler of_draft(site::Site& site)
{
    return [&site](web::Request& request) { return or_gone(site, request, handle); };
}

} // namespace

void add_signing_pages(web::Router& router, site::Site& site)
{
    router.add({.pattern = "/drafts/{draft}/check",
                .name = "draft.check",
                .handler = of_draft<get_check>(site)});
    router.add({.method = web::Method::post,
                .pattern = "/drafts/{draft}/sign",
                .name = "draft.sign",
                .takes = web::Takes::form,
                .handler = of_draft<post_sign>(site)});
}

} // namespace record
