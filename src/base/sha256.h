// SHA-256, the one hash that the ledger and everybody who verifies it share.
#pragma once

#include "base/bytes.h"

#include <array>
#include <initializer_list>
#include <memory>

namespace base {

using Digest = std::array<std::uint8_t, 32>;

/// The hash of the parts put one after the other.
Digest sha256(std::initializer_list<ByteView> parts);
Digest sha256(ByteView bytes);

/// For what does not fit into memory: the hash of everything added, in order.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(ByteView bytes);
    /// Once only.
    Digest finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace base
