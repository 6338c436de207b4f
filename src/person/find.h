// Finding a child by name or date of birth, among the records that the viewer may open.
#pragma once

#include "person/child.h"

#include <string_view>
#include <vector>

namespace person {

/// The keyed tokens under which a child is found: each word of each name, the beginnings of each
/// word from its second letter on, and the date of birth.
std::vector<base::Bytes> search_tokens(const seal::Key& key, const Child& child);

/// At most 50 children, in order of name. Each word of `text` must begin a word of the child's
/// names, or be the date of birth (`2 3 2015`, `02/03/2015`, `2015-03-02`). The reads are noted.
std::vector<Child> find_children(record::Desk& desk, const access::Viewer& viewer,
                                 std::string_view text);

} // namespace person
