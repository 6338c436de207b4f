#include "manual/timescale.h"

#include <fmt/format.h>

namespace manual {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

Due by_end_of(base::Date day)
{
    const base::Instant next_day = base::from_uk(day.plus_days(1), {0, 0});
    return {.day = day, .last_moment = next_day + milliseconds{-1}};
}

Due after_hours(const When& start, int amount)
{
    const base::Instant began = base::from_uk(start.day, start.time.value_or(base::TimeOfDay{}));
    const base::Instant last = began + hours{amount};
    return {.day = base::uk_date(last), .last_moment = last};
}

std::string_view unit_word(Unit unit, int amount)
{
    const bool one = amount == 1;
    switch (unit) {
    case Unit::hours: return one ? "hour" : "hours";
    case Unit::working_days: return one ? "working day" : "working days";
    case Unit::calendar_days: return one ? "day" : "days";
    case Unit::weeks: return one ? "week" : "weeks";
    case Unit::months: return one ? "month" : "months";
    }
    return {};
}

} // namespace

std::string Timescale::plain() const
{
    return fmt::format("{} {}", amount, unit_word(unit, amount));
}

Due due(const Timescale& timescale, const Calendar& calendar, const When& start)
{
    const int amount = timescale.amount;
    switch (timescale.unit) {
    case Unit::hours: return after_hours(start, amount);
    case Unit::working_days: return by_end_of(calendar.add_working_days(start.day, amount));
    case Unit::calendar_days: return by_end_of(start.day.plus_days(amount));
    case Unit::weeks: return by_end_of(start.day.plus_days(amount * 7));
    case Unit::months: return by_end_of(start.day.plus_months(amount));
    }
    return by_end_of(start.day);
}

} // namespace manual
