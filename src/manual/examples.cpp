#include "base/text.h"
#include "manual/manual.h"

#include <algorithm>
#include <fmt/format.h>

namespace manual {

namespace {

std::string to_text(const When& when)
{
    return when.time ? when.day.iso() + " " + when.time->iso() : when.day.iso();
}

base::Instant to_instant(const When& when)
{
    return base::from_uk(when.day, when.time.value_or(base::TimeOfDay{}));
}

/// Due as an example would write it: with a time only where the timescale is in hours.
When to_when(const Timescale& timescale, const Due& due)
{
    When when{.day = due.day, .time = {}};
    if (timescale.unit == Unit::hours) when.time = base::uk_time(due.last_moment);
    return when;
}

void run_timescale(const Manual& manual, const Timescale& timescale, Problems& problems)
{
    for (const TimescaleExample& example : timescale.examples) {
        const Due due = manual.due(timescale, example.start);
        const When due_when = to_when(timescale, due);
        const auto refuse = [&](std::string reason) {
            problems.push_back({timescale.place.file, example.line, std::move(reason)});
        };
        if (example.due && *example.due != due_when) {
            refuse(fmt::format("{} from {} is {}, but the example says {}.", timescale.plain(),
                               to_text(example.start), to_text(due_when), to_text(*example.due)));
        }
        if (!example.done || !example.late) continue;
        const bool is_late = due.is_late(to_instant(*example.done));
        if (is_late == (*example.late == Timeliness::late)) continue;
        refuse(fmt::format("What is due on {} and done on {} is {}, but the example says "
                           "otherwise.",
                           to_text(due_when), to_text(*example.done),
                           is_late ? "late" : "in time"));
    }
}

std::vector<std::string> fields_of(const FieldErrors& errors)
{
    std::vector<std::string> fields;
    for (const FieldError& error : errors)
        fields.push_back(error.field);
    std::sort(fields.begin(), fields.end());
    return fields;
}

std::string list_or(const std::vector<std::string>& fields, std::string_view none)
{
    return fields.empty() ? std::string{none} : base::join_plain(fields);
}

void run_form_example(const Form& form, const FormExample& example, Problems& problems)
{
    const auto refuse = [&](std::string reason) {
        problems.push_back({form.place.file, example.line, std::move(reason)});
    };
    const auto answers = answers_from_json(form, example.answers);
    if (!answers) {
        for (const FieldError& error : answers.error()) {
            refuse(fmt::format("The example's answer to {} cannot be read: {}", error.field,
                               error.message));
        }
        return;
    }
    const Circumstances circumstances{.recorded = example.recorded, .today = example.signed_on};
    const auto found = fields_of(check_answers(form, *answers, circumstances));
    std::vector<std::string> expected = example.missing;
    std::sort(expected.begin(), expected.end());
    if (found == expected) return;
    refuse(fmt::format("The example should be stopped by {}, but is stopped by {}.",
                       list_or(expected, "nothing"), list_or(found, "nothing")));
}

} // namespace

Problems run_examples(const Manual& manual)
{
    Problems problems;
    for (const Timescale& timescale : manual.timescales) {
        run_timescale(manual, timescale, problems);
    }
    for (const Form& form : manual.forms) {
        for (const FormExample& example : form.examples) {
            run_form_example(form, example, problems);
        }
    }
    return problems;
}

} // namespace manual
