#include "demo/dice.h"

#include "base/errors.h"
#include "base/sha256.h"

#include <cstring>
#include <numeric>

namespace demo {

namespace {

std::uint64_t mixed(std::uint64_t seed, std::string_view name)
{
    const base::Digest digest = base::sha256(base::view_bytes(name));
    std::uint64_t number = 0;
    std::memcpy(&number, digest.data(), sizeof number);
    return number ^ seed;
}

} // namespace

Dice::Dice(std::uint64_t seed, std::string_view name) : m_engine{mixed(seed, name)} {}

int Dice::roll(int sides)
{
    base::check(sides > 0, "a die has sides");
    // The standard's distributions differ between libraries; a remainder does not.
    return static_cast<int>(m_engine() % static_cast<std::uint64_t>(sides));
}

std::size_t Pile::draw(Dice& dice)
{
    if (m_left.empty()) {
        m_left.resize(m_size);
        std::iota(m_left.begin(), m_left.end(), std::size_t{0});
    }
    const auto place = static_cast<std::size_t>(dice.roll(static_cast<int>(m_left.size())));
    const std::size_t drawn = m_left[place];
    m_left.erase(m_left.begin() + static_cast<std::ptrdiff_t>(place));
    return drawn;
}

} // namespace demo
