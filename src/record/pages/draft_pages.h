// What the pages of a draft have in common: whom the form may be about, the form with what was
// typed, and where somebody is led whose draft is not there any more.
#pragma once

#include "person/child.h"
#include "record/draft.h"
#include "record/signing.h"
#include "site/frame.h"

#include <vector>

namespace record {

/// The form, for somebody whose role signs it. Throws NotFound for one that nobody fills in.
const manual::Form& form_to_fill(site::Site& site, const access::Viewer& viewer,
                                 std::string_view id);

/// The children that the form may be about: those ticked, and everybody else of their households.
std::vector<person::Child> children_for(site::Site& site, const access::Viewer& viewer,
                                        const manual::Form& form, const Typed& typed);

/// Notes on the trail that the form was opened about these children.
void note_form(site::Site& site, const access::Viewer& viewer,
               const std::vector<person::Child>& children);

/// What is to be read before a correction is written: the entry as it was signed. Empty for other
/// forms.
web::Html what_is_corrected(site::Site& site, const access::Viewer& viewer,
                            const manual::Form& form, const Typed& typed);

web::Response show_draft(site::Site& site, const web::Request& request, const Draft& draft,
                         const EventErrors& errors);

/// Nothing that was typed is lost: says what became of the draft and where the words are.
web::Response clash_page(const site::Site& site, const web::Request& request,
                         const DraftClash& clash);

/// To the entry that was signed, or that was corrected.
web::Response see_signed(const SignedEvent& done, std::optional<std::uint64_t> corrects);

using Handle = web::Response (*)(site::Site&, web::Request&);

/// `handle`; but a draft about a record that has closed says so.
web::Response or_closed(site::Site& site, web::Request& request, Handle handle);

/// The same; but a draft that is gone because it was signed, as by a button that was pressed twice
/// on a bad line, leads to what was signed. Not for a request that carries words of its own.
web::Response or_gone(site::Site& site, web::Request& request, Handle handle);

} // namespace record
