#include "census/rules.h"

#include <algorithm>
#include <set>

namespace census {

namespace {

constexpr std::string_view either = "Correct one of the two dates.";

/// Calls `use(episode, assessment)` for every assessment of the child.
template <typename Use> void each_assessment(const Case& of, Use use)
{
    for (const Episode& episode : of.child.episodes) {
        for (const Assessment& assessment : episode.assessments)
            use(episode, assessment);
    }
}

bool has_factor(const Assessment& assessment, std::string_view code)
{
    return std::any_of(assessment.factors.begin(), assessment.factors.end(),
                       [&](const auto& factor) { return factor.value == code; });
}

void started_before_referral(const Case& of, const Findings& found)
{
    each_assessment(of, [&](const Episode& episode, const Assessment& assessment) {
        if (is_before(assessment.started, episode.referred)) {
            found.at(*assessment.started, beside("the referral", episode.referred));
        }
    });
}

void ended_before_start(const Case& of, const Findings& found)
{
    each_assessment(of, [&](const Episode&, const Assessment& assessment) {
        if (is_before(assessment.authorised, assessment.started)) {
            found.at(*assessment.authorised, beside("the start", assessment.started));
        }
    });
}

void ended_outside_the_year(const Case& of, const Findings& found)
{
    each_assessment(of, [&](const Episode&, const Assessment& assessment) {
        if (assessment.authorised && !of.in_year(assessment.authorised->value)) {
            found.at(*assessment.authorised);
        }
    });
}

void open_from_outside_the_year(const Case& of, const Findings& found)
{
    each_assessment(of, [&](const Episode&, const Assessment& assessment) {
        if (assessment.started && !assessment.authorised &&
            !of.in_year(assessment.started->value)) {
            found.at(*assessment.started);
        }
    });
}

void open_for_long(const Case& of, const Findings& found)
{
    each_assessment(of, [&](const Episode&, const Assessment& assessment) {
        if (!assessment.started || assessment.authorised) return;
        if (working_days_after(assessment.started->value, of.year_end, of) > 45) {
            found.at(*assessment.started);
        }
    });
}

/// From its start to its end, both counted; an open one lasts to the end of the year.
std::optional<Span> span_of(const Assessment& assessment, const Case& of)
{
    if (!assessment.started) return std::nullopt;
    return Span{assessment.started->value,
                assessment.authorised ? assessment.authorised->value : of.year_end};
}

void assessments_overlap(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        const auto& all = episode.assessments;
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const auto first = span_of(all[j], of);
                const auto second = span_of(all[i], of);
                if (!first || !second) continue;
                const bool overlap =
                    starts_within(second->from, *first) || starts_within(first->from, *second);
                if (overlap) found.at(*all[i].started, beside("the other", all[j].started));
            }
        }
    }
}

void two_open(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        int open = 0;
        for (const Assessment& assessment : episode.assessments) {
            if (assessment.authorised) continue;
            if (++open > 1) found.at(assessment.line, "Child/CINdetails/Assessments", {});
        }
    }
}

void no_factors(const Case& of, const Findings& found)
{
    each_assessment(of, [&](const Episode&, const Assessment& assessment) {
        if (assessment.authorised && assessment.factors.empty()) found.at(*assessment.authorised);
    });
}

void factors_too_early(const Case& of, const Findings& found)
{
    each_assessment(of, [&](const Episode&, const Assessment& assessment) {
        if (!assessment.authorised && !assessment.factors.empty()) {
            found.at(assessment.factors.front());
        }
    });
}

void factor_twice(const Case& of, const Findings& found)
{
    each_assessment(of, [&](const Episode&, const Assessment& assessment) {
        std::set<std::string> seen;
        for (const auto& factor : assessment.factors) {
            if (!seen.insert(factor.value).second) found.at(factor);
        }
    });
}

void none_beside_others(const Case& of, const Findings& found)
{
    each_assessment(of, [&](const Episode&, const Assessment& assessment) {
        if (assessment.factors.size() < 2) return;
        for (const auto& factor : assessment.factors) {
            if (factor.value == "21") found.at(factor);
        }
    });
}

void none_found_but_kept_open(const Case& of, const Findings& found)
{
    for (const Episode& episode : of.child.episodes) {
        if (episode.assessments.size() != 1 || !episode.closing_reason) continue;
        const Assessment& assessment = episode.assessments.front();
        const std::string& reason = episode.closing_reason->value;
        if (assessment.authorised && has_factor(assessment, "21") && reason != "RC8" &&
            reason != "RC9") {
            found.at(*episode.closing_reason);
        }
    }
}

void retired_physical_abuse(const Case& of, const Findings& found)
{
    each_assessment(of, [&](const Episode&, const Assessment& assessment) {
        for (const auto& factor : assessment.factors) {
            if (factor.value == "18A") found.at(factor);
        }
    });
}

void retired_sexual_abuse(const Case& of, const Findings& found)
{
    each_assessment(of, [&](const Episode&, const Assessment& assessment) {
        for (const auto& factor : assessment.factors) {
            if (factor.value == "19A") found.at(factor);
        }
    });
}

constexpr Rule rules[] = {
    {"1103", Severity::error, "The assessment starts before the referral.", either,
     started_before_referral},
    {"8608", Severity::error, "The assessment ends before it starts.", either, ended_before_start},
    {"8696", Severity::error, "The assessment was finished outside the census year.",
     "Correct the date.", ended_outside_the_year},
    {"8736", Severity::error, "The assessment is not finished, and began outside the census year.",
     "Correct the date, or add AssessmentAuthorisationDate.", open_from_outside_the_year},
    {"8670Q", Severity::query,
     "The assessment began more than 45 working days before the year ended and is not finished.",
     "Add AssessmentAuthorisationDate if it has been finished.", open_for_long},
    {"8863Q", Severity::query, "An assessment begins while another is going on.", either,
     assessments_overlap},
    {"8896", Severity::error, "Two assessments in one episode are not finished.",
     "Add AssessmentAuthorisationDate to the one that has been.", two_open},
    {"8897Q", Severity::query, "The assessment is finished, but no factors are given.",
     "Add the factors that it found, or 21 when there was none.", no_factors},
    {"8614", Severity::error, "Factors are given for an assessment that is not finished.",
     "Add AssessmentAuthorisationDate, or take the factors out.", factors_too_early},
    {"8898", Severity::error, "The same factor is given twice.", "Keep one of the two.",
     factor_twice},
    {"8869", Severity::error, "Factor 21 (none found) stands beside other factors.",
     "Take 21 out, or take the others out.", none_beside_others},
    {"8873Q", Severity::query,
     "The only assessment found no factors, but the episode was not closed as RC8 or RC9.",
     "Check the factors and the reason for closing.", none_found_but_kept_open},
    {"8945Q", Severity::query, "Factor 18A is no longer used.", "Use 18B or 18C.",
     retired_physical_abuse, 2025},
    {"8950Q", Severity::query, "Factor 19A is no longer used.", "Use 19B or 19C.",
     retired_sexual_abuse, 2025},
};

} // namespace

std::span<const Rule> assessment_rules()
{
    return rules;
}

} // namespace census
