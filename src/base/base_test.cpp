#include "base/bytes.h"
#include "base/id.h"
#include "base/json.h"
#include "base/sha256.h"
#include "base/text.h"
#include "base/time.h"

#include <gtest/gtest.h>

namespace base {

TEST(id, is_read_back_as_it_was_written)
{
    SeededRandom random{7};
    for (int i = 0; i < 1000; ++i) {
        const RecordId id = RecordId::make(random);
        const std::string text = id.text();
        ASSERT_EQ(text.size(), 26U);
        ASSERT_EQ(RecordId::parse(text), id);
    }
    EXPECT_FALSE(RecordId::parse("8zzzzzzzzzzzzzzzzzzzzzzzzz")); // more than 128 bits
    EXPECT_FALSE(RecordId::parse("00000000000000000000000000x"));
    EXPECT_FALSE(RecordId::parse("0000000000000000000000000I"));
}

TEST(bytes, come_back_from_hexadecimal_and_base64)
{
    const Bytes bytes = {0, 1, 127, 128, 255};
    EXPECT_EQ(to_hex(bytes), "00017f80ff");
    EXPECT_EQ(parse_hex("00017f80ff"), bytes);
    EXPECT_FALSE(parse_hex("00017F80ff"));
    EXPECT_EQ(parse_base64(to_base64(bytes)), bytes);
    EXPECT_FALSE(parse_base64("AA"));
    EXPECT_FALSE(parse_base64("AB==")); // stray bits in the last character
}

TEST(sha256, agrees_with_the_published_vector)
{
    EXPECT_EQ(to_hex(sha256(view_bytes("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256({view_bytes("a"), view_bytes("bc")}), sha256(view_bytes("abc")));
}

TEST(sha256, is_the_same_in_pieces)
{
    Sha256 hash;
    hash.add(view_bytes("a"));
    hash.add(view_bytes(""));
    hash.add(view_bytes("bc"));
    EXPECT_EQ(hash.finish(), sha256(view_bytes("abc")));
}

TEST(date, refuses_days_that_do_not_exist)
{
    EXPECT_EQ(Date::parse("2028-02-29")->iso(), "2028-02-29");
    EXPECT_FALSE(Date::parse("2026-02-29"));
    EXPECT_FALSE(Date::parse("2026-13-01"));
    EXPECT_FALSE(Date::parse("26-01-01"));
    EXPECT_EQ(Date(2026, 1, 31).plus_months(1), Date(2026, 2, 28));
    EXPECT_EQ(Date(2026, 11, 22).plain(), "22 November 2026");
}

TEST(time_of_day, is_read_as_people_write_it)
{
    struct Row {
        const char* text;
        const char* expected;
    };
    const Row rows[] = {{"14:30", "14:30"},
                        {"2:30pm", "14:30"},
                        {"2.30 PM", "14:30"},
                        {"12am", "00:00"},
                        {"12:15pm", "12:15"},
                        {"9am", "09:00"},
                        {"25:00", ""},
                        {"14:3", ""},
                        {"13pm", ""},
                        {"9", ""},
                        {"", ""},
                        {"half two", ""},
                        {"99999999999999999999:00", ""},
                        {"2:99999999999999999999", ""},
                        {"\xB2pm", ""}};
    for (const Row& row : rows) {
        const auto time = TimeOfDay::parse(row.text);
        EXPECT_EQ(time ? time->iso() : "", row.expected) << row.text;
    }
    EXPECT_EQ(TimeOfDay(14, 30).plain(), "2:30pm");
    EXPECT_EQ(TimeOfDay(12, 0).plain(), "midday");
}

TEST(uk_time, follows_summer_time)
{
    EXPECT_EQ(from_uk(Date(2026, 7, 1), {9, 0}).iso(), "2026-07-01T08:00:00.000Z");
    EXPECT_EQ(from_uk(Date(2026, 12, 1), {9, 0}).iso(), "2026-12-01T09:00:00.000Z");
    EXPECT_EQ(from_uk(Date(2026, 10, 25), {1, 30}).iso(), "2026-10-25T00:30:00.000Z")
        << "the earlier of the two";
    const Instant skipped = from_uk(Date(2026, 3, 29), {1, 30});
    EXPECT_EQ(uk_time(skipped).iso(), "02:30");
    EXPECT_EQ(plain(*Instant::parse("2026-07-01T23:30:00.000Z")), "2 July 2026 at 12:30am");
    EXPECT_FALSE(Instant::parse("2026-07-01T24:30:00.000Z"));
}

TEST(age, is_in_whole_years_and_months)
{
    EXPECT_EQ(age_on(Date(2020, 2, 29), Date(2021, 2, 28))->plain(), "1 year");
    EXPECT_EQ(age_on(Date(2020, 3, 15), Date(2026, 3, 14))->plain(), "5 years 11 months");
    EXPECT_EQ(age_on(Date(2026, 3, 15), Date(2026, 3, 20))->plain(), "under 1 month");
    EXPECT_FALSE(age_on(Date(2026, 3, 15), Date(2026, 3, 14)));
}

TEST(text, folds_names_for_comparing)
{
    EXPECT_EQ(fold("Zoë O’Hara-Smith"), "zoe ohara smith");
    EXPECT_EQ(fold("  ŁUKASZ  "), "łukasz");
    EXPECT_EQ(normalise_lines("  one\r\ntwo\rthree\n\n"), "one\ntwo\nthree");
    EXPECT_FALSE(is_clean_utf8(std::string_view{"a\0b", 3}));
    EXPECT_FALSE(is_clean_utf8("\xC3"));
    EXPECT_EQ(join_plain({"Ash", "Bea", "Cal"}), "Ash, Bea and Cal");
}

TEST(json, is_read_strictly)
{
    EXPECT_TRUE(parse_json(R"({"a":[1,2,{"b":"c"}]})"));
    EXPECT_FALSE(parse_json(R"({"a":1,"a":2})"));
    EXPECT_FALSE(parse_json(R"({"a":{"b":1,"b":2}})"));
    EXPECT_FALSE(parse_json("{\"a\":1} x"));
    EXPECT_FALSE(parse_json("\"\xC3\""));
    EXPECT_FALSE(parse_json(std::string(64, '[') + std::string(64, ']')));
    EXPECT_FALSE(parse_json("1e400")) << "more than a number can hold";
    EXPECT_FALSE(parse_json("[-1e400]"));
    EXPECT_EQ(to_text(*parse_json(R"({"a" : "\u00e9"})")), "{\"a\":\"é\"}");
}

TEST(json, refuses_a_name_that_stands_twice_in_one_object_however_deep)
{
    for (const char* text :
         {R"({"a":1,"a":1})", R"({"a":1,"\u0061":2})", R"([{"b":[{"c":1,"d":{"e":1,"e":2}}]}])"}) {
        const auto parsed = parse_json(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_NE(parsed.error().find("only once"), std::string::npos) << parsed.error();
    }
    const auto parsed = parse_json(R"({"a":{"a":1},"b":[{"a":1},{"a":2}],"c":{}})");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(to_text(*parsed), R"({"a":{"a":1},"b":[{"a":1},{"a":2}],"c":{}})");
}

TEST(json, what_was_parsed_outlives_its_text_and_can_be_changed)
{
    json::object object;
    {
        auto parsed = parse_json(std::string{R"({"a":[1,2]})"});
        ASSERT_TRUE(parsed);
        object = std::move(parsed->as_object());
    }
    object["b"] = "more";
    EXPECT_EQ(to_text(object), R"({"a":[1,2],"b":"more"})");
}

} // namespace base
