#include "ledger_inputs.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::ledger_file({reinterpret_cast<const char*>(data), size});
    return 0;
}
