#include "seal/sodium.h"

#include "base/errors.h"

namespace seal {

void ready_sodium()
{
    static const bool ready = sodium_init() >= 0;
    base::check(ready, "libsodium cannot be used on this machine");
}

} // namespace seal
