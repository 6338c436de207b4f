#include "demo/table.h"

#include "base/errors.h"

#include <algorithm>

namespace demo {

namespace {

using Kind = manual::Node::Kind;

void check_kind(const manual::Node& node, Kind kind, std::string_view key)
{
    base::check(node.kind == kind, "a story file holds another kind of value under a key: " +
                                       std::string{key} + " in line " + std::to_string(node.line));
}

} // namespace

const Table& Table::only(std::initializer_list<std::string_view> keys) const
{
    for (const auto& member : m_node->members) {
        base::check(std::find(keys.begin(), keys.end(), member.key) != keys.end(),
                    "a story file has a key that is not known: " + member.key + " in line " +
                        std::to_string(member.line));
    }
    return *this;
}

bool Table::has(std::string_view key) const
{
    return m_node->find(key) != nullptr;
}

const manual::Node& Table::value(std::string_view key) const
{
    const auto* member = m_node->find(key);
    base::check(member != nullptr, "a story file lacks a key: " + std::string{key} + " in line " +
                                       std::to_string(m_node->line));
    return member->value;
}

std::string Table::text(std::string_view key) const
{
    const manual::Node& node = value(key);
    check_kind(node, Kind::text, key);
    return node.text;
}

std::string Table::text_or(std::string_view key, std::string_view otherwise) const
{
    return has(key) ? text(key) : std::string{otherwise};
}

int Table::number(std::string_view key) const
{
    const manual::Node& node = value(key);
    check_kind(node, Kind::integer, key);
    return static_cast<int>(node.integer);
}

int Table::number_or(std::string_view key, int otherwise) const
{
    return has(key) ? number(key) : otherwise;
}

bool Table::is_true(std::string_view key) const
{
    if (!has(key)) return false;
    check_kind(value(key), Kind::truth, key);
    return value(key).truth;
}

std::vector<std::string> Table::texts(std::string_view key) const
{
    std::vector<std::string> found;
    if (!has(key)) return found;
    check_kind(value(key), Kind::list, key);
    for (const manual::Node& item : value(key).items) {
        check_kind(item, Kind::text, key);
        found.push_back(item.text);
    }
    return found;
}

std::vector<manual::Statement> Table::statements(std::string_view key,
                                                 manual::StatementKind kind) const
{
    std::vector<manual::Statement> found;
    if (!has(key)) return found;
    check_kind(value(key), Kind::list, key);
    for (const manual::Node& item : value(key).items) {
        if (item.kind == Kind::text) {
            found.push_back({.text = item.text, .kind = kind});
            continue;
        }
        check_kind(item, Kind::table, key);
        const Table told{item};
        told.only({"text", "told_by"});
        found.push_back({.text = told.text("text"),
                         .kind = kind,
                         .source = manual::Source::third_party,
                         .told_by = told.text("told_by")});
    }
    return found;
}

manual::Answer Table::answer(std::string_view key) const
{
    if (!has(key)) return {};
    const manual::Node& node = value(key);
    if (node.kind == Kind::text) return {.value = node.text, .reason = {}};
    check_kind(node, Kind::table, key);
    const Table unknown{node};
    unknown.only({"unknown", "reason"});
    const auto which = manual::parse_word<manual::UnknownAnswer>(unknown.text("unknown"));
    base::check(which.has_value(), "a story file has an unknown answer that is not known");
    return {.value = manual::Unknown{*which, unknown.text("reason")}, .reason = {}};
}

std::vector<Table> Table::tables(std::string_view key) const
{
    std::vector<Table> found;
    if (!has(key)) return found;
    check_kind(value(key), Kind::list, key);
    for (const manual::Node& item : value(key).items) {
        check_kind(item, Kind::table, key);
        found.emplace_back(item);
    }
    return found;
}

std::optional<Table> Table::table(std::string_view key) const
{
    if (!has(key)) return std::nullopt;
    check_kind(value(key), Kind::table, key);
    return Table{value(key)};
}

} // namespace demo
