// The top of every page of a child's record: who the child is, who works with them, what must be
// known first, and the sections of the record.
#pragma once

#include "person/child.h"
#include "site/frame.h"

#include <string>

namespace person {

struct Frame {
    Child child;
    web::ChildHeader header;
};

/// Throws NotFound unless the record is open to the viewer.
Frame frame_of(site::Site& site, const access::Viewer& viewer, base::RecordId record);

enum class Section { overview, chronology };

site::PageParts parts_of(const Frame& frame, std::string_view title, Section section);

} // namespace person
