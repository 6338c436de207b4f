// The one thread that writes. What waits is taken in groups: each job in its own savepoint, all
// made durable by one commit.
#pragma once

#include "base/clock.h"
#include "store/connection.h"
#include "store/stop_switch.h"
#include "store/write_request.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace store {

class GroupCommit {
public:
    GroupCommit(Connection& connection, StopSwitch& stop, const base::Clock& clock,
                std::size_t group_limit);

    /// Finishes what waits.
    ~GroupCommit();
    GroupCommit(const GroupCommit&) = delete;
    GroupCommit& operator=(const GroupCommit&) = delete;

    std::string write(const WriteRequest& request, const Job& job); ///< as Database::write
    void before_commit(std::function<void(Writer&)> hook);
    bool is_writer_thread() const { return std::this_thread::get_id() == m_thread.get_id(); }
    Statistics statistics() const;

private:
    /// On its caller's stack until the promise is kept.
    struct Pending {
        const WriteRequest& request;
        const Job& job;
        std::promise<std::string> answer;
        std::string result;
        std::exception_ptr error;
        bool is_repeat = false;
    };
    using Group = std::vector<Pending*>;

    void run();
    void next_group();
    void commit_group(Group& group);
    bool run_job(Pending& pending);
    bool answer_repeat(Pending& pending);
    void run_hooks();
    void abandon(Group& group, const std::exception_ptr& error);
    void undo_back_to(std::size_t mark) noexcept;
    void count(const Group& group);
    static void deliver(Group& group);
    void tend();

    Connection& m_connection;
    StopSwitch& m_stop;
    const base::Clock& m_clock;
    const std::size_t m_group_limit;

    mutable std::mutex m_mutex; ///< guards the next five
    std::condition_variable m_arrived;
    std::deque<Pending*> m_waiting;
    std::vector<std::function<void(Writer&)>> m_new_hooks;
    Statistics m_statistics;
    bool m_is_closing = false;

    // The writer thread's own.
    Writer m_writer;
    Group m_group; ///< has room from the start: nobody could be told that there is no memory for it
    std::vector<std::function<void(Writer&)>> m_hooks;

    std::thread m_thread;
};

} // namespace store
