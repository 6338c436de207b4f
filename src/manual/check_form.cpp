#include "manual/answers.h"
#include "manual/read_form.h"

#include <algorithm>
#include <fmt/format.h>
#include <initializer_list>
#include <set>

namespace manual {

namespace {

/// What a form must be able to tell for the program to use it for its purpose.
struct Needs {
    Purpose purpose;
    std::vector<Meaning> fields;
    std::vector<Meaning> options;
};

const std::vector<Needs>& all_needs()
{
    using enum Meaning;
    static const std::vector<Needs> needs = {
        {Purpose::visit,
         {occurred_date, occurred_time, place, sight, voice, analysis, next_steps, account, worry},
         {seen, seen_alone, spoken_to, not_seen, bedroom_seen, bedroom_not_seen}},
        {Purpose::contact, {occurred_date, account, contact_with}, {}},
        {Purpose::correction,
         {corrects, correction_wrong, correction_instead, correction_reason},
         {}},
        {Purpose::child_details,
         {child_name, born, sex, ethnicity, religion, address, household},
         {}},
        {Purpose::person_linked, {person_name, relationship, lives_with_child}, {}},
        {Purpose::allocation, {worker, team, started_on}, {}},
        {Purpose::alert, {alert, alert_reason, review_on}, {}},
        {Purpose::case_summary, {involvement_reason, worry, strengths, plan}, {}},
        {Purpose::management_decision,
         {decision, decision_reasons, alternatives, wishes_weight, review_on},
         {}},
        {Purpose::imported_child, {local_identifier, sex, ethnicity}, {}},
        {Purpose::imported_referral, {occurred_date}, {}},
        {Purpose::imported_assessment, {started_on}, {}},
        {Purpose::imported_enquiry, {started_on}, {}},
        {Purpose::imported_conference, {conference_on}, {}},
        {Purpose::imported_child_protection_plan, {started_on, ended_on}, {}},
        {Purpose::imported_review, {reviewed_on}, {}},
        {Purpose::imported_child_in_need_plan, {started_on, ended_on}, {}},
    };
    return needs;
}

std::optional<FieldKind> kind_for(Meaning meaning)
{
    using enum Meaning;
    switch (meaning) {
    case occurred_date:
    case born:
    case expected_birth:
    case died:
    case review_on:
    case started_on:
    case ended_on:
    case authorised_on:
    case closed_on:
    case conference_on:
    case conference_target:
    case reviewed_on: return FieldKind::date;
    case occurred_time: return FieldKind::time;
    case sight:
    case bedroom: return FieldKind::choice;
    case lives_with_child: return FieldKind::yes_no;
    default: return {};
    }
}

class FormCheck {
public:
    FormCheck(const Form& form, Problems& problems) : m_form{form}, m_problems{problems} {}

    void run()
    {
        check_frame();
        std::set<std::string> sections;
        for (const Section& section : m_form.sections) {
            if (!sections.insert(section.id).second) {
                refuse(1, "There are two sections with the id “{}”.", section.id);
            }
        }
        for (std::size_t i = 0; i < m_form.fields.size(); ++i)
            check_field(i);
        check_purpose();
        check_examples();
    }

private:
    template <typename... Args>
    void refuse(int line, fmt::format_string<Args...> reason, Args&&... args)
    {
        m_problems.push_back(
            {m_form.place.file, line, fmt::format(reason, std::forward<Args>(args)...)});
    }

    void check_frame()
    {
        if (m_form.sections.empty()) refuse(1, "The form has no sections: write [[section]].");
        const auto& dates = m_form.in_force;
        if (dates.to && *dates.to < dates.from) {
            refuse(1, "“effective_to” is before “effective_from”.");
        }
        const bool has_child_part =
            std::any_of(m_form.sections.begin(), m_form.sections.end(),
                        [](const Section& section) { return section.part == Part::child; });
        if (has_child_part != (m_form.concerns == Concerns::several_children)) {
            refuse(1, "A form that concerns several children needs a section with part = "
                      "\"child\", and only such a form may have one.");
        }
        const Field* const reason = m_form.field_meaning(Meaning::late_reason);
        const bool asks_why_late =
            reason != nullptr && reason->asked_when && reason->asked_when->recorded_late;
        if (asks_why_late == m_form.late_after.empty()) {
            refuse(1, "A form with “late_after” needs a field that means late_reason, asked when "
                      "recorded = \"late\"; and only such a form may have one.");
        }
    }

    void check_field(std::size_t index)
    {
        const Field& field = m_form.fields[index];
        for (std::size_t i = 0; i < index; ++i)
            check_pair(m_form.fields[i], field);
        check_options(field);
        check_meanings(field);
        if (field.minimum > field.maximum) {
            refuse(field.line, "“minimum” of “{}” is above its “maximum”.", field.id);
        }
        if (!field.required && !field.unknown_answers.empty()) {
            refuse(field.line,
                   "“{}” may be left blank, so it cannot also ask why there is no answer. Take "
                   "away “required” or “unknown_answers”.",
                   field.id);
        }
        if (field.part == Part::shared && m_form.concerns == Concerns::several_children) {
            for (const std::string* text : {&field.label, &field.hint, &field.missing}) {
                if (text->find("{child}") == std::string::npos) continue;
                refuse(field.line,
                       "“{}” is asked once for several children, so it cannot say "
                       "{{child}}.",
                       field.id);
            }
        }
        if (field.asked_when) check_condition(field, index);
    }

