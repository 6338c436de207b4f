// The threads that handlers run on, and the two things that every request takes a share of: a place
// in the queue and memory for its body. Private to server.cpp.
#pragma once

#include "web/metrics.h"

#include <atomic>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

namespace web {

/// Something there is a fixed amount of. What was taken is given back with the Share.
class Budget {
public:
    explicit Budget(std::size_t whole) : m_left{whole} {}

    class Share {
    public:
        Share(Budget& budget, std::size_t amount) : m_budget{&budget}, m_amount{amount} {}
        Share(Share&& other) noexcept
            : m_budget{std::exchange(other.m_budget, nullptr)}, m_amount{other.m_amount}
        {
        }
        Share& operator=(Share&&) = delete;
        ~Share()
        {
            if (m_budget != nullptr) m_budget->m_left.fetch_add(m_amount);
        }

    private:
        Budget* m_budget;
        std::size_t m_amount;
    };

    /// Empty when less than that is left.
    std::optional<Share> take(std::size_t amount)
    {
        std::size_t left = m_left.load();
        do {
            if (left < amount) return std::nullopt;
        } while (!m_left.compare_exchange_weak(left, left - amount));
        return std::make_optional<Share>(*this, amount);
    }

private:
    std::atomic<std::size_t> m_left;
};

class Workers {
public:
    Workers(std::size_t threads, std::size_t waiting, Metrics& metrics)
        : m_pool{threads}, m_places{threads + waiting}, m_metrics{metrics}
    {
    }

    /// A place for one request, at work or waiting; empty when there are enough of them already.
    std::optional<Budget::Share> take_place() { return m_places.take(1); }

    /// Runs `step` on a worker, and comes back to the caller's own executor.
    template <typename Step> boost::asio::awaitable<void> run(Step step)
    {
        namespace asio = boost::asio;
        std::exception_ptr failure;
        m_metrics.waiting_requests.fetch_add(1);
        co_await asio::post(asio::bind_executor(m_pool.get_executor(), asio::use_awaitable));
        try {
            step();
        } catch (...) {
            failure = std::current_exception();
        }
        m_metrics.waiting_requests.fetch_sub(1);
        co_await asio::post(asio::use_awaitable);
        if (failure) std::rethrow_exception(failure);
    }

private:
    boost::asio::thread_pool m_pool;
    Budget m_places;
    Metrics& m_metrics;
};

} // namespace web
