#include "manual/answers.h"

#include "manual/answer_rules.h"

#include <algorithm>
#include <utility>

namespace manual {

namespace {

bool is_one_of(const Answer& answer, const std::vector<std::string>& wanted)
{
    const auto is_wanted = [&](std::string_view given) {
        return std::find(wanted.begin(), wanted.end(), given) != wanted.end();
    };
    if (const auto* const chosen = answer.chosen()) {
        return std::any_of(chosen->begin(), chosen->end(), is_wanted);
    }
    return is_wanted(answer.text());
}

std::optional<std::string> what_to_do(const Form& form, const Field& field, const Answers& answers,
                                      const Circumstances& circumstances)
{
    const auto found = answers.find(field.id);
    const bool blank = found == answers.end() || found->second.is_blank();
    if (!is_asked(form, field, answers, circumstances.recorded)) {
        if (blank) return {};
        return "“" + field.label + "” is not asked for here. Take the answer away.";
    }
    if (blank) {
        if (!field.required) return {};
        return missing_message(field);
    }
    return fault_of(field, found->second, circumstances.today);
}

} // namespace

std::string_view Answer::text() const
{
    const auto* const text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string_view{} : std::string_view{*text};
}

const std::vector<std::string>* Answer::chosen() const
{
    return std::get_if<std::vector<std::string>>(&value);
}

const std::vector<Statement>* Answer::statements() const
{
    return std::get_if<std::vector<Statement>>(&value);
}

const Unknown* Answer::unknown() const
{
    return std::get_if<Unknown>(&value);
}

bool is_asked(const Form& form, const Field& field, const Answers& answers, Timeliness recorded)
{
    // A condition names a field that stands earlier, so the way back ends.
    const Field* asked = &field;
    while (asked->asked_when) {
        const AskedWhen& when = *asked->asked_when;
        if (when.recorded_late && recorded != Timeliness::late) return false;
        if (when.field.empty()) return true;
        const Field* const earlier = form.find_field(when.field);
        const auto answer = answers.find(when.field);
        if (earlier == nullptr || answer == answers.end()) return false;
        if (!is_one_of(answer->second, when.is)) return false;
        asked = earlier;
    }
    return true;
}

FieldErrors check_part(const Form& form, Part part, const Answers& answers,
                       const Circumstances& circumstances)
{
    FieldErrors errors;
    for (const Field& field : form.fields) {
        if (field.part != part) continue;
        if (auto message = what_to_do(form, field, answers, circumstances)) {
            errors.push_back({field.id, std::move(*message)});
        }
    }
    return errors;
}

FieldErrors check_answers(const Form& form, const Answers& answers,
                          const Circumstances& circumstances)
{
    FieldErrors errors;
    for (const Field& field : form.fields) {
        if (auto message = what_to_do(form, field, answers, circumstances)) {
            errors.push_back({field.id, std::move(*message)});
        }
    }
    for (const auto& [id, answer] : answers) {
        if (form.find_field(id) == nullptr) {
            errors.push_back({id, "This form does not ask for this. Take the answer away."});
        }
    }
    return errors;
}

Answers only_asked(const Form& form, const Answers& answers, Timeliness recorded)
{
    Answers asked;
    for (const Field& field : form.fields) {
        if (!is_asked(form, field, answers, recorded)) continue;
        const auto found = answers.find(field.id);
        if (found != answers.end() && !found->second.is_blank()) asked.insert(*found);
    }
    return asked;
}

Answers answers_of_part(const Form& form, Part part, const Answers& answers)
{
    Answers of_part;
    for (const Field& field : form.fields) {
        const auto found = answers.find(field.id);
        if (field.part == part && found != answers.end()) of_part.insert(*found);
    }
    return of_part;
}

Answers together(const Answers& shared, const Answers& child)
{
    Answers both = shared;
    both.insert(child.begin(), child.end());
    return both;
}

const Answer* answer_meaning(const Form& form, const Answers& answers, Meaning meaning)
{
    for (const Field& field : form.fields) {
        if (!field.has(meaning)) continue;
        const auto found = answers.find(field.id);
        if (found != answers.end() && !found->second.is_blank()) return &found->second;
    }
    return nullptr;
}

bool tells(const Form& form, const Answers& answers, Meaning meaning)
{
    for (const auto& [id, answer] : answers) {
        const Field* const field = form.find_field(id);
        if (field == nullptr) continue;
        for (const Option& option : field->options) {
            if (std::find(option.means.begin(), option.means.end(), meaning) ==
                option.means.end()) {
                continue;
            }
            if (is_one_of(answer, {option.id})) return true;
        }
    }
    return false;
}

} // namespace manual
