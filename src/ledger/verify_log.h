// The check of one partnership's ledger, entry by entry in order.
#pragma once

#include "ledger/verify_ahead.h"
#include "ledger/verify_checkpoints.h"
#include "ledger/verify_findings.h"
#include "ledger/verify_store.h"
#include "ledger/verify_text.h"
#include "ledger/verify_tree.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace ledger::verifying {

/// Whether the rows came to their end, or reading them had to be given up.
enum class Ending { all_read, given_up };

class LogCheck {
public:
    LogCheck(File& data, const LogTrust& trust, std::vector<SignedState> states,
             Findings& findings);

    /// Takes the ledger's entries in the order of their positions.
    void take(const Entry& entry);

    void finish(Ending ending);

private:
    /// One way in which the entries so far may have stood when they were signed. There is more than
    /// one only between a doubtful entry and the next checkpoint.
    struct Branch {
        Tree tree;
        std::vector<Finding> blames; ///< what is wrong if this is the way it was
    };

    struct Choice {
        Hash leaf{};
        std::optional<Finding> blame;
    };

    struct RecordState {
        std::uint64_t sequence = 0;
        std::uint64_t position = 0;
        Hash leaf{};
        bool is_doubtful = false; ///< its last entry is not as it was signed
    };

    struct Seen {
        std::uint64_t position = 0;
        Hash hash{};                    ///< of the header as it stands
        std::optional<Hash> kept;       ///< as kept beside it
        std::optional<Hash> tile;       ///< as kept for proofs, once there is a tile
        const Header* header = nullptr; ///< null when it cannot be read
        Hash sealed_hash{};
    };

    struct HashRecord {
        std::size_t operator()(const base::RawId& record) const;
    };

    Seen look_at(const Entry& entry);
    std::optional<Finding> fault_of(const EntryRow& row, const Seen& seen) const;
    std::optional<std::string> sealed_fault(const EntryRow& row, const Seen& seen) const;
    void grow_trees(const EntryRow& row, const Seen& seen);
    void branch(const std::vector<Choice>& choices);
    void compare_states();
    void settle(std::vector<Branch> matching);

    void follow_record(const EntryRow& row, const Seen& seen, const std::optional<Finding>& fault);
    void check_order(const EntryRow& row, const Seen& seen, const RecordState& last);
    bool name_missing(const base::RawId& record, const RecordState& last, const Header& header);
    void count_opening(const EntryRow& row, Opening opening);

    void report_missing(std::uint64_t position);
    void list_missing();
    void report_extra(const EntryRow& row);
    void report_unmatched();
    void check_end();
    void check_tiles();
    std::optional<Hash> tile_hash(std::uint64_t position);
    Finding finding(Fault fault, std::string what) const;
    Finding finding(Fault fault, std::string what, const EntryRow& row) const;

    File& m_data;
    LogTrust m_trust;
    std::vector<SignedState> m_states;
    Findings& m_findings;
    std::uint64_t m_signed_size = 0; ///< how many entries there were when last signed
    std::uint64_t m_next = 0;        ///< the position that comes next
    std::size_t m_next_state = 0;
    std::vector<Branch> m_branches{1};
    std::vector<SignedState> m_unmatched; ///< since the last one that matched
    std::uint64_t m_matched_size = 0;
    bool m_is_explained = false;            ///< a finding already says why no root can match
    std::vector<std::uint64_t> m_displaced; ///< places where another entry stands
    std::vector<Finding> m_missing; ///< not listed yet: a later entry may tell whose they were
    std::unordered_map<base::RawId, RecordState, HashRecord> m_records;
    std::unordered_set<std::string> m_unusable;
    Statement m_tiles;
    std::optional<std::uint64_t> m_tile_number;
    base::Bytes m_tile;
};

} // namespace ledger::verifying
