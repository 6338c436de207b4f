// Header fields of a request or a response. Names compare without regard to case.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace web {

/// True when the two are equal but for the case of ASCII letters.
bool equal_ignoring_case(std::string_view left, std::string_view right);

std::string to_lower(std::string_view text);

class Headers {
public:
    using Pair = std::pair<std::string, std::string>;

    /// Adds a field, also when there is one of that name. Throws base::CheckFailed for a name or a
    /// value that could not stand in a header: a value from outside must be encoded first.
    void add(std::string_view name, std::string_view value);
    /// As add, in place of every field of that name.
    void set(std::string_view name, std::string_view value);
    /// Takes out every field of that name.
    void remove(std::string_view name);

    bool has(std::string_view name) const;
    /// The first value of that name, empty when there is none.
    std::string_view one(std::string_view name) const;
    std::size_t count(std::string_view name) const;

    const std::vector<Pair>& pairs() const { return m_pairs; }

private:
    std::vector<Pair> m_pairs;
};

} // namespace web
