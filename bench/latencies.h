// How long each turn of a benchmark took, so that the slow ones are seen too.
#pragma once

#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <vector>

namespace bench {

class Latencies {
public:
    template <typename Work> void time(const Work& work)
    {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - start;
        m_milliseconds.push_back(took.count());
    }

    /// In milliseconds. With several threads, the mean of what each of them saw.
    void report(benchmark::State& state)
    {
        std::sort(m_milliseconds.begin(), m_milliseconds.end());
        for (const auto& [name, share] : {std::pair{"p50", 0.50}, {"p95", 0.95}, {"p99", 0.99}}) {
            state.counters[name] = benchmark::Counter(at(share), benchmark::Counter::kAvgThreads);
        }
    }

private:
    double at(double share) const
    {
        const auto last = static_cast<double>(m_milliseconds.size() - 1);
        return m_milliseconds[static_cast<std::size_t>(last * share)];
    }

    std::vector<double> m_milliseconds;
};

} // namespace bench
