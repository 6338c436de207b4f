// What is said when an event cannot be signed: the same words on a page and through the API.
#pragma once

#include "person/child.h"
#include "record/event.h"
#include "web/request.h"
#include "web/response.h"

#include <string>
#include <vector>

namespace record {

/// The error's words, with the child's name in them.
std::string error_words(const EventError& error, const std::vector<person::Child>& children);

/// The errors as the API lists them.
base::json::array to_json(const EventErrors& errors, const std::vector<person::Child>& children);

/// 422, with the list of errors.
web::Response refused(const web::Request& request, const EventErrors& errors,
                      const std::vector<person::Child>& children);

} // namespace record
