#include "store/group_commit.h"

#include "base/errors.h"
#include "base/text.h"
#include "store/idempotency_store.h"

#include <algorithm>
#include <iterator>
#include <new>
#include <utility>

namespace store {

namespace {

constexpr std::size_t longest_key = 200;

void require_request(const WriteRequest& request)
{
    base::check(!request.operation.empty(), "a write names its operation");
    const std::string_view key = request.idempotency_key;
    if (key.size() > longest_key || !base::is_clean_utf8(key)) {
        throw base::BadRequest{"The idempotency key must be at most 200 bytes of text."};
    }
}

/// True for what ends a request and leaves the store sound: an error of base/errors.h, or memory
/// that was short.
bool is_request_error(const std::exception_ptr& error)
{
    try {
        std::rethrow_exception(error);
    } catch (const base::NotFound&) {
        return true;
    } catch (const base::Forbidden&) {
        return true;
    } catch (const base::Conflict&) {
        return true;
    } catch (const base::BadRequest&) {
        return true;
    } catch (const base::Unavailable&) {
        return true;
    } catch (const std::bad_alloc&) {
        return true;
    } catch (...) {
        return false;
    }
}

} // namespace

GroupCommit::GroupCommit(Connection& connection, StopSwitch& stop, const base::Clock& clock,
                         std::size_t group_limit)
    : m_connection{connection}, m_stop{stop}, m_clock{clock},
      m_group_limit{std::max<std::size_t>(group_limit, 1)}, m_writer{connection},
      m_group(m_group_limit), m_thread{[this] { run(); }}
{
}

GroupCommit::~GroupCommit()
{
    {
        const std::lock_guard lock{m_mutex};
        m_is_closing = true;
    }
    m_arrived.notify_one();
    m_thread.join();
}

std::string GroupCommit::write(const WriteRequest& request, const Job& job)
{
    base::check(!is_writer_thread(), "a write job uses the Writer it has");
    require_request(request);
    m_stop.require_writable();
    Pending pending{.request = request, .job = job};
    std::future<std::string> answer = pending.answer.get_future();
    {
        // Told while locked: once the answer is there, the destructor may run on another thread.
        const std::lock_guard lock{m_mutex};
        m_waiting.push_back(&pending);
        m_arrived.notify_one();
    }
    return answer.get();
}

void GroupCommit::before_commit(std::function<void(Writer&)> hook)
{
    const std::lock_guard lock{m_mutex};
    m_new_hooks.push_back(std::move(hook));
}

Statistics GroupCommit::statistics() const
{
    const std::lock_guard lock{m_mutex};
    Statistics statistics = m_statistics;
    statistics.waiting = m_waiting.size();
    return statistics;
}

void GroupCommit::run()
{
    while (true) {
        next_group();
        if (m_group.empty()) return;
        commit_group(m_group);
        deliver(m_group);
        tend();
    }
}

/// The group is empty when the store is closing and nothing waits.
void GroupCommit::next_group()
{
    std::unique_lock lock{m_mutex};
    m_arrived.wait(lock, [this] { return !m_waiting.empty() || m_is_closing; });
    const auto size = static_cast<std::ptrdiff_t>(std::min(m_waiting.size(), m_group_limit));
    m_group.assign(m_waiting.begin(), m_waiting.begin() + size);
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + size);
    std::move(m_new_hooks.begin(), m_new_hooks.end(), std::back_inserter(m_hooks));
    m_new_hooks.clear();
}

void GroupCommit::commit_group(Group& group)
{
    try {
        m_stop.require_writable();
        m_connection.begin_write();
        bool has_changed = false;
        for (Pending* pending : group) {
            has_changed = run_job(*pending) || has_changed;
        }
        if (has_changed) run_hooks();
        m_stop.require_writable();
        m_connection.commit();
        m_writer.m_undo.clear();
        count(group);
    } catch (...) {
        abandon(group, std::current_exception());
    }
}

/// True when the job is kept and changed a row, or something in memory that it can undo.
bool GroupCommit::run_job(Pending& pending)
{
    const Loan loan{m_writer};
    if (answer_repeat(pending)) return false;
    const std::size_t mark = m_writer.m_undo.size();
    const std::int64_t before = m_connection.total_changes();
    bool has_changed = false;
    m_connection.savepoint();
    try {
        pending.result = pending.job(m_writer);
        // The job may have caught the error that stopped the store.
        m_stop.require_writable();
        base::check(base::is_clean_utf8(pending.result), "a job's result is text");
        has_changed = m_connection.total_changes() != before || m_writer.m_undo.size() != mark;
        if (!pending.request.idempotency_key.empty()) {
            remember_write(m_writer, pending.request, pending.result, m_clock.now());
        }
        m_connection.release_savepoint();
    } catch (...) {
        pending.error = std::current_exception();
    }
    m_stop.require_writable();
    base::check(m_connection.is_in_transaction(), "a group's transaction outlasts its jobs");
    if (!pending.error) return has_changed;
    m_connection.rollback_to_savepoint();
    undo_back_to(mark);
    return false;
}

bool GroupCommit::answer_repeat(Pending& pending)
{
    if (pending.request.idempotency_key.empty()) return false;
    std::optional<RememberedWrite> earlier = remembered_write(m_writer, pending.request);
    if (!earlier) return false;
    if (earlier->operation == pending.request.operation &&
        earlier->content == pending.request.content) {
        pending.result = std::move(earlier->result);
        pending.is_repeat = true;
    } else {
        pending.error = std::make_exception_ptr(
            base::Conflict{"This idempotency key was already used for something else."});
    }
    return true;
}

void GroupCommit::run_hooks()
{
    const Loan loan{m_writer};
    try {
        for (const auto& hook : m_hooks) {
            hook(m_writer);
        }
    } catch (...) {
        if (!is_request_error(std::current_exception())) {
            m_stop.stop(StopCause::failed_check, 0);
        }
        throw;
    }
}

/// Nothing of the group is kept: who has no error of their own gets the group's.
void GroupCommit::abandon(Group& group, const std::exception_ptr& error)
{
    m_connection.rollback();
    undo_back_to(0);
    for (Pending* pending : group) {
        if (!pending->error) pending->error = error;
    }
}

/// An undo that throws would leave memory that says what the disk does not: ending the program is
/// better than going on with it.
void GroupCommit::undo_back_to(std::size_t mark) noexcept
{
    while (m_writer.m_undo.size() > mark) {
        const std::function<void()> undo = std::move(m_writer.m_undo.back());
        m_writer.m_undo.pop_back();
        undo();
    }
}

void GroupCommit::count(const Group& group)
{
    const std::lock_guard lock{m_mutex};
    ++m_statistics.groups;
    for (const Pending* pending : group) {
        if (pending->is_repeat) ++m_statistics.repeats;
        if (!pending->is_repeat && !pending->error) ++m_statistics.jobs;
    }
}

void GroupCommit::deliver(Group& group)
{
    for (Pending* pending : group) {
        // The caller may be gone, and its stack with it, before set_value has returned.
        std::promise<std::string> answer = std::move(pending->answer);
        if (pending->error) {
            answer.set_exception(std::move(pending->error));
        } else {
            answer.set_value(std::move(pending->result));
        }
    }
}

/// After the callers have their answers: what they wrote is safe already.
void GroupCommit::tend()
{
    if (m_stop.has_stopped() || !m_connection.tend()) return;
    const std::lock_guard lock{m_mutex};
    ++m_statistics.checkpoints;
}

} // namespace store
