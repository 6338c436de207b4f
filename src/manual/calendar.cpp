#include "manual/calendar.h"

#include "base/errors.h"

#include <utility>

namespace manual {

Calendar::Calendar(std::vector<BankHoliday> holidays, int first_year, int last_year)
    : m_holidays{std::move(holidays)}, m_first_year{first_year}, m_last_year{last_year}
{
    for (const BankHoliday& holiday : m_holidays)
        m_days.insert(holiday.day);
}

bool Calendar::is_working_day(base::Date day) const
{
    const std::chrono::weekday weekday = day.weekday();
    if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return false;
    return !m_days.contains(day);
}

bool Calendar::covers(base::Date day) const
{
    return m_first_year <= day.year() && day.year() <= m_last_year;
}

base::Date Calendar::add_working_days(base::Date start, int count) const
{
    base::check(count >= 0, "working days are counted forwards");
    base::Date day = start;
    for (int counted = 0; counted < count;) {
        day = day.plus_days(1);
        if (is_working_day(day)) ++counted;
    }
    return day;
}

int Calendar::working_days_between(base::Date from, base::Date to) const
{
    int counted = 0;
    for (base::Date day = from; day < to;) {
        day = day.plus_days(1);
        if (is_working_day(day)) ++counted;
    }
    return counted;
}

} // namespace manual
