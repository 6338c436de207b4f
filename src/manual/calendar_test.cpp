#include "manual/testing.h"

#include <gtest/gtest.h>

namespace manual {

namespace {

base::Date day(std::string_view iso)
{
    return base::Date::parse(iso).value();
}

} // namespace

class ShippedCalendar : public ::testing::Test {
protected:
    const Library m_library = testing::shipped();
    const Calendar& m_calendar = m_library.in_force("england", day("2026-03-01")).calendar;
};

TEST_F(ShippedCalendar, has_the_bank_holidays_of_england)
{
    struct Row {
        const char* why;
        const char* date;
        bool works;
    };
    const Row rows[] = {
        {"New Year's Day on a Saturday is free on the Monday", "2022-01-03", false},
        {"the spring holiday was moved for the jubilee", "2022-06-02", false},
        {"and its usual Monday was worked", "2022-05-30", true},
        {"the state funeral", "2022-09-19", false},
        {"Christmas Day on a Sunday: Boxing Day is the Monday", "2022-12-26", false},
        {"and Christmas Day is made up for on the Tuesday", "2022-12-27", false},
        {"the coronation", "2023-05-08", false},
        {"Good Friday", "2024-03-29", false},
        {"Easter Monday", "2025-04-21", false},
        {"Maundy Thursday is worked", "2025-04-17", true},
        {"Early May", "2026-05-04", false},
        {"Spring", "2026-05-25", false},
        {"Summer", "2026-08-31", false},
        {"Boxing Day on a Saturday is free on the Monday", "2026-12-28", false},
        {"and the Tuesday after is worked", "2026-12-29", true},
        {"Christmas Day on a Saturday is free on the Monday", "2027-12-27", false},
        {"and Boxing Day on the Tuesday", "2027-12-28", false},
        {"New Year's Day on a Saturday again", "2028-01-03", false},
        {"Scotland's second of January is worked in England", "2026-01-02", true},
        {"a Saturday", "2026-03-28", false},
        {"a Sunday", "2026-03-29", false},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(m_calendar.is_working_day(day(row.date)), row.works) << row.why;
    }
}

TEST_F(ShippedCalendar, has_eight_bank_holidays_in_an_ordinary_year)
{
    for (int year = 2022; year <= 2028; ++year) {
        std::size_t count = 0;
        for (const BankHoliday& holiday : m_calendar.holidays()) {
            if (holiday.day.year() == year) ++count;
            EXPECT_FALSE(m_calendar.is_working_day(holiday.day));
        }
        const std::size_t one_off = year == 2022 ? 2U : year == 2023 ? 1U : 0U;
        EXPECT_EQ(count, 8U + one_off) << year;
    }
}

TEST_F(ShippedCalendar, counts_working_days_from_day_nought)
{
    struct Row {
        const char* start;
        int count;
        const char* end;
    };
    const Row rows[] = {
        {"2026-03-27", 15, "2026-04-21"}, {"2026-03-28", 15, "2026-04-21"},
        {"2026-12-18", 10, "2027-01-06"}, {"2026-04-02", 1, "2026-04-07"},
        {"2026-04-01", 45, "2026-06-09"}, {"2026-12-24", 1, "2026-12-29"},
        {"2026-03-24", 0, "2026-03-24"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(m_calendar.add_working_days(day(row.start), row.count), day(row.end))
            << row.count << " from " << row.start;
        EXPECT_EQ(m_calendar.working_days_between(day(row.start), day(row.end)), row.count);
    }
}

TEST_F(ShippedCalendar, takes_unknown_bank_holidays_for_working_days_so_nothing_is_due_too_late)
{
    EXPECT_TRUE(m_calendar.covers(day("2028-12-31")));
    EXPECT_FALSE(m_calendar.covers(day("2029-01-01")));
    EXPECT_TRUE(m_calendar.is_working_day(day("2029-12-25")));
    EXPECT_FALSE(m_calendar.is_working_day(day("2029-12-23")));
}

} // namespace manual
