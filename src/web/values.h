// Names with values, in the order they were sent: query, form fields, cookies, path parameters.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace web {

class Values {
public:
    using Pair = std::pair<std::string, std::string>;

    void add(std::string name, std::string value);

    bool has(std::string_view name) const;
    /// The value of `name`, empty when it was not sent. Throws base::BadRequest when it was sent
    /// more than once, so that two readers never pick different ones.
    const std::string& one(std::string_view name) const;
    /// Every value of `name`, for groups of tick boxes.
    std::vector<std::string> all(std::string_view name) const;

    const std::vector<Pair>& pairs() const { return m_pairs; }
    bool empty() const { return m_pairs.empty(); }
    std::size_t size() const { return m_pairs.size(); }

private:
    std::vector<Pair> m_pairs;
};

struct ValueLimits {
    std::size_t count = 2'000;
    std::size_t name_bytes = 200;
};

/// Reads `application/x-www-form-urlencoded` text. Empty unless every `%` stands before two
/// hexadecimal digits, every name and value is well-formed UTF-8 without a zero byte, no name is
/// blank, and the limits hold.
std::optional<Values> parse_urlencoded(std::string_view text, const ValueLimits& limits = {});

/// Undoes `%41`. Empty when a `%` is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text);

} // namespace web
