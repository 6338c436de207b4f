// A witness: it holds the last checkpoint of each ledger that it knows, and signs a new one only
// when that contains the old one unchanged.
#pragma once

#include "base/clock.h"
#include "witness/add_checkpoint.h"
#include "witness/witness_key.h"
#include "witness/witness_store.h"

#include <optional>
#include <string>
#include <string_view>

namespace witness {

/// Safe to use from any thread.
class Witness {
public:
    /// All three must live as long as the Witness.
    Witness(store::Database& database, const WitnessKey& key, const base::Clock& clock)
        : m_database{database}, m_key{key}, m_clock{clock}
    {
    }

    /// From now on this ledger's checkpoints are taken. Throws Conflict when one of that name, with
    /// another key, is known.
    void add_log(const ledger::VerifierKey& log);

    /// Answers the body of an `add-checkpoint` request. What it signs is durable before it returns;
    /// a contradiction is kept as evidence and logged.
    Reply add_checkpoint(std::string_view body);

    /// Why it cannot sign now, in plain words; empty when it can.
    std::optional<std::string> not_ready() const { return m_database.stopped(); }

    /// What whoever runs it should look at; empty when there is nothing.
    std::string notice() const;

private:
    Reply decide(store::Writer& writer, const AddCheckpoint& request,
                 const ledger::Checkpoint& offered);
    Reply sign(store::Writer& writer, const LogRow& log, const ledger::Checkpoint& offered);
    void keep_evidence(store::Writer& writer, const LogRow& log, EvidenceRow found);

    store::Database& m_database;
    const WitnessKey& m_key;
    const base::Clock& m_clock;
};

} // namespace witness