    void check_pair(const Field& earlier, const Field& field)
    {
        if (earlier.id == field.id) {
            refuse(field.line, "There are two fields with the id “{}”; the other is on line {}.",
                   field.id, earlier.line);
        }
        for (const Meaning meaning : field.means) {
            if (!earlier.has(meaning)) continue;
            refuse(field.line, "“{}” and “{}” both mean {}. Only one field of a form may.",
                   earlier.id, field.id, to_word(meaning));
        }
    }

    void check_options(const Field& field)
    {
        const bool chooses = field.kind == FieldKind::choice || field.kind == FieldKind::choices;
        if (chooses && field.options.size() < 2) {
            refuse(field.line,
                   "“{}” is a choice and needs two options or more: write "
                   "[[section.field.option]].",
                   field.id);
        }
        std::set<std::string> ids;
        for (const Option& option : field.options) {
            if (!ids.insert(option.id).second) {
                refuse(field.line, "“{}” has two options with the id “{}”.", field.id, option.id);
            }
            if (option.alone && field.kind != FieldKind::choices) {
                refuse(field.line, "“alone” is for choices; “{}” takes one answer anyway.",
                       field.id);
            }
        }
    }

    void check_meanings(const Field& field)
    {
        for (const Meaning meaning : field.means) {
            const auto kind = kind_for(meaning);
            if (kind && *kind != field.kind) {
                refuse(field.line, "“{}” means {}, so its kind must be {}.", field.id,
                       to_word(meaning), to_word(*kind));
            }
        }
    }

    void check_condition(const Field& field, std::size_t index)
    {
        const AskedWhen& when = *field.asked_when;
        if (when.field.empty()) return;
        const auto earlier_end = m_form.fields.begin() + static_cast<std::ptrdiff_t>(index);
        const auto asked = std::find_if(m_form.fields.begin(), earlier_end,
                                        [&](const Field& f) { return f.id == when.field; });
        if (asked == earlier_end) {
            refuse(field.line, "“{}” is asked because of “{}”, but no field before it has that id.",
                   field.id, when.field);
            return;
        }
        if (field.part == Part::shared && asked->part == Part::child) {
            refuse(field.line,
                   "“{}” is asked once for all children, so it cannot depend on “{}”, "
                   "which is asked for each.",
                   field.id, asked->id);
        }
        for (const std::string& answer : when.is) {
            const bool can_be = asked->kind == FieldKind::yes_no
                                    ? answer == "yes" || answer == "no"
                                    : asked->find_option(answer) != nullptr;
            if (can_be) continue;
            refuse(field.line,
                   "“{}” is asked when “{}” is “{}”, but that is not one of its "
                   "answers.",
                   field.id, asked->id, answer);
        }
    }

    bool some_option_means(Meaning meaning) const
    {
        for (const Field& field : m_form.fields) {
            for (const Option& option : field.options) {
                const auto& means = option.means;
                if (std::find(means.begin(), means.end(), meaning) != means.end()) return true;
            }
        }
        return false;
    }

    void check_purpose()
    {
        for (const Needs& needs : all_needs()) {
            if (needs.purpose != m_form.purpose) continue;
            for (const Meaning meaning : needs.fields) {
                if (m_form.field_meaning(meaning) != nullptr) continue;
                refuse(1, "A form for {} needs a field that means {}.", to_word(needs.purpose),
                       to_word(meaning));
            }
            for (const Meaning meaning : needs.options) {
                if (some_option_means(meaning)) continue;
                refuse(1, "A form for {} needs an option that means {}.", to_word(needs.purpose),
                       to_word(meaning));
            }
        }
        if (m_form.nature != Nature::imported) return;
        for (const Meaning meaning : {Meaning::source_file, Meaning::source_element,
                                      Meaning::source_line, Meaning::source_digest}) {
            if (m_form.field_meaning(meaning) != nullptr) continue;
            refuse(1, "An imported form needs a field that means {}.", to_word(meaning));
        }
    }

    void check_examples()
    {
        bool has_complete = false;
        bool has_incomplete = false;
        for (const FormExample& example : m_form.examples) {
            (example.missing.empty() ? has_complete : has_incomplete) = true;
            for (const std::string& id : example.missing) {
                if (m_form.find_field(id) != nullptr) continue;
                refuse(example.line, "The example names the field “{}”, which is not in the form.",
                       id);
            }
        }
        if (has_complete && has_incomplete) return;
        refuse(1, "The form needs an example that is complete and one that is not: write "
                  "[[example]], with “missing” in the second.");
    }

    const Form& m_form;
    Problems& m_problems;
};

} // namespace

void check_form(const Form& form, Problems& problems)
{
    FormCheck{form, problems}.run();
}

} // namespace manual
