#include "base/errors.h"
#include "web/server_test_support.h"

#include <future>
#include <gtest/gtest.h>

namespace web {

namespace {

Route page(std::string pattern, std::string name, Handler handler)
{
    return {.pattern = std::move(pattern),
            .name = std::move(name),
            .needs = Needs::nothing,
            .handler = std::move(handler)};
}

Response hello(Request&)
{
    return plain_text("hello");
}

Router hello_router()
{
    Router router;
    router.add(page("/hello", "hello", hello));
    router.add(page("/records/{record}", "record",
                    [](Request& request) { return plain_text(request.parameter("record")); }));
    router.add(page("/long", "long",
                    [](Request&) { return html_page(Html::text(std::string(20'000, 'x'))); }));
    return router;
}

/// A handler that waits until it is let go, and tells when it was reached.
class Gate {
public:
    Handler handler()
    {
        return [this](Request&) {
            m_reached.set_value();
            m_open.get_future().wait();
            return plain_text("through");
        };
    }
    void wait_until_reached() { m_reached.get_future().wait(); }
    void open() { m_open.set_value(); }

private:
    std::promise<void> m_reached;
    std::promise<void> m_open;
};

} // namespace

TEST(server, answers_several_requests_on_one_connection)
{
    RunningServer server{hello_router()};
    RawClient client{server.port()};
    for (int i = 0; i < 3; ++i) {
        client.send(get_request("/hello"));
        const Answer answer = client.receive();
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "hello");
        EXPECT_EQ(answer.header("connection"), "");
    }
}

TEST(server, answers_requests_sent_at_once_in_their_order)
{
    RunningServer server{hello_router()};
    RawClient client{server.port()};
    client.send(get_request("/records/one") + get_request("/records/two") + get_request("/hello"));
    EXPECT_EQ(client.receive().body, "one");
    EXPECT_EQ(client.receive().body, "two");
    EXPECT_EQ(client.receive().body, "hello");
}

TEST(server, closes_when_it_is_asked_to)
{
    RunningServer server{hello_router()};
    RawClient client{server.port()};
    client.send(get_request("/hello", "Connection: close\r\n"));
    const auto all = client.receive_to_end();
    ASSERT_TRUE(all);
    EXPECT_NE(all->find("Connection: close\r\n"), std::string::npos);
}

TEST(server, answers_head_as_get_without_the_body)
{
    RunningServer server{hello_router()};
    RawClient client{server.port()};
    client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const Answer head = client.receive_head();
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-length"), "5");
    client.send(get_request("/hello"));
    EXPECT_EQ(client.receive().body, "hello");
}

TEST(server, tells_a_wrong_path_from_a_wrong_method)
{
    RunningServer server{hello_router()};
    EXPECT_EQ(ask(server.port(), get_request("/other")).status, 404);
    const Answer wrong = ask(server.port(), "DELETE /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("allow"), "GET, HEAD");
}

TEST(server, every_answer_carries_the_security_headers_and_a_reference)
{
    RunningServer server{hello_router()};
    for (const std::string& request :
         {get_request("/hello"), get_request("/other"), get_request("/.."),
          std::string{"x\r\n\r\n"}, std::string{"GET /hello HTTP/1.0\r\n\r\n"}}) {
        const Answer answer = ask(server.port(), request);
        SCOPED_TRACE(request);
        for (const char* const name :
             {"content-security-policy", "x-content-type-options", "referrer-policy",
              "cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy",
              "cache-control", "date", "x-request-id"}) {
            EXPECT_NE(answer.header(name), "") << name;
        }
        EXPECT_EQ(answer.header("server"), "");
    }
}

TEST(server, compresses_a_long_page_for_those_who_ask)
{
    RunningServer server{hello_router()};
    const Answer compressed = ask(server.port(), get_request("/long", "Accept-Encoding: gzip\r\n"));
    EXPECT_EQ(compressed.header("content-encoding"), "gzip");
    EXPECT_LT(compressed.body.size(), 1'000U);
    const Answer plain = ask(server.port(), get_request("/long"));
    EXPECT_EQ(plain.header("content-encoding"), "");
    EXPECT_EQ(plain.body.size(), 20'000U);
}

TEST(server, maps_each_kind_of_error_to_its_status)
{
    struct Row {
        const char* why;
        Handler handler;
        int expected;
    };
    const Row rows[] = {
        {"not found", [](Request&) -> Response { throw base::NotFound{"x"}; }, 404},
        {"forbidden", [](Request&) -> Response { throw base::Forbidden{"x"}; }, 403},
        {"conflict", [](Request&) -> Response { throw base::Conflict{"x"}; }, 409},
        {"bad request", [](Request&) -> Response { throw base::BadRequest{"x"}; }, 400},
        {"unavailable", [](Request&) -> Response { throw base::Unavailable{"x"}; }, 503},
        {"a bug", [](Request&) -> Response { throw base::CheckFailed{"secret"}; }, 500},
        {"a library's error", [](Request&) -> Response { throw std::runtime_error{"secret"}; },
         500},
    };
    Router router;
    for (const Row& row : rows) {
        router.add(page("/page" + std::to_string(row.expected) + row.why[2], row.why, row.handler));
    }
    const Hooks hooks{.error_page = [](const Request& request, int status) {
        return plain_text("page " + std::to_string(status) + " " + request.id);
    }};
    RunningServer server{std::move(router), hooks};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.why);
        const std::string path = "/page" + std::to_string(row.expected) + row.why[2];
        const Answer shown = ask(server.port(), get_request(path, "Accept: text/html\r\n"));
        EXPECT_EQ(shown.status, row.expected);
        EXPECT_EQ(shown.body, "page " + std::to_string(row.expected) + " " +
                                  std::string{shown.header("x-request-id")});
        const Answer plain = ask(server.port(), get_request(path));
        EXPECT_EQ(plain.status, row.expected);
        EXPECT_EQ(plain.body.find("secret"), std::string::npos);
        EXPECT_EQ(plain.header("retry-after"), row.expected == 503 ? "2" : "");
    }
}

TEST(server, an_error_of_the_api_is_a_problem_with_a_reference)
{
    Router router;
    router.add({.pattern = "/api/broken",
                .name = "api.broken",
                .needs = Needs::api,
                .handler = [](Request&) -> Response { throw std::runtime_error{"secret"}; }});
    router.add({.pattern = "/api/refused",
                .name = "api.refused",
                .needs = Needs::api,
                .handler = [](Request&) -> Response { throw base::BadRequest{"Give a date."}; }});
    const Hooks hooks{.authenticate = [](const Request&) {
        return Admission{.admittance = Admittance::admitted};
    }};
    RunningServer server{std::move(router), hooks};
    const Answer broken = ask(server.port(), get_request("/api/broken", "Accept: text/html\r\n"));
    EXPECT_EQ(broken.status, 500);
    EXPECT_EQ(broken.header("content-type"), "application/problem+json");
    EXPECT_NE(broken.body.find(broken.header("x-request-id")), std::string::npos);
    EXPECT_EQ(broken.body.find("secret"), std::string::npos);
    const Answer refused = ask(server.port(), get_request("/api/refused"));
    EXPECT_NE(refused.body.find("Give a date."), std::string::npos);
}

TEST(server, an_error_page_that_fails_still_gives_an_answer)
{
    const Hooks hooks{.error_page = [](const Request&, int) -> Response {
        throw std::runtime_error{"the store has stopped"};
    }};
    RunningServer server{hello_router(), hooks};
    EXPECT_EQ(ask(server.port(), get_request("/other", "Accept: text/html\r\n")).status, 404);
}

TEST(server, says_quickly_that_it_is_busy)
{
    Gate gate;
    Router router = hello_router();
    router.add(page("/gate", "gate", gate.handler()));
    ServerOptions options = test_options();
    options.limits.workers = 1;
    options.limits.waiting_requests = 0;
    RunningServer server{std::move(router), {}, options};
    RawClient first{server.port()};
    first.send(get_request("/gate"));
    gate.wait_until_reached();
    const Answer busy = ask(server.port(), get_request("/hello"));
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(busy.header("retry-after"), "2");
    EXPECT_EQ(ask(server.port(), get_request("/healthz")).status, 200) << "needs no worker";
    gate.open();
    EXPECT_EQ(first.receive().body, "through");
    EXPECT_EQ(ask(server.port(), get_request("/hello")).status, 200);
}

TEST(server, finishes_what_it_has_begun_before_it_stops)
{
    Gate gate;
    Router router = hello_router();
    router.add(page("/gate", "gate", gate.handler()));
    auto server = std::make_unique<RunningServer>(std::move(router));
    const std::uint16_t port = server->port();
    RawClient busy{port};
    RawClient idle{port};
    idle.send(get_request("/hello"));
    EXPECT_EQ(idle.receive().body, "hello");
    busy.send(get_request("/gate"));
    gate.wait_until_reached();
    server->server().stop();
    EXPECT_EQ(idle.receive_to_end(), "") << "an idle connection ends at once";
    gate.open();
    const Answer answer = busy.receive();
    EXPECT_EQ(answer.body, "through");
    EXPECT_EQ(answer.header("connection"), "close");
    server.reset();
    EXPECT_THROW(RawClient{port}, std::runtime_error) << "nobody listens any more";
}

TEST(server, takes_a_body_to_its_end_before_it_stops)
{
    Router router = hello_router();
    router.add({.method = Method::post,
                .pattern = "/form",
                .name = "form",
                .needs = Needs::nothing,
                .takes = Takes::form,
                .handler = [](Request& request) { return plain_text(request.form.one("note")); }});
    auto server = std::make_unique<RunningServer>(std::move(router));
    RawClient typing{server->port()};
    typing.send("POST /form HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n"
                "Expect: 100-continue\r\n\r\n");
    EXPECT_EQ(typing.receive_head().status, 100);
    typing.send("note=");
    server->server().stop();
    EXPECT_FALSE(typing.hears_something());
    typing.send("seen");
    EXPECT_EQ(typing.receive().body, "seen");
    server.reset();
}

TEST(server, says_all_that_the_head_decides_before_a_byte_of_the_body)
{
    struct Row {
        const char* why;
        const char* line;
        const char* headers;
        int expected;
    };
    const Row rows[] = {
        {"no such path", "POST /other", "", 404},
        {"another method", "POST /hello", "", 405},
        {"too long", "POST /form", "Content-Type: application/x-www-form-urlencoded\r\n", 413},
        {"another type", "POST /long-form", "Content-Type: text/plain\r\n", 415},
        {"another site", "POST /long-form", "Origin: https://evil.example\r\n", 403},
        {"a body that nobody takes", "GET /hello", "", 413},
    };
    Router router = hello_router();
    Route form{.method = Method::post,
               .pattern = "/form",
               .name = "form",
               .needs = Needs::nothing,
               .takes = Takes::form,
               .body_limit = 99,
               .handler = hello};
    router.add(form);
    form.pattern = "/long-form";
    form.name = "form.long";
    form.body_limit = 100;
    router.add(form);
    RunningServer server{std::move(router)};
    for (const Row& row : rows) {
        RawClient client{server.port()};
        client.send(std::string{row.line} +
                    " HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n" +
                    row.headers + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n");
        const Answer answer = client.receive();
        EXPECT_EQ(answer.status, row.expected) << row.why;
        EXPECT_EQ(answer.header("connection"), "close") << row.why;
        EXPECT_EQ(client.receive_to_end(), "") << row.why;
    }
}

TEST(server, does_not_wait_for_ever_before_it_stops)
{
    ServerOptions options = test_options();
    options.deadlines.drain = std::chrono::milliseconds{100};
    options.deadlines.header = std::chrono::hours{1};
    auto server = std::make_unique<RunningServer>(hello_router(), Hooks{}, options);
    RawClient stuck{server->port()};
    stuck.send("GET /hello HTTP/1.1\r\n");
    RawClient honest{server->port()};
    honest.send(get_request("/hello"));
    EXPECT_EQ(honest.receive().body, "hello");
    server.reset();
    EXPECT_EQ(stuck.receive_to_end(), "");
}

TEST(server, can_stop_before_it_runs)
{
    Server server{hello_router(), {}, test_options()};
    server.stop();
    server.run();
    SUCCEED();
}

TEST(server, tells_whether_it_is_alive_and_ready)
{
    std::optional<std::string> reason;
    const Hooks hooks{.not_ready = [&reason] { return reason; }};
    RunningServer server{hello_router(), hooks};
    EXPECT_EQ(ask(server.port(), get_request("/healthz")).status, 200);
    EXPECT_EQ(ask(server.port(), get_request("/readyz")).status, 200);
    reason = "The store has stopped.";
    const Answer not_ready = ask(server.port(), get_request("/readyz"));
    EXPECT_EQ(not_ready.status, 503);
    EXPECT_EQ(not_ready.body, "The store has stopped.\n");
}

TEST(server, gives_its_metrics_on_a_port_of_their_own)
{
    ServerOptions options = test_options();
    options.metrics_port = 0;
    RunningServer server{hello_router(), {}, options};
    ask(server.port(), get_request("/records/amelia?q=secret"));
    ask(server.port(), get_request("/nowhere"));
    EXPECT_EQ(ask(server.port(), get_request("/metrics")).status, 404);
    // An answer is counted once it was sent, which may be a moment after it was read here.
    std::string text;
    do {
        text = ask(server.server().metrics_port(), get_request("/metrics")).body;
    } while (text.find("status=\"404\"} 2") == std::string::npos ||
             text.find("heed_requests_total{route=\"record\",status=\"200\"} 1") ==
                 std::string::npos);
    EXPECT_NE(text.find("heed_request_seconds_bucket{route=\"record\",le=\"+Inf\"} 1"),
              std::string::npos);
    EXPECT_NE(text.find("heed_open_connections"), std::string::npos);
    EXPECT_EQ(text.find("amelia"), std::string::npos);
    EXPECT_EQ(text.find("secret"), std::string::npos);
    EXPECT_EQ(text.find("nowhere"), std::string::npos);
}

TEST(server, hears_what_the_policy_kept_a_browser_from)
{
    ServerOptions options = test_options();
    options.access_log = AccessLog::on;
    const std::string report = "{\"csp-report\":{\"document-uri\":\"http://localhost/amelia\","
                               "\"blocked-uri\":\"inline\","
                               "\"effective-directive\":\"script-src-elem\"}}";
    const auto sent = [&](const std::string& body) {
        return "POST /policy-reports HTTP/1.1\r\nHost: localhost\r\n"
               "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: no-cors\r\n"
               "Content-Type: application/csp-report\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
    };
    testing::internal::CaptureStderr();
    {
        RunningServer server{hello_router(), {}, options};
        EXPECT_EQ(ask(server.port(), sent(report)).status, 204);
        EXPECT_EQ(ask(server.port(), sent("not JSON")).status, 204);
        EXPECT_EQ(ask(server.port(), sent(std::string(20'000, 'a'))).status, 413);
        EXPECT_EQ(ask(server.port(), get_request("/policy-reports")).status, 405);
    }
    const std::string log = testing::internal::GetCapturedStderr();
    EXPECT_NE(log.find("\"directive\":\"script-src\""), std::string::npos) << log;
    EXPECT_NE(log.find("\"directive\":\"other\""), std::string::npos) << log;
    EXPECT_EQ(log.find("amelia"), std::string::npos) << log;
}

TEST(server, logs_the_route_and_never_the_path)
{
    ServerOptions options = test_options();
    options.access_log = AccessLog::on;
    testing::internal::CaptureStderr();
    {
        RunningServer server{hello_router(), {}, options};
        ask(server.port(),
            get_request("/records/amelia?q=secret", "Cookie: __Host-heed=token\r\n"));
        ask(server.port(), get_request("/amelia"));
        ask(server.port(), "GET /amelia HTTP/1.0\r\n\r\n");
    }
    const std::string log = testing::internal::GetCapturedStderr();
    EXPECT_NE(log.find("\"route\":\"record\",\"status\":200,\"milliseconds\":"), std::string::npos)
        << log;
    EXPECT_NE(log.find("\"route\":\"none\",\"status\":404"), std::string::npos) << log;
    EXPECT_NE(log.find("\"event\":\"request_refused\",\"status\":505"), std::string::npos) << log;
    for (const char* const secret : {"amelia", "secret", "token"}) {
        EXPECT_EQ(log.find(secret), std::string::npos) << log;
    }
}

TEST(server, cannot_listen_where_another_does)
{
    RunningServer server{hello_router()};
    ServerOptions options = test_options();
    options.port = server.port();
    EXPECT_THROW((Server{hello_router(), {}, options}), std::runtime_error);
    options.address = "not an address";
    EXPECT_THROW((Server{hello_router(), {}, options}), std::invalid_argument);
}

} // namespace web
