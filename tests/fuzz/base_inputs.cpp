#include "base_inputs.h"

#include "base/bytes.h"
#include "base/errors.h"
#include "base/id.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"

#include <string>
#include <vector>

namespace fuzz {

namespace {

/// Whether there is a fraction anywhere: those need not be written as they were read.
bool has_fraction(const base::json::value& whole)
{
    std::vector<const base::json::value*> waiting{&whole};
    while (!waiting.empty()) {
        const base::json::value& value = *waiting.back();
        waiting.pop_back();
        if (value.is_double()) return true;
        if (const auto* const array = value.if_array()) {
            for (const auto& item : *array)
                waiting.push_back(&item);
        } else if (const auto* const object = value.if_object()) {
            for (const auto& member : *object)
                waiting.push_back(&member.value());
        }
    }
    return false;
}

void check_dates(std::string_view word)
{
    if (const auto date = base::Date::parse(word)) {
        base::check(date->iso() == word, "a date is written as it was read");
        base::check(!date->plain().empty() && !date->short_plain().empty(), "a date has words");
        base::check(base::Date::from_parts(date->year(), static_cast<int>(date->month()),
                                           static_cast<int>(date->day())) == date,
                    "a date is its parts");
        const base::Instant noon = base::from_uk(*date, {12, 0});
        base::check(base::uk_date(noon) == *date, "midday is on its day");
        base::check(base::age_on(*date, date->plus_days(1)).has_value(), "a day old");
    }
    if (const auto instant = base::Instant::parse(word)) {
        base::check(instant->iso() == word, "a moment is written as it was read");
        base::check(!base::plain(*instant).empty(), "a moment has words");
    }
    if (const auto time = base::TimeOfDay::parse(word)) {
        const bool exists =
            time->hour >= 0 && time->hour < 24 && time->minute >= 0 && time->minute < 60;
        base::check(exists, "a time of day exists");
        base::check(base::TimeOfDay::parse(time->iso()) == time, "a time is read as it is written");
        const std::string plain = time->plain();
        const bool has_name = plain == "midday" || plain == "midnight";
        base::check(has_name || base::TimeOfDay::parse(plain) == time, "its words say the same");
    }
}

void check_encodings(std::string_view word)
{
    if (const auto id = base::parse_raw_id(word)) {
        base::check(base::to_text(*id) == word, "an id is written as it was read");
    }
    if (const auto bytes = base::parse_hex(word)) {
        base::check(base::to_hex(*bytes) == word, "hexadecimal is written as it was read");
    }
    if (const auto bytes = base::parse_base64(word)) {
        base::check(base::to_base64(*bytes) == word, "base64 is written as it was read");
    }
    if (const auto number = base::parse_decimal(word)) {
        base::check(std::to_string(*number) == word, "a number is written as it was read");
    }
}

void check_text(std::string_view word)
{
    const std::string lines = base::normalise_lines(word);
    base::check(lines.find('\r') == std::string::npos, "lines end alike");
    base::check(base::normalise_lines(lines) == lines, "lines are made alike once");
    if (!base::is_clean_utf8(word)) return;
    base::check(base::is_clean_utf8(base::fold(word)), "folded text is text");
    base::check(base::count_characters(word) <= word.size(), "a character has bytes");
}

} // namespace

void base_json(std::string_view bytes)
{
    const auto value = base::parse_json(bytes);
    if (!value) {
        base::check(!value.error().empty(), "a refusal says something");
        return;
    }
    const std::string written = base::to_text(*value);
    base::check(base::is_clean_utf8(written), "JSON is text");
    const auto again = base::parse_json(written);
    base::check(again.has_value(), "what Heed writes, Heed reads");
    base::check(has_fraction(*value) || *again == *value, "and reads the same");
}

void base_words(std::string_view bytes)
{
    check_dates(bytes);
    check_encodings(bytes);
    check_text(bytes);
}

} // namespace fuzz
