#include "web/metrics.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace web {

void Metrics::count_request(std::string_view route, int status, std::chrono::microseconds took,
                            std::size_t bytes)
{
    const auto bound = std::lower_bound(bounds.begin(), bounds.end(), took.count());
    const auto bucket = static_cast<std::size_t>(std::distance(bounds.begin(), bound));
    const std::scoped_lock lock{m_mutex};
    Series& series = m_series[{std::string{route}, status}];
    ++series.requests;
    series.bytes += bytes;
    Times& times = m_times[std::string{route}];
    ++times.buckets.at(bucket);
    ++times.count;
    times.sum_microseconds += static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0));
}

std::string Metrics::text() const
{
    std::string out;
    auto to = std::back_inserter(out);
    fmt::format_to(to, "# TYPE heed_open_connections gauge\nheed_open_connections {}\n",
                   open_connections.load());
    fmt::format_to(to, "# TYPE heed_waiting_requests gauge\nheed_waiting_requests {}\n",
                   waiting_requests.load());
    fmt::format_to(to,
                   "# TYPE heed_refused_connections_total counter\n"
                   "heed_refused_connections_total {}\n",
                   m_refused_connections.load());
    fmt::format_to(to, "# TYPE heed_cut_off_total counter\nheed_cut_off_total {}\n",
                   m_cut_off.load());

    const std::scoped_lock lock{m_mutex};
    fmt::format_to(to, "# TYPE heed_requests_total counter\n");
    for (const auto& [key, series] : m_series) {
        fmt::format_to(to, "heed_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", key.first,
                       key.second, series.requests);
    }
    fmt::format_to(to, "# TYPE heed_response_bytes_total counter\n");
    for (const auto& [key, series] : m_series) {
        fmt::format_to(to, "heed_response_bytes_total{{route=\"{}\",status=\"{}\"}} {}\n",
                       key.first, key.second, series.bytes);
    }
    fmt::format_to(to, "# TYPE heed_request_seconds histogram\n");
    for (const auto& [route, times] : m_times) {
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < bounds.size(); ++i) {
            below += times.buckets[i];
            fmt::format_to(to, "heed_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route,
                           static_cast<double>(bounds[i]) / 1e6, below);
        }
        fmt::format_to(to, "heed_request_seconds_bucket{{route=\"{}\",le=\"+Inf\"}} {}\n", route,
                       times.count);
        fmt::format_to(to, "heed_request_seconds_sum{{route=\"{}\"}} {}\n", route,
                       static_cast<double>(times.sum_microseconds) / 1e6);
        fmt::format_to(to, "heed_request_seconds_count{{route=\"{}\"}} {}\n", route, times.count);
    }
    return out;
}

} // namespace web
