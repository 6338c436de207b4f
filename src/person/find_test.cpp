#include "person/find.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace person {

namespace {

const seal::Key& search_key()
{
    static const seal::Key key = seal::Key::make();
    return key;
}

Child child(std::string name, std::string known_as = {}, std::string identifier = {})
{
    Child made;
    made.name = std::move(name);
    made.known_as = std::move(known_as);
    made.identifier = std::move(identifier);
    made.born = base::Date{2015, 3, 2};
    return made;
}

enum class Search { finds, misses };

Search search(const Child& among, std::string_view text)
{
    const auto has = search_tokens(search_key(), among);
    const auto asked = asked_tokens(search_key(), text);
    const bool all = std::all_of(asked.begin(), asked.end(), [&](const base::Bytes& one) {
        return std::find(has.begin(), has.end(), one) != has.end();
    });
    return !asked.empty() && all ? Search::finds : Search::misses;
}

struct Row {
    const char* why;
    const char* name;
    const char* asked;
    Search expected;
};

void expect_all(std::span<const Row> rows)
{
    for (const Row& row : rows) {
        EXPECT_EQ(search(child(row.name), row.asked), row.expected)
            << row.why << ": " << row.asked << " for " << row.name;
    }
}

} // namespace

TEST(find, a_child_is_found_by_the_beginnings_of_names)
{
    using enum Search;
    const Row rows[] = {
        {"the whole name", "Kofi Oak", "Kofi Oak", finds},
        {"the surname first", "Kofi Oak", "Oak Kofi", finds},
        {"the surname first, as in a file", "Kofi Oak", "Oak, Kofi", finds},
        {"beginnings", "Kofi Oak", "ko oa", finds},
        {"the middle name", "Kofi Ama Oak", "ama", finds},
        {"spaces all round", "Kofi Oak", "  kofi   oak ", finds},
        {"one letter asks for nothing", "Kofi Oak", "k", misses},
        {"one letter beside a word is passed over", "Kofi Oak", "k oak", finds},
        {"nothing", "Kofi Oak", "", misses},
        {"punctuation alone", "Kofi Oak", " -, ' ", misses},
        {"not the middle of a word", "Kofi Oak", "ofi", misses},
        {"not more than the word", "Kofi Oak", "oakley", misses},
        {"every word must be there", "Kofi Oak", "kofi elm", misses},
    };
    expect_all(rows);
}

TEST(find, case_accents_and_punctuation_make_no_difference)
{
    using enum Search;
    const Row rows[] = {
        {"capitals", "Kofi Oak", "KOFI", finds},
        {"an accent in the name", "Zoë Núñez", "zoe nunez", finds},
        {"an accent in the search", "Zoe Nunez", "Zoë Núñez", finds},
        {"an accent of its own sign", "Zoe\xCC\x88 Oak", "zoë", finds},
        {"a beginning that ends within an accent's letter", "Zoë", "zo", finds},
        {"a letter with a stroke", "Michał Łoś", "michal los", finds},
        {"a letter with a stroke in the search", "Lukasz", "Łukasz", finds},
        {"letters joined in one", "Bjørn Sæther", "bjorn saether", finds},
        {"a sharp s", "Strauß", "strauss", finds},
        {"no Latin letters", "Ольга", "оль", finds},
        {"an apostrophe in the name", "Finn O’Hara", "ohara", finds},
        {"an apostrophe typed in another way", "Finn O’Hara", "o'hara", finds},
        {"a double-barrelled name's second part", "Ash Hill-Stone", "stone", finds},
        {"a double-barrelled name with its hyphen", "Ash Hill-Stone", "hill-stone", finds},
        {"a double-barrelled name without", "Ash Hill-Stone", "hill stone", finds},
        {"a hyphen that the record lacks", "Anne Marie", "anne-marie", finds},
        {"a full stop in the search", "Ash St John", "st. john", finds},
        {"a full stop in the name", "Ash St. John", "st john", finds},
        {"brackets", "Ash (Ashley) Oak", "ashley", finds},
        {"another name all the same", "Zoë", "zoa", misses},
    };
    expect_all(rows);
}

TEST(find, a_date_of_birth_is_typed_in_various_ways)
{
    using enum Search;
    const Row rows[] = {
        {"spaces", "Kofi Oak", "2 3 2015", finds},
        {"noughts and strokes", "Kofi Oak", "02/03/2015", finds},
        {"full stops", "Kofi Oak", "2.3.2015", finds},
        {"hyphens", "Kofi Oak", "2-3-2015", finds},
        {"the year first", "Kofi Oak", "2015-03-02", finds},
        {"with spaces round it", "Kofi Oak", " 2 / 3 / 2015 ", finds},
        {"beside a name", "Kofi Oak", "kofi 02/03/2015", finds},
        {"before a name", "Kofi Oak", "2 3 2015 oak", finds},
        {"beside another name", "Kofi Oak", "efua 02/03/2015", misses},
        {"beside a name, another day", "Kofi Oak", "kofi 03/03/2015", misses},
        {"another day", "Kofi Oak", "3 3 2015", misses},
        {"the month first", "Kofi Oak", "3/2/2015", misses},
        {"no such day", "Kofi Oak", "31/2/2015", misses},
        {"the year alone", "Kofi Oak", "2015", misses},
        {"a number without end", "Kofi Oak", "2/3/20150000000000000000000", misses},
    };
    expect_all(rows);
    Child unborn = child("Kofi Oak");
    unborn.born = {};
    EXPECT_EQ(search(unborn, "2 3 2015"), misses);
    EXPECT_EQ(search(unborn, "kofi"), finds);
}

TEST(find, what_a_child_is_called_and_the_number_elsewhere_find_the_child_too)
{
    using enum Search;
    const Child known = child("Ashley Hill", "Little Ash", "LA/2019-0042");
    EXPECT_EQ(search(known, "little"), finds);
    EXPECT_EQ(search(known, "hill little"), finds) << "words of both names";
    EXPECT_EQ(search(known, "la/2019-0042"), finds);
    EXPECT_EQ(search(known, "0042"), finds);
    EXPECT_EQ(search(known, "0043"), misses);
}

TEST(find, the_tokens_tell_nothing_without_the_key)
{
    const auto one = search_tokens(search_key(), child("Kofi Oak"));
    const auto other = search_tokens(seal::Key::make(), child("Kofi Oak"));
    ASSERT_EQ(one.size(), 6U) << "ko, kof, kofi, oa, oak and the date of birth";
    EXPECT_EQ(search_tokens(search_key(), child("Оля")).size(), 3U) << "whole characters: ол, оля";
    EXPECT_EQ(search_tokens(search_key(), child("Kofi Oak")), one) << "a rebuild makes the same";
    for (const base::Bytes& token : one) {
        EXPECT_EQ(token.size(), 12U) << "as long for a short word as for a long one";
        EXPECT_EQ(std::count(other.begin(), other.end(), token), 0);
    }
}

} // namespace person
