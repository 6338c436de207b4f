// Clients that keep a connection busy and send or read next to nothing: each is cut off, and an
// honest request is answered all the while. Deadlines are short here; what counts is the outcome.
#include "base/clock.h"
#include "web/server_test_support.h"

#include <algorithm>
#include <atomic>
#include <gtest/gtest.h>
#include <memory>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace web {

namespace {

using std::chrono::milliseconds;

ServerOptions impatient()
{
    ServerOptions options = test_options();
    options.deadlines.handshake = milliseconds{300};
    options.deadlines.header = milliseconds{300};
    options.deadlines.body = milliseconds{300};
    options.deadlines.write = milliseconds{300};
    options.deadlines.idle = milliseconds{300};
    return options;
}

Router router()
{
    Router router;
    router.add(
        {.pattern = "/hello", .name = "hello", .needs = Needs::nothing, .handler = [](Request&) {
             return plain_text("hello");
         }});
    router.add(
        {.pattern = "/large", .name = "large", .needs = Needs::nothing, .handler = [](Request&) {
             return plain_text(std::string(32U << 20U, 'x'));
         }});
    router.add({.method = Method::post,
                .pattern = "/form",
                .name = "form",
                .needs = Needs::nothing,
                .takes = Takes::form,
                .handler = [](Request&) { return plain_text("taken"); }});
    return router;
}

ServerOptions impatient_with_tls(const TemporaryFolder& folder)
{
    ServerOptions options = impatient();
    options.transport = Transport::tls;
    options.tls = folder.tls_files();
    options.hosts = {"localhost"};
    create_self_signed(options.tls, {.hosts = {"localhost"}}, base::SystemClock{});
    return options;
}

constexpr int crowd = 30;

/// Sends `first`, then one byte at a time, until the server has had enough.
std::string drip(std::uint16_t port, std::string_view first)
{
    RawClient client{port};
    client.send(first);
    for (int i = 0; i < 1'000; ++i) {
        if (!client.send("a") || client.hears_something()) break;
    }
    return client.receive_to_end().value_or("left open");
}

void expect_all_dripping_cut_off(std::string_view first)
{
    ServerOptions options = impatient();
    options.limits.slowest_body = 1'000; // what is announced would take minutes
    RunningServer server{router(), {}, options};
    std::vector<std::thread> clients;
    std::atomic<int> cut_off{0};
    for (int i = 0; i < crowd; ++i) {
        clients.emplace_back([&] {
            const std::string end = drip(server.port(), first);
            // The answer may be lost when bytes cross it on the way; being left open may not be.
            if (end.empty() || end.starts_with("HTTP/1.1 408 ")) ++cut_off;
        });
    }
    EXPECT_EQ(ask(server.port(), get_request("/hello")).body, "hello");
    for (std::thread& client : clients) {
        client.join();
    }
    EXPECT_EQ(cut_off, crowd);
    EXPECT_EQ(ask(server.port(), get_request("/hello")).body, "hello");
}

/// Lets this process open so many files and no more, unless it asks for more; until the end of the
/// scope.
class DescriptorsAllowed {
public:
    explicit DescriptorsAllowed(rlim_t count)
    {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        rlimit fewer = m_before;
        fewer.rlim_cur = count;
        ::setrlimit(RLIMIT_NOFILE, &fewer);
    }
    ~DescriptorsAllowed() { ::setrlimit(RLIMIT_NOFILE, &m_before); }
    DescriptorsAllowed(const DescriptorsAllowed&) = delete;
    DescriptorsAllowed& operator=(const DescriptorsAllowed&) = delete;

    static rlim_t now()
    {
        rlimit limit{};
        ::getrlimit(RLIMIT_NOFILE, &limit);
        return limit.rlim_cur;
    }
    rlim_t most() const { return m_before.rlim_max; }

private:
    rlimit m_before{};
};

} // namespace

TEST(slow_client, that_sends_nothing_is_cut_off)
{
    RunningServer server{router(), {}, impatient()};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < crowd; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
    }
    EXPECT_EQ(ask(server.port(), get_request("/hello")).body, "hello");
    for (const auto& client : clients) {
        EXPECT_EQ(client->receive_to_end(), "");
    }
}

TEST(slow_client, that_stays_silent_after_an_answer_is_cut_off)
{
    RunningServer server{router(), {}, impatient()};
    RawClient client{server.port()};
    client.send(get_request("/hello"));
    EXPECT_EQ(client.receive().body, "hello");
    EXPECT_EQ(client.receive_to_end(), "");
}

