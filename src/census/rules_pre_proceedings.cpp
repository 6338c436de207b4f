// Pre-proceedings and family group decision-making: new in the return of the year ending in 2027,
// by the Department's draft.
#include "census/rules.h"

namespace census {

namespace {

constexpr std::string_view action = "Correct the date.";
constexpr std::string_view folder = "Child/CINdetails/PreProceedingsandFGDM";

template <typename Use> void each_group(const Case& of, Use use)
{
    for (const Episode& episode : of.child.episodes) {
        for (const PreProceedings& group : episode.pre_proceedings)
            use(group);
    }
}

/// Inside the year, and not before the step that must come first.
void check(const CitedDate& date, const CitedDate& first, const Case& of, const Findings& found)
{
    if (date && (!of.in_year(date->value) || is_before(date, first))) {
        found.at(*date, beside("the step before it", first));
    }
}

void not_yet_imported(const Case& of, const Findings& found)
{
    each_group(of, [&](const PreProceedings& group) { found.at(group.line, folder, {}); });
}

void started(const Case& of, const Findings& found)
{
    each_group(of,
               [&](const PreProceedings& group) { check(group.started, std::nullopt, of, found); });
}

void start_missing(const Case& of, const Findings& found)
{
    each_group(of, [&](const PreProceedings& group) {
        if (!group.started) found.at(group.line, folder, {});
    });
}

void letter(const Case& of, const Findings& found)
{
    each_group(of, [&](const PreProceedings& group) {
        check(group.letter_sent, group.started, of, found);
    });
}

void offer_missing(const Case& of, const Findings& found)
{
    each_group(of, [&](const PreProceedings& group) {
        if (group.letter_sent && !group.meeting_offered) found.at(*group.letter_sent);
    });
}

void first_meeting(const Case& of, const Findings& found)
{
    each_group(of, [&](const PreProceedings& group) {
        check(group.first_meeting, std::nullopt, of, found);
    });
}

void step(const Case& of, const Findings& found)
{
    each_group(of, [&](const PreProceedings& group) {
        check(group.step_decided, group.started, of, found);
    });
}

void held_missing(const Case& of, const Findings& found)
{
    each_group(of, [&](const PreProceedings& group) {
        if (group.meeting_offered && group.meeting_offered->value && !group.meeting_held) {
            found.at(group.meeting_offered->line, group.meeting_offered->element->path, "1");
        }
    });
}

void court(const Case& of, const Findings& found)
{
    each_group(of, [&](const PreProceedings& group) {
        check(group.court_application, group.step_decided, of, found);
    });
}

void proceedings_letter(const Case& of, const Findings& found)
{
    each_group(of, [&](const PreProceedings& group) {
        check(group.proceedings_letter, group.court_application, of, found);
    });
}

void count_missing(const Case& of, const Findings& found)
{
    each_group(of, [&](const PreProceedings& group) {
        if (group.first_meeting && !group.review_meetings) found.at(*group.first_meeting);
    });
}

constexpr Rule rules[] = {
    {"not-imported", Severity::query,
     "Pre-proceedings are checked by the Department's draft, but there is no form for them yet.",
     "Everything else of this child is imported. Record the pre-proceedings by hand.",
     not_yet_imported, 2027},
    {"9000Q", Severity::query, "The date on which pre-proceedings started is missing.",
     "Add PPStartDate.", start_missing, 2027},
    {"9005", Severity::error, "Pre-proceedings started outside the census year.", action, started,
     2027},
    {"9006", Severity::error,
     "The letter before proceedings is outside the census year or before the start.", action,
     letter, 2027},
    {"9007", Severity::error,
     "A letter was sent, but not whether a family group meeting was offered in it.",
     "Add FGDMMeetingOffer.", offer_missing, 2027},
    {"9008", Severity::error, "The first meeting is outside the census year.", action,
     first_meeting, 2027},
    {"9009", Severity::error,
     "The decision to step up or down is outside the census year or before the start.", action,
     step, 2027},
    {"9010Q", Severity::query, "A family group meeting was offered, but not whether it was held.",
     "Add FGDMMeetingFac.", held_missing, 2027},
    {"9012", Severity::error,
     "The application to court is outside the census year or before the decision to step up.",
     action, court, 2027},
    {"9013", Severity::error,
     "The letter starting care proceedings is outside the census year or before the application.",
     action, proceedings_letter, 2027},
    {"9015Q", Severity::query,
     "A first meeting was held, but the number of review meetings is missing.",
     "Add ReviewMeetingsCount.", count_missing, 2027},
};

} // namespace

std::span<const Rule> pre_proceedings_rules()
{
    return rules;
}

} // namespace census
