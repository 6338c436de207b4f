#include "site/sign_in_pages.h"

#include "record/draft.h"
#include "site/frame.h"
#include "web/components.h"
#include "web/response.h"

namespace site {

namespace {

constexpr std::string_view first_page = "/my-work";
constexpr std::chrono::seconds device_is_known_for = std::chrono::hours{24 * 365};

/// Where to go after signing in: a page of this site and nothing else.
std::string place_to_return_to(std::string_view asked)
{
    const auto url = web::Url::parse(asked);
    if (!url || !url->text().starts_with("/") || url->text().starts_with("/sign")) {
        return std::string{first_page};
    }
    return url->text();
}

/// Whether a draft is what one comes back to: what was typed has then been kept in it.
bool leads_to_draft(std::string_view place)
{
    constexpr std::string_view drafts = "/drafts/";
    if (!place.starts_with(drafts)) return false;
    const std::string_view rest = place.substr(drafts.size());
    return record::DraftId::parse(rest.substr(0, rest.find_first_of("/?#"))).has_value();
}

struct Typed {
    std::string login;
    std::string place;
};

web::Response sign_in_page(const Site& site, const web::Request& request, const Typed& typed,
                           std::string_view error)
{
    web::Html fields = web::text_input({
        .label = "Sign-in name",
        .name = "login",
        .value = typed.login,
        .error = error.empty() ? std::nullopt : std::optional{web::ErrorMessage{error}},
        .classes = "govuk-input--width-20",
        .autocomplete = "username",
        .spellcheck = web::Switch::off,
        .autocapitalize = "none",
    });
    fields.add(web::password_input({.label = "Password", .name = "password"}));
    fields.add(web::hidden_field("return", typed.place));
    fields.add(web::button({.text = "Sign in", .prevent_double_click = web::Switch::on}));
    PageParts parts{.title = "Sign in"};
    web::Html main = web::heading_1("Sign in");
    if (!error.empty()) {
        parts.outcome = web::Outcome::has_errors;
        parts.notice =
            web::error_summary({.items = {{.text = error, .href = web::Url::place("login")}}});
    } else if (typed.place != first_page) {
        main.add(web::inset_text(
            {.content = leads_to_draft(typed.place)
                            ? "Sign in to go on. What you were typing has been kept."
                            : "Sign in to go on to the page you asked for."}));
    }
    // Nobody is signed in, so there is no session for a token to hang on: the browser's own word on
    // where the form came from guards it.
    main.add(web::element(
        "form",
        {{"action", web::Url{"/sign-in"}}, {"method", "post"}, {"novalidate", web::Present::yes}},
        fields));
    return show(site, request, parts, main);
}

void start_session(web::Response& response, const access::SignedIn& signed_in)
{
    response.with_cookie({.name = std::string{session_cookie}, .value = signed_in.session});
    if (signed_in.device.empty()) return;
    response.with_cookie({.name = std::string{device_cookie},
                          .value = signed_in.device,
                          .max_age = device_is_known_for});
}

web::Response post_sign_in(Site& site, web::Request& request)
{
    const Typed typed{
        .login = request.form.one("login"),
        .place = place_to_return_to(request.form.one("return")),
    };
    const auto signed_in = site.sign_in.with_password({
        .login = typed.login,
        .password = request.form.one("password"),
        .peer = request.peer,
        .device = request.cookie(device_cookie),
        .session = request.cookie(session_cookie),
    });
    if (!signed_in) {
        return sign_in_page(site, request, typed, access::explain(signed_in.error()));
    }
    web::Response response = web::see_other(web::Url{std::string_view{typed.place}});
    start_session(response, *signed_in);
    return response;
}

web::Response get_demonstration_link(Site& site, web::Request& request)
{
    const access::SignedIn signed_in = site.sign_in.with_demonstration_link(
        request.parameter("link"), request.cookie(session_cookie));
    web::Response response = web::see_other(web::Url{first_page});
    start_session(response, signed_in);
    return response;
}

web::Response post_sign_out(Site& site, web::Request& request)
{
    site.sign_in.sign_out(request.cookie(session_cookie));
    web::Response response = web::see_other("/sign-in");
    response.without_cookie(session_cookie);
    response.with_header("Clear-Site-Data", "\"cache\", \"storage\"");
    return response;
}

web::Response get_account(Site& site, web::Request& request)
{
    const access::Viewer& viewer = viewer_of(request);
    const access::Signer& signer = viewer.signer();
    const manual::Role* const role = site.desk.manual_now().find_role(viewer.role());
    web::Html main = web::heading_1("Your account");
    main.add(web::paragraph("This is how you are named in everything you sign."));
    main.add(web::summary_list(
        {.rows = {
             {.key = "Name", .value = signer.name},
             {.key = "Post title", .value = signer.post_title},
             {.key = "Team", .value = signer.team},
             {.key = "Agency", .value = signer.agency},
             {.key = "Role", .value = role == nullptr ? viewer.role() : role->title},
         }}));
    main.add(web::paragraph("If any of this is wrong, tell whoever looks after Heed in your "
                            "agency before you sign anything else."));
    return show(site, request, {.title = "Your account"}, main);
}

} // namespace

void add_sign_in_pages(web::Router& router, Site& site)
{
    router.add({
        .method = web::Method::get,
        .pattern = "/sign-in",
        .name = "sign_in",
        .needs = web::Needs::nothing,
        .handler =
            [&site](web::Request& request) {
                const Typed typed{.login = "",
                                  .place = place_to_return_to(request.query.one("return"))};
                return sign_in_page(site, request, typed, "");
            },
    });
    router.add({
        .method = web::Method::post,
        .pattern = "/sign-in",
        .name = "sign_in.post",
        .needs = web::Needs::nothing,
        .takes = web::Takes::form,
        .body_limit = 8 * 1024,
        .handler = [&site](web::Request& request) { return post_sign_in(site, request); },
    });
    router.add({
        .method = web::Method::post,
        .pattern = "/sign-out",
        .name = "sign_out",
        .takes = web::Takes::form,
        .body_limit = 8 * 1024,
        .handler = [&site](web::Request& request) { return post_sign_out(site, request); },
    });
    router.add({
        .method = web::Method::get,
        .pattern = "/account",
        .name = "account",
        .handler = [&site](web::Request& request) { return get_account(site, request); },
    });
    router.add({
        .method = web::Method::get,
        .pattern = "/",
        .name = "start",
        .handler = [](web::Request&) { return web::see_other(web::Url{first_page}); },
    });
    if (!site.demonstration) return;
    router.add({
        .method = web::Method::get,
        .pattern = "/demo/sign-in/{link}",
        .name = "demonstration_link",
        .needs = web::Needs::nothing,
        .handler = [&site](web::Request& request) { return get_demonstration_link(site, request); },
    });
}

} // namespace site
