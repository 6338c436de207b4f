#include "witness/add_checkpoint.h"

#include <gmock/gmock.h>

namespace witness {

namespace {

/// The example of C2SP tlog-witness.
constexpr std::string_view published = "old 20852014\n"
                                       "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
                                       "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
                                       "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
                                       "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
                                       "\n"
                                       "example.com/behind-the-sofa\n"
                                       "20852163\n"
                                       "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
                                       "\n"
                                       "\xE2\x80\x94 example.com/behind-the-sofa "
                                       "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
                                       "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

constexpr std::string_view hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";

std::string with_hashes(int count)
{
    std::string body = "old 5\n";
    for (int i = 0; i < count; ++i)
        body += hash;
    return body + "\nnote";
}

} // namespace

TEST(add_checkpoint, is_read_and_written_as_it_is_published)
{
    const auto request = parse_body(published);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->old_size, 20852014U);
    EXPECT_EQ(request->path.size(), 4U);
    EXPECT_THAT(request->note, testing::StartsWith("example.com/behind-the-sofa\n20852163\n"));
    EXPECT_EQ(to_body(*request), published);
}

TEST(add_checkpoint, has_at_most_63_hashes)
{
    EXPECT_TRUE(parse_body(with_hashes(0)));
    EXPECT_TRUE(parse_body(with_hashes(63)));
    EXPECT_FALSE(parse_body(with_hashes(64)));
}

TEST(add_checkpoint, refuses_what_does_not_keep_to_the_form)
{
    const std::string step{hash};
    const std::string bodies[] = {
        "",
        "old 5",
        "old 5\n",
        "old 5\n" + step,
        "old 5\n" + step + "note",
        "old 05\n\nnote",
        "old -5\n\nnote",
        "old +5\n\nnote",
        "old\n\nnote",
        "old  5\n\nnote",
        "old 5 \n\nnote",
        "Old 5\n\nnote",
        "old 5\r\n\nnote",
        "new 5\n\nnote",
        "old 9223372036854775808\n\nnote",
        "old 18446744073709551616\n\nnote",
        "old 5\n" + step.substr(1) + "\nnote",
        "old 5\nAAAA\n\nnote",
        "old 5\n " + step + "\nnote",
        "old 5\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkax=\n\nnote",
    };
    for (const std::string& body : bodies)
        EXPECT_FALSE(parse_body(body)) << body;
    EXPECT_TRUE(parse_body("old 9223372036854775807\n\nnote"));
}

TEST(add_checkpoint, is_answered_with_a_size_alone)
{
    EXPECT_EQ(parse_held_size("0\n"), 0U);
    EXPECT_EQ(parse_held_size("20852014\n"), 20852014U);
    for (const char* const body : {"", "5", "5\n\n", "05\n", "5 \n", "-1\n", "five\n", "\n"})
        EXPECT_FALSE(parse_held_size(body)) << body;
}

} // namespace witness
