// libsodium, made ready once.
#pragma once

#include <sodium.h>

namespace seal {

/// Must come before any other use of libsodium. Cheap to call again, from any thread.
void ready_sodium();

} // namespace seal
