#include "ledger/header.h"

#include <gmock/gmock.h>

namespace ledger {

namespace {

LeafHeader a_header()
{
    LeafHeader header;
    header.position = 41;
    header.record = base::RecordId{{1, 2, 3}};
    header.sequence = 2;
    header.previous = base::sha256(base::view_bytes("before"));
    header.kind = "visit";
    header.form = "visit-home@3";
    header.actor = {4, 5, 6};
    header.event = base::EventId{{7, 8, 9}};
    header.occurred = Occurred::at(*base::Instant::parse("2026-11-19T15:00:00.000Z"));
    header.recorded = *base::Instant::parse("2026-11-20T09:30:00.123Z");
    header.ciphertext = base::sha256(base::view_bytes("sealed"));
    header.ciphertext_size = 1573;
    header.commitment = base::sha256(base::view_bytes("commitment"));
    return header;
}

} // namespace

TEST(header, is_written_as_the_format_says)
{
    EXPECT_EQ(to_text(a_header()), "heed-leaf/1\n"
                                   "position 41\n"
                                   "record 01020300000000000000000000000000\n"
                                   "sequence 2\n"
                                   "previous " +
                                       base::to_hex(base::sha256(base::view_bytes("before"))) +
                                       "\n"
                                       "kind visit\n"
                                       "form visit-home@3\n"
                                       "actor 04050600000000000000000000000000\n"
                                       "event 07080900000000000000000000000000\n"
                                       "occurred 2026-11-19T15:00:00.000Z\n"
                                       "recorded 2026-11-20T09:30:00.123Z\n"
                                       "ciphertext " +
                                       base::to_hex(base::sha256(base::view_bytes("sealed"))) +
                                       " 1573\n"
                                       "commitment " +
                                       base::to_hex(base::sha256(base::view_bytes("commitment"))) +
                                       "\n");
}

TEST(header, binds_its_payload_to_everything_above_the_ciphertext)
{
    const std::string context = context_of(a_header());
    EXPECT_THAT(to_text(a_header()), testing::StartsWith(context + "ciphertext "));
}

TEST(header, is_read_back_as_it_was_written)
{
    LeafHeader header = a_header();
    EXPECT_EQ(parse_header(to_text(header)), header);
    header.previous.reset();
    header.sequence = 1;
    header.position = 0;
    header.occurred = Occurred::on({2026, 2, 28});
    EXPECT_EQ(parse_header(to_text(header)), header);
}

/// What is read must be written again as the same bytes, or two texts would be one header.
TEST(header, has_one_text_only)
{
    const std::string text = to_text(a_header());
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (int value = 0; value < 256; ++value) {
            std::string changed = text;
            changed[at] = static_cast<char>(value);
            const auto parsed = parse_header(changed);
            ASSERT_TRUE(!parsed || to_text(*parsed) == changed) << "byte " << at;
        }
        std::string without = text;
        without.erase(at, 1);
        const auto parsed = parse_header(without);
        ASSERT_TRUE(!parsed || to_text(*parsed) == without) << "byte " << at;
    }
}

TEST(header, refuses_what_is_not_one)
{
    struct Row {
        std::string from;
        std::string to;
        std::string_view why;
    };
    const Row rows[] = {
        {"heed-leaf/1", "heed-leaf/2", "another version"},
        {"position 41", "position 041", "a leading zero"},
        {"position 41", "position -1", "a sign"},
        {"sequence 2\n", "", "a line is missing"},
        {"kind visit\n", "kind visit\nkind visit\n", "a line stands twice"},
        {"kind visit", "kind Visit", "a capital"},
        {"kind visit", "kind ", "nothing"},
        {"form visit-home@3", "form visit-home", "no version"},
        {"actor 04", "actor 4", "an odd number of digits"},
        {"2026-11-19", "2026-02-30", "a day that does not exist"},
        {" 1573", "", "no size"},
        {"\nkind", " \nkind", "a space at the end of a line"},
    };
    for (const Row& row : rows) {
        std::string text = to_text(a_header());
        text.replace(text.find(row.from), row.from.size(), row.to);
        EXPECT_FALSE(parse_header(text)) << row.why;
    }
    EXPECT_FALSE(parse_header(to_text(a_header()) + "\n"));
    EXPECT_FALSE(parse_header(""));
}

TEST(header, knows_the_words_that_may_stand_in_it)
{
    struct Row {
        std::string_view kind;
        bool is_good;
    };
    const Row kinds[] = {{"visit", true},          {"cin-plan_2", true}, {"", false},
                         {"a b", false},           {"Visit", false},     {"a\nb", false},
                         {"visite\xCC\x81", false}};
    for (const Row& row : kinds)
        EXPECT_EQ(is_kind(row.kind), row.is_good) << row.kind;
    EXPECT_FALSE(is_kind(std::string(65, 'a')));
    const Row forms[] = {{"visit-home@3", true}, {"reads@2026-09.1", true}, {"@3", false},
                         {"visit@", false},      {"visit", false},          {"a@b@c", false}};
    for (const Row& row : forms)
        EXPECT_EQ(is_form(row.kind), row.is_good) << row.kind;
}

TEST(occurred, is_a_moment_or_only_a_day)
{
    const Occurred day = Occurred::on({2026, 7, 1});
    EXPECT_TRUE(day.is_day_only());
    EXPECT_EQ(day.text(), "2026-07-01");
    EXPECT_EQ(day.instant().iso(), "2026-06-30T23:00:00.000Z") << "midnight in summer time";
    const Occurred late = Occurred::at(*base::Instant::parse("2026-06-30T23:30:00.000Z"));
    EXPECT_FALSE(late.is_day_only());
    EXPECT_EQ(late.date().iso(), "2026-07-01") << "already the next day in summer time";
    EXPECT_EQ(Occurred::parse("2026-07-01"), day);
    EXPECT_EQ(Occurred::parse(late.text()), late);
    EXPECT_FALSE(Occurred::parse("yesterday"));
}

} // namespace ledger
