// Counts and times, for Prometheus to read. Labels are route names and statuses: nothing that a
// request carries.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace web {

class Metrics {
public:
    void count_request(std::string_view route, int status, std::chrono::microseconds took,
                       std::size_t bytes);
    void count_refused_connection() { m_refused_connections.fetch_add(1); }
    void count_cut_off() { m_cut_off.fetch_add(1); }

    std::atomic<std::int64_t> open_connections{0};
    std::atomic<std::int64_t> waiting_requests{0}; ///< taken, and waiting for a worker or at work

    /// The text exposition format, version 0.0.4.
    std::string text() const;

    /// Upper bounds of the histogram, in microseconds; a last one without a bound follows.
    static constexpr std::array<std::int64_t, 11> bounds{1'000,   2'500,     5'000,    10'000,
                                                         25'000,  50'000,    100'000,  250'000,
                                                         500'000, 1'000'000, 5'000'000};

private:
    struct Series {
        std::uint64_t requests = 0;
        std::uint64_t bytes = 0;
    };
    struct Times {
        std::array<std::uint64_t, bounds.size() + 1> buckets{};
        std::uint64_t sum_microseconds = 0;
        std::uint64_t count = 0;
    };

    mutable std::mutex m_mutex;
    std::map<std::pair<std::string, int>, Series, std::less<>> m_series;
    std::map<std::string, Times, std::less<>> m_times;
    std::atomic<std::uint64_t> m_refused_connections{0};
    std::atomic<std::uint64_t> m_cut_off{0};
};

} // namespace web
