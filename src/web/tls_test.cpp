#include "web/server_test_support.h"
#include "web/tls.h"

#include <fstream>
#include <future>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace web {

namespace {

template <auto Free> struct Freer {
    template <typename Type> void operator()(Type* pointer) const { Free(pointer); }
};
using Client = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using ClientContext = std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>>;

enum class Versions { any, before_1_3 };

ClientContext client_context(const TlsFiles& trusted, Versions versions)
{
    ClientContext context{SSL_CTX_new(TLS_client_method())};
    SSL_CTX_load_verify_locations(context.get(), trusted.certificate.c_str(), nullptr);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context.get()), X509_V_FLAG_PARTIAL_CHAIN);
    if (versions == Versions::before_1_3) {
        SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
    }
    return context;
}

/// What a server says to a request, asked under the name `host`; empty when TLS fails.
std::string ask_over_tls(SSL_CTX* context, std::uint16_t port, const char* host,
                         const std::string& request = get_request("/hello",
                                                                  "Connection: close\r\n"))
{
    const Client client{BIO_new_ssl_connect(context)};
    SSL* ssl = nullptr;
    BIO_get_ssl(client.get(), &ssl);
    SSL_set1_host(ssl, host);
    BIO_set_conn_hostname(client.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
    if (BIO_do_connect(client.get()) != 1 || BIO_do_handshake(client.get()) != 1) return {};
    if (!request.empty()) {
        BIO_write(client.get(), request.data(), static_cast<int>(request.size()));
    }
    std::string answer;
    char piece[4096];
    int size = 0;
    while ((size = BIO_read(client.get(), piece, sizeof piece)) > 0) {
        answer.append(piece, static_cast<std::size_t>(size));
    }
    return answer;
}

Router hello()
{
    Router router;
    router.add(
        {.pattern = "/hello", .name = "hello", .needs = Needs::nothing, .handler = [](Request&) {
             return plain_text("hello over TLS");
         }});
    return router;
}

/// A handler that says when it was reached and waits until it is let go.
struct Gate {
    std::promise<void> reached;
    std::promise<void> open;
};

ServerOptions tls_options(const TlsFiles& files)
{
    ServerOptions options = test_options();
    options.transport = Transport::tls;
    options.tls = files;
    options.hosts = {"localhost"};
    return options;
}

/// A server with a certificate it made for itself.
class Tls : public testing::Test {
protected:
    Tls()
    {
        create_self_signed(m_folder.tls_files(), {.hosts = {"localhost", "127.0.0.1", "::1"}},
                           base::SystemClock{});
        m_server =
            std::make_unique<RunningServer>(hello(), Hooks{}, tls_options(m_folder.tls_files()));
    }

    TemporaryFolder m_folder;
    std::unique_ptr<RunningServer> m_server;
};

} // namespace

TEST_F(Tls, serves_with_the_certificate_it_made)
{
    const ClientContext context = client_context(m_folder.tls_files(), Versions::any);
    const std::string answer = ask_over_tls(context.get(), m_server->port(), "localhost");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
    EXPECT_TRUE(answer.ends_with("hello over TLS")) << answer;
    EXPECT_NE(answer.find("Strict-Transport-Security: max-age="), std::string::npos);
}

TEST_F(Tls, does_not_speak_anything_older_than_1_3)
{
    const ClientContext context = client_context(m_folder.tls_files(), Versions::before_1_3);
    EXPECT_EQ(ask_over_tls(context.get(), m_server->port(), "localhost"), "");
}

TEST_F(Tls, takes_no_early_data)
{
    const TlsContext context = open_tls(m_folder.tls_files());
    EXPECT_EQ(SSL_CTX_get_max_early_data(context.get()), 0U);
    EXPECT_EQ(SSL_CTX_get_min_proto_version(context.get()), TLS1_3_VERSION);
}

