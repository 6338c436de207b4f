#include "demo/story.h"

#include <algorithm>

namespace demo {

namespace {

using manual::Purpose;

bool means(const manual::Option& option, manual::Meaning meaning)
{
    return std::find(option.means.begin(), option.means.end(), meaning) != option.means.end();
}

void choose_option(const manual::Form& form, manual::Answers& answers, manual::Meaning meaning)
{
    for (const manual::Field& field : form.fields) {
        for (const manual::Option& option : field.options) {
            if (!means(option, meaning)) continue;
            answers[field.id] = {.value = option.id, .reason = {}};
            return;
        }
    }
}

} // namespace

std::optional<Purpose> purpose_of(Doing doing)
{
    switch (doing) {
    case Doing::open_record: return Purpose::child_details;
    case Doing::link_person: return Purpose::person_linked;
    case Doing::allocate: return std::nullopt;
    case Doing::alert: return Purpose::alert;
    case Doing::summarise: return Purpose::case_summary;
    case Doing::visit: return Purpose::visit;
    case Doing::talk: return Purpose::contact;
    case Doing::decide: return Purpose::management_decision;
    case Doing::correct: return Purpose::correction;
    }
    return std::nullopt;
}

manual::Answers to_answers(const manual::Form& form, const Sayings& sayings)
{
    manual::Answers answers;
    for (const Said& each : sayings) {
        if (each.answer.is_blank()) {
            choose_option(form, answers, each.meaning);
        } else if (const manual::Field* field = form.field_meaning(each.meaning)) {
            answers[field->id] = each.answer;
        }
    }
    return answers;
}

Said text(manual::Meaning meaning, std::string text)
{
    return {meaning, {.value = std::move(text), .reason = {}}};
}

Said date(manual::Meaning meaning, base::Date date)
{
    return text(meaning, date.iso());
}

Said yes_no(manual::Meaning meaning, manual::YesOrNo answer)
{
    return text(meaning, std::string{manual::to_word(answer)});
}

Said option(manual::Meaning meaning)
{
    return {meaning, {}};
}

Said said(manual::Meaning meaning, std::vector<manual::Statement> statements)
{
    return {meaning, {.value = std::move(statements), .reason = {}}};
}

Said said(manual::Meaning meaning, manual::Answer answer)
{
    return {meaning, std::move(answer)};
}

} // namespace demo
