// The Merkle tree of RFC 6962 over the leaves of a ledger: hashes, proofs, and how to check them.
// Nothing here reads or writes a store.
#pragma once

#include "base/sha256.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace ledger {

/// SHA-256 of a zero byte and the leaf's header.
base::Digest leaf_hash(base::ByteView header);

/// SHA-256 of a one byte and the two hashes.
base::Digest node_hash(const base::Digest& left, const base::Digest& right);

/// The root of a tree with no leaf: SHA-256 of nothing.
base::Digest empty_root();

/// Grows a tree leaf by leaf, keeping only the roots of its complete subtrees, largest first.
class TreeTop {
public:
    std::uint64_t size() const { return m_size; }
    base::Digest root() const;

    void add(const base::Digest& leaf) { add_subtree(0, leaf); }

    /// Adds the root of a complete subtree of 2^height leaves; size() must be a multiple of
    /// 2^height.
    void add_subtree(unsigned height, const base::Digest& subtree);

private:
    std::uint64_t m_size = 0;
    std::vector<base::Digest> m_subtrees;
};

/// The root of the complete subtree of 2^height leaves that starts at leaf index × 2^height.
using SubtreeSource = std::function<base::Digest(unsigned height, std::uint64_t index)>;

/// The root of the first `size` leaves.
base::Digest root_of(std::uint64_t size, const SubtreeSource& source);

/// The hashes that lead from the leaf at `position` to the root of the first `size` leaves, from
/// the leaf upwards (RFC 6962 section 2.1.1). `position` must be less than `size`.
std::vector<base::Digest> inclusion_path(std::uint64_t position, std::uint64_t size,
                                         const SubtreeSource& source);

/// The hashes that show that the tree of `to` leaves begins with the tree of `from` leaves (RFC
/// 6962 section 2.1.2). Empty when `from` is 0 or equals `to`.
std::vector<base::Digest> consistency_path(std::uint64_t from, std::uint64_t to,
                                           const SubtreeSource& source);

struct InclusionProof {
    std::uint64_t position = 0;
    std::uint64_t size = 0;
    std::vector<base::Digest> path;
};

struct ConsistencyProof {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    std::vector<base::Digest> path;
};

/// Whether `proof` leads from `leaf` to `root`.
bool verify_inclusion(const InclusionProof& proof, const base::Digest& leaf,
                      const base::Digest& root);

/// Whether `proof` shows that the tree with root `to_root` extends the one with root `from_root`.
bool verify_consistency(const ConsistencyProof& proof, const base::Digest& from_root,
                        const base::Digest& to_root);

} // namespace ledger
