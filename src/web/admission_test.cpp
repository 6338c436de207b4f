// Who is let in, and what of their body is read: by real requests to a running server.
#include "base/errors.h"
#include "web/server_test_support.h"

#include <atomic>
#include <gtest/gtest.h>
#include <mutex>

namespace web {

namespace {

struct Person {
    std::string name;
};

/// Sessions `live` and `old`, and the token `robot`.
Admission authenticate(const Request& request)
{
    if (request.bearer_token() == "robot") {
        EXPECT_TRUE(request.cookies.empty()) << "a token and a session must not be mixed";
        return {.admittance = Admittance::admitted, .identity = Person{"robot"}};
    }
    const std::string_view session = request.cookie("heed");
    if (session == "live") {
        return {
            .admittance = Admittance::admitted, .identity = Person{"worker"}, .session = "live"};
    }
    if (session == "old") return {.admittance = Admittance::expired, .identity = Person{"worker"}};
    return {};
}

/// Counts the bytes of every file that is streamed to it.
class CountingSink final : public PartSink {
public:
    explicit CountingSink(std::atomic<std::size_t>& bytes) : m_bytes{bytes} {}
    void begin(const PartHeader& header) override
    {
        if (header.file_name == "refuse.me") throw base::BadRequest{"not this one"};
    }
    void content(std::string_view piece) override { m_bytes += piece.size(); }
    void end() override {}

private:
    std::atomic<std::size_t>& m_bytes;
};

constexpr std::string_view live = "Cookie: __Host-heed=live\r\n";
constexpr std::string_view old = "Cookie: __Host-heed=old\r\n";
constexpr std::string_view same_site = "Sec-Fetch-Site: same-origin\r\n";

std::string message(std::string_view line, std::string_view headers, std::string_view body = {})
{
    std::string text{line};
    text += " HTTP/1.1\r\nHost: localhost\r\n";
    text += headers;
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + std::string{body};
}

std::string multipart_message(std::string_view path, const std::string& token,
                              const std::string& rest)
{
    std::string body;
    if (!token.empty()) {
        body =
            "--xYx\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n" + token + "\r\n";
    }
    body += rest + "--xYx--\r\n";
    return message("POST " + std::string{path},
                   std::string{live} + std::string{same_site} +
                       "Content-Type: multipart/form-data; boundary=xYx\r\n",
                   body);
}

std::string file_part(const std::string& name, const std::string& content)
{
    return "--xYx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
           "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n";
}

class AdmissionOf : public testing::Test {
protected:
    AdmissionOf() : m_server{router(), hooks()} {}

    Router router()
    {
        Router router;
        const auto greet = [](Request& request) {
            const Person* const person = request.identity_if<Person>();
            return plain_text(person == nullptr ? "nobody" : person->name);
        };
        router.add({.pattern = "/token", .name = "token", .handler = [](Request& request) {
                        return plain_text(request.form_token);
                    }});
        router.add({.pattern = "/page", .name = "page", .handler = greet});
        router.add({.pattern = "/perhaps",
                    .name = "perhaps",
                    .needs = Needs::session_if_any,
                    .handler = greet});
        router.add(
            {.method = Method::post,
             .pattern = "/form",
             .name = "form",
             .takes = Takes::form,
             .body_limit = 1'000,
             .handler = [](Request& request) { return plain_text(request.form.one("note")); }});
        router.add(
            {.method = Method::post,
             .pattern = "/saves-itself",
             .name = "saves",
             .takes = Takes::form,
             .body_limit = 1'000,
             .handler = [](Request& request) { return plain_text(request.form.one("note")); },
             .proof = Proof::form_token_or_script});
        router.add({.method = Method::put,
                    .pattern = "/api/thing",
                    .name = "api.thing",
                    .needs = Needs::api,
                    .takes = Takes::json,
                    .handler = [](Request& request) { return json_response(request.json()); }});
        router.add({.method = Method::post,
                    .pattern = "/files",
                    .name = "files",
                    .takes = Takes::form_with_files,
                    .handler = [](Request& request) {
                        const Upload& file = request.uploads.at(0);
                        return plain_text(file.file_name + " " + file.content);
                    }});
        add_stream(router);
        return router;
    }

