// The right edge of a ledger's tree: all that must be known to append a leaf and to sign the root,
// and no more.
#pragma once

#include "ledger/ledger_store.h"
#include "ledger/merkle.h"

#include <optional>
#include <vector>

namespace ledger {

/// How many hashes a tile holds; a power of two.
constexpr std::uint64_t tile_width = 256;
constexpr unsigned tile_height = 8;

class Frontier {
public:
    /// Empty when the rows there do not make a tree.
    static std::optional<Frontier> load(store::Reader& reader, const LedgerTables& tables);

    std::uint64_t size() const { return m_top.size(); }
    base::Digest root() const { return m_top.root(); }

    /// Adds a leaf and returns the tiles that it completes.
    std::vector<TileRow> add(const base::Digest& leaf);

private:
    TreeTop m_top;
    std::vector<std::vector<base::Digest>> m_open_tiles; ///< by level; each less than tile_width
};

/// Reads complete subtrees from tiles, and from the leaves where there is no tile yet. What
/// `reader` and `tables` refer to must outlive what is returned.
SubtreeSource stored_subtrees(store::Reader& reader, const LedgerTables& tables);

} // namespace ledger
