#include "manual/table.h"

#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace manual {

namespace {

constexpr std::size_t longest_id = 60;

bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}
bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_id(std::string_view text)
{
    return !text.empty() && text.size() <= longest_id && is_lower(text.front()) &&
           text.back() != '-' && std::all_of(text.begin(), text.end(), [](char c) {
               return is_lower(c) || is_digit(c) || c == '-';
           });
}

bool is_field_id(std::string_view text)
{
    return !text.empty() && text.size() <= longest_id && is_lower(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

bool is_code(std::string_view text)
{
    return !text.empty() && text.size() <= longest_id && text.front() != '-' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
           });
}

bool is_printable(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20U && c != '\n') || c == 0x7F;
    });
}

// As deep as the tree, which the parser bounds.
// NOLINTNEXTLINE(misc-no-recursion)
base::json::value to_json_value(const Node& node)
{
    switch (node.kind) {
    case Node::Kind::integer: return base::json::value(std::to_string(node.integer));
    case Node::Kind::truth: return node.truth;
    case Node::Kind::list: {
        base::json::array list;
        for (const Node& item : node.items)
            list.push_back(to_json_value(item));
        return list;
    }
    case Node::Kind::table: {
        base::json::object object;
        for (const auto& member : node.members)
            object[member.key] = to_json_value(member.value);
        return object;
    }
    case Node::Kind::other: return nullptr;
    default: return base::json::value(node.text);
    }
}

} // namespace

const Node* Table::take(std::string_view key)
{
    m_known.emplace(key);
    const auto* const member = m_node.find(key);
    return member == nullptr ? nullptr : &member->value;
}

const Node* Table::take_required(std::string_view key)
{
    const Node* const node = take(key);
    if (node == nullptr) refuse(fmt::format("“{}” is missing.", key));
    return node;
}

std::string Table::text_of(const Node& node, std::string_view key)
{
    const std::string_view text = base::trim(node.text);
    if (node.kind != Node::Kind::text || text.empty()) {
        refuse_at(key, fmt::format("“{}” must be text, in quotation marks and not empty.", key));
        return {};
    }
    if (text.size() > longest_manual_text || !is_printable(text)) {
        refuse_at(key, fmt::format("“{}” is too long, or has characters that do not print.", key));
        return {};
    }
    return std::string{text};
}

std::string Table::text(std::string_view key)
{
    const Node* const node = take_required(key);
    return node == nullptr ? std::string{} : text_of(*node, key);
}

std::string Table::optional_text(std::string_view key)
{
    const Node* const node = take(key);
    return node == nullptr ? std::string{} : text_of(*node, key);
}

std::string Table::shaped(std::string_view key, bool (*has_shape)(std::string_view),
                          std::string_view shape)
{
    std::string text = this->text(key);
    if (text.empty() || has_shape(text)) return text;
    refuse_at(key, fmt::format("“{}” must be made of {}, at most {} characters.", key, shape,
                               longest_id));
    return {};
}

std::string Table::id(std::string_view key)
{
    return shaped(key, is_id, "small letters, digits and hyphens, beginning with a letter");
}

std::string Table::field_id(std::string_view key)
{
    return shaped(key, is_field_id,
                  "small letters, digits and underscores, beginning with a letter");
}

std::string Table::code(std::string_view key)
{
    return shaped(key, is_code, "letters, digits, underscores and hyphens");
}

std::optional<base::Date> Table::optional_date(std::string_view key)
{
    const Node* const node = take(key);
    if (node == nullptr) return {};
    const auto date = base::Date::parse(node->text);
    if (node->kind == Node::Kind::date && date) return date;
    refuse_at(key,
              fmt::format("“{}” must be a date without quotation marks, like 2026-04-01.", key));
    return {};
}

base::Date Table::date(std::string_view key)
{
    if (take_required(key) == nullptr) return {};
    return optional_date(key).value_or(base::Date{});
}

std::optional<Node> Table::optional_when(std::string_view key)
{
    const Node* const node = take(key);
    if (node == nullptr) return {};
    const bool is_day = base::Date::parse(node->text.substr(0, 10)).has_value();
    if (is_day && (node->kind == Node::Kind::date || node->kind == Node::Kind::date_time)) {
        return *node;
    }
    refuse_at(key, fmt::format("“{}” must be a date like 2026-04-01, or a date and a time like "
                               "2026-04-01T16:30:00.",
                               key));
    return {};
}

