// Checks of one installation's files: who may read them, and whether they belong together.
#pragma once

#include "app/doctor/checkup.h"

namespace app::doctor {

Finding check_folder(const Visit& visit, const base::Clock& clock);

/// Owner and mode of every file that nobody else may see.
Finding check_files(const Visit& visit, const base::Clock& clock);

Finding check_master_key(const Visit& visit, const base::Clock& clock);

/// That the master key opens the key store.
Finding check_key_store(const Visit& visit, const base::Clock& clock);

Finding check_migrations(const Visit& visit, const base::Clock& clock);

/// The last signed state in the data, against the one that the key store keeps.
Finding check_checkpoint(const Visit& visit, const base::Clock& clock);

Finding check_manuals(const Visit& visit, const base::Clock& clock);

} // namespace app::doctor
