#include "base/errors.h"
#include "web/client.h"
#include "web/server_test_support.h"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace web {

namespace {

using testing::HasSubstr;

Router echo()
{
    Router router;
    router.add({.method = Method::post,
                .pattern = "/some/where/echo",
                .name = "echo",
                .needs = Needs::nothing,
                .takes = Takes::bytes,
                .handler =
                    [](Request& request) {
                        return plain_text(request.body, request.body == "no" ? 409 : 200);
                    },
                .proof = Proof::signed_body});
    router.add({.method = Method::post,
                .pattern = "/long",
                .name = "long",
                .needs = Needs::nothing,
                .takes = Takes::bytes,
                .handler = [](Request&) { return plain_text(std::string(20'000, 'x')); },
                .proof = Proof::signed_body});
    return router;
}

ServerAddress plain_at(std::uint16_t port, const std::string& prefix = {})
{
    return *ServerAddress::parse("http://127.0.0.1:" + std::to_string(port) + prefix);
}

std::string failure_of(const ServerAddress& server, const ClientOptions& options,
                       const std::stop_token& stop = {})
{
    try {
        post(server, "/long", "words", options, stop);
    } catch (const base::Unavailable& error) {
        return error.what();
    }
    return {};
}

/// Listens, and never says anything.
class Silent {
public:
    Silent() : m_socket{::socket(AF_INET, SOCK_STREAM, 0)}
    {
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof place;
        ::bind(m_socket, reinterpret_cast<sockaddr*>(&place), size);
        ::listen(m_socket, 8);
        ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&place), &size);
        m_port = ntohs(place.sin_port);
    }
    ~Silent() { ::close(m_socket); }
    Silent(const Silent&) = delete;
    Silent& operator=(const Silent&) = delete;

    std::uint16_t port() const { return m_port; }

private:
    int m_socket;
    std::uint16_t m_port = 0;
};

} // namespace

TEST(client, reads_addresses)
{
    struct Row {
        const char* text;
        bool is_encrypted;
        const char* host;
        std::uint16_t port;
        const char* prefix;
    };
    const Row rows[] = {
        {"https://witness.example.org", true, "witness.example.org", 443, ""},
        {"https://witness.example.org/", true, "witness.example.org", 443, ""},
        {"https://witness.example.org:8444/a/b/", true, "witness.example.org", 8444, "/a/b"},
        {"https://[2001:db8::1]:8444", true, "2001:db8::1", 8444, ""},
        {"http://localhost:80", false, "localhost", 80, ""},
        {"http://127.0.0.1:9/w", false, "127.0.0.1", 9, "/w"},
        {"http://[::1]", false, "::1", 80, ""},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.text);
        const auto address = ServerAddress::parse(row.text);
        ASSERT_TRUE(address);
        EXPECT_EQ(address->is_encrypted, row.is_encrypted);
        EXPECT_EQ(address->host, row.host);
        EXPECT_EQ(address->port, row.port);
        EXPECT_EQ(address->prefix, row.prefix);
    }
}

TEST(client, takes_no_other_address)
{
    const char* const texts[] = {
        "",
        "witness.example.org",
        "ftp://witness.example.org",
        "https://",
        "https://:443",
        "https://a b",
        "https://name@host",
        "https://host:0",
        "https://host:65536",
        "https://host:port",
        "https://host/with space",
        "https://host/?query",
        "https://2001:db8::1",
        "http://witness.example.org",
        "http://128.0.0.1",
        "http://localhost.example.org",
    };
    for (const char* const text : texts)
        EXPECT_FALSE(ServerAddress::parse(text)) << text;
}

TEST(client, posts_and_hears_the_status_and_the_body)
{
    RunningServer server{echo()};
    const ServerAddress there = plain_at(server.port(), "/some/where/");
    const ClientAnswer answer = post(there, "/echo", "words\n", {});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "words\n");
    EXPECT_EQ(post(there, "/echo", "no", {}).status, 409);
    EXPECT_EQ(post(there, "/nowhere", "no", {}).status, 404);
}

TEST(client, believes_only_certificates_that_it_was_told_of)
{
    const TemporaryFolder folder;
    create_self_signed(folder.tls_files(), {.hosts = {"localhost"}}, base::SystemClock{});
    ServerOptions options = test_options();
    options.transport = Transport::tls;
    options.tls = folder.tls_files();
    options.hosts = {"localhost", "127.0.0.1"};
    RunningServer server{echo(), {}, options};
    const auto at = [&](const std::string& host) {
        return *ServerAddress::parse("https://" + host + ":" + std::to_string(server.port()) +
                                     "/some/where");
    };
    const ClientOptions told{.certificates = folder.tls_files().certificate};
    EXPECT_EQ(post(at("localhost"), "/echo", "words", told).body, "words");
    EXPECT_THAT(failure_of(at("localhost"), {}), HasSubstr("certificate"));
    EXPECT_THAT(failure_of(at("127.0.0.1"), told), HasSubstr("certificate"))
        << "the certificate is for another name";
}

TEST(client, gives_up)
{
    RunningServer server{echo()};
    EXPECT_THAT(failure_of(plain_at(server.port()), {}), HasSubstr("limit"));
    const Silent silent;
    using std::chrono::milliseconds;
    EXPECT_THAT(failure_of(plain_at(silent.port()), {.patience = milliseconds{150}}),
                HasSubstr("in time"));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THAT(
        failure_of(plain_at(silent.port()), {.patience = milliseconds{600'000}}, stop.get_token()),
        HasSubstr("in time"));
    EXPECT_THAT(failure_of(*ServerAddress::parse("http://127.0.0.1:1"), {}),
                HasSubstr("No answer from 127.0.0.1 port 1"));
}

} // namespace web
