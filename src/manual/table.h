// A table of a manual, read key by key. Whatever is missing, of the wrong kind or not known becomes
// a problem with its line, and reading goes on, so that everything wrong is told at once.
#pragma once

#include "base/json.h"
#include "base/time.h"
#include "manual/form.h"
#include "manual/problem.h"
#include "manual/toml_tree.h"
#include "manual/vocabulary.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

/// The lengths that the texts of a manual may have.
inline constexpr std::size_t longest_manual_text = 4'000;

class Table {
public:
    /// `node` and `file` must outlive the table.
    Table(const Node& node, const std::string& file, Problems& problems)
        : m_node{node}, m_file{file}, m_problems{problems}
    {
    }

    int line() const { return m_node.line; }
    Place place() const { return {m_file, m_node.line}; }
    bool has(std::string_view key) const { return m_node.find(key) != nullptr; }

    // Each of these takes a required key; the value is empty when there is a problem.
    std::string text(std::string_view key);
    std::string id(std::string_view key);       ///< `visit-to-child-at-home`
    std::string field_id(std::string_view key); ///< `occurred_date`
    std::string code(std::string_view key);     ///< `alone`, `N1`, `1A`
    base::Date date(std::string_view key);
    int number(std::string_view key, int least, int most);
    std::vector<std::string> texts(std::string_view key);

    std::string optional_text(std::string_view key);
    std::optional<base::Date> optional_date(std::string_view key);
    std::optional<int> optional_number(std::string_view key, int least, int most);
    std::vector<std::string> optional_texts(std::string_view key);
    std::optional<bool> optional_truth(std::string_view key);
    /// A date, or a date and a time.
    std::optional<Node> optional_when(std::string_view key);

    template <typename Enum> Enum word(std::string_view key);
    template <typename Enum> std::optional<Enum> optional_word(std::string_view key);
    template <typename Enum> std::vector<Enum> optional_words(std::string_view key);

    /// The tables of `[[key]]`, in order; none when there is no such key.
    std::vector<Table> tables(std::string_view key);
    std::optional<Table> optional_table(std::string_view key);
    /// The members of `[key]` as JSON; dates and numbers become text.
    base::json::object members(std::string_view key);

    /// Adds a problem at the table's line, or at the key's.
    void refuse(std::string reason);
    void refuse_at(std::string_view key, std::string reason);

    /// Reports every key that was not asked for. To be called last.
    void finish();

private:
    const Node* take(std::string_view key);
    const Node* take_required(std::string_view key);
    std::string shaped(std::string_view key, bool (*has_shape)(std::string_view),
                       std::string_view shape);
    std::string text_of(const Node& node, std::string_view key);
    std::vector<std::string> texts_of(const Node& node, std::string_view key);
    std::string one_of(const std::vector<std::string>& words) const;

    const Node& m_node;
    const std::string& m_file;
    Problems& m_problems;
    std::set<std::string, std::less<>> m_known;
};

template <typename Enum> std::optional<Enum> Table::optional_word(std::string_view key)
{
    const Node* const node = take(key);
    if (node == nullptr) return {};
    const auto value = parse_word<Enum>(node->text);
    if (node->kind == Node::Kind::text && value) return value;
    refuse_at(key, "“" + std::string{key} + "” must be " + one_of(all_words<Enum>()) + ".");
    return {};
}

template <typename Enum> Enum Table::word(std::string_view key)
{
    if (take_required(key) == nullptr) return {};
    return optional_word<Enum>(key).value_or(Enum{});
}

template <typename Enum> std::vector<Enum> Table::optional_words(std::string_view key)
{
    std::vector<Enum> values;
    for (const std::string& text : optional_texts(key)) {
        const auto value = parse_word<Enum>(text);
        if (value)
            values.push_back(*value);
        else {
            refuse_at(key, "“" + text + "” is not a word for “" + std::string{key} +
                               "”, which takes " + one_of(all_words<Enum>()) + ".");
        }
    }
    return values;
}

} // namespace manual
