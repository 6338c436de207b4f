// What a browser typed, out of a request: the draft's version and the form's values.
#pragma once

#include "record/typed.h"
#include "web/request.h"

namespace site {

/// The version that the typing started from; 0 when it starts the draft. Throws BadRequest when it
/// is no number.
std::int64_t draft_version(const web::Request& request);

/// Everything typed, without the fields that serve the page alone (token, version, buttons).
record::Typed typed_from(const web::Request& request);

/// Whether the page's script sent this, and not the person's own press of a button.
bool is_autosave(const web::Request& request);

} // namespace site
