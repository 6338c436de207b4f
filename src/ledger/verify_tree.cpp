#include "ledger/verify_tree.h"

#include <algorithm>
#include <array>

namespace ledger::verifying {

Hash hash_of_leaf(base::ByteView header)
{
    static constexpr std::uint8_t zero = 0x00;
    return base::sha256({base::ByteView{&zero, 1}, header});
}

Hash hash_of_pair(const Hash& left, const Hash& right)
{
    std::array<std::uint8_t, 65> message{};
    message[0] = 0x01;
    std::copy(left.begin(), left.end(), message.begin() + 1);
    std::copy(right.begin(), right.end(), message.begin() + 33);
    return base::sha256(base::ByteView{message});
}

Hash root_of_tile(base::ByteView hashes)
{
    Tree tree;
    for (std::size_t at = 0; at + sizeof(Hash) <= hashes.size(); at += sizeof(Hash)) {
        Hash hash{};
        std::copy_n(hashes.begin() + static_cast<std::ptrdiff_t>(at), hash.size(), hash.begin());
        tree.add(hash);
    }
    return tree.root();
}

void Tree::add(const Hash& leaf)
{
    Peak peak{0, leaf};
    while (!m_peaks.empty() && m_peaks.back().height == peak.height) {
        peak = {peak.height + 1, hash_of_pair(m_peaks.back().hash, peak.hash)};
        m_peaks.pop_back();
    }
    m_peaks.push_back(peak);
    ++m_size;
}

Hash Tree::root() const
{
    if (m_peaks.empty()) return base::sha256(base::ByteView{});
    Hash root = m_peaks.back().hash;
    for (std::size_t i = m_peaks.size() - 1; i > 0; --i) {
        root = hash_of_pair(m_peaks[i - 1].hash, root);
    }
    return root;
}

} // namespace ledger::verifying
