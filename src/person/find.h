// Finding a child by name or date of birth, among the records that the viewer may open.
#pragma once

#include "person/child.h"

#include <string_view>
#include <vector>

namespace person {

/// The keyed tokens under which a child is found: the beginnings of each word of each name, from
/// its second letter on, and the date of birth. Case, accents and punctuation make no difference.
std::vector<base::Bytes> search_tokens(const seal::Key& key, const Child& child);

/// The tokens that a search asks for, all of which a child must have. Words of one letter ask for
/// nothing. Empty when nothing is asked for.
std::vector<base::Bytes> asked_tokens(const seal::Key& key, std::string_view text);

/// At most 50 children, in order of name. Each word of `text` must begin a word of the child's
/// names; numbers that make a date (`2 3 2015`, `02/03/2015`, `2015-03-02`) are the date of birth.
/// The reads are noted.
std::vector<Child> find_children(record::Desk& desk, const access::Viewer& viewer,
                                 std::string_view text);

} // namespace person
