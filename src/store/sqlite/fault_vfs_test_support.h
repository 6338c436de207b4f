// A disk that fails on demand: an SQLite file system that passes everything on to the default one,
// and lets the n-th write, sync or read after arming it fail.
#pragma once

#include <atomic>
#include <sqlite3.h>

namespace store::sqlite {

enum class FaultyCall { write, sync, read };

/// While it lives, every connection that is opened goes through it. One at a time.
class FaultVfs {
public:
    FaultVfs();
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    /// The `number`-th such call from now (1 is the next) fails once with `code`.
    void arm(FaultyCall call, int number, int code);

    /// True when the fault has happened.
    bool has_fired() const { return m_has_fired; }

    /// What the call should answer instead of doing anything; SQLITE_OK to let it pass.
    int next(FaultyCall call);

    sqlite3_vfs* real() const { return m_real; }

private:
    sqlite3_vfs* m_real;
    sqlite3_vfs m_vfs;
    std::atomic<int> m_remaining{0};
    std::atomic<FaultyCall> m_call{FaultyCall::write};
    std::atomic<int> m_code{SQLITE_OK};
    std::atomic<bool> m_has_fired{false};
};

} // namespace store::sqlite