    void add_stream(Router& router)
    {
        router.add({.method = Method::post,
                    .pattern = "/stream",
                    .name = "stream",
                    .takes = Takes::form_with_files,
                    .body_limit = 64U << 20U,
                    .handler =
                        [this](Request& request) {
                            return plain_text(request.form.one("title") + " " +
                                              std::to_string(m_streamed.load()));
                        },
                    .sink = [this](const Request&) -> std::unique_ptr<PartSink> {
                        return std::make_unique<CountingSink>(m_streamed);
                    }});
    }

    Hooks hooks()
    {
        return {.authenticate = authenticate, .park = [this](Request& request) {
                    const std::scoped_lock lock{m_mutex};
                    m_parked = request.identity_as<Person>().name + ": " + request.form.one("note");
                    return see_other("/sign-in?kept");
                }};
    }

    Answer ask_for(const std::string& bytes) { return ask(m_server.port(), bytes); }

    std::string token() { return ask_for(get_request("/token", live)).body; }

    std::atomic<std::size_t> m_streamed{0};
    std::mutex m_mutex;
    std::string m_parked;
    RunningServer m_server;
};

} // namespace

TEST_F(AdmissionOf, a_page_sends_a_stranger_to_sign_in_and_back)
{
    EXPECT_EQ(ask_for(get_request("/page", live)).body, "worker");
    const Answer answer = ask_for(get_request("/page?q=amelia"));
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.header("location"), "/sign-in?return=%2Fpage");
    EXPECT_EQ(ask_for(get_request("/page", old)).status, 303);
}

TEST_F(AdmissionOf, a_script_and_a_program_get_401)
{
    EXPECT_EQ(ask_for(get_request("/page", "Sec-Fetch-Mode: cors\r\n")).status, 401);
    const Answer api = ask_for(message("PUT /api/thing",
                                       "Content-Type: application/json\r\n"
                                       "Sec-Fetch-Site: same-origin\r\n",
                                       "{}"));
    EXPECT_EQ(api.status, 401);
    EXPECT_EQ(api.header("www-authenticate"), "Bearer");
    EXPECT_EQ(api.header("content-type"), "application/problem+json");
}

TEST_F(AdmissionOf, a_session_may_be_no_condition)
{
    EXPECT_EQ(ask_for(get_request("/perhaps")).body, "nobody");
    EXPECT_EQ(ask_for(get_request("/perhaps", live)).body, "worker");
}

TEST_F(AdmissionOf, a_stranger_is_answered_before_the_body_is_read)
{
    RawClient client{m_server.port()};
    client.send(message("POST /form", std::string{same_site} +
                                          "Content-Type: application/x-www-form-urlencoded\r\n"
                                          "Content-Length: 900\r\nExpect: 100-continue\r\n"));
    const Answer answer = client.receive();
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_EQ(client.receive_to_end(), "");
}

TEST_F(AdmissionOf, the_body_is_asked_for_once_its_sender_was_let_in)
{
    const std::string body = "note=seen&form_token=" + token();
    RawClient client{m_server.port()};
    client.send(message("POST /form", std::string{live} + std::string{same_site} +
                                          "Content-Type: application/x-www-form-urlencoded\r\n"
                                          "Content-Length: " +
                                          std::to_string(body.size()) +
                                          "\r\nExpect: 100-continue\r\n"));
    EXPECT_EQ(client.receive_head().status, 100);
    client.send(body);
    EXPECT_EQ(client.receive().body, "seen");
}

