// Working days: Monday to Friday without the bank holidays that the manual lists.
#pragma once

#include "base/time.h"

#include <set>
#include <string>
#include <vector>

namespace manual {

struct BankHoliday {
    base::Date day;
    std::string name;
};

class Calendar {
public:
    Calendar() = default;
    /// The holidays cover every year from `first_year` to `last_year`.
    Calendar(std::vector<BankHoliday> holidays, int first_year, int last_year);

    /// Where the calendar does not cover the year only weekends are free, so that a date worked out
    /// before its bank holidays are known is never too late.
    bool is_working_day(base::Date day) const;
    bool covers(base::Date day) const;

    /// `start` itself is day nought and need not be a working day. `count` is 0 or more.
    base::Date add_working_days(base::Date start, int count) const;

    /// Working days after `from` up to and with `to`; 0 when `to` is not later.
    int working_days_between(base::Date from, base::Date to) const;

    const std::vector<BankHoliday>& holidays() const { return m_holidays; }
    int first_year() const { return m_first_year; }
    int last_year() const { return m_last_year; }

private:
    std::vector<BankHoliday> m_holidays;
    std::set<base::Date> m_days;
    int m_first_year = 0;
    int m_last_year = -1;
};

} // namespace manual
