// Chance that falls the same way for the same seed, on every machine.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace demo {

class Dice {
public:
    Dice(std::uint64_t seed, std::string_view name);

    /// From 0 to `sides` - 1.
    int roll(int sides);

private:
    std::mt19937_64 m_engine;
};

/// A pile of numbers from 0 to `size` - 1 in an order of chance; begun anew when it is used up.
class Pile {
public:
    explicit Pile(std::size_t size) : m_size{size} {}

    std::size_t draw(Dice& dice);

private:
    std::size_t m_size;
    std::vector<std::size_t> m_left;
};

} // namespace demo
