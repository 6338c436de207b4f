#include "ledger/checkpoint_keeper.h"

#include "base/errors.h"

#include <chrono>
#include <new>
#include <utility>

namespace ledger {

namespace {

/// Commits within this time share one copy.
constexpr std::chrono::milliseconds gathering{200};

} // namespace

CheckpointKeeper::CheckpointKeeper(std::function<std::uint64_t()> keep)
    : m_keep{std::move(keep)}, m_thread{[this](const std::stop_token& stop) { run(stop); }}
{
}

CheckpointKeeper::~CheckpointKeeper()
{
    m_thread.request_stop();
    m_thread.join();
    try {
        if (m_wanted > m_kept) keep_now();
    } catch (const base::Unavailable&) {
        // The store has stopped and has said so; the copy stays behind the data, which is safe.
    } catch (const std::bad_alloc&) {
        // So it does here.
    }
}

void CheckpointKeeper::expect(std::uint64_t size)
{
    const std::lock_guard lock{m_mutex};
    m_wanted = size;
    m_expected.notify_one();
}

void CheckpointKeeper::keep_now()
{
    const std::lock_guard keeping{m_keeping};
    const std::uint64_t kept = m_keep();
    const std::lock_guard lock{m_mutex};
    m_kept = kept;
}

void CheckpointKeeper::run(const std::stop_token& stop)
{
    const auto is_behind = [this] { return m_wanted > m_kept; };
    std::unique_lock lock{m_mutex};
    while (m_expected.wait(lock, stop, is_behind) && !stop.stop_requested()) {
        m_expected.wait_for(lock, stop, gathering, [] { return false; });
        lock.unlock();
        try {
            keep_now();
        } catch (const base::Unavailable&) {
            // As in the destructor: a store that has stopped takes no copy any more.
            return;
        } catch (const std::bad_alloc&) {
            // Still wanted, and tried again after the next wait.
        }
        lock.lock();
    }
}

} // namespace ledger