std::optional<int> Table::optional_number(std::string_view key, int least, int most)
{
    const Node* const node = take(key);
    if (node == nullptr) return {};
    if (node->kind == Node::Kind::integer && node->integer >= least && node->integer <= most) {
        return static_cast<int>(node->integer);
    }
    refuse_at(key, fmt::format("“{}” must be a whole number from {} to {}.", key, least, most));
    return {};
}

int Table::number(std::string_view key, int least, int most)
{
    if (take_required(key) == nullptr) return least;
    return optional_number(key, least, most).value_or(least);
}

std::optional<bool> Table::optional_truth(std::string_view key)
{
    const Node* const node = take(key);
    if (node == nullptr) return {};
    if (node->kind == Node::Kind::truth) return node->truth;
    refuse_at(key, fmt::format("“{}” must be true or false.", key));
    return {};
}

std::vector<std::string> Table::texts_of(const Node& node, std::string_view key)
{
    std::vector<std::string> values;
    if (node.kind != Node::Kind::list || node.items.empty()) {
        refuse_at(key, fmt::format("“{}” must be a list that is not empty, like [\"…\"].", key));
        return values;
    }
    for (const Node& item : node.items) {
        std::string text = text_of(item, key);
        if (text.empty()) continue;
        if (std::find(values.begin(), values.end(), text) != values.end()) {
            refuse_at(key, fmt::format("“{}” has “{}” twice.", key, text));
        } else {
            values.push_back(std::move(text));
        }
    }
    return values;
}

std::vector<std::string> Table::texts(std::string_view key)
{
    const Node* const node = take_required(key);
    return node == nullptr ? std::vector<std::string>{} : texts_of(*node, key);
}

std::vector<std::string> Table::optional_texts(std::string_view key)
{
    const Node* const node = take(key);
    return node == nullptr ? std::vector<std::string>{} : texts_of(*node, key);
}

std::vector<Table> Table::tables(std::string_view key)
{
    std::vector<Table> found;
    const Node* const node = take(key);
    if (node == nullptr) return found;
    const bool all_tables =
        node->kind == Node::Kind::list &&
        std::all_of(node->items.begin(), node->items.end(),
                    [](const Node& item) { return item.kind == Node::Kind::table; });
    if (!all_tables) {
        refuse_at(key, fmt::format("“{}” must be written as [[{}]].", key, key));
        return found;
    }
    for (const Node& item : node->items)
        found.emplace_back(item, m_file, m_problems);
    return found;
}

std::optional<Table> Table::optional_table(std::string_view key)
{
    const Node* const node = take(key);
    if (node == nullptr) return {};
    if (node->kind != Node::Kind::table) {
        refuse_at(key, fmt::format("“{}” must be a table, like {{ … }}.", key));
        return {};
    }
    return std::optional<Table>{std::in_place, *node, m_file, m_problems};
}

base::json::object Table::members(std::string_view key)
{
    const Node* const node = take(key);
    if (node == nullptr) return {};
    if (node->kind != Node::Kind::table) {
        refuse_at(key, fmt::format("“{}” must be a table.", key));
        return {};
    }
    return to_json_value(*node).as_object();
}

std::string Table::one_of(const std::vector<std::string>& words) const
{
    std::string list;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) list += i + 1 == words.size() ? " or " : ", ";
        list += words[i];
    }
    return list;
}

void Table::refuse(std::string reason)
{
    m_problems.push_back({m_file, m_node.line, std::move(reason)});
}

void Table::refuse_at(std::string_view key, std::string reason)
{
    const auto* const member = m_node.find(key);
    const int at = member == nullptr ? m_node.line : member->line;
    m_problems.push_back({m_file, at, std::move(reason)});
}

void Table::finish()
{
    for (const auto& member : m_node.members) {
        if (m_known.contains(member.key)) continue;
        const std::vector<std::string> known{m_known.begin(), m_known.end()};
        m_problems.push_back({m_file, member.line,
                              fmt::format("“{}” is not known here. What can be set: {}.",
                                          member.key, base::join_plain(known))});
    }
}

} // namespace manual
