// Checks of the machine that Heed runs on: disk, memory, limits, clock.
#pragma once

#include "app/doctor/checkup.h"

#include <optional>
#include <sys/types.h>

namespace app::doctor {

Finding check_free_space(const Visit& visit, const base::Clock& clock);

/// Writes into a file that has no name and so leaves nothing behind.
Finding check_disk(const Visit& visit, const base::Clock& clock);

Finding check_swap(const Visit& visit, const base::Clock& clock);
Finding check_core_dumps(const Visit& visit, const base::Clock& clock);
Finding check_open_files(const Visit& visit, const base::Clock& clock);
Finding check_locked_memory(const Visit& visit, const base::Clock& clock);
Finding check_clock(const Visit& visit, const base::Clock& clock);

/// What the kernel says of the clock: adjtimex()'s answer, and its status word.
Finding finding_of_clock(int answer, int status);

Finding check_sqlite(const Visit& visit, const base::Clock& clock);
Finding finding_of_sqlite(int version);

/// The process that holds the folder's lock, by the kernel's list of locks; empty when none does.
/// The lock itself is not touched: to try it could keep a server from starting.
std::optional<pid_t> process_with_lock(const Visit& visit);

} // namespace app::doctor
