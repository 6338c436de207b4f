// Volumes put together: a local manual over the one that it extends, and the result cut into
// editions, one for each stretch of days in which nothing changes.
#pragma once

#include "manual/volume.h"

#include <vector>

namespace manual {

/// From the base to the manual itself.
using Chain = std::vector<const Volume*>;

/// Refuses what a local manual may not do: take away, repeat or loosen what the base says.
void check_overlay(const Chain& chain, Problems& problems);

/// Oldest first. Each is checked: everything that it refers to is in force on the same days.
std::vector<Manual> editions_of(const Chain& chain, Problems& problems);

/// Every version of every form.
std::vector<Form> forms_of(const Chain& chain);

/// What in this manual refers to something that it does not have.
void check_edition(const Manual& manual, Problems& problems);

} // namespace manual
