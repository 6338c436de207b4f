#include "access/throttle.h"

#include <gtest/gtest.h>

namespace heed::access {
namespace {

constexpr std::string_view office = "192.0.2.7";

class Guessing {
public:
    Verdict try_once(std::string_view peer, std::string_view device = {},
                     std::string_view account = "amara")
    {
        return throttle.admit({base::view_bytes(account), peer, device});
    }
    int count_admitted(int tries, std::string_view peer, std::string_view device = {})
    {
        int admitted = 0;
        for (int i = 0; i < tries; ++i) {
            if (try_once(peer, device) == Verdict::go_on) ++admitted;
        }
        return admitted;
    }
    void pass(std::chrono::milliseconds time) { clock.set(clock.now() + time); }

    base::SetClock clock{base::Instant{1'800'000'000'000}};
    Throttle throttle{clock};
};

TEST(throttle, evaluates_ten_guesses_in_five_minutes_from_one_unknown_device)
{
    Guessing guessing;
    EXPECT_EQ(guessing.count_admitted(1000, office), 10);
    guessing.pass(std::chrono::minutes{4});
    EXPECT_EQ(guessing.count_admitted(10, office), 0);
    guessing.pass(std::chrono::minutes{1});
    EXPECT_EQ(guessing.count_admitted(1000, office), 10);
}

TEST(throttle, slides_rather_than_starting_again_at_a_fixed_moment)
{
    Guessing guessing;
    EXPECT_EQ(guessing.count_admitted(4, office), 4);
    guessing.pass(std::chrono::minutes{3});
    EXPECT_EQ(guessing.count_admitted(6, office), 6);
    guessing.pass(std::chrono::minutes{2});
    EXPECT_EQ(guessing.count_admitted(10, office), 4) << "only the first four are old enough";
}

TEST(throttle, attack_does_not_lock_out_a_known_device)
{
    Guessing guessing;
    for (int address = 0; address < 50; ++address) {
        guessing.count_admitted(200, "198.51.100." + std::to_string(address));
    }
    EXPECT_EQ(guessing.try_once(office, "the device she always uses"), Verdict::go_on);
}

TEST(throttle, limits_one_account_over_all_unknown_devices)
{
    Guessing guessing;
    int admitted = 0;
    for (int address = 0; address < 200; ++address) {
        admitted += guessing.count_admitted(10, "198.51.100." + std::to_string(address));
    }
    EXPECT_EQ(admitted, 100);
}

TEST(throttle, limits_one_network_over_all_accounts)
{
    Guessing guessing;
    int admitted = 0;
    for (int account = 0; account < 500; ++account) {
        if (guessing.try_once(office, {}, std::to_string(account)) == Verdict::go_on) ++admitted;
    }
    EXPECT_EQ(admitted, 100);
    EXPECT_EQ(guessing.try_once("192.0.2.8"), Verdict::go_on) << "another network is not touched";
}

TEST(throttle, known_device_has_a_limit_of_its_own)
{
    Guessing guessing;
    EXPECT_EQ(guessing.count_admitted(30, office, "stolen laptop"), 10);
}

TEST(throttle, right_password_clears_what_went_before_from_there)
{
    Guessing guessing;
    EXPECT_EQ(guessing.count_admitted(9, office), 9);
    EXPECT_EQ(guessing.try_once(office), Verdict::go_on);
    guessing.throttle.forget({base::view_bytes("amara"), office, {}});
    EXPECT_EQ(guessing.count_admitted(30, office), 10);
}

TEST(throttle, remembers_no_more_than_it_may)
{
    base::SetClock clock{base::Instant{1'800'000'000'000}};
    Throttle throttle{clock, {.most_remembered = 30}};
    for (int i = 0; i < 1000; ++i) {
        const std::string account = std::to_string(i);
        throttle.admit({base::view_bytes(account), "203.0.113." + account, {}});
    }
    EXPECT_LE(throttle.remembered(), 30U);
    EXPECT_EQ(throttle.admit({base::view_bytes("amara"), office, "known"}), Verdict::go_on);
    clock.set(clock.now() + std::chrono::minutes{5});
    EXPECT_EQ(throttle.admit({base::view_bytes("amara"), office, {}}), Verdict::go_on)
        << "old counters make room";
}

TEST(throttle, sees_the_network_behind_an_address)
{
    struct Row {
        const char* why;
        const char* peer;
        const char* network;
    };
    const Row rows[] = {
        {"an IPv4 address is its own network", "192.0.2.7", "192.0.2.7"},
        {"IPv4 inside IPv6", "::ffff:192.0.2.7", "192.0.2.7"},
        {"one household has a whole /64", "2001:db8:1:2:3:4:5:6", "20010db800010002"},
        {"another address of the same", "2001:db8:1:2::9", "20010db800010002"},
        {"a zone does not matter", "fe80::1%eth0", "fe80000000000000"},
        {"not an address at all", "a socket", "a socket"},
    };
    for (const Row& row : rows)
        EXPECT_EQ(network_of(row.peer), row.network) << row.why;
}

} // namespace
} // namespace heed::access
