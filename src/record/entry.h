// An entry as it was signed. It carries the questions as they were asked and everything needed to
// read it, so that it can be read in twenty years without the manual it was signed under (REC-12).
#pragma once

#include "access/directory.h"
#include "ledger/ledger.h"
#include "manual/answers.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace record {

namespace access = heed::access;

/// A question with its answer, both as they stood when the entry was signed.
struct Answered {
    std::string field;
    std::string question; ///< may hold `{child}`
    manual::FieldKind kind = manual::FieldKind::text;
    manual::Part part = manual::Part::shared;
    std::vector<manual::Meaning> means;
    manual::Answer answer;
    std::vector<std::pair<std::string, std::string>> options; ///< id and label

    /// What to show for an answer that is an id; the id itself when it has no label.
    std::string label_of(std::string_view option) const;
};

struct SignedEntry {
    base::RecordId record;
    std::uint64_t sequence = 0; ///< its number in the record, from 1
    std::uint64_t position = 0; ///< its place in the ledger, from 0
    base::Digest leaf{};
    base::EventId event;
    std::string form; ///< the form's id
    std::string form_reference;
    std::string title;
    manual::Nature nature = manual::Nature::written;
    access::Signer signer; ///< as they were at the time of signing
    ledger::Occurred occurred;
    base::Instant recorded;
    std::optional<std::string> late_reason; ///< set when it was recorded late (REC-13)
    std::optional<std::uint64_t> corrects;  ///< the number of the entry it corrects (REC-15)
    std::vector<Answered> answered;

    const Answered* meaning(manual::Meaning meaning) const;
};

/// What goes into an entry besides its answers.
struct EntryFacts {
    base::RecordId record;
    base::EventId event;
    access::Signer signer;
    ledger::Occurred occurred;
    base::Instant recorded;
    manual::Timeliness recorded_in = manual::Timeliness::in_time;
    std::optional<std::uint64_t> corrects;
    /// What to show in place of an answer that is an id: a worker's or a team's name as it is now.
    std::vector<std::pair<std::string, std::string>> names;
};

/// The ledger entry for these answers to this form: what is not asked for is left out.
ledger::NewEntry compose_entry(const manual::Manual& manual, const manual::Form& form,
                               const manual::Answers& answers, const EntryFacts& facts);

/// Throws CheckFailed when the payload is not one that compose_entry makes.
SignedEntry read_entry(const ledger::OpenedEntry& opened);

/// The questions and answers of a payload that compose_entry made. Throws CheckFailed otherwise.
std::vector<Answered> read_answers(const base::json::object& payload);

/// Whether the entry is one of a record, and not of the ledger's own upkeep (the trail of reads).
bool is_record_entry(const ledger::OpenedEntry& opened);

/// What the entry tells, by meaning: text, or true for what a chosen option means. For projections.
const base::json::object& facts_of(const ledger::OpenedEntry& opened);
std::string fact_text(const ledger::OpenedEntry& opened, manual::Meaning meaning);
bool fact_holds(const ledger::OpenedEntry& opened, manual::Meaning meaning);

} // namespace record
