#include "base/random.h"

#include <sodium.h>

namespace base {

void SystemRandom::fill(std::span<std::uint8_t> bytes)
{
    randombytes_buf(bytes.data(), bytes.size());
}

void SeededRandom::fill(std::span<std::uint8_t> bytes)
{
    const std::scoped_lock lock{m_mutex};
    for (std::uint8_t& byte : bytes)
        byte = static_cast<std::uint8_t>(m_engine());
}

} // namespace base
