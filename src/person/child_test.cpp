#include "person/child.h"

#include <gtest/gtest.h>

namespace person {

namespace {

base::Date day(std::string_view iso)
{
    return base::Date::parse(iso).value();
}

Child named(std::string name, std::string known_as = {}, std::string identifier = {})
{
    Child child;
    child.name = std::move(name);
    child.known_as = std::move(known_as);
    child.identifier = std::move(identifier);
    return child;
}

} // namespace

TEST(child, chd_4_age_is_in_completed_years_and_months)
{
    struct Row {
        const char* why;
        const char* born;
        const char* on;
        const char* expected;
    };
    const Row rows[] = {
        {"the day of birth", "2026-03-15", "2026-03-15", "under 1 month"},
        {"the last day of the first month", "2026-03-15", "2026-04-14", "under 1 month"},
        {"a month old", "2026-03-15", "2026-04-15", "1 month"},
        {"the day before the first birthday", "2025-03-15", "2026-03-14", "11 months"},
        {"the first birthday", "2025-03-15", "2026-03-15", "1 year"},
        {"the day before a birthday", "2020-03-15", "2026-03-14", "5 years 11 months"},
        {"a birthday", "2020-03-15", "2026-03-15", "6 years"},
        {"one of each", "2025-02-10", "2026-03-10", "1 year 1 month"},
        {"over the turn of the year", "2024-11-30", "2026-01-29", "1 year 1 month"},
        {"born on a 31st, a month without one", "2026-01-31", "2026-02-28", "1 month"},
        {"born on a 31st, the day before that", "2026-01-31", "2026-02-27", "under 1 month"},
        {"born on a 31st, a month of 30 days", "2026-03-31", "2026-04-29", "under 1 month"},
        {"a leap day, its own birthday", "2020-02-29", "2024-02-29", "4 years"},
        {"a leap day, the day before that", "2020-02-29", "2024-02-28", "3 years 11 months"},
        {"a leap day, in another year in March", "2020-02-29", "2021-03-01", "1 year"},
        {"a leap day, two days before", "2020-02-29", "2021-02-27", "11 months"},
        {"the day before the eighteenth", "2008-07-01", "2026-06-30", "17 years 11 months"},
        {"grown up since", "2008-07-01", "2026-07-01", "18 years"},
        {"not born yet", "2026-03-16", "2026-03-15", "not born yet"},
    };
    for (const Row& row : rows) {
        Child child;
        child.born = day(row.born);
        EXPECT_EQ(child.age(day(row.on)), row.expected) << row.why;
    }
}

TEST(child, an_unknown_date_of_birth_is_said)
{
    EXPECT_EQ(Child{}.age(day("2026-03-15")), "age not known");
}

TEST(child, is_shown_by_name_else_by_number_else_as_not_named_yet)
{
    EXPECT_EQ(named("Ash Larkspur", "Ashie", "LA-7").shown_name(), "Ash Larkspur");
    EXPECT_EQ(named("", "", "LA-7").shown_name(), "Child LA-7");
    EXPECT_EQ(named("").shown_name(), "Name not recorded yet");
}

TEST(child, is_called_what_the_child_wants_to_be_called_else_by_the_first_name)
{
    EXPECT_EQ(named("Ash Larkspur", "Little Ash").first_name(), "Little Ash");
    EXPECT_EQ(named("Ash Larkspur").first_name(), "Ash");
    EXPECT_EQ(named("Anne-Marie Ó Briain").first_name(), "Anne-Marie");
    EXPECT_EQ(named("Ash").first_name(), "Ash");
    EXPECT_EQ(named("", "", "LA-7").first_name(), "this child");
}

} // namespace person
