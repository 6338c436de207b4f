// The ledger's side: shows each new state of the ledger to its witnesses, keeps what they sign, and
// stops the writing when one of them holds more of the ledger, or another one, than is here.
#pragma once

#include "base/clock.h"
#include "ledger/ledger.h"
#include "witness/add_checkpoint.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace witness {

/// Takes a body to a witness and brings its reply. It must not throw; no answer is status 0.
using Submit = std::function<Reply(const std::string& body, const std::stop_token& stop)>;

struct Partner {
    ledger::VerifierKey key;
    Submit submit;
};

enum class Standing {
    not_asked,
    cosigned,
    unreachable,
    refused,       ///< see Report::status
    wrong_answer,  ///< it said yes, and its signature does not fit
    other_history, ///< it holds more than is here, or something else
};

/// How it stands with one witness.
struct Report {
    std::string witness;
    Standing standing = Standing::not_asked;
    int status = 0;         ///< its last answer's
    std::uint64_t size = 0; ///< the largest that it has cosigned
    std::optional<base::Instant> cosigned_at;
};

/// One plain sentence; empty when it has cosigned, or was not asked yet.
std::string explain(const Report& report);

/// Safe to use from any thread. Nothing that signs an entry ever waits for it.
class Rounds {
public:
    /// All must live as long as the Rounds.
    Rounds(ledger::Ledger& ledger, store::Database& database, std::vector<Partner> partners,
           const base::Clock& clock);
    /// Gives up what is under way.
    ~Rounds();
    Rounds(const Rounds&) = delete;
    Rounds& operator=(const Rounds&) = delete;

    /// Shows the last checkpoint to all of them at once, and waits for their answers.
    void push();

    /// From now on it happens by itself: within ten seconds of a change, again every half minute
    /// while somebody has not cosigned, and every five minutes when nothing happens.
    void start();

    std::vector<Report> reports() const;
    std::string notice() const;  ///< a line for each that has not cosigned
    std::string figures() const; ///< in Prometheus's text format

private:
    struct Answer {
        Standing standing = Standing::not_asked;
        int status = 0;
        std::optional<ledger::Cosignature> cosignature;
        std::uint64_t theirs = 0; ///< what it says that it holds, when that is other than here
    };

    Answer ask(const Partner& partner, std::uint64_t held, const ledger::Checkpoint& last) const;
    Answer judge(const Partner& partner, const Reply& reply, std::uint64_t old_size,
                 const ledger::Checkpoint& last) const;
    ledger::Checkpoint last_checkpoint() const;
    void keep(const std::vector<Answer>& answers, std::uint64_t size);
    void take(const Partner& partner, const Answer& answer, std::uint64_t size);
    void stop_writing(const Partner& partner, const Answer& answer, std::uint64_t here);
    bool is_due();
    void run(const std::stop_token& stop);

    ledger::Ledger& m_ledger;
    store::Database& m_database;
    std::vector<Partner> m_partners;
    const base::Clock& m_clock;
    std::stop_source m_stop; ///< of what is under way
    std::mutex m_pushing;
    mutable std::mutex m_mutex;      ///< for what follows, but the thread
    std::vector<Report> m_reports;   ///< one for each partner, in their order
    std::uint64_t m_signed_size = 0; ///< of the ledger, when it was last looked at
    std::uint64_t m_shown_size = 0;
    std::optional<std::chrono::steady_clock::time_point> m_last_push;
    std::condition_variable_any m_nothing;
    std::jthread m_thread;
};

} // namespace witness
