#include "access/password.h"
#include "base/errors.h"

#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace heed::access {
namespace {

/// The least that libsodium allows, so that a test takes no time.
constexpr PasswordCost cheap{.memory_bytes = 8192, .passes = 1};
constexpr std::string_view good = "purple kettle on the tram";

TEST(password, refuses_what_is_easy_to_guess)
{
    using enum PasswordRefusal;
    struct Row {
        const char* why;
        std::string password;
        std::optional<PasswordRefusal> expected;
    };
    const Row rows[] = {
        {"four words", std::string{good}, {}},
        {"no capitals, digits or signs are asked for", "kettlepurpletramwindow", {}},
        {"accents are letters", "żółta łódź na rzece", {}},
        {"one short", "abcdefgh ijk12", too_short},
        {"fourteen characters though more bytes", "éééééééé ładna", too_short},
        {"as long as may be", std::string(256, 'x') + std::string(256, 'y'), too_common},
        {"too long", std::string(513, 'x'), too_long},
        {"not text", "purple kettle \xff on the tram", not_text},
        {"a zero byte", std::string("purple kettle\0 on the tram", 26), not_text},
        {"one character", "aaaaaaaaaaaaaaaaaaaa", too_common},
        {"a piece again and again", "tramtramtramtram", too_common},
        {"keys in a row", "qwertyuiopasdfghjkl", too_common},
        {"counting", "12345678901234567890", too_common},
        {"password and a year", "Password2026Password!", too_common},
        {"the best-known phrase", "correct horse battery staple", too_common},
        {"name and a year", "Amara Okafor 2026", names_the_account},
        {"login and agency", "aokafor-westbrook", names_the_account},
        {"place and more words", "westbrook kettle purple tram", {}},
    };
    const std::vector<std::string> context = {"aokafor", "Amara Okafor", "Westbrook Council"};
    for (const Row& row : rows)
        EXPECT_EQ(refusal_of(row.password, context), row.expected) << row.why;
}

TEST(password, every_refusal_says_what_to_do)
{
    using enum PasswordRefusal;
    for (const auto refusal : {too_short, too_long, not_text, too_common, names_the_account}) {
        EXPECT_FALSE(explain(refusal).empty());
    }
}

TEST(password, hash_fits_only_its_password)
{
    PasswordHasher hasher{{.cost = cheap}};
    const std::string hash = hasher.hash(good);
    EXPECT_EQ(hash.rfind("$argon2id$", 0), 0U);
    EXPECT_EQ(hasher.check(good, hash), PasswordCheck::right);
    EXPECT_EQ(hasher.check("purple kettle on the bus", hash), PasswordCheck::wrong);
    EXPECT_EQ(hasher.check("", hash), PasswordCheck::wrong);
    EXPECT_NE(hasher.hash(good), hash) << "each has its own salt";
}

TEST(password, does_not_mind_how_an_accent_was_typed)
{
    PasswordHasher hasher{{.cost = cheap}};
    EXPECT_EQ(hasher.check("caf\u0065\u0301 by the river bank",
                           hasher.hash("caf\u00e9 by the river bank")),
              PasswordCheck::right);
}

TEST(password, is_hashed_again_when_the_cost_has_changed)
{
    PasswordHasher yesterday{{.cost = cheap}};
    PasswordHasher today{{.cost = {.memory_bytes = 16384, .passes = 1}}};
    EXPECT_EQ(today.check(good, yesterday.hash(good)), PasswordCheck::right_but_outdated);
    EXPECT_EQ(today.check("not this one at all", yesterday.hash(good)), PasswordCheck::wrong);
}

TEST(password, costs_64_mebibytes_and_three_passes_unless_told_otherwise)
{
    PasswordHasher hasher;
    EXPECT_NE(hasher.hash(good).find("$m=65536,t=3,p=1$"), std::string::npos);
}

TEST(password, turns_away_who_does_not_fit_in_the_queue)
{
    PasswordHasher hasher{
        {.cost = {.memory_bytes = 8u << 20, .passes = 4}, .at_once = 1, .waiting = 1}};
    constexpr std::size_t callers = 12;
    std::vector<std::thread> threads;
    std::atomic<int> done = 0;
    std::atomic<int> turned_away = 0;
    for (std::size_t i = 0; i < callers; ++i) {
        threads.emplace_back([&] {
            try {
                hasher.hash(good);
                ++done;
            } catch (const base::Unavailable&) {
                ++turned_away;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(done + turned_away, static_cast<int>(callers));
    EXPECT_GE(done, 1);
    EXPECT_EQ(hasher.check(good, hasher.hash(good)), PasswordCheck::right)
        << "it goes on afterwards";
}

} // namespace
} // namespace heed::access
