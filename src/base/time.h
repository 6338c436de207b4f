// Instants, civil dates and United Kingdom time. The only place that knows about summer time.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

/// A civil day, with no time and no zone.
class Date {
public:
    Date() = default;
    explicit Date(std::chrono::sys_days days) : m_days{days} {}
    Date(int year, unsigned month, unsigned day);

    /// Reads `2026-11-22`. Empty unless it is a day that exists, from 1900 to 2199.
    static std::optional<Date> parse(std::string_view text);
    /// From the three boxes of a date question. Empty unless it is a day that exists.
    static std::optional<Date> from_parts(int year, int month, int day);

    std::string iso() const;         ///< `2026-11-22`
    std::string plain() const;       ///< `22 November 2026`
    std::string short_plain() const; ///< `22 Nov 2026`

    int year() const;
    unsigned month() const;
    unsigned day() const;
    std::chrono::weekday weekday() const;
    std::chrono::sys_days on_calendar() const { return m_days; }

    Date plus_days(int days) const;
    /// The last day of the month where the day does not exist (31 January plus one month).
    Date plus_months(int months) const;

    friend auto operator<=>(const Date&, const Date&) = default;

private:
    std::chrono::sys_days m_days{};
};

/// Whole days from `from` to `to`; negative when `to` is earlier.
int days_between(Date from, Date to);

/// A moment, in UTC milliseconds since 1970.
struct Instant {
    std::int64_t milliseconds = 0;

    /// Reads `2026-11-22T14:30:00.000Z`.
    static std::optional<Instant> parse(std::string_view text);

    std::string iso() const; ///< `2026-11-22T14:30:00.000Z`

    friend auto operator<=>(const Instant&, const Instant&) = default;
};

Instant operator+(Instant instant, std::chrono::milliseconds duration);
std::chrono::milliseconds operator-(Instant later, Instant earlier);

/// A wall-clock time of day, to the minute.
struct TimeOfDay {
    int hour = 0;
    int minute = 0;

    /// Reads `14:30`, `14.30`, `2:30pm`, `2.30 pm`, `2pm`, `9am`.
    static std::optional<TimeOfDay> parse(std::string_view text);

    std::string iso() const;   ///< `14:30`
    std::string plain() const; ///< `2:30pm`, `9am`, `midday`, `midnight`

    friend auto operator<=>(const TimeOfDay&, const TimeOfDay&) = default;
};

/// The civil day in the United Kingdom at this moment.
Date uk_date(Instant instant);
TimeOfDay uk_time(Instant instant);

/// The moment of a United Kingdom wall-clock time. A time that the spring change skips is moved one
/// hour later; one that the autumn change repeats is the earlier of the two.
Instant from_uk(Date date, TimeOfDay time);

/// `22 November 2026 at 2:30pm`, in United Kingdom time.
std::string plain(Instant instant);

/// Age in completed years and months.
struct Age {
    int years = 0;
    int months = 0;

    /// `4 years 2 months`, `1 year`, `8 months`, `under 1 month`.
    std::string plain() const;

    friend auto operator<=>(const Age&, const Age&) = default;
};

/// Empty when `on` is before `born`.
std::optional<Age> age_on(Date born, Date on);

} // namespace base
