// What happens to a request between the parser and the socket, one step at a time and without
// knowing either: route, guard, admit, take the body, run the handler, map errors, add headers.
#pragma once

#include "web/body_receiver.h"
#include "web/message_parser.h"
#include "web/metrics.h"
#include "web/security_headers.h"
#include "web/server.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace web {

struct DispatcherOptions {
    Encrypted encrypted = Encrypted::yes;
    std::vector<std::string> hosts = {}; ///< lower case, without port
    std::string sign_in_path = {};
    FormTokens::Key form_key = {};
    AccessLog access_log = AccessLog::on;
    Limits limits = {};
};

/// One request on its way. The steps of Dispatcher are called in their order until there is an
/// answer.
struct Exchange {
    Request request;
    const Route* route = nullptr;
    Body body = Body::none;
    std::uint64_t body_bytes = 0; ///< as announced, when the length is known
    std::uint64_t body_limit = 0;
    Admission admission = {};
    bool expects_continue = false;
    bool parked = false; ///< the body goes to Hooks::park
    bool body_was_read = false;
    AfterAnswer after_answer = AfterAnswer::keep_open;
    std::optional<Response> answer = {};
    std::unique_ptr<BodyReceiver> receiver = {};
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
};

class Dispatcher {
public:
    Dispatcher(Router router, Hooks hooks, DispatcherOptions options, Metrics& metrics);

    /// Decides all that the head alone decides. Quick, and never waits.
    Exchange begin(Head head, std::string_view peer) const;

    /// True when admit() or handle() must run on a worker.
    static bool waits(const Exchange& exchange);

    /// Asks the authentication hook, and makes ready for the body.
    void admit(Exchange& exchange) const;

    /// One decoded piece of the body. An answer in the exchange afterwards is a refusal.
    void take(Exchange& exchange, std::string_view piece) const;

    /// The body is over, or there is none: runs the handler. There is an answer afterwards.
    void handle(Exchange& exchange) const;

    /// Refuses with a status that has no handler: too long, too late, too busy.
    void refuse(Exchange& exchange, int status) const;

    /// The whole answer as it goes to the other side.
    std::string to_bytes(Exchange& exchange) const;

    /// The answer to something that was never a request; the connection closes after it.
    std::string refusal_bytes(int status) const;

    /// Counts and logs. Route names and numbers only, never the path.
    void record(const Exchange& exchange, std::size_t bytes) const;
    void record_refusal(int status, std::size_t bytes) const;

private:
    std::optional<int> check_host(std::string_view host) const;
    bool find_route(Exchange& exchange) const;
    std::optional<int> origin_refusal(const Exchange& exchange) const;
    std::optional<int> body_refusal(const Exchange& exchange, const Head& head) const;
    void settle(Exchange& exchange) const;
    Response not_admitted(const Exchange& exchange) const;
    Response error(const Exchange& exchange, int status, std::string_view detail = {}) const;
    Response error_page(const Request& request, int status) const;
    template <typename Step> void guarded(Exchange& exchange, Step step) const;

    Router m_router;
    Hooks m_hooks;
    DispatcherOptions m_options;
    FormTokens m_tokens;
    Metrics& m_metrics;
    Route m_assets;
};

} // namespace web
