#include "ledger/merkle.h"

#include "base/errors.h"

#include <array>
#include <bit>

namespace ledger {

namespace {

constexpr std::array<std::uint8_t, 1> leaf_prefix{0};
constexpr std::array<std::uint8_t, 1> node_prefix{1};

/// Where RFC 6962 splits a tree of `size` leaves: the largest power of two below it.
std::uint64_t split_of(std::uint64_t size)
{
    return std::bit_floor(size - 1);
}

/// The root of the leaves from `begin` to `end`, where `begin` is a multiple of the largest power
/// of two that is not above end - begin.
base::Digest range_root(std::uint64_t begin, std::uint64_t end, const SubtreeSource& source)
{
    // The complete subtrees from the right: their roots are folded leftwards.
    std::uint64_t size = end - begin;
    std::uint64_t right = end;
    base::Digest root{};
    bool is_first = true;
    while (size > 0) {
        const auto height = static_cast<unsigned>(std::countr_zero(size));
        right -= std::uint64_t{1} << height;
        const base::Digest subtree = source(height, right >> height);
        root = is_first ? subtree : node_hash(subtree, root);
        is_first = false;
        size &= size - 1;
    }
    return root;
}

bool is_even(std::uint64_t number)
{
    return (number & 1U) == 0;
}

} // namespace

base::Digest leaf_hash(base::ByteView header)
{
    return base::sha256({leaf_prefix, header});
}

base::Digest node_hash(const base::Digest& left, const base::Digest& right)
{
    return base::sha256({node_prefix, left, right});
}

base::Digest empty_root()
{
    return base::sha256(base::ByteView{});
}

base::Digest TreeTop::root() const
{
    if (m_subtrees.empty()) return empty_root();
    base::Digest root = m_subtrees.back();
    for (auto subtree = m_subtrees.rbegin() + 1; subtree != m_subtrees.rend(); ++subtree) {
        root = node_hash(*subtree, root);
    }
    return root;
}

void TreeTop::add_subtree(unsigned height, const base::Digest& subtree)
{
    const std::uint64_t width = std::uint64_t{1} << height;
    base::check(m_size % width == 0, "a subtree is added where one of its size may stand");
    base::Digest root = subtree;
    for (std::uint64_t merged = width; (m_size & merged) != 0; merged <<= 1U) {
        root = node_hash(m_subtrees.back(), root);
        m_subtrees.pop_back();
    }
    m_subtrees.push_back(root);
    m_size += width;
}

base::Digest root_of(std::uint64_t size, const SubtreeSource& source)
{
    return size == 0 ? empty_root() : range_root(0, size, source);
}

std::vector<base::Digest> inclusion_path(std::uint64_t position, std::uint64_t size,
                                         const SubtreeSource& source)
{
    base::check(position < size, "an inclusion proof is for a leaf that is in the tree");
    std::vector<base::Digest> from_root;
    std::uint64_t begin = 0;
    std::uint64_t end = size;
    while (end - begin > 1) {
        const std::uint64_t middle = begin + split_of(end - begin);
        if (position < middle) {
            from_root.push_back(range_root(middle, end, source));
            end = middle;
        } else {
            from_root.push_back(range_root(begin, middle, source));
            begin = middle;
        }
    }
    return {from_root.rbegin(), from_root.rend()};
}

std::vector<base::Digest> consistency_path(std::uint64_t from, std::uint64_t to,
                                           const SubtreeSource& source)
{
    base::check(from <= to, "a consistency proof leads from a smaller tree to a larger one");
    if (from == 0 || from == to) return {};
    std::vector<base::Digest> from_root;
    std::uint64_t begin = 0;
    std::uint64_t end = to;
    // Descends to the last complete part of the smaller tree (SUBPROOF of the RFC).
    while (from != end) {
        const std::uint64_t middle = begin + split_of(end - begin);
        if (from <= middle) {
            from_root.push_back(range_root(middle, end, source));
            end = middle;
        } else {
            from_root.push_back(range_root(begin, middle, source));
            begin = middle;
        }
    }
    // Without a step to the right, that part is the smaller tree itself, whose root is known.
    if (begin != 0) from_root.push_back(range_root(begin, end, source));
    return {from_root.rbegin(), from_root.rend()};
}

bool verify_inclusion(const InclusionProof& proof, const base::Digest& leaf,
                      const base::Digest& root)
{
    if (proof.position >= proof.size) return false;
    std::uint64_t node = proof.position;
    std::uint64_t last = proof.size - 1;
    base::Digest hash = leaf;
    for (const base::Digest& step : proof.path) {
        if (last == 0) return false;
        if (!is_even(node) || node == last) {
            hash = node_hash(step, hash);
            // A node without a sibling is carried up unchanged.
            while (is_even(node) && node != 0) {
                node >>= 1U;
                last >>= 1U;
            }
        } else {
            hash = node_hash(hash, step);
        }
        node >>= 1U;
        last >>= 1U;
    }
    return last == 0 && hash == root;
}

bool verify_consistency(const ConsistencyProof& proof, const base::Digest& from_root,
                        const base::Digest& to_root)
{
    if (proof.from > proof.to) return false;
    if (proof.from == 0) return proof.path.empty() && from_root == empty_root();
    if (proof.from == proof.to) return proof.path.empty() && from_root == to_root;
    std::vector<base::Digest> path = proof.path;
    // A smaller tree that is complete is its own first step.
    if (std::has_single_bit(proof.from)) path.insert(path.begin(), from_root);
    if (path.empty()) return false;

    std::uint64_t node = proof.from - 1;
    std::uint64_t last = proof.to - 1;
    while (!is_even(node)) {
        node >>= 1U;
        last >>= 1U;
    }
    base::Digest smaller = path.front();
    base::Digest larger = path.front();
    for (std::size_t i = 1; i < path.size(); ++i) {
        if (last == 0) return false;
        if (!is_even(node) || node == last) {
            smaller = node_hash(path[i], smaller);
            larger = node_hash(path[i], larger);
            while (is_even(node) && node != 0) {
                node >>= 1U;
                last >>= 1U;
            }
        } else {
            larger = node_hash(larger, path[i]);
        }
        node >>= 1U;
        last >>= 1U;
    }
    return last == 0 && smaller == from_root && larger == to_root;
}

} // namespace ledger
