// Where new ids and tokens get their randomness: the system, or a seed for a repeatable world.
// Keys and nonces never come from here; they come from libsodium directly (see seal/).
#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <span>

namespace base {

class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

/// The operating system's randomness.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> bytes) override;
};

/// The same bytes for the same seed, on every machine. For demonstrations and tests only.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : m_engine{seed} {}
    void fill(std::span<std::uint8_t> bytes) override;

private:
    std::mutex m_mutex;
    std::mt19937_64 m_engine;
};

} // namespace base
