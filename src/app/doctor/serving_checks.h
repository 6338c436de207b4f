// Checks of how Heed serves: its certificate, and whether it runs and is ready.
#pragma once

#include "app/doctor/checkup.h"

namespace app::doctor {

Finding check_certificate(const Visit& visit, const base::Clock& clock);
Finding check_server(const Visit& visit, const base::Clock& clock);

} // namespace app::doctor
