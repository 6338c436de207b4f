// Takes the last checkpoint over to the key store soon after each commit, many commits at once. It
// reads what has been committed, so the copy is never ahead of the data.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace ledger {

class CheckpointKeeper {
public:
    /// `keep` copies the last committed checkpoint and returns its size.
    explicit CheckpointKeeper(std::function<std::uint64_t()> keep);

    /// Waits for a copy under way, then makes the last one.
    ~CheckpointKeeper();

    CheckpointKeeper(const CheckpointKeeper&) = delete;
    CheckpointKeeper& operator=(const CheckpointKeeper&) = delete;

    /// A checkpoint of that size is about to be committed, or after all is not.
    void expect(std::uint64_t size);

    void keep_now();

private:
    void run(const std::stop_token& stop);

    std::function<std::uint64_t()> m_keep;
    std::mutex m_keeping;
    std::mutex m_mutex;
    std::condition_variable_any m_expected;
    std::uint64_t m_wanted = 0;
    std::uint64_t m_kept = 0;
    std::jthread m_thread; ///< last, so that it ends before what it uses
};

} // namespace ledger
