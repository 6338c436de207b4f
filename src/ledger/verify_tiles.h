// Whether the hashes kept for proofs agree with one another. (That the lowest are the entries' own
// is checked with the entries.)
#pragma once

#include "ledger/verify_store.h"
#include "ledger/verify_tree.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ledger::verifying {

class TileCheck {
public:
    /// For a ledger of `size` entries.
    explicit TileCheck(std::uint64_t size);

    /// Takes the tiles in order of level and number.
    void take(const TileRow& tile);

    /// One plain sentence for each fault.
    std::vector<std::string> finish();

private:
    void end_level();
    bool agrees_below(const TileRow& tile) const;
    void report(std::int64_t level, std::uint64_t number, std::string_view what);

    std::int64_t m_level = 0;
    std::uint64_t m_due;       ///< how many tiles there should be on this level
    std::vector<Hash> m_below; ///< the roots of the level below
    std::vector<Hash> m_roots; ///< of this level, so far
    std::vector<std::string> m_faults;
};

} // namespace ledger::verifying