TEST_F(AdmissionOf, what_was_typed_while_the_session_ran_out_is_kept)
{
    const Answer kept = ask_for(post_request("/form", "note=She+said+she+was+happy", old));
    EXPECT_EQ(kept.status, 303);
    EXPECT_EQ(kept.header("location"), "/sign-in?kept");
    const std::scoped_lock lock{m_mutex};
    EXPECT_EQ(m_parked, "worker: She said she was happy");
}

TEST_F(AdmissionOf, an_expired_session_keeps_no_more_than_fits)
{
    ServerOptions options = test_options();
    options.limits.parked_body = 10;
    RunningServer server{router(), hooks(), options};
    const Answer answer = ask(server.port(), post_request("/form", "note=01234567890", old));
    EXPECT_EQ(answer.header("location"), "/sign-in");
    EXPECT_EQ(m_parked, "");
}

TEST_F(AdmissionOf, a_form_needs_its_sessions_token)
{
    EXPECT_EQ(ask_for(post_request("/form", "note=a&form_token=" + token(), live)).body, "a");
    EXPECT_EQ(ask_for(post_request("/form", "note=a", live)).status, 403);
    EXPECT_EQ(ask_for(post_request("/form", "note=a&form_token=guess", live)).status, 403);
    EXPECT_EQ(ask_for(post_request("/form", "note=a",
                                   std::string{live} + "X-Form-Token: " + token() + "\r\n"))
                  .body,
              "a");
}

TEST_F(AdmissionOf, this_sites_script_may_save_from_a_page_of_an_older_session)
{
    const std::string mine = std::string{live} + "X-Heed-Autosave: 1\r\n";
    const std::string body = "note=a&form_token=of-an-older-session";
    EXPECT_EQ(ask_for(post_request("/saves-itself", body, mine)).body, "a");
    EXPECT_EQ(ask_for(post_request("/saves-itself", body, live)).status, 403) << "a plain form";
    EXPECT_EQ(ask_for(post_request("/form", body, mine)).status, 403) << "where it is not meant";
    const std::string type = "Content-Type: application/x-www-form-urlencoded\r\n";
    for (const char* const from : {"Sec-Fetch-Site: cross-site\r\n", "", "Origin: null\r\n"}) {
        EXPECT_EQ(ask_for(message("POST /saves-itself", mine + type + from, body)).status, 403)
            << from;
    }
}

TEST_F(AdmissionOf, another_site_can_make_no_browser_change_anything)
{
    const std::string body = "note=a&form_token=" + token();
    const std::string type = "Content-Type: application/x-www-form-urlencoded\r\n";
    for (const char* const from :
         {"Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n", "",
          "Origin: https://evil.example\r\n", "Origin: null\r\n",
          "Sec-Fetch-Site: same-origin\r\nOrigin: https://evil.example\r\n"}) {
        const Answer answer = ask_for(message("POST /form", std::string{live} + type + from, body));
        EXPECT_EQ(answer.status, 403) << from;
        EXPECT_EQ(answer.header("connection"), "close") << from;
    }
    const std::string own = "Origin: http://localhost\r\n";
    EXPECT_EQ(ask_for(message("POST /form", std::string{live} + type + own, body)).body, "a");
}

TEST_F(AdmissionOf, another_site_can_embed_nothing)
{
    const std::string picture = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n";
    EXPECT_EQ(ask_for(get_request("/page", std::string{live} + picture)).status, 403);
}

