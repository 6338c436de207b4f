#include "demo/days.h"

namespace demo {

base::Date Days::ago(int days) const
{
    base::Date day = m_today.plus_days(-days);
    while (!m_manual.is_working_day(day))
        day = day.plus_days(-1);
    return day;
}

base::Date Days::visited_so_that_due_today() const
{
    const manual::Timescale* const timescale =
        m_manual.timescale_for(manual::Measures::visit, manual::Circumstance::every_child);
    constexpr int longest = 200;
    for (int days = 1; timescale != nullptr && days < longest; ++days) {
        const base::Date day = m_today.plus_days(-days);
        if (m_manual.due(*timescale, {day, {}}).day == m_today) return day;
    }
    return ago(42);
}

base::Date Days::day_of(const Visit& visit) const
{
    return visit.due_today ? visited_so_that_due_today() : ago(visit.ago);
}

base::Date Days::born(const Child& child) const
{
    if (child.due_in_days) return m_today.plus_days(*child.due_in_days);
    return m_today.plus_months(-child.months).plus_days(-child.days);
}

int Days::months_old(const Child& child, base::Date on) const
{
    const auto age = base::age_on(born(child), on);
    return age ? age->years * 12 + age->months : -1;
}

std::string Days::age(const Child& child, base::Date on) const
{
    const auto age = base::age_on(born(child), on);
    return age ? age->plain() : "not yet born";
}

base::Instant Days::written_up(base::Date day, base::TimeOfDay at, Dice& dice) const
{
    const bool same_day = at.hour >= 8 && at.hour < 17 && dice.roll(3) > 0;
    if (same_day) return base::from_uk(day, {at.hour + 1, 5 + dice.roll(50)});
    return base::from_uk(m_manual.add_working_days(day, 1), {9, 5 + dice.roll(50)});
}

base::Instant Days::written_up_late(base::Date day, int days, Dice& dice) const
{
    base::Date written = day.plus_days(days);
    while (!m_manual.is_working_day(written))
        written = written.plus_days(1);
    return base::from_uk(written, {9, 10 + dice.roll(45)});
}

} // namespace demo
