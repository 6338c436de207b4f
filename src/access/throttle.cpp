#include "access/throttle.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>

namespace heed::access {

namespace {

constexpr std::size_t ipv6_network_bytes = 8;

} // namespace

std::string network_of(std::string_view peer)
{
    std::string address{peer.substr(0, peer.find('%'))};
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
    const bool holds_ipv4 = IN6_IS_ADDR_V4MAPPED(reinterpret_cast<const in6_addr*>(bytes.data()));
    if (holds_ipv4) return address.substr(address.rfind(':') + 1);
    return base::to_hex(base::ByteView{bytes}.first(ipv6_network_bytes));
}

Throttle::Throttle(const base::Clock& clock, ThrottleOptions options)
    : m_clock{clock}, m_options{options}
{
}

std::vector<Throttle::Limit> Throttle::limits_of(const TrySource& source) const
{
    const std::string account = base::to_hex(source.account);
    if (!source.device.empty()) {
        return {{"device " + account + " " + std::string{source.device},
                 m_options.per_account_and_source}};
    }
    const std::string network = network_of(source.peer);
    return {{"source " + account + " " + network, m_options.per_account_and_source},
            {"account " + account, m_options.per_account_unknown},
            {"network " + network, m_options.per_network}};
}

Verdict Throttle::admit(const TrySource& source)
{
    const std::vector<Limit> limits = limits_of(source);
    const std::lock_guard lock{m_mutex};
    const std::int64_t now = m_clock.now().milliseconds;
    for (const Limit& limit : limits) {
        if (!has_room(limit, now)) return Verdict::wait;
    }
    // A known device is never turned away for want of room: only devices that signed in before
    // reach this, so they cannot be made up by the thousand.
    if (source.device.empty() && !may_count_another(now)) return Verdict::wait;
    for (const Limit& limit : limits)
        m_tries[limit.key].push_back(now);
    return Verdict::go_on;
}

void Throttle::forget(const TrySource& source)
{
    const std::vector<Limit> limits = limits_of(source);
    const std::lock_guard lock{m_mutex};
    m_tries.erase(limits.front().key);
    for (auto limit = limits.begin() + 1; limit != limits.end(); ++limit) {
        const auto found = m_tries.find(limit->key);
        if (found == m_tries.end()) continue;
        found->second.pop_back();
        if (found->second.empty()) m_tries.erase(found);
    }
}

std::size_t Throttle::remembered() const
{
    const std::lock_guard lock{m_mutex};
    return m_tries.size();
}

bool Throttle::has_room(const Limit& limit, std::int64_t now)
{
    const auto found = m_tries.find(limit.key);
    if (found == m_tries.end()) return limit.most > 0;
    Tries& tries = found->second;
    const std::int64_t since = now - m_options.window.count();
    tries.erase(tries.begin(), std::upper_bound(tries.begin(), tries.end(), since));
    if (!tries.empty()) return tries.size() < limit.most;
    m_tries.erase(found);
    return limit.most > 0;
}

bool Throttle::may_count_another(std::int64_t now)
{
    constexpr std::size_t new_counters = 3;
    if (m_tries.size() + new_counters <= m_options.most_remembered) return true;
    // Going through all of them is dear, and somebody may be making us do it.
    if (now < m_next_clearing) return false;
    m_next_clearing = now + m_options.window.count() / 10;
    const std::int64_t since = now - m_options.window.count();
    std::erase_if(m_tries, [since](const auto& each) { return each.second.back() <= since; });
    return m_tries.size() + new_counters <= m_options.most_remembered;
}

} // namespace heed::access
