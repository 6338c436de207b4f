#include "witness_inputs.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::witness_reply({reinterpret_cast<const char*>(data), size});
    return 0;
}
