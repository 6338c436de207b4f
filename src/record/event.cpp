#include "record/event.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace record {

namespace {

EventErrors to_event_errors(const manual::FieldErrors& errors, std::optional<base::RecordId> record)
{
    EventErrors found;
    for (const manual::FieldError& error : errors) {
        found.push_back({record, error.field, error.message});
    }
    return found;
}

void add(EventErrors& all, EventErrors more)
{
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

/// That it has a day and has happened, whatever a manual allows: the ledger needs the one, and
/// nothing is signed before it is true (REC-13).
EventErrors check_occurred(const manual::Form& form, const manual::Answers& shared,
                           base::Instant now)
{
    const manual::Field* const day = form.field_meaning(manual::Meaning::occurred_date);
    const manual::Field* const time = form.field_meaning(manual::Meaning::occurred_time);
    if (day == nullptr) return {};
    const auto when = happened(form, shared, now);
    if (!when) return {{{}, day->id, "Enter the day on which it happened."}};
    if (when->day > base::uk_date(now)) {
        return {{{}, day->id, "The day it happened must be today or in the past."}};
    }
    if (!when->time || base::from_uk(when->day, *when->time) <= now) return {};
    return {{{}, time->id, "The time it happened must be in the past."}};
}

/// One part's errors in the order of the form, the first that was found of each field.
EventErrors in_order(const manual::Form& form, EventErrors errors)
{
    EventErrors ordered;
    for (const manual::Field& field : form.fields) {
        const auto said = std::find_if(errors.begin(), errors.end(), [&](const EventError& error) {
            return error.field == field.id;
        });
        if (said != errors.end()) ordered.push_back(std::move(*said));
    }
    return ordered;
}

EventErrors check_children(const manual::Form& form, const Event& event)
{
    if (event.parts.empty()) {
        return {{{}, "", "Choose at least one child that this is about."}};
    }
    std::set<base::RecordId> children;
    for (const EventPart& part : event.parts) {
        if (!children.insert(part.record).second) {
            return {{part.record, "", "Give each child once."}};
        }
    }
    if (form.concerns == manual::Concerns::one_child && event.parts.size() > 1) {
        return {{{}, "", "This form is about one child. Choose one."}};
    }
    return {};
}

/// What one child is asked is never answered for all of them, nor the other way round (REC-1).
EventErrors check_parts(const manual::Form& form, const manual::Answers& answers, manual::Part part,
                        std::optional<base::RecordId> record)
{
    EventErrors errors;
    for (const auto& [id, answer] : answers) {
        const manual::Field* const field = form.find_field(id);
        if (field == nullptr || field->part == part) continue;
        errors.push_back({record, id,
                          part == manual::Part::shared
                              ? "This is asked about each child. Answer it in each child's part."
                              : "This is the same for every child. Answer it once, for all."});
    }
    return errors;
}

} // namespace

bool is_filled_in(const manual::Form& form)
{
    return form.nature != manual::Nature::imported && form.purpose != manual::Purpose::allocation;
}

std::optional<manual::When> happened(const manual::Form& form, const manual::Answers& shared,
                                     base::Instant now)
{
    if (form.field_meaning(manual::Meaning::occurred_date) == nullptr) {
        return manual::When{base::uk_date(now), base::uk_time(now)};
    }
    const auto* const day = manual::answer_meaning(form, shared, manual::Meaning::occurred_date);
    const auto* const time = manual::answer_meaning(form, shared, manual::Meaning::occurred_time);
    const auto date = day == nullptr ? std::nullopt : base::Date::parse(day->text());
    if (!date) return std::nullopt;
    return manual::When{*date,
                        time == nullptr ? std::nullopt : base::TimeOfDay::parse(time->text())};
}

ledger::Occurred to_occurred(const manual::When& when)
{
    if (!when.time) return ledger::Occurred::on(when.day);
    return ledger::Occurred::at(base::from_uk(when.day, *when.time));
}

manual::Timeliness timeliness(const manual::Manual& manual, const manual::Form& form,
                              const manual::Answers& shared, base::Instant now)
{
    const auto when = happened(form, shared, now);
    return when ? manual.timeliness(form, *when, now) : manual::Timeliness::in_time;
}

void answer_what_is_corrected(const manual::Form& form, Event& event)
{
    const manual::Field* const field = form.field_meaning(manual::Meaning::corrects);
    if (field == nullptr || !event.corrects) return;
    manual::Answers& answers = field->part == manual::Part::shared || event.parts.empty()
                                   ? event.shared
                                   : event.parts.front().answers;
    answers[field->id] = manual::Answer{std::to_string(*event.corrects), {}};
}

EventErrors check_event(const manual::Manual& manual, const manual::Form& form, const Event& event,
                        base::Instant now)
{
    const manual::Circumstances circumstances{
        .recorded = timeliness(manual, form, event.shared, now),
        .today = base::uk_date(now),
    };
    const auto check_of = [&](manual::Part part, const manual::Answers& answers,
                              std::optional<base::RecordId> record) {
        return to_event_errors(manual::check_part(form, part, answers, circumstances), record);
    };
    EventErrors shared = check_parts(form, event.shared, manual::Part::shared, {});
    add(shared, check_of(manual::Part::shared, event.shared, {}));
    add(shared, check_occurred(form, event.shared, now));
    EventErrors errors = check_children(form, event);
    add(errors, in_order(form, std::move(shared)));
    for (const EventPart& part : event.parts) {
        EventErrors own = check_parts(form, part.answers, manual::Part::child, part.record);
        const auto answers = manual::together(event.shared, part.answers);
        add(own, check_of(manual::Part::child, answers, part.record));
        add(errors, in_order(form, std::move(own)));
    }
    return errors;
}

} // namespace record
