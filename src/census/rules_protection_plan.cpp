#include "census/rules.h"

#include <algorithm>

namespace census {

namespace {

constexpr std::string_view either = "Correct one of the two dates.";

template <typename Use> void each_plan(const Case& of, Use use)
{
    for (const Episode& episode : of.child.episodes) {
        for (const ProtectionPlan& plan : episode.protection_plans)
            use(episode, plan);
    }
}

void starts_after_the_year(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode&, const ProtectionPlan& plan) {
        if (plan.started && plan.started->value > of.year_end) found.at(*plan.started);
    });
}

void starts_before_referral(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode& episode, const ProtectionPlan& plan) {
        if (is_before(plan.started, episode.referred)) {
            found.at(*plan.started, beside("the referral", episode.referred));
        }
    });
}

void ends_before_start(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode&, const ProtectionPlan& plan) {
        if (is_before(plan.ended, plan.started)) {
            found.at(*plan.ended, beside("the start", plan.started));
        }
    });
}

void lasts_no_time(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode&, const ProtectionPlan& plan) {
        if (plan.started && plan.ended && plan.started->value == plan.ended->value) {
            found.at(*plan.ended);
        }
    });
}

void ends_outside_the_year(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode&, const ProtectionPlan& plan) {
        if (plan.ended && !of.in_year(plan.ended->value)) found.at(*plan.ended);
    });
}

void two_open(const Case& of, const Findings& found)
{
    int open = 0;
    each_plan(of, [&](const Episode&, const ProtectionPlan& plan) {
        if (!plan.started || plan.ended) return;
        if (++open > 1) found.at(*plan.started);
    });
}

Span span_of(const ProtectionPlan& plan, const Case& of)
{
    return {plan.started->value, plan.ended ? plan.ended->value : of.year_end};
}

void plans_overlap(const Case& of, const Findings& found)
{
    std::vector<const ProtectionPlan*> earlier;
    each_plan(of, [&](const Episode&, const ProtectionPlan& plan) {
        if (!plan.started) return;
        for (const ProtectionPlan* other : earlier) {
            if (starts_within(plan.started->value, span_of(*other, of)) ||
                starts_within(other->started->value, span_of(plan, of))) {
                found.at(*plan.started, beside("the other", other->started));
            }
        }
        earlier.push_back(&plan);
    });
}

void review_before_plan(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode&, const ProtectionPlan& plan) {
        for (const auto& review : plan.reviews) {
            if (plan.started && review.value <= plan.started->value) {
                found.at(review, beside("the plan", plan.started));
            }
        }
    });
}

/// A plan begins at a conference: one of the same episode, on the same day.
bool begins_at_conference(const Episode& episode, base::Date started)
{
    if (episode.conference && episode.conference->value == started) return true;
    return std::any_of(
        episode.enquiries.begin(), episode.enquiries.end(),
        [&](const Enquiry& each) { return each.conference && each.conference->value == started; });
}

void starts_without_conference(const Case& of, const Findings& found)
{
    each_plan(of, [&](const Episode& episode, const ProtectionPlan& plan) {
        if (!plan.started || !of.in_year(plan.started->value)) return;
        if (!begins_at_conference(episode, plan.started->value)) found.at(*plan.started);
    });
}

constexpr Rule rules[] = {
    {"8720", Severity::error, "The child protection plan starts after the census year.",
     "Correct the date.", starts_after_the_year},
    {"1105", Severity::error, "The child protection plan starts before the referral.", either,
     starts_before_referral},
    {"8925", Severity::error, "The child protection plan ends before it starts.", either,
     ends_before_start},
    {"8840", Severity::error, "The child protection plan starts and ends on the same day.",
     "Correct one of the dates, or take the plan out.", lasts_no_time},
    {"8930", Severity::error, "The child protection plan ended outside the census year.",
     "Correct the date.", ends_outside_the_year},
    {"8935", Severity::error, "The child has two child protection plans that have not ended.",
     "Add CPPendDate to the one that has.", two_open},
    {"8940", Severity::error, "Two child protection plans overlap.", either, plans_overlap},
    {"8841", Severity::error, "A review is on or before the day the child protection plan started.",
     either, review_before_plan},
    {"2885", Severity::error,
     "The child protection plan does not start on the day of a conference in the same episode.",
     "Correct the date, or add the conference.", starts_without_conference},
};

} // namespace

std::span<const Rule> protection_plan_rules()
{
    return rules;
}

} // namespace census
