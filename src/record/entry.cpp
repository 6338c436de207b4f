#include "record/entry.h"

#include "base/errors.h"

#include <algorithm>

namespace record {

using base::json::array;
using base::json::object;

namespace {

constexpr std::string_view kind_of_entries = "entry";

object options_of(const manual::Field& field, const manual::Answer& answer, const EntryFacts& facts)
{
    object labels;
    for (const auto& [id, name] : facts.names) {
        if (answer.text() == id) labels[id] = name;
    }
    const auto add = [&](std::string_view id) {
        if (const manual::Option* const option = field.find_option(id)) labels[id] = option->label;
    };
    if (const auto* const chosen = answer.chosen()) {
        for (const std::string& id : *chosen)
            add(id);
    } else if (field.kind == manual::FieldKind::choice) {
        add(answer.text());
    }
    return labels;
}

array questions_of(const manual::Form& form, const manual::Answers& answers,
                   const EntryFacts& facts)
{
    array questions;
    for (const manual::Field& field : form.fields) {
        const auto found = answers.find(field.id);
        if (found == answers.end()) continue;
        object question;
        question["field"] = field.id;
        question["question"] = field.label;
        question["kind"] = manual::to_word(field.kind);
        question["part"] = manual::to_word(field.part);
        array means;
        for (const manual::Meaning meaning : field.means) {
            means.push_back(base::json::value(manual::to_word(meaning)));
        }
        if (!means.empty()) question["means"] = std::move(means);
        object options = options_of(field, found->second, facts);
        if (!options.empty()) question["options"] = std::move(options);
        questions.push_back(std::move(question));
    }
    return questions;
}

void add_fact(object& facts, const manual::Field& field, const manual::Answer& answer)
{
    if (!answer.text().empty()) {
        for (const manual::Meaning meaning : field.means) {
            facts[manual::to_word(meaning)] = answer.text();
        }
    }
    const auto add_option = [&](std::string_view id) {
        const manual::Option* const option = field.find_option(id);
        if (option == nullptr) return;
        for (const manual::Meaning meaning : option->means)
            facts[manual::to_word(meaning)] = true;
    };
    if (field.kind == manual::FieldKind::choice) add_option(answer.text());
    if (const auto* const chosen = answer.chosen()) {
        for (const std::string& id : *chosen)
            add_option(id);
    }
}

object facts_from(const manual::Form& form, const manual::Answers& answers)
{
    object facts;
    for (const manual::Field& field : form.fields) {
        const auto found = answers.find(field.id);
        if (found != answers.end()) add_fact(facts, field, found->second);
    }
    return facts;
}

object signer_to_json(const access::Signer& signer)
{
    object members;
    members["staff"] = signer.staff.text();
    members["name"] = signer.name;
    members["post_title"] = signer.post_title;
    members["agency"] = signer.agency;
    members["team"] = signer.team;
    return members;
}

access::Signer signer_from_json(const object& members)
{
    const auto staff = base::StaffId::parse(base::text_member(members, "staff"));
    base::check(staff.has_value(), "an entry names no signer");
    return {
        .staff = *staff,
        .name = std::string{base::text_member(members, "name")},
        .post_title = std::string{base::text_member(members, "post_title")},
        .agency = std::string{base::text_member(members, "agency")},
        .team = std::string{base::text_member(members, "team")},
    };
}

const object& member_object(const object& payload, std::string_view name)
{
    const object* const member = base::object_member(payload, name);
    base::check(member != nullptr, "an entry lacks a part of its payload");
    return *member;
}

Answered read_answered(const object& question, const manual::Answers& answers)
{
    Answered answered{
        .field = std::string{base::text_member(question, "field")},
        .question = std::string{base::text_member(question, "question")},
    };
    const auto kind = manual::parse_word<manual::FieldKind>(base::text_member(question, "kind"));
    const auto part = manual::parse_word<manual::Part>(base::text_member(question, "part"));
    const auto answer = answers.find(answered.field);
    base::check(kind && part && answer != answers.end(), "an entry's question is not readable");
    answered.kind = *kind;
    answered.part = *part;
    answered.answer = answer->second;
    if (const auto* const means = base::array_member(question, "means")) {
        for (const base::json::value& word : *means) {
            const auto meaning = manual::parse_word<manual::Meaning>(word.as_string());
            if (meaning) answered.means.push_back(*meaning);
        }
    }
    if (const auto* const options = base::object_member(question, "options")) {
        for (const auto& [id, label] : *options) {
            answered.options.emplace_back(id, label.as_string());
        }
    }
    return answered;
}

} // namespace

std::string Answered::label_of(std::string_view option) const
{
    for (const auto& [id, label] : options) {
        if (id == option) return label;
    }
    return std::string{option};
}

const Answered* SignedEntry::meaning(manual::Meaning meaning) const
{
    for (const Answered& one : answered) {
        if (std::find(one.means.begin(), one.means.end(), meaning) != one.means.end()) return &one;
    }
    return nullptr;
}

ledger::NewEntry compose_entry(const manual::Manual& manual, const manual::Form& form,
                               const manual::Answers& answers, const EntryFacts& facts)
{
    const manual::Answers asked = manual::only_asked(form, answers, facts.recorded_in);
    object form_members;
    form_members["manual"] = manual.id;
    form_members["id"] = form.id;
    form_members["version"] = form.version;
    form_members["title"] = form.title;
    form_members["nature"] = manual::to_word(form.nature);

    object payload;
    payload["form"] = std::move(form_members);
    payload["signer"] = signer_to_json(facts.signer);
    payload["answers"] = manual::to_json(asked);
    payload["questions"] = questions_of(form, asked, facts);
    payload["facts"] = facts_from(form, asked);
    if (facts.recorded_in == manual::Timeliness::late) {
        const auto* const why = manual::answer_meaning(form, asked, manual::Meaning::late_reason);
        payload["late"] = why == nullptr ? std::string_view{} : why->text();
    }
    if (facts.corrects) payload["corrects"] = static_cast<std::int64_t>(*facts.corrects);
    return {
        .record = facts.record,
        .event = facts.event,
        .kind = std::string{kind_of_entries},
        .form = form.reference(),
        .actor = facts.signer.staff,
        .occurred = facts.occurred,
        .recorded = facts.recorded,
        .payload = std::move(payload),
    };
}

bool is_record_entry(const ledger::OpenedEntry& opened)
{
    return opened.header.kind == kind_of_entries;
}

std::vector<Answered> read_answers(const object& payload)
{
    const auto answers = manual::signed_answers_from_json(member_object(payload, "answers"));
    const array* const questions = base::array_member(payload, "questions");
    base::check(answers && questions != nullptr, "an entry's answers are not readable");
    std::vector<Answered> answered;
    for (const base::json::value& question : *questions) {
        answered.push_back(read_answered(question.as_object(), *answers));
    }
    return answered;
}

SignedEntry read_entry(const ledger::OpenedEntry& opened)
{
    base::check(is_record_entry(opened), "this is not an entry of a record");
    const object& form = member_object(opened.payload, "form");
    const auto nature = manual::parse_word<manual::Nature>(base::text_member(form, "nature"));
    base::check(nature.has_value(), "an entry's form is not readable");

    SignedEntry entry{
        .record = opened.header.record,
        .sequence = opened.header.sequence,
        .position = opened.position,
        .leaf = opened.leaf,
        .event = opened.header.event,
        .form = std::string{base::text_member(form, "id")},
        .form_reference = opened.header.form,
        .title = std::string{base::text_member(form, "title")},
        .nature = *nature,
        .signer = signer_from_json(member_object(opened.payload, "signer")),
        .occurred = opened.header.occurred,
        .recorded = opened.header.recorded,
    };
    if (opened.payload.contains("late")) {
        entry.late_reason = std::string{base::text_member(opened.payload, "late")};
    }
    if (const auto corrects = base::integer_member(opened.payload, "corrects")) {
        entry.corrects = static_cast<std::uint64_t>(*corrects);
    }
    entry.answered = read_answers(opened.payload);
    return entry;
}

const object& facts_of(const ledger::OpenedEntry& opened)
{
    return member_object(opened.payload, "facts");
}

std::string fact_text(const ledger::OpenedEntry& opened, manual::Meaning meaning)
{
    return std::string{base::text_member(facts_of(opened), manual::to_word(meaning))};
}

bool fact_holds(const ledger::OpenedEntry& opened, manual::Meaning meaning)
{
    const auto* const fact = facts_of(opened).if_contains(manual::to_word(meaning));
    return fact != nullptr && fact->is_bool() && fact->get_bool();
}

} // namespace record
