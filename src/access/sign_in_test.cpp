#include "access/credential.h"
#include "access/demonstration.h"
#include "access/sign_in.h"
#include "access/world_for_test.h"

#include <gtest/gtest.h>

namespace heed::access {
namespace {

constexpr std::string_view office = "192.0.2.7";

class Door : public World {
public:
    Sessions sessions{*database, *viewers, clock, random};
    PasswordHasher hasher{{.cost = cheap}};
    Throttle throttle{clock};
    SignIn sign_in{parts(hasher)};

    Door() { base::check(!sign_in.set_password(worker.id, good_password), "the password is good"); }

    SignInParts parts(PasswordHasher& with)
    {
        return {.database = *database,
                .directory = *directory,
                .sessions = sessions,
                .hasher = with,
                .throttle = throttle,
                .clock = clock,
                .random = random,
                .partnership_name = "Westbrook Safeguarding Children Partnership"};
    }

    base::Result<SignedIn, SignInRefusal> knock(std::string_view login, std::string_view password,
                                                std::string_view device = {},
                                                std::string_view session = {})
    {
        return sign_in.with_password({login, password, office, device, session});
    }
    std::string stored_hash()
    {
        return read([&](store::Reader& reader) {
                   return password_hash(reader, *directory, worker.id);
               })
            .value_or("");
    }
};

TEST(sign_in, right_password_opens_a_session)
{
    Door door;
    const auto signed_in = door.knock("Amara", good_password);
    ASSERT_TRUE(signed_in);
    EXPECT_EQ(signed_in->staff, door.worker.id);
    EXPECT_TRUE(std::holds_alternative<LiveSession>(door.sessions.find(signed_in->session)));
    EXPECT_EQ(signed_in->device.size(), 43U);
}

TEST(sign_in, every_failure_looks_the_same)
{
    Door door;
    door.write([&](store::Writer& writer) {
        EXPECT_TRUE(door.directory->disable_staff(writer, door.manager.id));
    });
    struct Row {
        const char* why;
        std::string_view login;
        std::string password;
    };
    const Row rows[] = {
        {"wrong password", "amara", "not the password at all"},
        {"empty password", "amara", ""},
        {"password longer than any", "amara", std::string(10'000, 'x')},
        {"no such account", "nobody", std::string{good_password}},
        {"no password set yet", "tomasz", std::string{good_password}},
        {"disabled account", "ruth", std::string{good_password}},
        {"no name given", "", std::string{good_password}},
    };
    for (const Row& row : rows) {
        const auto refused = door.knock(row.login, row.password);
        ASSERT_FALSE(refused) << row.why;
        EXPECT_EQ(refused.error(), SignInRefusal::not_right) << row.why;
    }
}

TEST(sign_in, disabled_person_cannot_sign_in_with_the_right_password)
{
    Door door;
    door.write([&](store::Writer& writer) {
        EXPECT_TRUE(door.directory->disable_staff(writer, door.worker.id));
    });
    EXPECT_EQ(door.knock("amara", good_password).error(), SignInRefusal::not_right);
}

TEST(sign_in, after_ten_guesses_an_unknown_device_waits_and_the_known_one_does_not)
{
    Door door;
    const std::string device = door.knock("amara", good_password)->device;
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(door.knock("amara", "guess").error(), SignInRefusal::not_right);
    }
    EXPECT_EQ(door.knock("amara", good_password).error(), SignInRefusal::wait)
        << "not even the right password is evaluated";
    EXPECT_EQ(door.knock("amara", good_password, std::string(43, 'A')).error(), SignInRefusal::wait)
        << "a made-up device is unknown";
    EXPECT_TRUE(door.knock("amara", good_password, device));
    door.pass(std::chrono::minutes{5});
    EXPECT_TRUE(door.knock("amara", good_password));
}

TEST(sign_in, account_that_does_not_exist_is_throttled_like_one_that_does)
{
    Door door;
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(door.knock("nobody", "guess").error(), SignInRefusal::not_right);
    }
    EXPECT_EQ(door.knock("nobody", "guess").error(), SignInRefusal::wait);
}

TEST(sign_in, keeps_the_device_it_knows)
{
    Door door;
    const std::string device = door.knock("amara", good_password)->device;
    EXPECT_EQ(door.knock("amara", good_password, device)->device, device);
    EXPECT_NE(door.knock("amara", good_password, std::string(43, 'A'))->device,
              std::string(43, 'A'));
}

TEST(sign_in, two_people_may_share_a_computer)
{
    Door door;
    EXPECT_FALSE(door.sign_in.set_password(door.manager.id, "yellow ladder in the orchard"));
    const std::string device = door.knock("amara", good_password)->device;
    EXPECT_EQ(door.knock("ruth", "yellow ladder in the orchard", device)->device, device);
    for (int i = 0; i < 10; ++i)
        door.knock("amara", "guess");
    EXPECT_TRUE(door.knock("amara", good_password, device));
    EXPECT_TRUE(door.knock("ruth", "yellow ladder in the orchard", device));
}

TEST(sign_in, remembers_ten_devices_a_person)
{
    Door door;
    const std::string first = door.knock("amara", good_password)->device;
    for (int i = 0; i < 10; ++i) {
        door.pass(std::chrono::minutes{1});
        EXPECT_TRUE(door.knock("amara", good_password));
    }
    door.read([&](store::Reader& reader) {
        EXPECT_EQ(find_device(reader, door.partnership, door.worker.id,
                              base::sha256(base::view_bytes(first))),
                  DeviceKnown::to_nobody);
    });
}

TEST(sign_in, replaces_the_session_the_browser_came_with)
{
    Door door;
    const auto first = door.knock("amara", good_password);
    const auto second = door.knock("amara", good_password, first->device, first->session);
    EXPECT_TRUE(std::holds_alternative<NoSession>(door.sessions.find(first->session)));
    EXPECT_TRUE(std::holds_alternative<LiveSession>(door.sessions.find(second->session)));
}

TEST(sign_in, signing_out_ends_the_session)
{
    Door door;
    const auto signed_in = door.knock("amara", good_password);
    door.sign_in.sign_out(signed_in->session);
    EXPECT_TRUE(std::holds_alternative<NoSession>(door.sessions.find(signed_in->session)));
}

TEST(sign_in, hashes_again_when_the_cost_has_changed)
{
    Door door;
    PasswordHasher dearer{{.cost = {.memory_bytes = 16384, .passes = 1}}};
    SignIn later{door.parts(dearer)};
    const std::string before = door.stored_hash();
    EXPECT_TRUE(later.with_password({"amara", good_password, office, {}, {}}));
    const std::string after = door.stored_hash();
    EXPECT_NE(before, after);
    EXPECT_TRUE(later.with_password({"amara", good_password, office, {}, {}}));
    EXPECT_EQ(door.stored_hash(), after) << "once is enough";
}

TEST(sign_in, keeps_no_hash_in_clear)
{
    Door door;
    EXPECT_EQ(door.stored_hash().rfind("$argon2id$", 0), 0U);
    EXPECT_EQ(door.bytes_on_disk().find("argon2id"), std::string::npos);
}

TEST(sign_in, new_password_ends_sessions_and_forgets_devices)
{
    Door door;
    const auto signed_in = door.knock("amara", good_password);
    EXPECT_FALSE(door.sign_in.set_password(door.worker.id, "yellow ladder in the orchard"));
    EXPECT_TRUE(std::holds_alternative<NoSession>(door.sessions.find(signed_in->session)));
    EXPECT_FALSE(door.knock("amara", good_password));
    const auto again = door.knock("amara", "yellow ladder in the orchard", signed_in->device);
    ASSERT_TRUE(again);
    EXPECT_NE(again->device, signed_in->device);
}

TEST(sign_in, refuses_a_password_made_of_what_anybody_would_guess)
{
    Door door;
    for (const std::string_view password :
         {"Amara Okafor 2026!", "westbrook-council-north", "amara westbrook safeguarding"}) {
        EXPECT_EQ(door.sign_in.set_password(door.worker.id, password),
                  PasswordRefusal::names_the_account)
            << password;
    }
    EXPECT_EQ(door.sign_in.set_password(door.worker.id, "short"), PasswordRefusal::too_short);
    EXPECT_TRUE(door.knock("amara", good_password)) << "the old one still stands";
    EXPECT_THROW(door.sign_in.set_password(base::StaffId{}, good_password), base::NotFound);
}

TEST(sign_in, demonstration_link_works_only_in_a_demonstration)
{
    Door door;
    EXPECT_THROW(door.sign_in.with_demonstration_link(std::string(43, 'A'), {}), base::NotFound);
}

} // namespace
} // namespace heed::access
