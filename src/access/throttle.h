// Slows down guessing without letting anybody lock a colleague out: tries are counted by account
// and device or by account and network, in memory, over a sliding window.
#pragma once

#include "base/bytes.h"
#include "base/clock.h"

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace heed::access {

struct ThrottleOptions {
    std::chrono::milliseconds window = std::chrono::minutes{5};
    std::size_t per_account_and_source = 10; ///< one account from one device or one network
    std::size_t per_account_unknown = 100;   ///< one account, from all unknown devices together
    std::size_t per_network = 100;           ///< all accounts, from unknown devices of one network
    std::size_t most_remembered = 100'000;   ///< counters kept at a time
};

/// Where a try comes from. `device` is empty unless the browser showed a device cookie that this
/// very account was given after an earlier sign-in.
struct TrySource {
    base::ByteView account; ///< the login's token
    std::string_view peer;  ///< the address; an IPv6 address counts by its /64
    std::string_view device;
};

enum class Verdict { go_on, wait };

/// Thread-safe.
class Throttle {
public:
    explicit Throttle(const base::Clock& clock, ThrottleOptions options = {});

    /// Counts the try before it is evaluated, so that many at once cannot slip through.
    Verdict admit(const TrySource& source);
    /// The try was right: it and the failures before it from the same source no longer count.
    void forget(const TrySource& source);

    std::size_t remembered() const;

private:
    struct Limit {
        std::string key;
        std::size_t most;
    };
    using Tries = std::vector<std::int64_t>; ///< when, in milliseconds, oldest first

    std::vector<Limit> limits_of(const TrySource& source) const;
    bool has_room(const Limit& limit, std::int64_t now);
    bool may_count_another(std::int64_t now);

    const base::Clock& m_clock;
    ThrottleOptions m_options;
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, Tries> m_tries;
    std::int64_t m_next_clearing = 0;
};

/// What stands for the whole network of a peer: an IPv4 address itself, an IPv6 address's first
/// half.
std::string network_of(std::string_view peer);

} // namespace heed::access
