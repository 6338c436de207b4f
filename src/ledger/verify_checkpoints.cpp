#include "ledger/verify_checkpoints.h"

#include <algorithm>
#include <fmt/format.h>
#include <future>
#include <span>

namespace ledger::verifying {

namespace {

constexpr std::size_t signatures_at_once = 2048;
constexpr std::size_t worth_sharing = 32;

struct Candidate {
    SignedState state;
    std::string note;
    bool is_signed = false;
};

/// Checking signatures is most of the work, so a batch is shared by two threads.
void check_signatures(std::span<Candidate> batch, const LogTrust& trust)
{
    const auto check = [&trust](std::span<Candidate> part) {
        for (Candidate& candidate : part) {
            const std::optional<Note> note = read_note(candidate.note);
            if (!note || note->size != candidate.state.size) continue;
            candidate.state.root = note->root;
            candidate.is_signed = is_signed(*note, trust.origin, trust.key);
        }
    };
    if (batch.size() < worth_sharing) return check(batch);
    const std::size_t half = batch.size() / 2;
    std::future<void> other = std::async(std::launch::async, check, batch.first(half));
    check(batch.subspan(half));
    other.get();
}

class Collector {
public:
    Collector(const LogTrust& trust, Findings& findings) : m_trust{trust}, m_findings{findings} {}

    void take(const Candidate& candidate)
    {
        const std::int64_t number = candidate.state.number;
        if (number != m_last_number + 1) report_gap(number);
        m_last_number = number;
        if (!candidate.is_signed) {
            if (m_forged_from == 0) m_forged_from = number;
            m_forged_to = number;
            return;
        }
        end_forged();
        if (!m_states.empty() && candidate.state.size <= m_states.back().size) {
            report(Fault::checkpoint_wrong,
                   fmt::format("Checkpoint {} is not for more entries than the one before it: it "
                               "was put in later.",
                               number));
            return;
        }
        m_states.push_back(candidate.state);
    }

    std::vector<SignedState> finish()
    {
        end_forged();
        m_findings.report().checkpoints += static_cast<std::uint64_t>(m_states.size());
        return std::move(m_states);
    }

private:
    void report_gap(std::int64_t number)
    {
        if (number <= m_last_number) {
            report(Fault::checkpoint_wrong,
                   fmt::format("There is more than one checkpoint {}.", number));
            return;
        }
        const std::int64_t first = m_last_number + 1;
        report(Fault::checkpoint_missing,
               first == number - 1
                   ? fmt::format("Checkpoint {} is missing.", first)
                   : fmt::format("Checkpoints {} to {} are missing.", first, number - 1));
    }

    void end_forged()
    {
        if (m_forged_from == 0) return;
        report(
            Fault::checkpoint_forged,
            m_forged_from == m_forged_to
                ? fmt::format("Checkpoint {} is not signed with the ledger's key: it was changed "
                              "or forged.",
                              m_forged_from)
                : fmt::format("Checkpoints {} to {} are not signed with the ledger's key: they "
                              "were changed or forged.",
                              m_forged_from, m_forged_to));
        m_forged_from = 0;
    }

    void report(Fault fault, std::string what)
    {
        m_findings.add(
            {.fault = fault, .what = std::move(what), .partnership = m_trust.partnership});
    }

    const LogTrust& m_trust;
    Findings& m_findings;
    std::vector<SignedState> m_states;
    std::int64_t m_last_number = 0;
    std::int64_t m_forged_from = 0;
    std::int64_t m_forged_to = 0;
};

} // namespace

std::vector<SignedState> signed_states(File& data, const LogTrust& trust, Findings& findings)
{
    Collector collector{trust, findings};
    Statement rows = data.checkpoints(trust.partnership.bytes());
    std::vector<Candidate> batch;
    const auto flush = [&] {
        check_signatures(batch, trust);
        for (const Candidate& candidate : batch)
            collector.take(candidate);
        batch.clear();
    };
    while (rows.step()) {
        const CheckpointRow row = File::checkpoint(rows);
        batch.push_back({.state = {.size = static_cast<std::uint64_t>(row.size),
                                   .root = {},
                                   .keeper = Keeper::data_file,
                                   .number = row.number},
                         .note = std::string{row.note}});
        if (batch.size() == signatures_at_once) flush();
    }
    flush();
    return collector.finish();
}

std::optional<SignedState> state_kept(std::string_view note, Keeper keeper, const LogTrust& trust,
                                      Findings& findings)
{
    const std::optional<Note> read = read_note(note);
    if (read && is_signed(*read, trust.origin, trust.key)) {
        return SignedState{.size = read->size, .root = read->root, .keeper = keeper};
    }
    findings.add(
        {.fault = Fault::checkpoint_forged,
         .what = keeper == Keeper::key_store
                     ? "The copy of the last checkpoint in the key store is not signed with "
                       "the ledger's key."
                     : "A checkpoint that was handed in is not signed with the ledger's key.",
         .partnership = trust.partnership});
    return std::nullopt;
}

} // namespace ledger::verifying
