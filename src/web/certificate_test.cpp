#include "base/clock.h"
#include "web/certificate.h"
#include "web/server_test_support.h"
#include "web/tls.h"

#include <fstream>
#include <gmock/gmock.h>

namespace web {

TEST(certificate, says_for_whom_and_for_how_long_it_is)
{
    const TemporaryFolder folder;
    const TlsFiles files{folder.path() / "certificate.pem", folder.path() / "private-key.pem"};
    const base::SystemClock clock;
    create_self_signed(files, {.hosts = {"heed.example.org", "127.0.0.1"}, .days = 10}, clock);
    const CertificateFacts facts = read_certificate(
        files.certificate, {"heed.example.org", "127.0.0.1", "other.example.org", "10.0.0.1"});
    EXPECT_THAT(facts.not_named, testing::ElementsAre("other.example.org", "10.0.0.1"));
    EXPECT_TRUE(facts.signs_itself);
    constexpr std::int64_t day = 24LL * 60 * 60 * 1000;
    EXPECT_LE(facts.from.milliseconds, clock.now().milliseconds);
    EXPECT_GT(facts.until.milliseconds, clock.now().milliseconds + 9 * day);
    EXPECT_LT(facts.until.milliseconds, clock.now().milliseconds + 11 * day);
    EXPECT_THROW(read_certificate(files.private_key, {}), std::runtime_error);
    EXPECT_THROW(read_certificate(folder.path() / "none.pem", {}), std::runtime_error);
}

} // namespace web
