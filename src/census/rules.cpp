#include "census/rules.h"

#include <fmt/format.h>

namespace census {

void Findings::at(int line, std::string_view element, std::string value) const
{
    m_refuse({line, std::string{element}, std::string{m_rule.code}, m_rule.severity,
              std::string{m_rule.wrong}, std::string{m_rule.action}, clip(value)});
}

void Findings::at(const Cited<base::Date>& date, std::string_view compared) const
{
    at(date.line, date.element->path, date.value.iso() + std::string{compared});
}

void Findings::at(const Cited<std::string>& text, std::string_view compared) const
{
    at(text.line, text.element->path, text.value + std::string{compared});
}

void check_rules(const Child& child, const Return& source, const ReadOptions& options,
                 const Refuse& refuse)
{
    const Case of{child, base::Date{source.year - 1, 4, 1}, source.reference_date,
                  options.is_working_day};
    for (const auto rules : {identity_rules(), death_rules(), referral_rules(), closing_rules(),
                             assessment_rules(), enquiry_rules(), protection_plan_rules(),
                             in_need_plan_rules(), pre_proceedings_rules()}) {
        for (const Rule& rule : rules) {
            if (source.year < rule.first_year || source.year > rule.last_year) continue;
            rule.check(of, Findings{rule, refuse});
        }
    }
}

bool is_before(const CitedDate& first, const CitedDate& second)
{
    return first && second && first->value < second->value;
}

std::string beside(std::string_view what, const CitedDate& date)
{
    return date ? fmt::format("; {} is {}", what, date->value.iso()) : std::string{};
}

bool is_weekend(base::Date date)
{
    return date.weekday() == std::chrono::Saturday || date.weekday() == std::chrono::Sunday;
}

bool led_to_action(const Episode& episode)
{
    return episode.no_further_action && !episode.no_further_action->value;
}

bool is_no_further_action(const Episode& episode)
{
    return episode.no_further_action && episode.no_further_action->value;
}

int working_days_after(base::Date from, base::Date to, const Case& of)
{
    // No rule asks for more than a year; a date far back must not cost a long count.
    if (base::days_between(from, to) > 366) return 366;
    int count = 0;
    for (base::Date day = from.plus_days(1); day <= to; day = day.plus_days(1)) {
        const bool works = of.is_working_day ? of.is_working_day(day) : !is_weekend(day);
        count += works ? 1 : 0;
    }
    return count;
}

bool starts_within(base::Date date, const Span& span)
{
    return date >= span.from && date <= span.to;
}

} // namespace census
