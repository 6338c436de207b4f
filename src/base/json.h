// JSON, with Boost.JSON doing the work. Text from outside is read strictly: well-formed UTF-8, no
// key twice, no deeper than 32.
#pragma once

#include "base/result.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace base {

namespace json = boost::json;

/// The refusal says what is wrong and at which character, and holds nothing of the text.
Result<json::value, std::string> parse_json(std::string_view text);

std::string to_text(const json::value& value);

/// The member's text; empty when there is no such member or it is not text.
std::string_view text_member(const json::object& object, std::string_view name);
/// Null when there is no such member or it is of another kind.
const json::object* object_member(const json::object& object, std::string_view name);
const json::array* array_member(const json::object& object, std::string_view name);
std::optional<std::int64_t> integer_member(const json::object& object, std::string_view name);

} // namespace base
