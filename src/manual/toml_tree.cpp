#include "manual/toml_tree.h"

#include "base/text.h"
#include "base/time.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace manual {

struct TomlStopped {};

/// Stands for the parser's own assertions (see CMakeLists.txt), which would end the program: a file
/// can make untrue what the parser takes for granted, with a table that is called `%`.
constexpr void hold_to(bool rule)
{
    if (!rule) throw TomlStopped{};
}

} // namespace manual

#include <toml++/toml.h>

namespace manual {

namespace {

int line_of(const toml::node& node)
{
    return static_cast<int>(node.source().begin.line);
}

std::string iso(const toml::date& date)
{
    return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string iso(const toml::time& time)
{
    return fmt::format("{:02}:{:02}", time.hour, time.minute);
}

bool is_to_the_minute(const toml::time& time)
{
    return time.second == 0 && time.nanosecond == 0;
}

// A tree is read by going down it. The parser refuses nesting deeper than 256, which bounds this.
// NOLINTBEGIN(misc-no-recursion)
Node to_node(const toml::node& node);

void fill_table(const toml::table& table, Node& into)
{
    into.kind = Node::Kind::table;
    for (const auto& [key, value] : table) {
        const int line = static_cast<int>(key.source().begin.line);
        into.members.push_back(
            {std::string{key.str()}, line == 0 ? line_of(value) : line, to_node(value)});
    }
}

void fill_list(const toml::array& array, Node& into)
{
    into.kind = Node::Kind::list;
    for (const toml::node& item : array)
        into.items.push_back(to_node(item));
}

void fill_date_time(const toml::date_time& moment, Node& into)
{
    if (moment.offset || !is_to_the_minute(moment.time)) return;
    into.kind = Node::Kind::date_time;
    into.text = iso(moment.date) + "T" + iso(moment.time);
}

Node to_node(const toml::node& node)
{
    Node made;
    made.line = line_of(node);
    if (const auto* const table = node.as_table()) {
        fill_table(*table, made);
    } else if (const auto* const array = node.as_array()) {
        fill_list(*array, made);
    } else if (const auto* const text = node.as_string()) {
        made.kind = Node::Kind::text;
        made.text = text->get();
    } else if (const auto* const integer = node.as_integer()) {
        made.kind = Node::Kind::integer;
        made.integer = integer->get();
    } else if (const auto* const truth = node.as_boolean()) {
        made.kind = Node::Kind::truth;
        made.truth = truth->get();
    } else if (const auto* const date = node.as_date()) {
        made.kind = Node::Kind::date;
        made.text = iso(date->get());
    } else if (const auto* const moment = node.as_date_time()) {
        fill_date_time(moment->get(), made);
    } else if (const auto* const time = node.as_time(); time && is_to_the_minute(time->get())) {
        made.kind = Node::Kind::time;
        made.text = iso(time->get());
    }
    return made;
}
// NOLINTEND(misc-no-recursion)

/// The quotes that begin a text here, one or three; empty when none do.
std::string_view quotes_at(std::string_view rest)
{
    for (const std::string_view quotes : {R"(""")", "'''", R"(")", "'"}) {
        if (rest.starts_with(quotes)) return quotes;
    }
    return {};
}

/// How many bytes the end of a text that began with `quotes` takes here; 0 when it goes on. A long
/// text may end in one or two quotes of its own.
std::size_t size_of_end(std::string_view rest, std::string_view quotes)
{
    if (!rest.starts_with(quotes)) return 0;
    std::size_t size = quotes.size();
    while (quotes.size() == 3 && size < 5 && size < rest.size() && rest[size] == quotes.front())
        ++size;
    return size;
}

/// The first line with a character beyond ASCII outside texts and comments. TOML has no place for
/// one there, and what the parser does with it is undefined.
std::optional<int> line_beyond_ascii(std::string_view content)
{
    int line = 1;
    bool is_comment = false;
    std::string_view quotes; // that the text began with, within one
    for (std::size_t i = 0; i < content.size(); ++i) {
        const std::string_view rest = content.substr(i);
        if (rest.front() == '\n') {
            ++line;
            is_comment = false;
            if (quotes.size() == 1) quotes = {};
        } else if (is_comment) {
            continue;
        } else if (!quotes.empty()) {
            const bool escapes = quotes.front() == '"' && rest.size() > 1 && rest[1] != '\n';
            if (rest.front() == '\\' && escapes) ++i;
            if (const std::size_t size = size_of_end(rest, quotes); size > 0) {
                i += size - 1;
                quotes = {};
            }
        } else if (static_cast<unsigned char>(rest.front()) >= 0x80) {
            return line;
        } else {
            is_comment = rest.front() == '#';
            quotes = quotes_at(rest);
            i += std::max<std::size_t>(quotes.size(), 1) - 1;
        }
    }
    return std::nullopt;
}

/// The line in which the parser stopped: with all before it, and without it, it does not.
int stopping_line(std::string_view content)
{
    int line = 1;
    for (std::size_t end = content.find('\n'); end != std::string_view::npos;
         end = content.find('\n', end + 1), ++line) {
        try {
            static_cast<void>(toml::parse(content.substr(0, end)));
        } catch (const toml::parse_error&) {
            continue; // something goes on over the end of this line
        } catch (const TomlStopped&) {
            break;
        }
    }
    return line;
}

} // namespace

const Node::Member* Node::find(std::string_view key) const
{
    for (const Member& member : members) {
        if (member.key == key) return &member;
    }
    return nullptr;
}

base::Result<Node, Problem> parse_toml(const std::string& file, std::string_view content)
{
    if (!base::is_clean_utf8(content)) {
        return base::refuse(Problem{file, 0, "The file is not UTF-8 text."});
    }
    if (const auto line = line_beyond_ascii(content)) {
        return base::refuse(
            Problem{file, *line,
                    "This is not TOML: outside of quotes and comments there can be only plain "
                    "letters. Curly quotes do not count as quotes."});
    }
    try {
        return to_node(toml::parse(content, file));
    } catch (const toml::parse_error& error) {
        return base::refuse(
            Problem{file, static_cast<int>(error.source().begin.line),
                    fmt::format("This is not TOML: {}.", std::string{error.description()})});
    } catch (const TomlStopped&) {
        return base::refuse(Problem{file, stopping_line(content),
                                    "This is not TOML: there is a character that cannot stand "
                                    "here."});
    }
}

} // namespace manual
