#include "seal/seal_test_support.h"
#include "web/client.h"
#include "web/server.h"
#include "witness/ledger_for_test.h"
#include "witness/witness_api.h"

#include <gmock/gmock.h>
#include <thread>

namespace witness {

namespace {

/// A witness behind a real server on a free port.
class Serving {
public:
    Serving()
        : m_key{WitnessKey::create(m_folder.path() / "key", "witness.example/north")},
          m_data{open_database(m_folder.path() / "witness.db", m_clock)}, m_holder{m_data, m_key,
                                                                                   m_clock},
          m_server{routes(), {}, options()}, m_thread{[this] { m_server.run(); }}
    {
    }

    ~Serving()
    {
        m_server.stop();
        m_thread.join();
    }

    Serving(const Serving&) = delete;
    Serving& operator=(const Serving&) = delete;

    Witness& holder() { return m_holder; }

    web::ClientAnswer send(const std::string& body)
    {
        const std::string url = "http://127.0.0.1:" + std::to_string(m_server.port());
        return web::post(*web::ServerAddress::parse(url), "/add-checkpoint", body, {});
    }

private:
    web::Router routes()
    {
        web::Router router;
        add_witness_api(router, m_holder);
        return router;
    }

    static web::ServerOptions options()
    {
        web::ServerOptions chosen;
        chosen.transport = web::Transport::plain_loopback_only;
        chosen.access_log = web::AccessLog::off;
        return chosen;
    }

    seal::TemporaryFolder m_folder;
    base::SetClock m_clock{seal::test_instant()};
    WitnessKey m_key;
    store::Database m_data;
    Witness m_holder;
    web::Server m_server;
    std::thread m_thread;
};

} // namespace

TEST(witness_api, takes_a_checkpoint_from_whoever_brings_it)
{
    Serving serving;
    MadeLedger ledger;
    ledger.grow_to(5, "a");
    EXPECT_EQ(serving.send(to_body(ledger.request(0))).status, 404);
    serving.holder().add_log(ledger.verifier());
    const web::ClientAnswer answer = serving.send(to_body(ledger.request(0)));
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, testing::StartsWith("\xE2\x80\x94 witness.example/north "));
}

TEST(witness_api, says_what_is_held_in_the_type_that_is_made_for_it)
{
    Serving serving;
    MadeLedger ledger;
    ledger.grow_to(5, "a");
    serving.holder().add_log(ledger.verifier());
    serving.send(to_body(ledger.request(0)));
    const web::ClientAnswer answer = serving.send(to_body(ledger.request(0)));
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.content_type, "text/x.tlog.size");
    EXPECT_EQ(answer.body, "5\n");
}

TEST(witness_api, refuses_bodies_that_are_too_long_or_wrong)
{
    Serving serving;
    EXPECT_EQ(serving.send("words").status, 400);
    EXPECT_EQ(serving.send(std::string(65 * 1024, 'x')).status, 413);
}

} // namespace witness
