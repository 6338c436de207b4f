// What a person signs in with: the hash of a password, and the devices they signed in on before.
#pragma once

#include "access/directory.h"
#include "base/sha256.h"

#include <cstddef>
#include <optional>
#include <string>

namespace heed::access {

/// Devices remembered for one person; the one not used for longest is forgotten first.
constexpr std::size_t most_devices = 10;

void keep_password_hash(store::Writer& writer, const Directory& directory, base::StaffId staff,
                        const std::string& hash, base::Instant at);
/// Empty when the person has no password yet.
std::optional<std::string> password_hash(store::Reader& reader, const Directory& directory,
                                         base::StaffId staff);

enum class DeviceKnown { to_this_person, to_somebody_else, to_nobody };

DeviceKnown find_device(store::Reader& reader, base::PartnershipId partnership, base::StaffId staff,
                        const base::Digest& device);
void keep_device(store::Writer& writer, base::PartnershipId partnership, base::StaffId staff,
                 const base::Digest& device, base::Instant at);
void forget_devices(store::Writer& writer, base::PartnershipId partnership, base::StaffId staff);

} // namespace heed::access
