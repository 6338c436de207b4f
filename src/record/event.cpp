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

bool is_still_to_come(const manual::When& when, base::Instant now)
{
    if (!when.time) return when.day > base::uk_date(now);
    return base::from_uk(when.day, *when.time) > now;
}

EventErrors check_time(const manual::Form& form, const manual::Answers& shared, base::Instant now)
{
    const auto when = happened(form, shared, now);
    const manual::Field* const time = form.field_meaning(manual::Meaning::occurred_time);
    // A day that is still to come is the day's own error, from the manual.
    if (!when || !when->time || time == nullptr || when->day > base::uk_date(now)) return {};
    if (!is_still_to_come(*when, now)) return {};
    return {{{}, time->id, "The time it happened must be in the past"}};
}

EventErrors check_children(const manual::Form& form, const Event& event)
{
    if (event.parts.empty()) {
        return {{{}, "", "Choose at least one child that this is about"}};
    }
    std::set<base::RecordId> children;
    for (const EventPart& part : event.parts) {
        if (!children.insert(part.record).second) {
            return {{part.record, "", "Give each child once"}};
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

EventErrors check_event(const manual::Manual& manual, const manual::Form& form, const Event& event,
                        base::Instant now)
{
    const manual::Circumstances circumstances{
        .recorded = timeliness(manual, form, event.shared, now),
        .today = base::uk_date(now),
    };
    EventErrors errors = check_children(form, event);
    add(errors, check_parts(form, event.shared, manual::Part::shared, {}));
    add(errors,
        to_event_errors(manual::check_part(form, manual::Part::shared, event.shared, circumstances),
                        {}));
    add(errors, check_time(form, event.shared, now));
    for (const EventPart& part : event.parts) {
        add(errors, check_parts(form, part.answers, manual::Part::child, part.record));
        const auto answers = manual::together(event.shared, part.answers);
        add(errors,
            to_event_errors(manual::check_part(form, manual::Part::child, answers, circumstances),
                            part.record));
    }
    return errors;
}

} // namespace record
