// The connections that read, lent to one thread at a time.
#pragma once

#include "store/connection.h"
#include "store/reader.h"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace store {

struct ReaderSlot {
    explicit ReaderSlot(std::unique_ptr<Connection> opened);

    std::unique_ptr<Connection> connection;
    Reader reader;
    std::optional<Loan> loan;
    std::thread::id borrower; ///< guarded by the pool
};

class ReaderPool {
public:
    ReaderPool(std::size_t count, const std::function<std::unique_ptr<Connection>()>& open);

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
