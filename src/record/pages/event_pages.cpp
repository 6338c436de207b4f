#include "record/pages/event_pages.h"

#include "base/errors.h"
#include "record/draft.h"
#include "record/pages/draft_pages.h"
#include "record/pages/form_page.h"
#include "record/pages/paths.h"
#include "record/signing.h"
#include "site/typing.h"
#include "web/components.h"

namespace record {

namespace {

void set_answer(const manual::Form& form, Typed& typed, manual::Meaning meaning,
                std::string_view value)
{
    if (const manual::Field* const field = form.field_meaning(meaning)) {
        typed.set(std::string{shared_prefix} + field->id, value);
    }
}

/// What is known already and need not be typed: who lives together, which day it is, where they
/// live. Not the time: it would be that of the typing, and be signed as that of the visit.
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
    if (const auto* const day = form.field_meaning(manual::Meaning::occurred_date)) {
        const base::Date today = site.desk.today();
        const std::string name = std::string{shared_prefix} + day->id;
        typed.set(name + ".day", std::to_string(today.day()));
        typed.set(name + ".month", std::to_string(today.month()));
        typed.set(name + ".year", std::to_string(today.year()));
    }
    if (!children.empty()) {
        set_answer(form, typed, manual::Meaning::place, children.front().address);
    }
    return typed;
}

web::Response show_started(site::Site& site, const web::Request& request, const manual::Form& form,
                           const Typed& typed)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const auto children = children_for(site, viewer, form, typed);
    note_form(site, viewer, children);
    return show_form(site, request,
                     {
                         .form = form,
                         .draft = DraftId::make(site.desk.random),
                         .typed = typed,
                         .children = children,
                         .errors = {},
                         .above = what_is_corrected(site, viewer, form, typed),
                     });
}

web::Response get_new(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const manual::Form& form = form_to_fill(site, viewer, request.parameter("form"));
    if (form.purpose == manual::Purpose::correction) {
        throw base::NotFound{"A correction is begun at the entry that it corrects."};
    }
    const auto record = base::RecordId::parse(request.query.one("record"));
    // As after signing in again, where the address comes back without its query.
    if (!record) return web::see_other("/record");
    return show_started(site, request, form, started(site, viewer, form, *record));
}

web::Response get_correct(site::Site& site, web::Request& request)
{
    const manual::Form* const form = site.desk.manual_now().form_for(manual::Purpose::correction);
    if (form == nullptr) throw base::NotFound{"The manual has no form for corrections."};
    const auto record = request.parameter<base::RecordId>("record");
    Typed typed;
    typed.set("form", form->id);
    typed.set("about", record.text());
    typed.add("children", record.text());
    typed.set("corrects", std::to_string(site::entry_number(request)));
    return show_started(site, request, form_to_fill(site, site::viewer_of(request), form->id),
                        typed);
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
        answer["was_signed"] = saved.error().was_signed;
        return web::json_response(answer, 409);
    }
    answer["saved_at"] = saved->saved.iso();
    answer["version"] = saved->version;
    // The page may have been opened in a session that has ended since.
    answer["form_token"] = request.form_token;
    return web::json_response(answer);
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

/// The id of the box that "Add another statement" adds to the question of this name.
std::string next_statement(const Typed& typed, const std::string& question)
{
    std::size_t number = 1;
    while (!typed.one(question + "." + std::to_string(number) + ".text").empty())
        ++number;
    return question + "." + std::to_string(number);
}

web::Response post_check(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const auto id = request.parameter<DraftId>("draft");
    const auto saved = save(site, request);
    if (!saved) return clash_page(site, request, saved.error());
    if (request.form.has("discard")) return web::see_other(paths::discard(id));
    if (request.form.has("keep")) return web::see_other("/my-work");
    if (request.form.has("more")) {
        const std::string& more = request.form.one("more");
        return web::see_other(paths::draft(id)
                                  .with_query("more", more)
                                  .with_place(next_statement(saved->typed, more)));
    }
    const manual::Form& form = form_to_fill(site, viewer, saved->form);
    const ReadEvent read =
        read_event(site.desk.manual_now(), form, saved->typed, site.desk.clock.now());
    if (!read.errors.empty()) return show_draft(site, request, *saved, read.errors);
    return web::see_other(paths::check(id));
}

web::Response get_discard(site::Site& site, web::Request& request)
{
    const auto id = request.parameter<DraftId>("draft");
    web::Html main = web::heading_1("Throw this draft away?");
    main.add(
        web::paragraph("What you typed cannot be brought back. Nothing of it is on any record."));
    web::Html buttons = web::button({.text = "Throw it away",
                                     .classes = "govuk-button--warning",
                                     .prevent_double_click = web::Switch::on});
    buttons.add(web::link("Keep it", paths::draft(id)));
    main.add(web::post_form(
        {.action = paths::discard(id),
         .form_token = request.form_token,
         .content = web::element("div", {{"class", "govuk-button-group"}}, buttons)}));
    return site::show(
        site, request,
        {.title = "Throw this draft away?", .back = web::BackLink{.href = paths::draft(id)}}, main);
}

web::Response post_discard(site::Site& site, web::Request& request)
{
    discard_draft(site.desk, site::viewer_of(request), request.parameter<DraftId>("draft"));
    return web::see_other("/my-work");
}

web::Response post_draft_or_closed(site::Site& site, web::Request& request)
{
    return or_closed(site, request, post_draft);
}

web::Response post_check_or_closed(site::Site& site, web::Request& request)
{
    return or_closed(site, request, post_check);
}

web::Response get_draft_or_gone(site::Site& site, web::Request& request)
{
    return or_gone(site, request, get_draft);
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
        .handler = [&site, handle](web::Request& request) { return handle(site, request); },
    };
}

} // namespace

void add_event_pages(web::Router& router, site::Site& site)
{
    using web::Method;
    router.add(route(Method::get, "/record/{form}", "event.new", get_new, site));
    router.add(route(Method::get, "/records/{record}/entries/{sequence}/correct", "entry.correct",
                     get_correct, site));
    router.add(route(Method::get, "/drafts/{draft}", "draft", get_draft_or_gone, site));
    web::Route save =
        route(Method::post, "/drafts/{draft}", "draft.save", post_draft_or_closed, site);
    save.proof = web::Proof::form_token_or_script;
    router.add(std::move(save));
    router.add(route(Method::post, "/drafts/{draft}/check", "draft.check.post",
                     post_check_or_closed, site));
    router.add(route(Method::get, "/drafts/{draft}/discard", "draft.discard", get_discard, site));
    router.add(
        route(Method::post, "/drafts/{draft}/discard", "draft.discard.post", post_discard, site));
}

} // namespace record
