// The verifier's own Merkle tree, written from RFC 6962 and docs/ledger-format.md.
#pragma once

#include "base/sha256.h"

#include <cstdint>
#include <vector>

namespace ledger::verifying {

using Hash = base::Digest;

Hash hash_of_leaf(base::ByteView header);
Hash hash_of_pair(const Hash& left, const Hash& right);

/// The root over `hashes`, which are 256 hashes of 32 bytes put one after the other.
Hash root_of_tile(base::ByteView hashes);

/// A tree that only grows. Copying it is cheap.
class Tree {
public:
    void add(const Hash& leaf);
    std::uint64_t size() const { return m_size; }
    Hash root() const;

private:
    struct Peak {
        unsigned height;
        Hash hash;
    };

    std::uint64_t m_size = 0;
    std::vector<Peak> m_peaks; ///< highest first, no two of one height
};

} // namespace ledger::verifying
