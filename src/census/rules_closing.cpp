#include "census/rules.h"

namespace census {

namespace {

bool is_closed_after_assessment(const Episode& episode)
{
    return episode.closing_reason &&
           (episode.closing_reason->value == "RC8" || episode.closing_reason->value == "RC9");
}

void closed_without_reason(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (episode.closed && !episode.closing_reason) found.at(*episode.closed);
    }
}

void reason_without_closing(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (!episode.closed && episode.closing_reason) found.at(*episode.closing_reason);
    }
}

void closed_outside_the_year(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (episode.closed && !of.in_year(episode.closed->value)) found.at(*episode.closed);
    }
}

void closed_before_referral(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (is_before(episode.closed, episode.referred)) {
            found.at(*episode.closed, beside("the referral", episode.referred));
        }
    }
}

void check_after_closing(const Episode& episode, const CitedDate& date, const Findings& found)
{
    if (is_before(episode.closed, date)) found.at(*date, beside("the closing", episode.closed));
}

void activity_after_closing(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        check_after_closing(episode, episode.conference, found);
        for (const Assessment& each : episode.assessments) {
            check_after_closing(episode, each.started, found);
            check_after_closing(episode, each.authorised, found);
        }
        for (const Enquiry& each : episode.enquiries) {
            check_after_closing(episode, each.started, found);
            check_after_closing(episode, each.conference, found);
        }
        for (const InNeedPlan& each : episode.in_need_plans) {
            check_after_closing(episode, each.started, found);
            check_after_closing(episode, each.ended, found);
        }
        for (const ProtectionPlan& each : episode.protection_plans) {
            check_after_closing(episode, each.ended, found);
        }
    }
}

void more_than_assessment(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        const bool more = !episode.enquiries.empty() || episode.conference ||
                          !episode.in_need_plans.empty() || !episode.protection_plans.empty();
        if (is_closed_after_assessment(episode) && more) found.at(*episode.closing_reason);
    }
}

void no_assessment_before_closing(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (is_closed_after_assessment(episode) && episode.assessments.empty()) {
            found.at(*episode.closing_reason);
        }
    }
}

void unfinished_assessment(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (!episode.closed) continue;
        for (const Assessment& each : episode.assessments) {
            if (each.authorised) continue;
            found.at(each.line, "Child/CINdetails/Assessments",
                     "closed on " + episode.closed->value.iso());
        }
    }
}

void unfinished_enquiry(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (!episode.closed) continue;
        for (const Enquiry& each : episode.enquiries) {
            const bool not_required =
                each.conference_not_required && each.conference_not_required->value;
            if (each.conference || not_required) continue;
            found.at(each.line, "Child/CINdetails/Section47",
                     "closed on " + episode.closed->value.iso());
        }
    }
}

constexpr Rule rules[] = {
    {"8805", Severity::error, "The episode is closed without a reason.", "Add ReasonForClosure.",
     closed_without_reason},
    {"8810", Severity::error, "There is a reason for closing, but no date of closing.",
     "Add CINclosureDate, or take the reason out.", reason_without_closing},
    {"8620", Severity::error, "The episode was closed outside the census year.",
     "Correct the date.", closed_outside_the_year},
    {"8630", Severity::error, "The episode was closed before the referral.",
     "Correct one of the two dates.", closed_before_referral},
    {"8565", Severity::error, "Something is dated after the episode was closed.",
     "Correct this date or the date of closing.", activity_after_closing},
    {"2990", Severity::error,
     "The episode was closed after assessment only, but other work is recorded in it.",
     "Correct the reason for closing, or take the other work out.", more_than_assessment},
    {"8825Q", Severity::query, "The episode was closed after assessment, but holds no assessment.",
     "Add the assessment, or correct the reason for closing.", no_assessment_before_closing},
    {"8867", Severity::error, "The episode is closed, but an assessment in it is not finished.",
     "Add AssessmentAuthorisationDate.", unfinished_assessment},
    {"8868", Severity::error,
     "The episode is closed, but a section 47 enquiry in it is not finished.",
     "Add the date of the conference, or write ICPCnotRequired 1.", unfinished_enquiry},
};

} // namespace

std::span<const Rule> closing_rules()
{
    return rules;
}

} // namespace census
