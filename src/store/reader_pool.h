// The connections that read, lent to one thread at a time.
#pragma once

#include "store/reader.h"
#include "store/sqlite/connection.h"
#include "store/stop_switch.h"

#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace store {

struct ReaderSlot {
    ReaderSlot(const std::filesystem::path& path, StopSwitch& stop);

    sqlite::Connection connection;
    Reader reader;
    std::optional<Loan> loan;
    std::thread::id borrower; ///< guarded by the pool
};

class ReaderPool {
public:
    ReaderPool(const std::filesystem::path& path, std::size_t count, StopSwitch& stop);

    /// Waits for a free connection and begins its snapshot. CheckFailed when this thread has one
    /// already: every thread waiting for its second would wait for ever.
    ReaderSlot& take();
    void give_back(ReaderSlot& slot) noexcept;

private:
    ReaderSlot& wait_for_slot();

    std::mutex m_mutex;
    std::condition_variable m_freed;
    std::vector<std::unique_ptr<ReaderSlot>> m_slots;
    std::vector<ReaderSlot*> m_free; ///< the last used is taken first: its cache is warm
};

} // namespace store
