#include "app/doctor/checkup_test_support.h"
#include "app/doctor/serving_checks.h"
#include "web/server.h"
#include "web/tls.h"

#include <gmock/gmock.h>
#include <thread>

namespace app::doctor {

namespace {

using testing::HasSubstr;

constexpr std::chrono::hours day{24};

class serving_checks : public testing::Test {
protected:
    serving_checks()
    {
        m_visit.open.folder.root = m_place.at("data");
        create(folder());
    }

    const DataFolder& folder() const { return m_visit.open.folder; }

    void make_certificate(int days)
    {
        web::create_self_signed({folder().certificate(), folder().private_key()},
                                {.hosts = {"heed.example.org", "localhost"}, .days = days},
                                m_clock);
    }

    TemporaryPlace m_place;
    base::SystemClock m_clock;
    Visit m_visit;
};

/// Serves nothing but whether it is ready, as the real one does.
class SmallServer {
public:
    SmallServer(const DataFolder& folder, std::optional<std::string> why_not)
        : m_server{web::Router{},
                   {.not_ready = [why_not] { return why_not; }},
                   {.port = 0,
                    .tls = {folder.certificate(), folder.private_key()},
                    .hosts = {"localhost"}}},
          m_thread{[this] { m_server.run(); }}
    {
    }
    ~SmallServer()
    {
        m_server.stop();
        m_thread.join();
    }
    SmallServer(const SmallServer&) = delete;
    SmallServer& operator=(const SmallServer&) = delete;

    std::uint16_t port() const { return m_server.port(); }

private:
    web::Server m_server;
    std::thread m_thread;
};

} // namespace

TEST_F(serving_checks, certificate_of_ones_own_is_a_note)
{
    EXPECT_EQ(check_certificate(m_visit, m_clock).state, State::note) << "there is none yet";
    make_certificate(90);
    m_visit.serve.hosts = {"heed.example.org"};
    const Finding finding = check_certificate(m_visit, m_clock);
    EXPECT_EQ(finding.state, State::note) << finding.what;
    EXPECT_THAT(finding.what, HasSubstr("browsers warn"));
}

TEST_F(serving_checks, certificate_must_last_and_be_for_every_name)
{
    make_certificate(90);
    base::SetClock clock{m_clock.now() + 75 * day};
    EXPECT_THAT(check_certificate(m_visit, clock).what, HasSubstr("ends in 14 days"));
    clock.set(m_clock.now() + 91 * day);
    EXPECT_THAT(check_certificate(m_visit, clock).what, HasSubstr("ended on"));
    clock.set(m_clock.now() + -2 * day);
    EXPECT_THAT(check_certificate(m_visit, clock).what, HasSubstr("not good yet"));
    m_visit.serve.hosts = {"heed.example.org", "other.example.org"};
    const Finding finding = check_certificate(m_visit, m_clock);
    EXPECT_EQ(finding.state, State::wrong);
    EXPECT_THAT(finding.what, HasSubstr("not for other.example.org."));
}

TEST_F(serving_checks, certificates_key_must_be_closed_and_belong_to_it)
{
    make_certificate(90);
    ::chmod(folder().private_key().c_str(), 0604);
    EXPECT_THAT(check_certificate(m_visit, m_clock).what, HasSubstr("Others on this machine"));
    ::chmod(folder().private_key().c_str(), 0640);
    EXPECT_EQ(check_certificate(m_visit, m_clock).state, State::note) << "a group may read it";
    const web::TlsFiles other{m_place.at("other.pem"), m_place.at("other-key.pem")};
    web::create_self_signed(other, {.hosts = {"localhost"}}, m_clock);
    m_visit.serve.tls = {folder().certificate(), other.private_key};
    EXPECT_EQ(examine(m_visit, {"certificate"}, m_clock).front().state, State::unknown);
}

TEST_F(serving_checks, server_is_asked_whether_it_is_ready)
{
    EXPECT_EQ(check_server(m_visit, m_clock).state, State::note) << "none runs";
    make_certificate(90);
    const FolderLock lock{folder()};
    {
        const SmallServer ready{folder(), std::nullopt};
        m_visit.serve.port = ready.port();
        const Finding finding = check_server(m_visit, m_clock);
        EXPECT_EQ(finding.state, State::well) << finding.what;
        m_visit.serve.address = "0.0.0.0";
        EXPECT_EQ(check_server(m_visit, m_clock).state, State::well) << "listens everywhere";
    }
    EXPECT_THAT(check_server(m_visit, m_clock).what, HasSubstr("Nobody answers"));
    const SmallServer stopped{folder(), "The disk is full."};
    m_visit.serve.port = stopped.port();
    const Finding finding = check_server(m_visit, m_clock);
    EXPECT_EQ(finding.state, State::wrong);
    EXPECT_THAT(finding.what, HasSubstr("not ready: The disk is full."));
}

} // namespace app::doctor