TEST(slow_client, that_drips_its_headers_is_cut_off)
{
    expect_all_dripping_cut_off("GET /hello HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
}

TEST(slow_client, that_drips_its_body_is_cut_off)
{
    expect_all_dripping_cut_off(
        "POST /form HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n");
}

TEST(slow_client, that_is_slow_and_steady_may_send_its_whole_body)
{
    ServerOptions options = impatient();
    options.limits.slowest_body = 100; // so that twenty bytes are worth 200 milliseconds
    RunningServer server{router(), {}, options};
    RawClient client{server.port()};
    client.send("POST /form HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 802\r\n\r\na=");
    for (int i = 0; i < 40; ++i) {
        EXPECT_FALSE(client.hears_something());
        client.send(std::string(20, 'a'));
    }
    EXPECT_EQ(client.receive().body, "taken");
}

TEST(slow_client, that_drips_chunks_is_cut_off)
{
    expect_all_dripping_cut_off(
        "POST /form HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
        "FFFF\r\n");
}

TEST(slow_client, that_never_reads_is_cut_off)
{
    ServerOptions options = impatient();
    options.limits.workers = 2;
    RunningServer server{router(), {}, options};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        clients.back()->send(get_request("/large"));
    }
    EXPECT_EQ(ask(server.port(), get_request("/hello")).body, "hello");
    while (server.server().metrics().open_connections.load() > 0) {
        std::this_thread::yield(); // the test's own time limit is what ends this if nothing does
    }
    for (const auto& client : clients) {
        const auto all = client->receive_to_end();
        ASSERT_TRUE(all);
        EXPECT_LT(all->size(), 32U << 20U);
    }
}

TEST(slow_client, that_reads_a_drop_at_a_time_is_cut_off)
{
    RunningServer server{router(), {}, impatient()};
    RawClient client{server.port()};
    client.send(get_request("/large"));
    while (server.server().metrics().text().find("heed_cut_off_total 0\n") != std::string::npos) {
        EXPECT_GT(client.receive_some(10), 0U);
        EXPECT_EQ(ask(server.port(), get_request("/hello")).body, "hello");
    }
}

TEST(slow_client, that_reads_slowly_and_steadily_gets_it_all)
{
    ServerOptions options = impatient();
    options.deadlines.idle = std::chrono::seconds{10};
    options.deadlines.write = milliseconds{500}; // half of what all of it takes
    RunningServer server{router(), {}, options};
    RawClient client{server.port()};
    RawClient other{server.port()};
    client.send(get_request("/large", "Connection: close\r\n"));
    std::size_t all = 0;
    std::size_t piece = 0;
    do {
        const auto next = std::chrono::steady_clock::now() + milliseconds{2};
        while (std::chrono::steady_clock::now() < next) {
            other.send(get_request("/hello"));
            ASSERT_EQ(other.receive().body, "hello");
        }
        piece = client.receive_some(64 * 1024);
        all += piece;
    } while (piece > 0);
    EXPECT_GT(all, 32U << 20U);
}

TEST(slow_client, that_never_begins_tls_is_cut_off)
{
    const TemporaryFolder folder;
    RunningServer server{router(), {}, impatient_with_tls(folder)};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < crowd; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
    }
    for (const auto& client : clients) {
        EXPECT_EQ(client->receive_to_end(), "");
    }
}

TEST(slow_client, that_drips_its_handshake_is_cut_off)
{
    const TemporaryFolder folder;
    RunningServer server{router(), {}, impatient_with_tls(folder)};
    // A record that announces 16384 bytes of a client's first message.
    const std::string begins{"\x16\x03\x01\x40\x00\x01\x00\x3f\xfc\x03\x03", 11};
    std::vector<std::thread> clients;
    std::atomic<int> cut_off{0};
    for (int i = 0; i < crowd; ++i) {
        clients.emplace_back([&] {
            if (drip(server.port(), begins) != "left open") ++cut_off;
        });
    }
    for (std::thread& client : clients) {
        client.join();
    }
    EXPECT_EQ(cut_off, crowd);
}

TEST(slow_client, one_too_many_is_not_let_in)
{
    ServerOptions options = test_options();
    options.limits.connections = 2;
    options.metrics_port = 0;
    RunningServer server{router(), {}, options};
    RawClient first{server.port()};
    RawClient second{server.port()};
    first.send(get_request("/hello"));
    second.send(get_request("/hello"));
    EXPECT_EQ(first.receive().body, "hello");
    EXPECT_EQ(second.receive().body, "hello");
    RawClient third{server.port()};
    EXPECT_EQ(third.receive_to_end(), "");
    EXPECT_EQ(ask(server.server().metrics_port(), get_request("/metrics")).status, 200)
        << "just then one wants to look";
    first.send(get_request("/hello"));
    EXPECT_EQ(first.receive().body, "hello");
}

TEST(slow_client, a_crowd_of_them_leaves_descriptors_for_the_store)
{
    const DescriptorsAllowed few{128};
    ServerOptions options = test_options();
    options.limits.connections = 300;
    const RunningServer server{router(), {}, options};
    EXPECT_GE(DescriptorsAllowed::now(), std::min<rlim_t>(few.most(), 300 + 256));
}

TEST(slow_client, one_waits_while_the_server_is_out_of_descriptors)
{
    RunningServer server{router()};
    testing::internal::CaptureStderr();
    const int lowest_free = ::dup(0);
    ::close(lowest_free);
    auto fewer = std::make_unique<DescriptorsAllowed>(lowest_free + 1); // one is left
    RawClient client{server.port()};
    client.send(get_request("/hello"));
    const std::string refused = "heed_refused_connections_total ";
    while (server.server().metrics().text().find(refused + "0\n") != std::string::npos) {
        ASSERT_FALSE(client.hears_something());
    }
    fewer.reset();
    EXPECT_EQ(client.receive().body, "hello");
    EXPECT_NE(testing::internal::GetCapturedStderr().find("accept_failed"), std::string::npos);
}

} // namespace web
