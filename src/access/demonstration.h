// A demonstration's store is marked as one while it is still empty, and only there can a link sign
// somebody in without a password.
#pragma once

#include "access/session.h"

#include <optional>
#include <string>
#include <string_view>

namespace heed::access {

/// Throws Conflict when the partnership already has staff: a real store never becomes a
/// demonstration. Nothing takes the mark away again.
void mark_as_demonstration(store::Writer& writer, base::PartnershipId partnership,
                           base::Instant at);
bool is_demonstration(store::Reader& reader, base::PartnershipId partnership);

/// The secret part of `/demo/sign-in/<token>`. It can be used any number of times. Throws Forbidden
/// when the store is not marked as a demonstration.
std::string make_demonstration_link(store::Writer& writer, base::PartnershipId partnership,
                                    base::StaffId staff, base::Random& random);

/// Who the link signs in; empty when there is no such link or this is no demonstration.
std::optional<base::StaffId> find_demonstration_link(store::Reader& reader,
                                                     base::PartnershipId partnership,
                                                     std::string_view token);

} // namespace heed::access
