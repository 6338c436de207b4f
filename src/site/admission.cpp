#include "site/admission.h"

#include "record/draft.h"
#include "site/typing.h"
#include "web/url.h"

namespace site {

namespace {

web::Admission admitted(const access::Viewer& viewer, std::string session)
{
    return {
        .admittance = web::Admittance::admitted,
        .identity = Identity{viewer},
        .session = std::move(session),
    };
}

web::Admission admit_session(Site& site, std::string_view cookie)
{
    const access::FoundSession found = site.sessions.find(cookie);
    if (const auto* const live = std::get_if<access::LiveSession>(&found)) {
        return admitted(live->viewer, live->form_token);
    }
    if (const auto* const expired = std::get_if<access::ExpiredSession>(&found)) {
        const auto viewer = site.desk.data.read(
            [&](store::Reader& reader) { return site.viewers.find(reader, expired->staff); });
        if (!viewer) return {};
        return {
            .admittance = web::Admittance::expired,
            .identity = Identity{*viewer},
            .session = {},
        };
    }
    return {};
}

} // namespace

web::Admission admit(Site& site, const web::Request& request)
{
    if (const std::string_view token = request.bearer_token(); !token.empty()) {
        const auto viewer = site.desk.data.read(
            [&](store::Reader& reader) { return site.api_tokens.find(reader, token); });
        return viewer ? admitted(*viewer, {}) : web::Admission{};
    }
    const std::string_view cookie = request.cookie(session_cookie);
    return cookie.empty() ? web::Admission{} : admit_session(site, cookie);
}

web::Response park(Site& site, web::Request& request)
{
    // The page's script keeps the words on the page and sends them again after signing in.
    if (is_autosave(request)) {
        return web::problem(401, "You have been signed out.", request.id);
    }
    const auto draft = record::DraftId::parse(
        request.parameters.has("draft") ? request.parameter("draft") : std::string{});
    if (!draft || request.form.empty()) return web::see_other("/sign-in");
    // Nothing was typed on the page whose button was pressed: the draft holds it all.
    if (!request.form.has("form")) {
        return web::see_other(
            web::Url{"/sign-in"}.with_query("return", "/drafts/" + draft->text()));
    }
    require_same_writer(request, viewer_of(request));
    const auto saved = record::save_draft(
        site.desk, viewer_of(request),
        {.id = *draft, .version = draft_version(request), .typed = typed_from(request)});
    const record::DraftId kept = saved ? saved->id : saved.error().copy;
    return web::see_other(web::Url{"/sign-in"}.with_query("return", "/drafts/" + kept.text()));
}

} // namespace site
