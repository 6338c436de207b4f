#include "site/typing.h"

#include "base/errors.h"
#include "web/forgery.h"

#include <charconv>

namespace site {

namespace {

/// The token, the version and the buttons: not what a person typed into the form.
bool is_of_the_page(std::string_view name)
{
    return name == web::form_token_field || name == "draft_version" || name == "keep" ||
           name == "more" || name == "discard";
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

record::Typed typed_from(const web::Request& request)
{
    record::Typed typed;
    for (const auto& [name, value] : request.form.pairs()) {
        if (is_of_the_page(name)) continue;
        typed.add(name, value);
    }
    return typed;
}

bool is_autosave(const web::Request& request)
{
    return !request.header("x-heed-autosave").empty();
}

} // namespace site
