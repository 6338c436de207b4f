// A TOML file as a tree in which everything knows its line. The only place that knows the parser.
#pragma once

#include "base/result.h"
#include "manual/problem.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

struct Node {
    enum class Kind {
        text,
        integer,
        truth,
        date,      ///< `text` is `2026-11-22`
        date_time, ///< `text` is `2026-11-22T14:30`
        time,      ///< `text` is `14:30`
        list,
        table,
        other, ///< what manuals have no use for: fractions, seconds, time zones
    };

    struct Member;

    Kind kind = Kind::other;
    int line = 0;
    std::string text;
    std::int64_t integer = 0;
    bool truth = false;
    std::vector<Node> items;
    std::vector<Member> members; ///< of a table, by key

    const Member* find(std::string_view key) const;
};

struct Node::Member {
    std::string key;
    int line = 0;
    Node value;
};

base::Result<Node, Problem> parse_toml(const std::string& file, std::string_view content);

} // namespace manual
