#include "web/dispatcher.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "web/compression.h"
#include "web/static_assets.h"
#include "web/target.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <iterator>
#include <typeinfo>

namespace web {

namespace {

using RequestId = base::Id<struct RequestTag>;

constexpr std::string_view no_route = "none";

std::string http_date()
{
    const std::time_t now = base::SystemClock{}.now().milliseconds / 1000;
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(now));
}

/// The host of a Host header in lower case, without the port. Empty when it is malformed.
std::optional<std::string> host_name(std::string_view host)
{
    const std::size_t bracket = host.starts_with('[') ? host.find(']') : 0;
    if (bracket == std::string_view::npos) return std::nullopt;
    const std::size_t colon = std::min(host.find(':', bracket), host.size());
    const std::string_view port = host.substr(std::min(colon + 1, host.size()));
    const bool digits = port.find_first_not_of("0123456789") == std::string_view::npos;
    if (colon == 0 || !digits || port.size() > 5) return std::nullopt;
    return to_lower(host.substr(0, colon));
}

std::string_view word_for(int status)
{
    switch (status) {
    case 403: return "This may not be done from here, or not in your role.";
    case 404: return "There is nothing here, or nothing that is open to you.";
    case 408: return "The request took too long to arrive.";
    case 413: return "This is more than the page can take.";
    case 415: return "The body is not of the type that is taken here.";
    case 500:
        return "Something went wrong, and it is not known whether it was saved. Send it again with "
               "the same key, or look. Quote the reference to who runs Heed.";
    case 503: return "The service is busy or stopping. Try again in a moment.";
    default: return reason_phrase(status);
    }
}

std::string allowed_methods(const std::vector<Method>& methods)
{
    std::string text;
    for (const Method method : methods) {
        text += text.empty() ? "" : ", ";
        text += to_word(method);
        if (method == Method::get) text += ", HEAD";
    }
    return text;
}

std::string head_text(const Response& response)
{
    std::string text;
    text.reserve(1'024 + response.body.size());
    fmt::format_to(std::back_inserter(text), "HTTP/1.1 {} {}\r\n", response.status,
                   reason_phrase(response.status));
    for (const auto& [name, value] : response.headers.pairs()) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
    return text.append("\r\n");
}

} // namespace

Dispatcher::Dispatcher(Router router, Hooks hooks, DispatcherOptions options, Metrics& metrics)
    : m_router{std::move(router)}, m_hooks{std::move(hooks)}, m_options{std::move(options)},
      m_tokens{m_options.form_key}, m_metrics{metrics},
      m_assets{.pattern = "/assets/",
               .name = "asset",
               .needs = Needs::nothing,
               .handler = [](const Request& request) { return own_assets().answer(request); },
               .runs = Runs::inline_}
{
}

Exchange Dispatcher::begin(Head head, std::string_view peer) const
{
    Exchange exchange;
    exchange.after_answer = head.after_answer;
    exchange.body = head.body;
    exchange.body_bytes = head.body_bytes;
    exchange.expects_continue = head.expects_continue;
    Request& request = exchange.request;
    base::SystemRandom random;
    request.id = RequestId::make(random).text();
    request.peer = peer;
    request.route = no_route;
    request.headers = std::move(head.headers);
    request.method = head.method.value_or(Method::get);

    auto target = parse_target(head.target);
    if (!target) {
        refuse(exchange, 400);
    } else if (const auto refusal = check_host(request.header("host"))) {
        refuse(exchange, *refusal);
    } else {
        request.path = std::move(target->path);
        request.query = std::move(target->query);
        request.cookies = parse_cookies(request.header("cookie"));
        if (!head.method) {
            refuse(exchange, 405);
        } else if (!find_route(exchange)) {
            settle(exchange);
        } else if (const auto origin = origin_refusal(exchange)) {
            refuse(exchange, *origin);
        } else if (const auto body = body_refusal(exchange, head)) {
            refuse(exchange, *body);
        }
    }
    return exchange;
}

bool Dispatcher::find_route(Exchange& exchange) const
{
    Request& request = exchange.request;
    Router::Match match;
    if (request.path.starts_with(m_assets.pattern)) {
        if (changes_state(request.method))
            match.allowed = {Method::get};
        else
            match.route = &m_assets;
    } else {
        match = m_router.match(request.method, request.path);
    }
    if (match.route == nullptr) {
        exchange.answer = error(exchange, match.allowed.empty() ? 404 : 405);
        if (!match.allowed.empty()) {
            exchange.answer->with_header("Allow", allowed_methods(match.allowed));
        }
        return false;
    }
    exchange.route = match.route;
    exchange.body_limit = match.route->takes == Takes::nothing ? 0 : match.route->body_limit;
    request.route = match.route->name;
    request.parameters = std::move(match.parameters);
    return true;
}

std::optional<int> Dispatcher::check_host(std::string_view host) const
{
    const auto name = host_name(host);
    if (!name) return 400;
    const auto& hosts = m_options.hosts;
    // Another name's pages must not be answered from here, also when that name leads to us.
    if (std::find(hosts.begin(), hosts.end(), *name) == hosts.end()) return 421;
    return std::nullopt;
}

std::optional<int> Dispatcher::origin_refusal(const Exchange& exchange) const
{
    const Request& request = exchange.request;
    // A bearer token is never sent by a browser on its own, so no other site can use it.
    if (exchange.route->needs == Needs::api && !request.bearer_token().empty()) return std::nullopt;
    if (exchange.route->proof == Proof::signed_body) return std::nullopt;
    const std::string own = (m_options.encrypted == Encrypted::yes ? "https://" : "http://") +
                            std::string{request.header("host")};
    const Origin origin =
        changes_state(request.method) ? origin_of_change(request, own) : origin_of_read(request);
    return origin == Origin::own ? std::nullopt : std::optional<int>{403};
}

std::optional<int> Dispatcher::body_refusal(const Exchange& exchange, const Head& head) const
{
    const bool expected = exchange.route->takes != Takes::nothing;
    if (expected && head.body == Body::none && !head.has_length) return 411;
    if (head.body == Body::of_known_length && head.body_bytes > exchange.body_limit) return 413;
    if (head.body == Body::none) return std::nullopt;
    if (!expected) return 413;
    if (!takes_type(exchange.route->takes, exchange.request.header("content-type"))) return 415;
    return std::nullopt;
}

bool Dispatcher::waits(const Exchange& exchange)
{
    return exchange.route->runs == Runs::on_worker || exchange.route->needs != Needs::nothing;
}

void Dispatcher::admit(Exchange& exchange) const
{
    guarded(exchange, [&] {
        Request& request = exchange.request;
        const Route& route = *exchange.route;
        // A request is either a program's, by its token, or a browser's, by its session: never
        // both.
        if (route.needs != Needs::api) request.headers.remove("authorization");
        const bool by_token = !request.bearer_token().empty();
        if (by_token) request.cookies = {};
        if (route.needs != Needs::nothing && m_hooks.authenticate) {
            exchange.admission = m_hooks.authenticate(request);
        }
        Admission& admission = exchange.admission;
        const bool must = route.needs == Needs::session || route.needs == Needs::api;
        if (must && admission.admittance != Admittance::admitted) {
            const bool fits = exchange.body != Body::none && !route.sink &&
                              exchange.body_bytes <= m_options.limits.parked_body;
            exchange.parked =
                admission.admittance == Admittance::expired && m_hooks.park != nullptr && fits;
            if (!exchange.parked) {
                exchange.answer = not_admitted(exchange);
                return;
            }
            exchange.body_limit =
                std::min<std::uint64_t>(exchange.body_limit, m_options.limits.parked_body);
        }
        if (admission.admittance == Admittance::refused) admission.session.clear();
        request.identity = admission.identity;
        if (!admission.session.empty()) request.form_token = m_tokens.make(admission.session);
        const bool by_script =
            route.proof == Proof::form_token_or_script && request.headers.has(autosave_header);
        const bool prove = changes_state(request.method) && !by_token && !by_script;
        exchange.receiver = std::make_unique<BodyReceiver>(
            request, route, TokenCheck{m_tokens, prove ? admission.session : std::string{}},
            m_options.limits.multipart);
    });
}

void Dispatcher::take(Exchange& exchange, std::string_view piece) const
{
    guarded(exchange, [&] { exchange.receiver->take(piece); });
}

void Dispatcher::handle(Exchange& exchange) const
{
    exchange.body_was_read = true;
    guarded(exchange, [&] {
        exchange.receiver->finish();
        const auto& handler = exchange.parked ? m_hooks.park : exchange.route->handler;
        exchange.answer = handler(exchange.request);
        compress_for(exchange.request, *exchange.answer);
    });
}

void Dispatcher::refuse(Exchange& exchange, int status) const
{
    exchange.answer = error(exchange, status);
    exchange.after_answer = AfterAnswer::close;
}

/// A body that was not read would be taken for the next request: then the connection must close.
void Dispatcher::settle(Exchange& exchange) const
{
    if (exchange.body != Body::none && !exchange.body_was_read) {
        exchange.after_answer = AfterAnswer::close;
    }
}

Response Dispatcher::not_admitted(const Exchange& exchange) const
{
    const Request& request = exchange.request;
    const std::string_view mode = request.header("sec-fetch-mode");
    const bool by_script = !mode.empty() && mode != "navigate";
    if (exchange.route->needs == Needs::api || exchange.route->takes == Takes::json || by_script) {
        Response response = problem(401, "Sign in first, or send a token.", request.id);
        response.with_header("WWW-Authenticate", "Bearer");
        return response;
    }
    const Url sign_in{m_options.sign_in_path};
    if (changes_state(request.method)) return see_other(sign_in);
    return see_other(sign_in.with_query("return", request.path));
}

Response Dispatcher::error(const Exchange& exchange, int status, std::string_view detail) const
{
    const Request& request = exchange.request;
    const bool for_program = exchange.route != nullptr && (exchange.route->needs == Needs::api ||
                                                           exchange.route->takes == Takes::json);
    Response response;
    if (for_program) {
        response = problem(status, detail.empty() ? word_for(status) : detail, request.id);
    } else {
        response = error_page(request, status);
    }
    if (status == 503) response.with_header("Retry-After", "2");
    return response;
}

Response Dispatcher::error_page(const Request& request, int status) const
{
    if (m_hooks.error_page && request.wants_page()) {
        try {
            Response page = m_hooks.error_page(request, status);
            page.status = status;
            return page;
        } catch (const std::exception& e) {
            // The page may need what is broken just now; the person still gets an answer.
            base::log(base::LogLevel::error, "error_page_failed",
                      {{"request", request.id}, {"kind", typeid(e).name()}});
        }
    }
    return plain_text(std::string{word_for(status)} + "\n", status);
}

template <typename Step> void Dispatcher::guarded(Exchange& exchange, Step step) const
{
    try {
        step();
    } catch (const base::NotFound& e) {
        exchange.answer = error(exchange, 404);
    } catch (const base::Forbidden& e) {
        exchange.answer = error(exchange, 403);
    } catch (const base::Conflict& e) {
        exchange.answer = error(exchange, 409, e.what());
    } catch (const base::BadRequest& e) {
        exchange.answer = error(exchange, 400, e.what());
    } catch (const BodyTooLarge& e) {
        exchange.answer = error(exchange, 413);
    } catch (const base::Unavailable& e) {
        exchange.answer = error(exchange, 503, e.what());
    } catch (const std::exception& e) {
        // The text may come from a library and hold anything; the type and the reference do not.
        base::log(base::LogLevel::error, "request_failed",
                  {{"request", exchange.request.id},
                   {"route", exchange.request.route},
                   {"kind", typeid(e).name()}});
        exchange.answer = error(exchange, 500);
    }
    if (exchange.answer) settle(exchange);
}

std::string Dispatcher::to_bytes(Exchange& exchange) const
{
    Response& response = *exchange.answer;
    add_security_headers(response, m_options.encrypted);
    response.headers.set("Date", http_date());
    response.headers.set("X-Request-Id", exchange.request.id);
    const bool may_have_body = response.status != 204 && response.status != 304;
    if (may_have_body) {
        response.headers.set("Content-Length", std::to_string(response.body.size()));
    }
    if (exchange.after_answer == AfterAnswer::close) response.headers.set("Connection", "close");
    std::string bytes = head_text(response);
    if (may_have_body && exchange.request.method != Method::head) bytes += response.body;
    return bytes;
}

std::string Dispatcher::refusal_bytes(int status) const
{
    Exchange exchange;
    exchange.answer = plain_text(std::string{word_for(status)} + "\n", status);
    exchange.after_answer = AfterAnswer::close;
    base::SystemRandom random;
    exchange.request.id = RequestId::make(random).text();
    return to_bytes(exchange);
}

void Dispatcher::record(const Exchange& exchange, std::size_t bytes) const
{
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - exchange.began);
    m_metrics.count_request(exchange.request.route, exchange.answer->status, took, bytes);
    if (m_options.access_log == AccessLog::off) return;
    base::log(base::LogLevel::info, "request",
              {{"request", exchange.request.id},
               {"route", exchange.request.route},
               {"status", std::int64_t{exchange.answer->status}},
               {"milliseconds", std::int64_t{took.count() / 1000}},
               {"bytes", static_cast<std::int64_t>(bytes)}});
}

void Dispatcher::record_refusal(int status, std::size_t bytes) const
{
    m_metrics.count_request(no_route, status, std::chrono::microseconds{0}, bytes);
    if (m_options.access_log == AccessLog::off) return;
    base::log(base::LogLevel::info, "request_refused",
              {{"status", std::int64_t{status}}, {"bytes", static_cast<std::int64_t>(bytes)}});
}

} // namespace web
