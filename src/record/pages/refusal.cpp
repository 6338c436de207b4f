#include "record/pages/refusal.h"

namespace record {

using base::json::array;
using base::json::object;

std::string error_words(const EventError& error, const std::vector<person::Child>& children)
{
    std::string name = children.size() == 1 ? children.front().first_name() : "the child";
    for (const person::Child& child : children) {
        if (error.record == child.record) name = child.first_name();
    }
    std::string words = manual::with_child(error.message, name);
    const bool named = error.message.find("{child}") != std::string::npos;
    if (error.record && !named && children.size() > 1) words = name + ": " + words;
    return words;
}

array to_json(const EventErrors& errors, const std::vector<person::Child>& children)
{
    array members;
    for (const EventError& error : errors) {
        object member{{"field", error.field}, {"message", error_words(error, children)}};
        if (error.record) member["record"] = error.record->text();
        members.push_back(std::move(member));
    }
    return members;
}

web::Response refused(const web::Request& request, const EventErrors& errors,
                      const std::vector<person::Child>& children)
{
    return web::problem(422, "It cannot be signed yet. Each of the errors says what to put right.",
                        request.id, {{"errors", to_json(errors, children)}});
}

} // namespace record
