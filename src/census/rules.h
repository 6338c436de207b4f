// The Department's validation rules that concern one child: each a row (code, years, what it says
// in plain words) and one function that finds where it is broken.
#pragma once

#include "census/census.h"
#include "census/group.h"

#include <span>
#include <string>
#include <string_view>

namespace census {

/// One child, and the census year that it is checked against.
struct Case {
    const Child& child;
    base::Date year_start;
    base::Date year_end;
    const std::function<bool(base::Date)>& is_working_day;

    bool in_year(base::Date date) const { return date >= year_start && date <= year_end; }
};

struct Rule;

/// Where one rule is broken.
class Findings {
public:
    Findings(const Rule& rule, const Refuse& refuse) : m_rule{rule}, m_refuse{refuse} {}

    void at(int line, std::string_view element, std::string value) const;
    void at(const Cited<base::Date>& date, std::string_view compared = {}) const;
    void at(const Cited<std::string>& text, std::string_view compared = {}) const;

private:
    const Rule& m_rule;
    const Refuse& m_refuse;
};

struct Rule {
    std::string_view code;
    Severity severity;
    std::string_view wrong;
    std::string_view action;
    void (*check)(const Case&, const Findings&);
    int first_year = 0;
    int last_year = 9999;
};

std::span<const Rule> identity_rules();
std::span<const Rule> death_rules();
std::span<const Rule> referral_rules();
std::span<const Rule> closing_rules();
std::span<const Rule> assessment_rules();
std::span<const Rule> enquiry_rules();
std::span<const Rule> protection_plan_rules();
std::span<const Rule> in_need_plan_rules();
std::span<const Rule> pre_proceedings_rules();

/// Every rule in force for that year, on one child.
void check_rules(const Child& child, const Return& source, const ReadOptions& options,
                 const Refuse& refuse);

// What the rules share.

/// True when both are there and `first` is before `second`.
bool is_before(const CitedDate& first, const CitedDate& second);
/// `; the referral is 2025-05-06`, for putting beside a value.
std::string beside(std::string_view what, const CitedDate& date);
bool is_weekend(base::Date date);
/// False when the flag is missing: then nothing can be told from it.
bool led_to_action(const Episode& episode);
bool is_no_further_action(const Episode& episode);
/// How many working days lie after `from`, up to and including `to`.
int working_days_after(base::Date from, base::Date to, const Case& of);
/// The length of time from one date to another; open ones run to the end of the census year.
struct Span {
    base::Date from;
    base::Date to;
};
bool starts_within(base::Date date, const Span& span);

} // namespace census
