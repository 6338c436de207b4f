#include "census/rules.h"

#include <algorithm>

namespace census {

namespace {

void referred_after_the_year(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (episode.referred && episode.referred->value > of.year_end) found.at(*episode.referred);
    }
}

void referred_long_before_birth(const Case& of, const Findings& found)
{
    constexpr int pregnancy = 280;
    for (const Episode& episode : of.child.episodes) {
        for (const CitedDate& birth : {of.child.born, of.child.expected}) {
            if (!episode.referred || !birth) continue;
            if (base::days_between(episode.referred->value, birth->value) > pregnancy) {
                found.at(*episode.referred, beside("the birth", birth));
                break;
            }
        }
    }
}

void source_missing(const Case& of, const Findings& found)
{
    const base::Date asked_since{2013, 4, 1};
    for (const Episode& episode : of.child.episodes) {
        if (episode.referred && episode.referred->value >= asked_since && !episode.source) {
            found.at(episode.line, "Child/CINdetails/ReferralSource", {});
        }
    }
}

void old_referral_without_action(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (!is_no_further_action(episode) || !episode.referred) continue;
        const base::Date before_the_year = of.year_start.plus_days(-1);
        if (episode.referred->value < of.year_start &&
            working_days_after(episode.referred->value, before_the_year, of) > 0) {
            found.at(*episode.referred);
        }
    }
}

void need_missing(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (led_to_action(episode) && !episode.primary_need) {
            found.at(episode.line, "Child/CINdetails/PrimaryNeedCode", {});
        }
    }
}

void work_without_action(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (!is_no_further_action(episode)) continue;
        for (const Assessment& each : episode.assessments) {
            found.at(each.line, "Child/CINdetails/Assessments", {});
        }
        for (const Enquiry& each : episode.enquiries) {
            found.at(each.line, "Child/CINdetails/Section47", {});
        }
        if (episode.conference) found.at(*episode.conference);
    }
}

void protection_plan_without_action(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (!is_no_further_action(episode)) continue;
        for (const ProtectionPlan& plan : episode.protection_plans) {
            found.at(plan.line, "Child/CINdetails/ChildProtectionPlans", {});
        }
    }
}

void in_need_plan_without_action(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (!is_no_further_action(episode)) continue;
        for (const InNeedPlan& plan : episode.in_need_plans) {
            found.at(plan.line, "Child/CINdetails/CINPlanDates", {});
        }
    }
}

bool is_open(const Episode& episode)
{
    return led_to_action(episode) && !episode.closed;
}

void two_open(const Case& of, const Findings& found)
{
    const Episode* first = nullptr;
    for (const Episode& episode : of.child.episodes) {
        if (!is_open(episode)) continue;
        if (first != nullptr) {
            found.at(episode.line, "Child/CINdetails",
                     "the other is on line " + std::to_string(first->line));
        }
        first = &episode;
    }
}

void open_is_not_latest(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (!is_open(episode) || !episode.referred) continue;
        for (const Episode& other : of.child.episodes) {
            if (is_before(episode.referred, other.referred)) {
                found.at(*episode.referred, beside("a later referral", other.referred));
                break;
            }
        }
    }
}

/// A referral on the day the one before closes is a hand-over, not an overlap.
bool falls_into(const Episode& later, const Episode& earlier, const Case& of)
{
    if (!later.referred || !earlier.referred) return false;
    if (later.referred->value < earlier.referred->value) return false;
    if (earlier.closed) return later.referred->value < earlier.closed->value;
    return led_to_action(earlier) && later.referred->value <= of.year_end;
}

void episodes_overlap(const Case& of, const Findings& found)
{
    const auto& episodes = of.child.episodes;
    for (std::size_t i = 0; i < episodes.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (falls_into(episodes[i], episodes[j], of)) {
                found.at(*episodes[i].referred, beside("the other referral", episodes[j].referred));
            } else if (falls_into(episodes[j], episodes[i], of)) {
                found.at(*episodes[j].referred, beside("the other referral", episodes[i].referred));
            }
        }
    }
}

constexpr std::string_view no_action =
    "Take it out, or write ReferralNFA 0 if the referral did lead to action.";

constexpr Rule rules[] = {
    {"8600", Severity::error, "The referral is dated after the census year.", "Correct the date.",
     referred_after_the_year},
    {"8606", Severity::error, "The referral is more than 40 weeks before the birth.",
     "Correct one of the two dates.", referred_long_before_birth},
    {"8866", Severity::error, "Who referred the child is missing.", "Add ReferralSource.",
     source_missing},
    {"8569Q", Severity::query,
     "A referral from before the census year led to no further action: it belongs to an earlier "
     "return.",
     "Take it out, or correct the date or ReferralNFA.", old_referral_without_action},
    {"8610", Severity::error, "The referral led to action, but the child's main need is missing.",
     "Add PrimaryNeedCode.", need_missing},
    {"8831", Severity::error, "Work is recorded under a referral that led to no further action.",
     no_action, work_without_action},
    {"8832", Severity::error,
     "A child protection plan stands under a referral that led to no further action.", no_action,
     protection_plan_without_action},
    {"4000", Severity::error,
     "A child in need plan stands under a referral that led to no further action.", no_action,
     in_need_plan_without_action, 2022},
    {"8815", Severity::error, "The child has two open episodes.",
     "Close the one that has ended, with its date and reason.", two_open},
    {"8816", Severity::error, "An episode is open although a later one has begun.",
     "Close the earlier episode, with its date and reason.", open_is_not_latest},
    {"8820", Severity::error, "Two of the child's episodes overlap.",
     "Correct the dates of one of them, or make them one.", episodes_overlap},
};

} // namespace

std::span<const Rule> referral_rules()
{
    return rules;
}

} // namespace census
