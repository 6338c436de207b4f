// A death is rare and its dates matter: what comes after one is a mistake in one of the two dates.
#include "census/rules.h"

namespace census {

namespace {

constexpr std::string_view action = "Correct one of the two dates.";

std::string death_of(const Case& of)
{
    return beside("the date of death", of.child.died);
}

void died_before_birth(const Case& of, const Findings& found)
{
    if (is_before(of.child.died, of.child.born)) {
        found.at(*of.child.died, beside("the date of birth", of.child.born));
    }
}

void died_outside_the_year(const Case& of, const Findings& found)
{
    if (of.child.died && !of.in_year(of.child.died->value)) found.at(*of.child.died);
}

void referred_after_death(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (is_before(of.child.died, episode.referred)) found.at(*episode.referred, death_of(of));
    }
}

void closed_as_died(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (episode.closing_reason && episode.closing_reason->value == "RC2" && !of.child.died) {
            found.at(*episode.closing_reason);
        }
    }
}

void in_need_plan_starts(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        for (const InNeedPlan& plan : episode.in_need_plans) {
            if (is_before(of.child.died, plan.started)) found.at(*plan.started, death_of(of));
        }
    }
}

void in_need_plan_ends(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        for (const InNeedPlan& plan : episode.in_need_plans) {
            if (is_before(of.child.died, plan.ended)) found.at(*plan.ended, death_of(of));
        }
    }
}

void protection_plan_starts(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        for (const ProtectionPlan& plan : episode.protection_plans) {
            if (is_before(of.child.died, plan.started)) found.at(*plan.started, death_of(of));
        }
    }
}

void protection_plan_ends(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        for (const ProtectionPlan& plan : episode.protection_plans) {
            if (is_before(of.child.died, plan.ended)) found.at(*plan.ended, death_of(of));
        }
    }
}

constexpr Rule rules[] = {
    {"8535Q", Severity::query, "The date of death is before the date of birth.", action,
     died_before_birth},
    {"8545Q", Severity::query, "The date of death is outside the census year.", "Check the date.",
     died_outside_the_year},
    {"8555Q", Severity::query, "The child was referred after the date of death.", action,
     referred_after_death},
    {"8585Q", Severity::query,
     "The case was closed because the child died, but no date of death is given.",
     "Add the date of death, or correct the reason for closing.", closed_as_died},
    {"4008", Severity::error, "A child in need plan starts after the date of death.", action,
     in_need_plan_starts},
    {"4009Q", Severity::query, "A child in need plan ends after the date of death.", action,
     in_need_plan_ends},
    {"8915", Severity::error, "A child protection plan starts after the date of death.", action,
     protection_plan_starts},
    {"8920", Severity::error, "A child protection plan ends after the date of death.", action,
     protection_plan_ends},
};

} // namespace

std::span<const Rule> death_rules()
{
    return rules;
}

} // namespace census
