#include "base/json.h"

#include "base/text.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <vector>

namespace base {

namespace {

constexpr std::size_t depth_limit = 32;

/// Builds a value as boost::json::parser does, and stops at a key that stands twice in one object.
struct StrictHandler {
    static constexpr std::size_t max_object_size = 100'000;
    static constexpr std::size_t max_array_size = 1'000'000;
    static constexpr std::size_t max_key_size = 1'000;
    static constexpr std::size_t max_string_size = 64U << 20U;

    json::value_stack stack;
    std::vector<std::set<std::string, std::less<>>> keys;
    std::string key;

    using Error = json::error_code;

    bool on_document_begin(Error&)
    {
        stack.reset();
        return true;
    }
    bool on_document_end(Error&) { return true; }
    bool on_object_begin(Error&)
    {
        keys.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t count, Error&)
    {
        keys.pop_back();
        stack.push_object(count);
        return true;
    }
    bool on_array_begin(Error&) { return true; }
    bool on_array_end(std::size_t count, Error&)
    {
        stack.push_array(count);
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, Error&)
    {
        key.append(part.data(), part.size());
        stack.push_chars(part);
        return true;
    }
    bool on_key(json::string_view part, std::size_t, Error& error)
    {
        key.append(part.data(), part.size());
        stack.push_key(part);
        const bool first_time = keys.back().insert(std::move(key)).second;
        key.clear();
        if (!first_time) error = json::make_error_code(json::error::extra_data);
        return first_time;
    }
    bool on_string_part(json::string_view part, std::size_t, Error&)
    {
        stack.push_chars(part);
        return true;
    }
    bool on_string(json::string_view part, std::size_t, Error&)
    {
        stack.push_string(part);
        return true;
    }
    bool on_number_part(json::string_view, Error&) { return true; }
    bool on_int64(std::int64_t number, json::string_view, Error&)
    {
        stack.push_int64(number);
        return true;
    }
    bool on_uint64(std::uint64_t number, json::string_view, Error&)
    {
        stack.push_uint64(number);
        return true;
    }
    bool on_double(double number, json::string_view, Error& error)
    {
        // Past what a double holds it would be infinity, which JSON cannot say again.
        if (!std::isfinite(number)) {
            error = json::make_error_code(json::error::exponent_overflow);
            return false;
        }
        stack.push_double(number);
        return true;
    }
    bool on_bool(bool truth, Error&)
    {
        stack.push_bool(truth);
        return true;
    }
    bool on_null(Error&)
    {
        stack.push_null();
        return true;
    }
    bool on_comment_part(json::string_view, Error&) { return true; }
    bool on_comment(json::string_view, Error&) { return true; }
};

} // namespace

Result<json::value, std::string> parse_json(std::string_view text)
{
    if (!is_clean_utf8(text)) return refuse(std::string{"This is not UTF-8 text."});
    json::parse_options options;
    options.max_depth = depth_limit;
    json::basic_parser<StrictHandler> parser{options};
    json::error_code error;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
    if (error || read != text.size() || !parser.done()) {
        return refuse(fmt::format("This is not JSON that Heed can read: look near character {}. "
                                  "A name may stand only once in an object.",
                                  read + 1));
    }
    return parser.handler().stack.release();
}

std::string to_text(const json::value& value)
{
    return json::serialize(value);
}

std::string_view text_member(const json::object& object, std::string_view name)
{
    const json::value* const member = object.if_contains(name);
    if (member == nullptr || !member->is_string()) return {};
    return {member->get_string().data(), member->get_string().size()};
}

const json::object* object_member(const json::object& object, std::string_view name)
{
    const json::value* const member = object.if_contains(name);
    return member == nullptr ? nullptr : member->if_object();
}

const json::array* array_member(const json::object& object, std::string_view name)
{
    const json::value* const member = object.if_contains(name);
    return member == nullptr ? nullptr : member->if_array();
}

std::optional<std::int64_t> integer_member(const json::object& object, std::string_view name)
{
    const json::value* const member = object.if_contains(name);
    if (member == nullptr || !member->is_int64()) return std::nullopt;
    return member->get_int64();
}

} // namespace base
