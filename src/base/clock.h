// The time, as something that is handed in. Nothing else in Heed asks the system what time it is.
#pragma once

#include "base/time.h"

#include <atomic>

namespace base {

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
};

/// Stands still until it is moved. For the demonstration's history and for tests.
class SetClock final : public Clock {
public:
    explicit SetClock(Instant start) : m_now{start.milliseconds} {}
    Instant now() const override { return {m_now.load()}; }
    void set(Instant instant) { m_now.store(instant.milliseconds); }

private:
    std::atomic<std::int64_t> m_now;
};

/// Runs on from a chosen moment at the speed of the system's clock (`heed demo --today`).
class ShiftedClock final : public Clock {
public:
    explicit ShiftedClock(Instant start);
    Instant now() const override;

private:
    std::int64_t m_shift_milliseconds;
};

} // namespace base
