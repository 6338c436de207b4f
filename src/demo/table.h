// One table of a story file. The files are part of the program, so anything missing or misspelt in
// them is a bug: every reading function throws CheckFailed for it.
#pragma once

#include "manual/answers.h"
#include "manual/toml_tree.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace demo {

class Table {
public:
    explicit Table(const manual::Node& node) : m_node{&node} {}

    /// Checks that it holds nothing else.
    const Table& only(std::initializer_list<std::string_view> keys) const;

    bool has(std::string_view key) const;
    std::string text(std::string_view key) const;
    std::string text_or(std::string_view key, std::string_view otherwise = {}) const;
    int number(std::string_view key) const;
    int number_or(std::string_view key, int otherwise) const;
    /// False when it does not say.
    bool is_true(std::string_view key) const;
    std::vector<std::string> texts(std::string_view key) const;
    /// Each a text, or a table with `text` and who told it.
    std::vector<manual::Statement> statements(std::string_view key,
                                              manual::StatementKind kind) const;
    /// A text, or `{ unknown, reason }`; blank when there is none.
    manual::Answer answer(std::string_view key) const;
    /// Empty when there is none.
    std::vector<Table> tables(std::string_view key) const;
    std::optional<Table> table(std::string_view key) const;

private:
    const manual::Node& value(std::string_view key) const;

    const manual::Node* m_node;
};

} // namespace demo
