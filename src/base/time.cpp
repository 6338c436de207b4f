#include "base/time.h"

#include <array>
#include <date/tz.h>
#include <fmt/format.h>

namespace base {

using Days = std::chrono::days;
using Milliseconds = std::chrono::milliseconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

namespace {

constexpr std::array<std::string_view, 12> month_names = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

std::optional<int> digits(std::string_view text)
{
    constexpr std::size_t most = 4; // a year
    int value = 0;
    if (text.empty() || text.size() > most) return std::nullopt;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

const date::time_zone* uk_zone()
{
    static const date::time_zone* const zone = date::locate_zone("Europe/London");
    return zone;
}

Milliseconds since_local_epoch(Instant instant)
{
    const date::sys_time<Milliseconds> moment{Milliseconds{instant.milliseconds}};
    return uk_zone()->to_local(moment).time_since_epoch();
}

std::optional<Instant> instant_from(std::string_view day, std::string_view clock)
{
    const auto date = Date::parse(day);
    const auto hour = digits(clock.substr(0, 2));
    const auto minute = digits(clock.substr(3, 2));
    const auto second = digits(clock.substr(6, 2));
    const auto thousandth = digits(clock.substr(9, 3));
    if (!date || !hour || !minute || !second || !thousandth) return std::nullopt;
    if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    const Milliseconds since = date->on_calendar().time_since_epoch() + std::chrono::hours{*hour} +
                               std::chrono::minutes{*minute} + std::chrono::seconds{*second} +
                               Milliseconds{*thousandth};
    return Instant{since.count()};
}

} // namespace

Date::Date(int year, unsigned month, unsigned day)
    : m_days{
          year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}}
{
}

std::optional<Date> Date::from_parts(int year, int month, int day)
{
    if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31) {
        return std::nullopt;
    }
    const year_month_day parts{std::chrono::year{year},
                               std::chrono::month{static_cast<unsigned>(month)},
                               std::chrono::day{static_cast<unsigned>(day)}};
    if (!parts.ok()) return std::nullopt;
    return Date{sys_days{parts}};
}

std::optional<Date> Date::parse(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    return from_parts(*year, *month, *day);
}

int Date::year() const
{
    return static_cast<int>(year_month_day{m_days}.year());
}

unsigned Date::month() const
{
    return static_cast<unsigned>(year_month_day{m_days}.month());
}

unsigned Date::day() const
{
    return static_cast<unsigned>(year_month_day{m_days}.day());
}

std::chrono::weekday Date::weekday() const
{
    return std::chrono::weekday{m_days};
}

std::string Date::iso() const
{
    return fmt::format("{:04}-{:02}-{:02}", year(), month(), day());
}

std::string Date::plain() const
{
    return fmt::format("{} {} {}", day(), month_names.at(month() - 1), year());
}

std::string Date::short_plain() const
{
    return fmt::format("{} {} {}", day(), month_names.at(month() - 1).substr(0, 3), year());
}

Date Date::plus_days(int count) const
{
    return Date{m_days + std::chrono::days{count}};
}

Date Date::plus_months(int months) const
{
    const year_month_day moved = year_month_day{m_days} + std::chrono::months{months};
    if (moved.ok()) return Date{sys_days{moved}};
    return Date{sys_days{moved.year() / moved.month() / std::chrono::last}};
}

int days_between(Date from, Date to)
{
    return static_cast<int>((to.on_calendar() - from.on_calendar()).count());
}

std::optional<Instant> Instant::parse(std::string_view text)
{
    if (text.size() != 24 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
        text[19] != '.' || text[23] != 'Z') {
        return std::nullopt;
    }
    return instant_from(text.substr(0, 10), text.substr(11));
}

std::string Instant::iso() const
{
    const sys_days day =
        std::chrono::floor<Days>(std::chrono::sys_time<Milliseconds>{Milliseconds{milliseconds}});
    const std::int64_t rest = milliseconds - Milliseconds{day.time_since_epoch()}.count();
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", Date{day}.iso(), rest / 3600000,
                       rest / 60000 % 60, rest / 1000 % 60, rest % 1000);
}

