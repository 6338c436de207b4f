// Passwords: what is good enough, and Argon2id (libsodium) with a bound on how many are worked out
// at once, so that signing in cannot use up the machine's memory.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace heed::access {

constexpr std::size_t shortest_password = 15; ///< characters a person would count
constexpr std::size_t longest_password = 512; ///< bytes

enum class PasswordRefusal { too_short, too_long, not_text, too_common, names_the_account };

/// One plain sentence that says what to do about it.
std::string_view explain(PasswordRefusal refusal);

/// Whether `password` may be chosen. `context` holds what an attacker would try first: login, the
/// person's name, agency, team, partnership. No rule asks for capitals, digits or signs.
std::optional<PasswordRefusal> refusal_of(std::string_view password,
                                          std::span<const std::string> context);

enum class PasswordCheck {
    wrong,
    right,
    right_but_outdated, ///< right, and to be hashed again at today's cost
};

struct PasswordCost {
    std::size_t memory_bytes = std::size_t{64} * 1024 * 1024;
    unsigned long long passes = 3;
};

struct PasswordOptions {
    PasswordCost cost;
    std::size_t at_once = 2;  ///< hashes worked out at the same time
    std::size_t waiting = 32; ///< callers held in the queue; one more is turned away
};

/// Thread-safe. Each call takes about a tenth of a second of one core and 64 MiB, and throws
/// Unavailable at once when the queue is full.
class PasswordHasher {
public:
    explicit PasswordHasher(PasswordOptions options = {});

    /// A text that holds algorithm, cost, salt and hash.
    std::string hash(std::string_view password);
    PasswordCheck check(std::string_view password, const std::string& hash);
    /// Takes as long as check(), for an account that does not exist.
    void check_nothing(std::string_view password);

private:
    class Turn;

    PasswordOptions m_options;
    std::mutex m_mutex;
    std::condition_variable m_free;
    std::size_t m_running = 0;
    std::size_t m_waiting = 0;
};

} // namespace heed::access
