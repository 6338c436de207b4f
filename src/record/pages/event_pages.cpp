#include "record/pages/event_pages.h"

#include "base/errors.h"
#include "record/draft.h"
#include "record/pages/answers_view.h"
#include "record/pages/form_page.h"
#include "record/pages/paths.h"
#include "record/signing.h"
#include "site/typing.h"
#include "web/components.h"

#include <algorithm>

namespace record {

namespace {

/// The children that the form may be about: those ticked, and everybody else of their households.
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

/// The form, for somebody whose role signs it; imported and special forms are not filled in here.
const manual::Form& form_to_fill(site::Site& site, const access::Viewer& viewer,
                                 std::string_view id)
{
    const manual::Form& form = site.desk.manual_now().form(id);
    const bool by_hand = form.nature != manual::Nature::imported &&
                         form.purpose != manual::Purpose::correction &&
                         form.purpose != manual::Purpose::allocation;
    if (!by_hand) throw base::NotFound{"This form is not filled in here."};
    if (!form.may_be_signed_by(viewer.role())) throw base::Forbidden{"not signed in this role"};
    return form;
}

void set_answer(const manual::Form& form, Typed& typed, manual::Meaning meaning,
                std::string_view value)
{
    if (const manual::Field* const field = form.field_meaning(meaning)) {
        typed.set(std::string{shared_prefix} + field->id, value);
    }
}

/// What is known already and need not be typed: who lives together, when it is now, where they
/// live.
Typed started(site::Site& site, const access::Viewer& viewer, const manual::Form& form,
              base::RecordId record)
{
    Typed typed;
    typed.set("form", form.id);
    typed.set("about", record.text());
    typed.add("children", record.text());
    const auto children = children_for(site, viewer, form, typed);
    for (const person::Child& child : children) {
        if (child.record != record) typed.add("children", child.record.text());
    }
    const base::Instant now = site.desk.clock.now();
    if (const auto* const day = form.field_meaning(manual::Meaning::occurred_date)) {
        const base::Date today = base::uk_date(now);
        const std::string name = std::string{shared_prefix} + day->id;
        typed.set(name + ".day", std::to_string(today.day()));
        typed.set(name + ".month", std::to_string(today.month()));
        typed.set(name + ".year", std::to_string(today.year()));
    }
    set_answer(form, typed, manual::Meaning::occurred_time, base::uk_time(now).iso());
    if (!children.empty()) {
        set_answer(form, typed, manual::Meaning::place, children.front().address);
    }
    return typed;
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

web::Response get_new(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const manual::Form& form = form_to_fill(site, viewer, request.parameter("form"));
    const auto record = base::RecordId::parse(request.query.one("record"));
    if (!record) throw base::NotFound{"There is no such record."};
    const Typed typed = started(site, viewer, form, *record);
    const auto children = children_for(site, viewer, form, typed);
    note_form(site, viewer, children);
    return show_form(site, request,
                     {
                         .form = form,
                         .draft = DraftId::make(site.desk.random),
                         .typed = typed,
                         .children = children,
                         .errors = {},
                     });
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
        });
}

web::Response get_draft(site::Site& site, web::Request& request)
{
    const Draft draft =
        open_draft(site.desk, site::viewer_of(request), request.parameter<DraftId>("draft"));
    return show_draft(site, request, draft, {});
}

/// What the page's script is told after it saved.
web::Response autosave_answer(const web::Request& request,
                              const base::Result<Draft, DraftClash>& saved)
{
    base::json::object answer;
    if (!saved) {
        answer["copy_url"] = paths::draft(saved.error().copy).text();
        return web::json_response(answer, 409);
    }
    answer["saved_at"] = saved->saved.iso();
    answer["version"] = saved->version;
    // The page may have been opened in a session that has ended since.
    answer["form_token"] = request.form_token;
    return web::json_response(answer);
}

web::Response clash_page(const site::Site& site, const web::Request& request,
                         const DraftClash& clash)
{
    web::Html main = web::heading_1("You have this open somewhere else");
    main.add(web::paragraph("This draft was saved from another tab or device after you opened it "
                            "here. Nothing is lost: what you typed here has been kept as a draft "
                            "of its own."));
    main.add(
        web::button_link({.text = "Open what you typed here", .href = paths::draft(clash.copy)}));
    main.add(web::paragraph(web::link("See all your drafts", "/my-work")));
    return site::show(site, request, {.title = "You have this open somewhere else", .status = 409},
                      main);
}

base::Result<Draft, DraftClash> save(site::Site& site, const web::Request& request)
{
    return save_draft(site.desk, site::viewer_of(request),
                      {.id = request.parameter<DraftId>("draft"),
                       .version = site::draft_version(request),
                       .typed = site::typed_from(request)});
}

web::Response post_draft(site::Site& site, web::Request& request)
{
    const bool by_script = site::is_autosave(request);
    if (by_script) site::require_same_writer(request, site::viewer_of(request));
    const auto saved = save(site, request);
    if (by_script) return autosave_answer(request, saved);
    if (!saved) return clash_page(site, request, saved.error());
    return web::see_other(paths::draft(saved->id));
}

web::Response post_check(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const auto id = request.parameter<DraftId>("draft");
    if (request.form.has("discard")) {
        discard_draft(site.desk, viewer, id);
        return web::see_other("/my-work");
    }
    const auto saved = save(site, request);
    if (!saved) return clash_page(site, request, saved.error());
    if (request.form.has("keep")) return web::see_other("/my-work");
    if (request.form.has("more")) {
        const std::string& more = request.form.one("more");
        return web::see_other(paths::draft(id).with_query("more", more).with_place(more));
    }
    const manual::Form& form = form_to_fill(site, viewer, saved->form);
    const ReadEvent read =
        read_event(site.desk.manual_now(), form, saved->typed, site.desk.clock.now());
    if (!read.errors.empty()) return show_draft(site, request, *saved, read.errors);
    return web::see_other(paths::check(id));
}

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
    web::Html shown = web::summary_list(
        {.rows = answer_rows(to_answered(manual, checked.form, checked.read.event.shared, recorded),
                             Shown::shared_part,
                             children.size() == 1 ? children.front().first_name() : "the child"),
         .card = web::SummaryCard{
             .title = "What is the same for every child",
             .actions = {.items = {{.text = "Change",
                                    .href = paths::draft(checked.draft.id),
                                    .hidden_text = "what is the same for every child"}}}}});
    for (const EventPart& part : checked.read.event.parts) {
        const auto child =
            std::find_if(children.begin(), children.end(),
                         [&](const person::Child& one) { return one.record == part.record; });
        if (child == children.end()) continue;
        const auto both = manual::together(checked.read.event.shared, part.answers);
        auto rows = answer_rows(to_answered(manual, checked.form, both, recorded),
                                Shown::child_part, child->first_name());
        if (rows.empty()) continue;
        shown.add(web::summary_list(
            {.rows = std::move(rows),
             .card = web::SummaryCard{
                 .title = child->shown_name(),
                 .actions = {.items = {{.text = "Change",
                                        .href = paths::draft(checked.draft.id)
                                                    .with_place("part-" + part.record.text()),
                                        .hidden_text = child->shown_name()}}}}}));
    }
    return shown;
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

web::Response see_signed(const SignedEvent& done)
{
    const SignedPart& first = done.parts.front();
    return web::see_other(paths::entry(first.record, first.sequence).with_query("signed", "yes"));
}

web::Response post_sign(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const auto id = request.parameter<DraftId>("draft");
    const Checked found = checked(site, viewer, id);
    // What is signed is what was checked: a draft that another tab changed is checked again.
    if (found.draft.version != site::draft_version(request)) {
        return web::see_other(paths::check(id));
    }
    if (!found.read.errors.empty()) {
        return show_draft(site, request, found.draft, found.read.errors);
    }
    const auto done =
        sign(site.desk, viewer,
             {.event = found.read.event, .idempotency_key = signing_key(viewer, id), .draft = id});
    if (!done) return show_draft(site, request, found.draft, done.error());
    return see_signed(*done);
}

using Handle = web::Response (*)(site::Site&, web::Request&);

/// A draft that is gone because it was signed, as by a button that was pressed twice on a bad line,
/// leads to what was signed.
web::Response or_signed(site::Site& site, web::Request& request, Handle handle)
{
    try {
        return handle(site, request);
    } catch (const base::NotFound&) {
        const bool is_of_draft = request.parameters.has("draft");
        if (!is_of_draft || site::is_autosave(request)) throw;
        const auto done =
            signed_from(site.desk, site::viewer_of(request), request.parameter<DraftId>("draft"));
        if (!done) throw;
        return see_signed(*done);
    }
}

web::Route route(web::Method method, const char* pattern, const char* name, Handle handle,
                 site::Site& site)
{
    constexpr std::size_t longest_form = 2U << 20U;
    const bool takes_form = method == web::Method::post;
    return {
        .method = method,
        .pattern = pattern,
        .name = name,
        .takes = takes_form ? web::Takes::form : web::Takes::nothing,
        .body_limit = longest_form,
        .handler = [&site,
                    handle](web::Request& request) { return or_signed(site, request, handle); },
    };
}

} // namespace

void add_event_pages(web::Router& router, site::Site& site)
{
    using web::Method;
    router.add(route(Method::get, "/record/{form}", "event.new", get_new, site));
    router.add(route(Method::get, "/drafts/{draft}", "draft", get_draft, site));
    web::Route save = route(Method::post, "/drafts/{draft}", "draft.save", post_draft, site);
    save.proof = web::Proof::form_token_or_script;
    router.add(std::move(save));
    router.add(route(Method::get, "/drafts/{draft}/check", "draft.check", get_check, site));
    router.add(route(Method::post, "/drafts/{draft}/check", "draft.check.post", post_check, site));
    router.add(route(Method::post, "/drafts/{draft}/sign", "draft.sign", post_sign, site));
}

} // namespace record