TEST_F(Tls, finishes_what_it_has_begun_before_it_stops)
{
    Gate gate;
    Router router = hello();
    router.add(
        {.pattern = "/gate", .name = "gate", .needs = Needs::nothing, .handler = [&gate](Request&) {
             gate.reached.set_value();
             gate.open.get_future().wait();
             return plain_text("through");
         }});
    RunningServer server{std::move(router), {}, tls_options(m_folder.tls_files())};
    const ClientContext context = client_context(m_folder.tls_files(), Versions::any);
    auto answer = std::async(std::launch::async, [&] {
        return ask_over_tls(context.get(), server.port(), "localhost", get_request("/gate"));
    });
    gate.reached.get_future().wait();
    server.server().stop();
    gate.open.set_value();
    const std::string all = answer.get();
    EXPECT_TRUE(all.starts_with("HTTP/1.1 200 OK\r\n")) << all;
    EXPECT_TRUE(all.ends_with("through")) << all;
    EXPECT_NE(all.find("Connection: close\r\n"), std::string::npos) << all;
}

TEST_F(Tls, cuts_off_who_shakes_hands_and_says_no_more)
{
    ServerOptions options = tls_options(m_folder.tls_files());
    options.deadlines.header = std::chrono::milliseconds{200};
    RunningServer server{hello(), {}, options};
    const ClientContext context = client_context(m_folder.tls_files(), Versions::any);
    EXPECT_EQ(ask_over_tls(context.get(), server.port(), "localhost", ""), "");
    const std::string half = "GET /hello HTTP/1.1\r\nHost: local";
    const std::string answer = ask_over_tls(context.get(), server.port(), "localhost", half);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 ")) << answer;
}

TEST_F(Tls, is_not_trusted_under_another_name)
{
    const ClientContext context = client_context(m_folder.tls_files(), Versions::any);
    EXPECT_EQ(ask_over_tls(context.get(), m_server->port(), "heed.example"), "");
}

TEST_F(Tls, answers_no_plain_request)
{
    RawClient client{m_server->port()};
    client.send(get_request("/hello"));
    const auto all = client.receive_to_end();
    ASSERT_TRUE(all);
    EXPECT_EQ(all->find("HTTP/1.1"), std::string::npos);
}

TEST(tls, keeps_the_private_key_to_its_owner_and_overwrites_nothing)
{
    const TemporaryFolder folder;
    create_self_signed(folder.tls_files(), {.hosts = {"localhost"}}, base::SystemClock{});
    const auto mode = std::filesystem::status(folder.tls_files().private_key).permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_THROW(
        create_self_signed(folder.tls_files(), {.hosts = {"localhost"}}, base::SystemClock{}),
        std::runtime_error);
}

TEST(tls, makes_no_certificate_for_a_name_that_is_none)
{
    const TemporaryFolder folder;
    for (const char* const name : {"", "a,DNS:b", "a\nb"}) {
        EXPECT_THROW(create_self_signed(folder.tls_files(), {.hosts = {name}}, base::SystemClock{}),
                     std::runtime_error);
    }
    EXPECT_THROW(create_self_signed(folder.tls_files(), {.hosts = {}}, base::SystemClock{}),
                 std::runtime_error);
}

TEST(tls, refuses_files_that_do_not_belong_together)
{
    const TemporaryFolder one;
    const TemporaryFolder other;
    create_self_signed(one.tls_files(), {.hosts = {"localhost"}}, base::SystemClock{});
    create_self_signed(other.tls_files(), {.hosts = {"localhost"}}, base::SystemClock{});
    EXPECT_NO_THROW(open_tls(one.tls_files()));
    EXPECT_THROW(open_tls({one.tls_files().certificate, other.tls_files().private_key}),
                 std::runtime_error);
    EXPECT_THROW(open_tls({one.path() / "absent", one.path() / "absent"}), std::runtime_error);
}

TEST(tls, plain_http_is_for_loopback_only)
{
    for (const char* const address : {"0.0.0.0", "::", "192.0.2.1"}) {
        ServerOptions options = test_options();
        options.address = address;
        EXPECT_THROW((Server{hello(), {}, options}), std::invalid_argument) << address;
    }
    ServerOptions with_tls = test_options();
    with_tls.transport = Transport::tls;
    EXPECT_THROW((Server{hello(), {}, with_tls}), std::invalid_argument) << "no name, no server";
    with_tls.hosts = {"localhost"};
    EXPECT_THROW((Server{hello(), {}, with_tls}), std::runtime_error)
        << "no certificate, no server";
}

} // namespace web
