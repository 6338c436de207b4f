// What can only be seen across a whole return: ids and pupil numbers used for two children, and
// more plans than conferences. Keeps sixteen bytes a child and number, never the number itself.
#pragma once

#include "census/census.h"
#include "census/group.h"

#include <array>
#include <cstdint>
#include <set>
#include <unordered_map>

namespace census {

class WholeFile {
public:
    /// Refuses the second and later uses; the first is told of by refused_children().
    void add(const Child& child, const Return& source, const Refuse& refuse);
    /// What holds for the file as a whole.
    void finish(const Refuse& refuse) const;

    /// The ordinals of every child that shares a number with another.
    const std::set<std::size_t>& refused_children() const { return m_refused; }

private:
    struct Key {
        std::uint64_t high = 0;
        std::uint64_t low = 0;
        bool operator==(const Key&) const = default;
    };
    struct HashKey {
        std::size_t operator()(const Key& key) const { return static_cast<std::size_t>(key.low); }
    };
    struct First {
        std::uint32_t ordinal = 0;
        int line = 0;
    };
    struct SharedNumber {
        char kind = ' ';
        std::string_view code;
        std::string_view wrong;
        std::string_view action;
    };

    static Key key_of(char kind, std::string_view number);
    void check(const SharedNumber& kind, const CitedText& number, const Child& child,
               const Refuse& refuse);

    std::unordered_map<Key, First, HashKey> m_seen;
    std::set<std::size_t> m_refused;
    std::size_t m_conferences = 0;
    std::size_t m_plans = 0;
};

} // namespace census