Instant operator+(Instant instant, Milliseconds duration)
{
    return {instant.milliseconds + duration.count()};
}

Milliseconds operator-(Instant later, Instant earlier)
{
    return Milliseconds{later.milliseconds - earlier.milliseconds};
}

std::optional<TimeOfDay> TimeOfDay::parse(std::string_view text)
{
    std::string plain_text;
    for (const char c : text) {
        const bool is_capital = c >= 'A' && c <= 'Z';
        if (c != ' ') plain_text.push_back(is_capital ? static_cast<char>(c - 'A' + 'a') : c);
    }
    std::string_view rest = plain_text;
    const bool afternoon = rest.ends_with("pm");
    const bool morning = rest.ends_with("am");
    if (afternoon || morning) rest.remove_suffix(2);
    const std::size_t mark = rest.find_first_of(":.");
    if (mark == std::string_view::npos && !afternoon && !morning) return std::nullopt;
    const auto hour = digits(rest.substr(0, mark));
    const auto minute =
        mark == std::string_view::npos ? std::optional{0} : digits(rest.substr(mark + 1));
    if (!hour || !minute || *minute > 59 || rest.size() > 5) return std::nullopt;
    if (mark != std::string_view::npos && rest.size() - mark != 3) return std::nullopt;
    if (afternoon || morning) {
        if (*hour < 1 || *hour > 12) return std::nullopt;
        return TimeOfDay{*hour % 12 + (afternoon ? 12 : 0), *minute};
    }
    if (*hour > 23) return std::nullopt;
    return TimeOfDay{*hour, *minute};
}

std::string TimeOfDay::iso() const
{
    return fmt::format("{:02}:{:02}", hour, minute);
}

std::string TimeOfDay::plain() const
{
    if (minute == 0 && hour == 12) return "midday";
    if (minute == 0 && hour == 0) return "midnight";
    const int twelve = hour % 12 == 0 ? 12 : hour % 12;
    const std::string_view half = hour < 12 ? "am" : "pm";
    if (minute == 0) return fmt::format("{}{}", twelve, half);
    return fmt::format("{}:{:02}{}", twelve, minute, half);
}

Date uk_date(Instant instant)
{
    return Date{sys_days{std::chrono::floor<Days>(since_local_epoch(instant))}};
}

TimeOfDay uk_time(Instant instant)
{
    const Milliseconds local = since_local_epoch(instant);
    const Milliseconds of_day = local - std::chrono::floor<Days>(local);
    const auto minutes = std::chrono::floor<std::chrono::minutes>(of_day).count();
    return {static_cast<int>(minutes / 60), static_cast<int>(minutes % 60)};
}

Instant from_uk(Date day, TimeOfDay time)
{
    const date::local_time<Milliseconds> local{day.on_calendar().time_since_epoch() +
                                               std::chrono::hours{time.hour} +
                                               std::chrono::minutes{time.minute}};
    const date::local_info info = uk_zone()->get_info(local);
    const auto offset = info.first.offset; // of the two, the one before the change
    return {(local.time_since_epoch() - offset).count()};
}

std::string plain(Instant instant)
{
    return fmt::format("{} at {}", uk_date(instant).plain(), uk_time(instant).plain());
}

std::string Age::plain() const
{
    const auto counted = [](int number, std::string_view unit) {
        return fmt::format("{} {}{}", number, unit, number == 1 ? "" : "s");
    };
    if (years == 0 && months == 0) return "under 1 month";
    if (years == 0) return counted(months, "month");
    if (months == 0) return counted(years, "year");
    return counted(years, "year") + " " + counted(months, "month");
}

std::optional<Age> age_on(Date born, Date on)
{
    if (on < born) return std::nullopt;
    int months = (on.year() - born.year()) * 12 + static_cast<int>(on.month()) -
                 static_cast<int>(born.month());
    if (born.plus_months(months) > on) --months;
    return Age{months / 12, months % 12};
}

} // namespace base
