// Remembers that the store must not go on, and why. Shared by all connections of one data file.
#pragma once

#include <atomic>
#include <optional>
#include <string>

namespace store {

enum class StopCause : int {
    none,
    disk_full,
    not_writable,
    failed_check,
    disk_error,
    damaged,
};

class StopSwitch {
public:
    /// Stops for good, and logs it once with SQLite's `code`. A cause that also ends reading takes
    /// the place of one that does not; otherwise the first one stays.
    void stop(StopCause cause, int code);

    bool has_stopped() const { return m_cause.load() != StopCause::none; }

    /// A fixed sentence for whoever runs the server; empty while all is well.
    std::optional<std::string> reason() const;

    /// Throw Unavailable with that sentence. After a disk error nothing that is read can be relied
    /// on; after a full disk what was committed before is still good to read.
    void require_writable() const;
    void require_readable() const;

private:
    std::atomic<StopCause> m_cause{StopCause::none};
};

} // namespace store
