#include "census/rules.h"

namespace census {

namespace {

constexpr std::string_view either = "Correct one of the two dates.";
constexpr std::string_view not_both = "A child has one kind of plan at a time: correct the dates. "
                                      "One may start the day the other ends.";

template <typename Use> void each_plan(const Case& of, Use use)
{
    for (const Episode& episode : of.child.episodes) {
        for (const InNeedPlan& plan : episode.in_need_plans)
            use(episode, plan);
    }
}

template <typename Use> void each_protection_plan(const Case& of, Use use)
{
    for (const Episode& episode : of.child.episodes) {
        for (const ProtectionPlan& plan : episode.protection_plans)
            use(plan);
    }
}

void starts_after_the_year(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode&, const InNeedPlan& plan) {
        if (plan.started && plan.started->value > of.year_end) found.at(*plan.started);
    });
}

void ends_before_start(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode&, const InNeedPlan& plan) {
        if (is_before(plan.ended, plan.started)) {
            found.at(*plan.ended, beside("the start", plan.started));
        }
    });
}

void lasts_no_time(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode&, const InNeedPlan& plan) {
        if (plan.started && plan.ended && plan.started->value == plan.ended->value) {
            found.at(*plan.ended);
        }
    });
}

void ends_outside_the_year(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode&, const InNeedPlan& plan) {
        if (plan.ended && !of.in_year(plan.ended->value)) found.at(*plan.ended);
    });
}

void starts_before_referral(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode& episode, const InNeedPlan& plan) {
        if (is_before(plan.started, episode.referred)) {
            found.at(*plan.started, beside("the referral", episode.referred));
        }
    });
}

void two_open(const Case& of, const Findings& found)
{
    int open = 0;
    each_plan(of, [&](const Episode&, const InNeedPlan& plan) {
        if (!plan.started || plan.ended) return;
        if (++open > 1) found.at(*plan.started);
    });
}

void plans_overlap(const Case& of, const Findings& found)
{
    std::vector<const InNeedPlan*> earlier;
    const auto span_of = [&](const InNeedPlan& plan) {
        return Span{plan.started->value, plan.ended ? plan.ended->value : of.year_end};
    };
    each_plan(of, [&](const Episode&, const InNeedPlan& plan) {
        if (!plan.started) return;
        for (const InNeedPlan* other : earlier) {
            if (starts_within(plan.started->value, span_of(*other)) ||
                starts_within(other->started->value, span_of(plan))) {
                found.at(*plan.started, beside("the other", other->started));
            }
        }
        earlier.push_back(&plan);
    });
}

void both_open(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        bool protected_now = false;
        for (const ProtectionPlan& plan : episode.protection_plans) {
            protected_now = protected_now || !plan.ended;
        }
        for (const InNeedPlan& plan : episode.in_need_plans) {
            if (protected_now && plan.started && !plan.ended) found.at(*plan.started);
        }
    }
}

/// True on any day of a length of time but its last; an open one lasts past the end of the year.
bool is_during(base::Date date, const CitedDate& from, const CitedDate& to, const Case& of)
{
    if (!from || date < from->value) return false;
    return to ? date < to->value : date <= of.year_end;
}

void starts_during_protection(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode&, const InNeedPlan& plan) {
        if (!plan.started) return;
        each_protection_plan(of, [&](const ProtectionPlan& other) {
            if (is_during(plan.started->value, other.started, other.ended, of)) {
                found.at(*plan.started, beside("the child protection plan", other.started));
            }
        });
    });
}

void protection_starts_during(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode&, const InNeedPlan& plan) {
        each_protection_plan(of, [&](const ProtectionPlan& other) {
            if (other.started && is_during(other.started->value, plan.started, plan.ended, of)) {
                found.at(*other.started, beside("the child in need plan", plan.started));
            }
        });
    });
}

void review_during(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode&, const InNeedPlan& plan) {
        each_protection_plan(of, [&](const ProtectionPlan& other) {
            for (const auto& review : other.reviews) {
                const bool at_the_end = other.ended && review.value == other.ended->value;
                if (!at_the_end && is_during(review.value, plan.started, plan.ended, of)) {
                    found.at(review, beside("the child in need plan", plan.started));
                }
            }
        });
    });
}

// Plans for children in need have been checked since the return of the year ending in 2022.
constexpr Rule rules[] = {
    {"4010", Severity::error, "The child in need plan starts after the census year.",
     "Correct the date.", starts_after_the_year, 2022},
    {"4011", Severity::error, "The child in need plan ends before it starts.", either,
     ends_before_start, 2022},
    {"4012Q", Severity::query, "The child in need plan starts and ends on the same day.",
     "Check the dates.", lasts_no_time, 2022},
    {"4013", Severity::error, "The child in need plan ended outside the census year.",
     "Correct the date.", ends_outside_the_year, 2022},
    {"4015", Severity::error, "The child in need plan starts before the referral.", either,
     starts_before_referral, 2022},
    {"4004", Severity::error, "The child has two child in need plans that have not ended.",
     "Add CINPlanEndDate to the one that has.", two_open, 2022},
    {"4014", Severity::error, "Two child in need plans overlap.", either, plans_overlap, 2022},
    {"4001", Severity::error,
     "A child in need plan is open while a child protection plan in the same episode is.", not_both,
     both_open, 2022},
    {"4016", Severity::error, "The child in need plan starts during a child protection plan.",
     not_both, starts_during_protection, 2022},
    {"4017", Severity::error, "A child protection plan starts during a child in need plan.",
     not_both, protection_starts_during, 2022},
    {"4003", Severity::error, "A child protection review was held during a child in need plan.",
     not_both, review_during, 2022},
};

} // namespace

std::span<const Rule> in_need_plan_rules()
{
    return rules;
}

} // namespace census
