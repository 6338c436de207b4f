#include "base/json.h"

#include "base/text.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>
#include <fmt/format.h>

namespace base {

namespace {

constexpr std::size_t depth_limit = 32;

/// Builds a value as boost::json::parser does, and counts the members of all objects: of two with
/// one name only the last is kept, which shows in the sum.
struct CountingHandler {
    static constexpr std::size_t max_object_size = 100'000;
    static constexpr std::size_t max_array_size = 1'000'000;
    static constexpr std::size_t max_key_size = 1'000;
    static constexpr std::size_t max_string_size = 64U << 20U;

    json::value_stack stack;
    std::size_t members = 0;

    using Error = json::error_code;

    bool on_document_begin(Error&)
    {
        // All that is parsed is kept or let go together.
        stack.reset(json::make_shared_resource<json::monotonic_resource>());
        return true;
    }
    bool on_document_end(Error&) { return true; }
    bool on_object_begin(Error&) { return true; }
    bool on_object_end(std::size_t count, Error&)
    {
        members += count;
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
        stack.push_chars(part);
        return true;
    }
    bool on_key(json::string_view part, std::size_t, Error&)
    {
        stack.push_key(part);
        return true;
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

/// As deep as `depth_limit` at most.
std::size_t count_members(const json::value& value)
{
    std::size_t count = 0;
    if (const json::array* const array = value.if_array()) {
        for (const json::value& element : *array)
            count += count_members(element);
    } else if (const json::object* const object = value.if_object()) {
        count += object->size();
        for (const auto& member : *object)
            count += count_members(member.value());
    }
    return count;
}

} // namespace

Result<json::value, std::string> parse_json(std::string_view text)
{
    if (!is_clean_utf8(text)) return refuse(std::string{"This is not UTF-8 text."});
    json::parse_options options;
    options.max_depth = depth_limit;
    options.allow_invalid_utf8 = true; // looked at above, once
    json::basic_parser<CountingHandler> parser{options};
    json::error_code error;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
    if (error || read != text.size() || !parser.done()) {
        return refuse(
            fmt::format("This is not JSON that Heed can read: look near character {}.", read + 1));
    }
    json::value value = parser.handler().stack.release();
    if (count_members(value) != parser.handler().members) {
        return refuse(std::string{"This is not JSON that Heed can read: a name may stand only once "
                                  "in an object."});
    }
    return value;
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
