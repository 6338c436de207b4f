#include "store/reader_pool.h"

#include "base/errors.h"

#include <algorithm>
#include <utility>

namespace store {

ReaderSlot::ReaderSlot(std::unique_ptr<Connection> opened)
    : connection{std::move(opened)}, reader{*connection}
{
}

ReaderPool::ReaderPool(std::size_t count, const std::function<std::unique_ptr<Connection>()>& open)
{
    base::check(count > 0, "there is at least one connection for reading");
    for (std::size_t number = 0; number < count; ++number) {
        m_slots.push_back(std::make_unique<ReaderSlot>(open()));
        m_free.push_back(m_slots.back().get());
    }
}

ReaderSlot& ReaderPool::take()
{
    ReaderSlot& slot = wait_for_slot();
    try {
        slot.connection->begin_read();
        slot.loan.emplace(slot.reader);
    } catch (...) {
        give_back(slot);
        throw;
    }
    return slot;
}

ReaderSlot& ReaderPool::wait_for_slot()
{
    const std::thread::id self = std::this_thread::get_id();
    std::unique_lock lock{m_mutex};
    const bool has_one = std::any_of(m_slots.begin(), m_slots.end(),
                                     [&](const auto& slot) { return slot->borrower == self; });
    base::check(!has_one, "a read inside a read uses the Reader it has");
    m_freed.wait(lock, [&] { return !m_free.empty(); });
    ReaderSlot& slot = *m_free.back();
    m_free.pop_back();
    slot.borrower = self;
    return slot;
}

void ReaderPool::give_back(ReaderSlot& slot) noexcept
{
    slot.loan.reset();
    slot.connection->end_read();
    {
        const std::lock_guard lock{m_mutex};
        slot.borrower = {};
        m_free.push_back(&slot);
    }
    m_freed.notify_one();
}

} // namespace store
