#include "census/imported_answers.h"

#include "base/errors.h"

#include <fmt/format.h>

namespace census {

namespace {

void cite(const manual::Form& form, manual::Answers& answers, manual::Meaning meaning,
          std::string text)
{
    if (const manual::Field* field = form.field_meaning(meaning)) {
        answers[field->id] = {.value = std::move(text), .reason = {}};
    }
}

} // namespace

const manual::Form& form_of(const manual::Manual& manual, const ImportedEntry& entry)
{
    const manual::Form* form = manual.form_for(entry.purpose);
    if (form == nullptr) {
        throw base::NotFound{"The manual has no form for a part of the return: " + entry.element};
    }
    return *form;
}

base::Result<manual::Answers, NoPlace> to_answers(const manual::Form& form,
                                                  const ImportedEntry& entry,
                                                  const Citation& citation, base::Date today)
{
    manual::Answers answers;
    for (const ImportedFact& fact : entry.facts) {
        const manual::Field* field = form.field_of_element(fact.element);
        if (field == nullptr) {
            return base::refuse(NoPlace{fmt::format("The manual's form “{}” has no place for {}.",
                                                    form.title, fact.element)});
        }
        answers[field->id] = fact.answer;
    }
    cite(form, answers, manual::Meaning::source_file, citation.file);
    cite(form, answers, manual::Meaning::source_element, entry.element);
    cite(form, answers, manual::Meaning::source_line, std::to_string(entry.line));
    cite(form, answers, manual::Meaning::source_digest, citation.digest);

    auto canonical = manual::answers_from_json(form, manual::to_json(answers));
    const manual::FieldErrors errors =
        canonical ? manual::check_answers(form, *canonical, {.today = today}) : canonical.error();
    if (errors.empty()) return *std::move(canonical);
    const manual::Field* field = form.find_field(errors.front().field);
    return base::refuse(NoPlace{fmt::format(
        "The manual's form “{}” does not take what the return says for {}.", form.title,
        field == nullptr || field->element.empty() ? errors.front().field : field->element)});
}

} // namespace census
