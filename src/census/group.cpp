#include "census/group.h"

#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>

namespace census {

namespace {

constexpr std::size_t most_elements = 2000;
constexpr std::size_t longest_value = 256;

} // namespace

GroupReader::GroupReader(const Element& layout, int year, int line, Refuse refuse)
    : m_year{year}, m_refuse{std::move(refuse)}, m_root{&layout, line, {}, {}}
{
    open(m_root);
}

void GroupReader::open(Node& node)
{
    m_open.push_back({&node, 0, std::vector<unsigned>(node.element->inside.size(), 0), false});
}

bool GroupReader::is_in_year(const Element& element) const
{
    return m_year >= element.first_year && m_year <= element.last_year;
}

void GroupReader::start(std::string_view name, int line)
{
    if (m_skipping > 0) {
        ++m_skipping;
        return;
    }
    Open& open_group = m_open.back();
    const auto& layout = open_group.node->element->inside;
    const auto found = std::find_if(layout.begin(), layout.end(),
                                    [&](const Element& e) { return e.name == name; });
    if (found == layout.end() || !is_in_year(*found)) {
        refuse_unknown(open_group, name, line);
        m_skipping = 1;
        return;
    }
    if (!accept(open_group, static_cast<std::size_t>(found - layout.begin()), line)) {
        m_skipping = 1;
        return;
    }
    open_group.node->inside.push_back({&*found, line, {}, {}});
    open(open_group.node->inside.back());
}

bool GroupReader::accept(Open& open_group, std::size_t place, int line)
{
    const Element& element = open_group.node->element->inside[place];
    if (++m_elements > most_elements) {
        if (!m_too_many) {
            m_refuse({line,
                      std::string{element.path},
                      "structure",
                      Severity::error,
                      "There is more under this child than Heed reads for one child.",
                      "Check the export: this child seems to hold the records of many.",
                      {}});
        }
        m_too_many = true;
        return false;
    }
    if (place < open_group.place) {
        m_refuse({line,
                  std::string{element.path},
                  "structure",
                  Severity::error,
                  fmt::format("{} comes after {}, which must come later.", element.name,
                              open_group.node->element->inside[open_group.place].name),
                  "Put the elements in the order that the Department's specification gives.",
                  {}});
    }
    open_group.place = std::max(place, open_group.place);
    const unsigned count = ++open_group.counts[place];
    if (element.most != 0 && count > element.most) {
        m_refuse({line,
                  std::string{element.path},
                  "structure",
                  Severity::error,
                  fmt::format("{} is here twice.", element.name),
                  "Keep one of the two.",
                  {}});
        return false;
    }
    return true;
}

void GroupReader::refuse_unknown(const Open& open_group, std::string_view name, int line)
{
    const Element& parent = *open_group.node->element;
    const auto other = std::find_if(parent.inside.begin(), parent.inside.end(),
                                    [&](const Element& e) { return e.name == name; });
    const std::string path = fmt::format("{}/{}", parent.path, clip(name));
    if (other != parent.inside.end()) {
        const bool later = m_year < other->first_year;
        m_refuse({line,
                  path,
                  "structure",
                  Severity::error,
                  fmt::format("{} belongs to returns {} {}, and this one is for {}.", other->name,
                              later ? "from" : "up to",
                              later ? other->first_year : other->last_year, m_year),
                  "Correct the year in the header, or export the return for its own year.",
                  {}});
        return;
    }
    m_refuse({line,
              path,
              "structure",
              Severity::error,
              fmt::format("No such element belongs inside {}.", parent.name),
              "Check the spelling and the capital letters, or take the element out.",
              {}});
}

void GroupReader::text(std::string_view piece, int line)
{
    if (m_skipping > 0) return;
    Open& open_group = m_open.back();
    Node& node = *open_group.node;
    if (node.element->content != Content::group) {
        node.value.append(
            piece.substr(0, longest_value + 1 - std::min(node.value.size(), longest_value + 1)));
        return;
    }
    if (open_group.stray_text || base::trim(piece).empty()) return;
    open_group.stray_text = true;
    m_refuse({line, std::string{node.element->path}, "structure", Severity::error,
              fmt::format("There is text between the elements of {}.", node.element->name),
              "Take the text out, or put it into the element it belongs to.",
              clip(base::trim(piece))});
}

bool GroupReader::end()
{
    if (m_skipping > 0) {
        --m_skipping;
        return false;
    }
    const Open& open_group = m_open.back();
    Node& node = *open_group.node;
    check_absent(open_group);
    node.value = std::string{base::trim(node.value)};
    if (node.value.size() > longest_value) {
        m_refuse({node.line, std::string{node.element->path}, std::string{node.element->bad_rule},
                  Severity::error, fmt::format("{} is far too long.", node.element->name),
                  "Put in the value that belongs here.", clip(node.value)});
        node.value.clear();
    }
    m_open.pop_back();
    return m_open.empty();
}

void GroupReader::check_absent(const Open& open_group)
{
    const auto& layout = open_group.node->element->inside;
    for (std::size_t place = 0; place < layout.size(); ++place) {
        const Element& element = layout[place];
        if (open_group.counts[place] >= element.least || !is_in_year(element)) continue;
        m_refuse({open_group.node->line,
                  std::string{element.path},
                  std::string{element.missing_rule},
                  Severity::error,
                  fmt::format("{} is missing.", element.name),
                  fmt::format("Add {} to this {}.", element.name, open_group.node->element->name),
                  {}});
    }
}

const Node* find(const Node& group, std::string_view name)
{
    const auto found = std::find_if(group.inside.begin(), group.inside.end(),
                                    [&](const Node& node) { return node.element->name == name; });
    return found == group.inside.end() ? nullptr : &*found;
}

} // namespace census