TEST_F(AdmissionOf, a_bearer_token_needs_no_form_token)
{
    const std::string headers = "Authorization: Bearer robot\r\nCookie: "
                                "__Host-heed=live\r\nContent-Type: application/json\r\n";
    EXPECT_EQ(ask_for(message("PUT /api/thing", headers, "{\"a\":1}")).body, "{\"a\":1}");
    const std::string cookie_only =
        std::string{live} + std::string{same_site} + "Content-Type: application/json\r\n";
    EXPECT_EQ(ask_for(message("PUT /api/thing", cookie_only, "{\"a\":1}")).status, 403);
    EXPECT_EQ(ask_for(message("PUT /api/thing", cookie_only + "X-Form-Token: " + token() + "\r\n",
                              "{\"a\":1}"))
                  .body,
              "{\"a\":1}");
    // On a page's own route a token counts for nothing, and the session needs its own proof.
    const std::string token_and_session = headers.substr(0, headers.find("Content"));
    EXPECT_EQ(ask_for(post_request("/form", "note=a", token_and_session)).status, 403);
    EXPECT_EQ(ask_for(get_request("/page", "Authorization: Bearer robot\r\n")).status, 303);
}

TEST_F(AdmissionOf, the_body_must_be_what_the_route_takes)
{
    const std::string robot = "Authorization: Bearer robot\r\n";
    EXPECT_EQ(
        ask_for(message("PUT /api/thing", robot + "Content-Type: text/plain\r\n", "{}")).status,
        415);
    EXPECT_EQ(ask_for(message("PUT /api/thing", robot, "{}")).status, 415);
    EXPECT_EQ(ask_for(message("PUT /api/thing", robot + "Content-Type: application/json\r\n", "{"))
                  .status,
              400);
    EXPECT_EQ(ask_for(message("PUT /api/thing", robot + "Content-Type: application/json\r\n",
                              "{\"a\":1,\"a\":2}"))
                  .status,
              400);
    EXPECT_EQ(ask_for(message("POST /form",
                              std::string{live} + std::string{same_site} +
                                  "Content-Type: multipart/form-data; boundary=x\r\n",
                              "--x--"))
                  .status,
              415);
    EXPECT_EQ(ask_for(post_request("/form", "note=%ff", live)).status, 400);
    EXPECT_EQ(ask_for(post_request("/form", "note=" + std::string(2'000, 'a'), live)).status, 413);
}

TEST_F(AdmissionOf, a_file_is_kept_with_its_name)
{
    const std::string good =
        multipart_message("/files", token(), file_part("Zoë.txt", "drawn by her"));
    EXPECT_EQ(ask_for(good).body, "Zoë.txt drawn by her");
}

TEST_F(AdmissionOf, a_file_is_taken_only_behind_the_token)
{
    EXPECT_EQ(ask_for(multipart_message("/files", "", file_part("a.txt", "a"))).status, 403);
    EXPECT_EQ(ask_for(multipart_message("/stream", "", file_part("a.txt", "a"))).status, 403);
    EXPECT_EQ(ask_for(multipart_message("/stream", "guess", file_part("a.txt", "a"))).status, 403);
    EXPECT_EQ(m_streamed, 0U);
}

TEST_F(AdmissionOf, a_large_file_is_streamed_past)
{
    const std::string title =
        "--xYx\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nplan\r\n";
    const std::string file(5U << 20U, 'f');
    const Answer answer =
        ask_for(multipart_message("/stream", token(), title + file_part("plan.pdf", file)));
    EXPECT_EQ(answer.body, "plan " + std::to_string(file.size()));
}

TEST_F(AdmissionOf, a_sink_may_refuse)
{
    EXPECT_EQ(ask_for(multipart_message("/stream", token(), file_part("refuse.me", "a"))).status,
              400);
    EXPECT_EQ(ask_for(multipart_message("/stream", token(), "--xYx\r\nbroken\r\n\r\n\r\n")).status,
              400);
}

TEST_F(AdmissionOf, all_bodies_together_fit_into_the_memory_set_aside)
{
    ServerOptions options = test_options();
    options.limits.bodies_in_memory = 100;
    RunningServer server{router(), hooks(), options};
    EXPECT_EQ(
        ask(server.port(), post_request("/form", "note=" + std::string(500, 'a'), live)).status,
        503);
    EXPECT_EQ(ask(server.port(), post_request("/form", "note=a", live)).status, 403)
        << "fits, no token";
}

} // namespace web
