#include "manual_inputs.h"

#include "base/errors.h"
#include "manual/answers.h"
#include "manual/library.h"
#include "manual/testing.h"
#include "manual/toml_tree.h"
#include "typed_lines.h"

#include <cstddef>
#include <vector>

namespace fuzz {

namespace {

const manual::Form& form()
{
    static const manual::Form everything = manual::testing::form_of_everything();
    return everything;
}

void check_tree(const manual::Node& root)
{
    std::vector<const manual::Node*> waiting{&root};
    while (!waiting.empty()) {
        const manual::Node& node = *waiting.back();
        waiting.pop_back();
        base::check(node.line >= 0, "a line is counted from the top");
        for (const manual::Node& item : node.items)
            waiting.push_back(&item);
        for (const manual::Node::Member& member : node.members) {
            base::check(node.find(member.key) == &member, "a key stands once");
            waiting.push_back(&member.value);
        }
    }
}

void check_canonical(const manual::Answers& answers)
{
    const auto members = manual::to_json(answers);
    const auto again = manual::answers_from_json(form(), members);
    base::check(again && *again == answers, "what is kept is read as it was");
    const auto by_shape = manual::signed_answers_from_json(members);
    base::check(by_shape && *by_shape == answers, "also without its form");
    for (const auto& error : manual::check_answers(form(), answers)) {
        base::check(!error.field.empty() && !error.message.empty(), "an error says where and what");
    }
    const auto asked = manual::only_asked(form(), answers);
    base::check(asked.size() <= answers.size(), "nothing is answered that was not");
}

} // namespace

void manual_toml(std::string_view bytes)
{
    const auto tree = manual::parse_toml("made/up.toml", bytes);
    if (tree) return check_tree(*tree);
    base::check(!tree.error().reason.empty() && tree.error().line >= 0, "a problem says why");
}

void manual_library(std::string_view bytes)
{
    if (bytes.empty()) return;
    static const manual::ManualFiles sound = manual::testing::sound_files();
    manual::ManualFiles files = sound;
    files[static_cast<unsigned char>(bytes[0]) % files.size()].content = bytes.substr(1);
    const auto library = manual::Library::load(files);
    if (!library) {
        base::check(!library.error().empty(), "a refusal has a problem");
        for (const manual::Problem& problem : library.error()) {
            base::check(!problem.reason.empty() && problem.line >= 0, "a problem says why");
        }
        return;
    }
    for (const std::string& id : library->ids()) {
        for (const manual::Manual& edition : library->editions(id))
            manual::run_examples(edition);
    }
}

void manual_typed(std::string_view bytes)
{
    const manual::RawAnswers typed = typed_lines(bytes);
    const auto shared = manual::read_answers(form(), manual::Part::shared, typed, "");
    const auto child = manual::read_answers(form(), manual::Part::child, typed, "");
    check_canonical(manual::together(shared.answers, child.answers));
    for (const auto& part : {shared, child}) {
        for (const auto& error : part.errors) {
            base::check(!error.field.empty() && !error.message.empty(),
                        "an error says where and what");
            base::check(part.answers.find(error.field) == part.answers.end(),
                        "what could not be read is no answer");
        }
    }
}

void manual_answers(std::string_view bytes)
{
    const auto value = base::parse_json(bytes);
    if (!value || !value->is_object()) return;
    const auto& members = value->get_object();
    if (const auto answers = manual::answers_from_json(form(), members)) {
        check_canonical(*answers);
    } else {
        base::check(!answers.error().empty(), "a refusal has an error");
    }
    if (const auto by_shape = manual::signed_answers_from_json(members)) {
        const auto again = manual::signed_answers_from_json(manual::to_json(*by_shape));
        base::check(again && *again == *by_shape, "a shape is read as it was written");
    }
}

} // namespace fuzz
