#include "site/typing.h"

#include "base/errors.h"
#include "web/components.h"
#include "web/forgery.h"

#include <charconv>

namespace site {

namespace {

constexpr std::string_view writer_field = "writer";

/// The token, the version, the writer and the buttons: not what a person typed into the form.
bool is_of_the_page(std::string_view name)
{
    return name == web::form_token_field || name == "draft_version" || name == writer_field ||
           name == "keep" || name == "more" || name == "discard";
}

} // namespace

std::int64_t draft_version(const web::Request& request)
{
    const std::string& text = request.form.one("draft_version");
    std::int64_t version = 0;
    if (text.empty()) return 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (error != std::errc{} || end != text.data() + text.size() || version < 0) {
        throw base::BadRequest{"The draft's version is not a number."};
    }
    return version;
}

std::uint64_t entry_number(const web::Request& request)
{
    const std::string& text = request.parameter("sequence");
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_canonical = error == std::errc{} && std::to_string(number) == text;
    if (!is_canonical) throw base::NotFound{"There is no such entry."};
    return number;
}

record::Typed typed_from(const web::Request& request)
{
    record::Typed typed;
    for (const auto& [name, value] : request.form.pairs()) {
        if (is_of_the_page(name)) continue;
        typed.add(name, value);
    }
    return typed;
}

web::Html writer_mark(const access::Viewer& viewer)
{
    return web::hidden_field(std::string{writer_field}, viewer.staff().text());
}

void require_same_writer(const web::Request& request, const access::Viewer& viewer)
{
    if (request.form.one(writer_field) == viewer.staff().text()) return;
    throw base::Forbidden{"Somebody else has signed in since this page was opened."};
}

bool is_autosave(const web::Request& request)
{
    return request.headers.has(web::autosave_header);
}

} // namespace site
