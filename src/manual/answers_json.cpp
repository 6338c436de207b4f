#include "manual/answer_rules.h"
#include "manual/answers.h"

#include <algorithm>
#include <utility>

namespace manual {

namespace {

namespace json = base::json;

json::object to_object(const Statement& statement)
{
    json::object object;
    object["text"] = statement.text;
    object["kind"] = to_word(statement.kind);
    object["source"] = to_word(statement.source);
    if (!statement.told_by.empty()) object["told_by"] = statement.told_by;
    return object;
}

json::value to_value(const Answer& answer)
{
    if (const auto* const chosen = answer.chosen()) {
        json::array ids;
        for (const std::string& id : *chosen)
            ids.emplace_back(id);
        return ids;
    }
    if (const auto* const statements = answer.statements()) {
        json::array list;
        for (const Statement& statement : *statements)
            list.emplace_back(to_object(statement));
        return list;
    }
    json::object object;
    if (const Unknown* const unknown = answer.unknown()) {
        object["unknown"] = to_word(unknown->which);
        object["reason"] = unknown->reason;
        return object;
    }
    if (answer.reason.empty()) return json::value(answer.text());
    object["answer"] = answer.text();
    object["reason"] = answer.reason;
    return object;
}

/// Every member is text and has one of the names.
bool has_only_text(const json::object& object, std::initializer_list<std::string_view> names)
{
    return std::all_of(object.begin(), object.end(), [&](const auto& member) {
        const std::string_view key{member.key().data(), member.key().size()};
        return member.value().is_string() &&
               std::find(names.begin(), names.end(), key) != names.end();
    });
}

std::optional<Statement> to_statement(const json::value& value)
{
    const json::object* const object = value.if_object();
    if (object == nullptr || !has_only_text(*object, {"text", "kind", "source", "told_by"})) {
        return {};
    }
    const auto kind = parse_word<StatementKind>(base::text_member(*object, "kind"));
    const auto source = parse_word<Source>(base::text_member(*object, "source"));
    if (!kind || !source) return {};
    return Statement{.text = std::string{base::text_member(*object, "text")},
                     .kind = *kind,
                     .source = *source,
                     .told_by = std::string{base::text_member(*object, "told_by")}};
}

std::optional<Answer> to_list_answer(const json::array& array)
{
    if (array.empty()) return {};
    if (array.front().is_string()) {
        std::vector<std::string> chosen;
        for (const json::value& item : array) {
            if (!item.is_string()) return {};
            chosen.emplace_back(item.get_string());
        }
        return Answer{.value = std::move(chosen), .reason = {}};
    }
    std::vector<Statement> statements;
    for (const json::value& item : array) {
        auto statement = to_statement(item);
        if (!statement) return {};
        statements.push_back(std::move(*statement));
    }
    return Answer{.value = std::move(statements), .reason = {}};
}

std::optional<Answer> to_object_answer(const json::object& object)
{
    std::string reason{base::text_member(object, "reason")};
    if (has_only_text(object, {"unknown", "reason"})) {
        const auto which = parse_word<UnknownAnswer>(base::text_member(object, "unknown"));
        if (!which) return {};
        return Answer{.value = Unknown{*which, std::move(reason)}, .reason = {}};
    }
    if (has_only_text(object, {"answer", "reason"})) {
        std::string text{base::text_member(object, "answer")};
        if (text.empty() || reason.empty()) return {};
        return Answer{.value = std::move(text), .reason = std::move(reason)};
    }
    return {};
}

std::optional<Answer> to_answer(const json::value& value)
{
    if (value.is_string()) {
        std::string text{value.get_string().data(), value.get_string().size()};
        if (text.empty()) return {};
        return Answer{.value = std::move(text), .reason = {}};
    }
    if (const json::array* const array = value.if_array()) return to_list_answer(*array);
    if (const json::object* const object = value.if_object()) return to_object_answer(*object);
    return {};
}

/// Choices in the order of the form, whatever order they were sent in.
void put_in_order(const Field& field, Answer& answer)
{
    auto* const chosen = std::get_if<std::vector<std::string>>(&answer.value);
    if (chosen == nullptr) return;
    std::sort(chosen->begin(), chosen->end(), [&](const auto& left, const auto& right) {
        return field.find_option(left) < field.find_option(right);
    });
}

} // namespace

json::object to_json(const Answers& answers)
{
    json::object members;
    for (const auto& [id, answer] : answers) {
        if (!answer.is_blank()) members[id] = to_value(answer);
    }
    return members;
}

base::Result<Answers, FieldErrors> answers_from_json(const Form& form, const json::object& members)
{
    Answers answers;
    FieldErrors errors;
    for (const auto& member : members) {
        std::string id{member.key().data(), member.key().size()};
        const Field* const field = form.find_field(id);
        if (field == nullptr) {
            errors.push_back({std::move(id), "This form does not ask for this. Take it away."});
            continue;
        }
        std::optional<Answer> answer = to_answer(member.value());
        if (!answer) {
            errors.push_back({std::move(id), "“" + field->label +
                                                 "” has an answer of a shape that is not one of "
                                                 "those this form takes."});
            continue;
        }
        if (lacks_only_its_reason(*field, *answer)) {
            answers.emplace(std::move(id), std::move(*answer));
            continue;
        }
        if (auto fault = fault_of(*field, *answer)) {
            errors.push_back({std::move(id), std::move(*fault)});
            continue;
        }
        put_in_order(*field, *answer);
        answers.emplace(std::move(id), std::move(*answer));
    }
    if (!errors.empty()) return base::refuse(std::move(errors));
    return answers;
}

std::optional<Answers> signed_answers_from_json(const json::object& members)
{
    Answers answers;
    for (const auto& member : members) {
        std::optional<Answer> answer = to_answer(member.value());
        if (!answer) return {};
        answers.emplace(std::string{member.key().data(), member.key().size()}, std::move(*answer));
    }
    return answers;
}

} // namespace manual
