// Writing: what a job may do inside its own part of a group commit.
#pragma once

#include "store/reader.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace store {

/// Lent to a write job or a before_commit hook on the writer's thread. Reads through it see what
/// the group has written so far, committed or not.
class Writer : public Reader {
public:
    using Reader::Reader;

    /// Runs a statement that changes the store. CheckFailed when it only reads, or when a
    /// constraint or trigger refuses it; the driver may tell that later, but before anything is
    /// read, and before the job has ended.
    void execute(const Query& query, Parameters parameters);

    /// How many rows the last statement changed itself (not its triggers).
    std::int64_t changes();

    /// `undo` is called, last registered first, when this job or the whole group does not become
    /// durable: put back what the job changed in memory. It must not throw and not use the Writer.
    void on_rollback(std::function<void()> undo);

private:
    friend class GroupCommit;

    std::vector<std::function<void()>> m_undo;
};

} // namespace store
