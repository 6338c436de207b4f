#include "manual/testing.h"
#include "manual/timescale.h"

#include <gtest/gtest.h>

namespace manual {

namespace {

When when(std::string_view day, std::string_view time = {})
{
    return {.day = base::Date::parse(day).value(), .time = base::TimeOfDay::parse(time)};
}

Timescale of(int amount, Unit unit)
{
    Timescale timescale;
    timescale.amount = amount;
    timescale.unit = unit;
    return timescale;
}

Calendar easter_2026()
{
    return {{{base::Date{2026, 4, 3}, "Good Friday"}, {base::Date{2026, 4, 6}, "Easter Monday"}},
            2026,
            2026};
}

} // namespace

TEST(timescale, ends_at_the_end_of_its_last_day)
{
    struct Row {
        const char* why;
        int amount;
        Unit unit;
        const char* start;
        const char* due;
    };
    const Row rows[] = {
        {"working days skip Easter", 1, Unit::working_days, "2026-04-02", "2026-04-07"},
        {"calendar days do not", 1, Unit::calendar_days, "2026-04-02", "2026-04-03"},
        {"weeks", 6, Unit::weeks, "2026-03-02", "2026-04-13"},
        {"months", 3, Unit::months, "2026-01-15", "2026-04-15"},
        {"a month without that day ends on its last", 1, Unit::months, "2026-01-31", "2026-02-28"},
    };
    for (const Row& row : rows) {
        const Due found = due(of(row.amount, row.unit), easter_2026(), when(row.start));
        EXPECT_EQ(found.day, when(row.due).day) << row.why;
        EXPECT_EQ(base::uk_date(found.last_moment), found.day) << row.why;
        EXPECT_FALSE(found.is_late(base::from_uk(found.day, {23, 59}))) << row.why;
        EXPECT_TRUE(found.is_late(base::from_uk(found.day.plus_days(1), {0, 0}))) << row.why;
    }
}

TEST(timescale, counts_hours_through_the_night_and_the_change_of_the_clocks)
{
    const Calendar calendar = easter_2026();
    const Due over_night = due(of(24, Unit::hours), calendar, when("2026-03-24", "16:30"));
    EXPECT_EQ(over_night.last_moment, base::from_uk(base::Date{2026, 3, 25}, {16, 30}));
    EXPECT_FALSE(over_night.is_late(over_night.last_moment));

    // The clocks go forward in the night to 29 March 2026: 24 hours end an hour later by the clock.
    const Due spring = due(of(24, Unit::hours), calendar, when("2026-03-28", "16:30"));
    EXPECT_EQ(spring.last_moment, base::from_uk(base::Date{2026, 3, 29}, {17, 30}));
}

TEST(timescale, takes_the_beginning_of_the_day_where_the_time_is_not_known)
{
    const Due found = due(of(72, Unit::hours), easter_2026(), when("2026-03-23"));
    EXPECT_EQ(found.last_moment, base::from_uk(base::Date{2026, 3, 26}, {0, 0}));
}

TEST(timescale, says_how_long_it_is)
{
    EXPECT_EQ(of(1, Unit::working_days).plain(), "1 working day");
    EXPECT_EQ(of(10, Unit::working_days).plain(), "10 working days");
    EXPECT_EQ(of(1, Unit::months).plain(), "1 month");
    EXPECT_EQ(of(72, Unit::hours).plain(), "72 hours");
}

TEST(timescale, rec_13_a_visit_is_late_after_the_manuals_limit)
{
    const Library library = testing::shipped();
    const Manual& manual = library.in_force("rotherham", base::Date{2026, 3, 24});
    const Form& visit = *manual.form_for(Purpose::visit);
    const When visited = when("2026-03-24", "16:30");
    EXPECT_EQ(manual.timeliness(visit, visited, base::from_uk(base::Date{2026, 3, 25}, {23, 59})),
              Timeliness::in_time);
    EXPECT_EQ(manual.timeliness(visit, visited, base::from_uk(base::Date{2026, 3, 26}, {0, 0})),
              Timeliness::late);
    EXPECT_EQ(manual.timeliness(*manual.form_for(Purpose::alert), visited,
                                base::from_uk(base::Date{2027, 3, 26}, {0, 0})),
              Timeliness::in_time);
}

TEST(timescale, tim_2_more_time_is_had_only_where_the_local_manual_says_how)
{
    const Library library = testing::shipped();
    const base::Date day{2026, 3, 24};
    const auto extension = [&](std::string_view manual, std::string_view timescale) {
        return library.in_force(manual, day).find_timescale(timescale)->extension;
    };
    EXPECT_EQ(extension("rotherham", "initial-conference"), Extension::manager_after_consultation);
    EXPECT_EQ(extension("lincolnshire", "initial-conference"), Extension::none);
    EXPECT_EQ(extension("england", "initial-conference"), Extension::none);
    EXPECT_EQ(extension("rotherham", "recording"), Extension::none)
        << "what happened is recorded, whoever authorises what";
}

TEST(timescale, the_childs_circumstances_choose_how_often_the_child_is_seen)
{
    const Library library = testing::shipped();
    const Manual& manual = library.in_force("england", base::Date{2026, 3, 24});
    const auto visit = [&](Circumstance circumstance) {
        return manual.timescale_for(Measures::visit, circumstance)->plain();
    };
    EXPECT_EQ(visit(Circumstance::child_protection_plan), "10 working days");
    EXPECT_EQ(visit(Circumstance::child_in_need_plan), "6 weeks");
    EXPECT_EQ(visit(Circumstance::every_child), "6 weeks");
    EXPECT_EQ(manual.timescale_for(Measures::assessment, Circumstance::child_in_need_plan)->plain(),
              "45 working days");
}

} // namespace manual
