// What a browser typed, out of a request: the draft's version and the form's values.
#pragma once

#include "record/typed.h"
#include "site/site.h"
#include "web/html.h"
#include "web/request.h"

namespace site {

/// The version that the typing started from; 0 when it starts the draft. Throws BadRequest when it
/// is no number.
std::int64_t draft_version(const web::Request& request);

/// The `{sequence}` of the address: an entry's number in its record. Throws NotFound when it cannot
/// be one.
std::uint64_t entry_number(const web::Request& request);

/// Everything typed, without the fields that serve the page alone (token, version, buttons).
record::Typed typed_from(const web::Request& request);

/// A hidden field that says for whom the form was made.
web::Html writer_mark(const access::Viewer& viewer);

/// Throws Forbidden when the form was made for somebody else, as when two people share a computer:
/// one's words must not become the other's draft.
void require_same_writer(const web::Request& request, const access::Viewer& viewer);

/// Whether the page's script sent this, and not the person's own press of a button.
bool is_autosave(const web::Request& request);

} // namespace site
