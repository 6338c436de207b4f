#include "record/pages/draft_pages.h"

#include "base/errors.h"
#include "record/pages/answers_view.h"
#include "record/pages/form_page.h"
#include "record/pages/paths.h"
#include "record/reading.h"
#include "site/typing.h"
#include "web/components.h"

#include <algorithm>

namespace record {

namespace {

web::Response closed_page(const site::Site& site, const web::Request& request, DraftId id)
{
    web::Html main = web::heading_1("You can no longer open this draft");
    main.add(
        web::paragraph("It is about a child whose record is not open to you any more. Ask your "
                       "manager if you need to finish it. Until then it is kept as it was "
                       "last saved, and nobody else can read it."));
    main.add(web::button_link({.text = "Throw this draft away",
                               .href = paths::discard(id),
                               .classes = "govuk-button--secondary"}));
    main.add(web::paragraph(web::link("Back to my work", "/my-work")));
    return site::show(site, request, {.title = "You can no longer open this draft"}, main);
}

} // namespace

const manual::Form& form_to_fill(site::Site& site, const access::Viewer& viewer,
                                 std::string_view id)
{
    const manual::Form& form = site.desk.manual_now().form(id);
    if (!is_filled_in(form)) throw base::NotFound{"This form is not filled in here."};
    if (!form.may_be_signed_by(viewer.role()))
        throw base::Forbidden{"Your role does not sign this form."};
    return form;
}

std::vector<person::Child> children_for(site::Site& site, const access::Viewer& viewer,
                                        const manual::Form& form, const Typed& typed)
{
    return site.desk.data.read([&](store::Reader& reader) {
        std::vector<person::Child> children;
        const auto add = [&](person::Child child) {
            const bool there =
                std::any_of(children.begin(), children.end(),
                            [&](const person::Child& one) { return one.record == child.record; });
            if (!there) children.push_back(std::move(child));
        };
        std::vector<base::RecordId> about = typed.children();
        // Whose household it is stays known when nobody is ticked.
        if (const auto first = base::RecordId::parse(typed.one("about"))) about.push_back(*first);
        for (const base::RecordId& record : about) {
            if (form.concerns == manual::Concerns::one_child) {
                add(person::child_of(site.desk, reader, viewer, record));
                continue;
            }
            for (person::Child& child : person::household_of(site.desk, reader, viewer, record)) {
                add(std::move(child));
            }
        }
        return children;
    });
}

void note_form(site::Site& site, const access::Viewer& viewer,
               const std::vector<person::Child>& children)
{
    std::vector<access::ReadNote> notes;
    for (const person::Child& child : children) {
        notes.push_back({child.record, access::Looked::form, {}});
    }
    if (!notes.empty()) site.desk.trail.note(viewer, notes);
}

web::Html what_is_corrected(site::Site& site, const access::Viewer& viewer,
                            const manual::Form& form, const Typed& typed)
{
    if (form.purpose != manual::Purpose::correction) return {};
    const auto children = typed.children();
    const auto corrects = typed.corrects();
    if (children.empty() || !corrects) throw base::NotFound{"There is no such entry."};
    const EntryPage page = entry_page(site.desk, viewer, children.front(), *corrects);
    if (page.readable.entry.corrects) {
        throw base::BadRequest{"This entry is itself a correction."};
    }
    const person::Child child = site.desk.data.read([&](store::Reader& reader) {
        return person::child_of(site.desk, reader, viewer, children.front());
    });
    web::Html shown = web::paragraph("What was written stays as it is. Your correction is signed "
                                     "and shown beside it from now on.");
    if (!page.related.empty()) {
        shown.add(web::inset_text(
            {.content =
                 "The same event is on the records of other children. If this is wrong there "
                 "too, correct each of them."}));
    }
    shown.add(web::summary_list(
        {.rows = answer_rows(page.readable.entry.answered, Shown::both, child.first_name()),
         .card = web::SummaryCard{.title = "As it was signed: " + page.readable.entry.title}}));
    return shown;
}

web::Response show_draft(site::Site& site, const web::Request& request, const Draft& draft,
                         const EventErrors& errors)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const manual::Manual& manual = site.desk.manual_now();
    const manual::Form& form = form_to_fill(site, viewer, draft.form);
    const auto children = children_for(site, viewer, form, draft.typed);
    note_form(site, viewer, children);
    const ReadEvent read = read_event(manual, form, draft.typed, site.desk.clock.now());
    return show_form(
        site, request,
        {
            .form = form,
            .draft = draft.id,
            .version = draft.version,
            .saved = draft.saved,
            .typed = draft.typed,
            .children = children,
            .errors = errors,
            .recorded = timeliness(manual, form, read.event.shared, site.desk.clock.now()),
            .more = request.query.one("more"),
            .above = what_is_corrected(site, viewer, form, draft.typed),
        });
}

web::Response clash_page(const site::Site& site, const web::Request& request,
                         const DraftClash& clash)
{
    const std::string title =
        clash.was_signed ? "You have signed this already" : "You have this open somewhere else";
    web::Html main = web::heading_1(title);
    main.add(web::paragraph(
        clash.was_signed
            ? "What you typed on this page is not part of what was signed. Nothing is lost: it has "
              "been kept as a draft of its own."
            : "This draft was saved or thrown away from another tab or device after you opened it "
              "here. Nothing is lost: what you typed here has been kept as a draft of its own."));
    main.add(
        web::button_link({.text = "Open what you typed here", .href = paths::draft(clash.copy)}));
    main.add(web::paragraph(web::link("See all your drafts", "/my-work")));
    return site::show(site, request, {.title = title, .status = 409}, main);
}

web::Response see_signed(const SignedEvent& done, std::optional<std::uint64_t> corrects)
{
    const SignedPart& first = done.parts.front();
    return web::see_other(paths::entry(first.record, corrects.value_or(first.sequence))
                              .with_query("signed", std::to_string(first.sequence)));
}

web::Response or_closed(site::Site& site, web::Request& request, Handle handle)
{
    try {
        return handle(site, request);
    } catch (const base::NotFound&) {
        const auto id = request.parameter<DraftId>("draft");
        if (site::is_autosave(request) || !is_closed(site.desk, site::viewer_of(request), id))
            throw;
        return closed_page(site, request, id);
    }
}

web::Response or_gone(site::Site& site, web::Request& request, Handle handle)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const auto id = request.parameter<DraftId>("draft");
    try {
        return or_closed(site, request, handle);
    } catch (const base::NotFound&) {
        const auto done = site.desk.data.read(
            [&](store::Reader& reader) { return signed_from(site.desk, reader, viewer, id); });
        if (!done) throw;
        return see_signed(*done, {});
    }
}

} // namespace record
