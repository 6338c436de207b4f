#include "base/clock.h"

namespace base {

Instant SystemClock::now() const
{
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

ShiftedClock::ShiftedClock(Instant start)
    : m_shift_milliseconds{start.milliseconds - SystemClock{}.now().milliseconds}
{
}

Instant ShiftedClock::now() const
{
    return {SystemClock{}.now().milliseconds + m_shift_milliseconds};
}

} // namespace base
