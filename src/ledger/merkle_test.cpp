#include "base/errors.h"
#include "ledger/merkle.h"

#include <array>
#include <gmock/gmock.h>
#include <map>
#include <span>

namespace ledger {

namespace {

using Hashes = std::vector<base::Digest>;

std::string hex(const base::Digest& digest)
{
    return base::to_hex(digest);
}

Hashes some_leaves(std::size_t count)
{
    Hashes leaves;
    for (std::size_t i = 0; i < count; ++i) {
        leaves.push_back(leaf_hash(base::view_bytes("leaf " + std::to_string(i))));
    }
    return leaves;
}

/// RFC 6962 section 2.1, word for word.
base::Digest plain_root(std::span<const base::Digest> leaves)
{
    if (leaves.empty()) return empty_root();
    if (leaves.size() == 1) return leaves.front();
    std::size_t split = 1;
    while (split * 2 < leaves.size())
        split *= 2;
    return node_hash(plain_root(leaves.first(split)), plain_root(leaves.subspan(split)));
}

Hashes plain_path(std::size_t position, std::span<const base::Digest> leaves)
{
    if (leaves.size() == 1) return {};
    std::size_t split = 1;
    while (split * 2 < leaves.size())
        split *= 2;
    const bool is_left = position < split;
    Hashes path = is_left ? plain_path(position, leaves.first(split))
                          : plain_path(position - split, leaves.subspan(split));
    path.push_back(plain_root(is_left ? leaves.subspan(split) : leaves.first(split)));
    return path;
}

enum class Subtree { whole, part };

Hashes plain_subproof(std::size_t from, std::span<const base::Digest> leaves, Subtree subtree)
{
    if (from == leaves.size())
        return subtree == Subtree::whole ? Hashes{} : Hashes{plain_root(leaves)};
    std::size_t split = 1;
    while (split * 2 < leaves.size())
        split *= 2;
    Hashes path;
    if (from <= split) {
        path = plain_subproof(from, leaves.first(split), subtree);
        path.push_back(plain_root(leaves.subspan(split)));
    } else {
        path = plain_subproof(from - split, leaves.subspan(split), Subtree::part);
        path.push_back(plain_root(leaves.first(split)));
    }
    return path;
}

SubtreeSource subtrees_of(const Hashes& leaves)
{
    return [&leaves, known = std::map<std::pair<unsigned, std::uint64_t>, base::Digest>{}](
               unsigned height, std::uint64_t index) mutable {
        const auto found = known.find({height, index});
        if (found != known.end()) return found->second;
        const std::size_t width = std::size_t{1} << height;
        const base::Digest root = plain_root(std::span{leaves}.subspan(index * width, width));
        known.emplace(std::pair{height, index}, root);
        return root;
    };
}

constexpr std::size_t largest = 130;

} // namespace

TEST(merkle, agrees_with_the_reference_tree_of_certificate_transparency)
{
    const std::array<std::string_view, 8> inputs = {"",
                                                    "00",
                                                    "10",
                                                    "2021",
                                                    "3031",
                                                    "40414243",
                                                    "5051525354555657",
                                                    "606162636465666768696a6b6c6d6e6f"};
    const std::array<std::string_view, 8> roots = {
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    TreeTop top;
    EXPECT_EQ(hex(top.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    Hashes leaves;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        leaves.push_back(leaf_hash(*base::parse_hex(inputs[i])));
        top.add(leaves.back());
        EXPECT_EQ(hex(top.root()), roots[i]) << i;
        EXPECT_EQ(hex(root_of(i + 1, subtrees_of(leaves))), roots[i]) << i;
    }
}

TEST(merkle, agrees_with_the_reference_inclusion_proof)
{
    const std::array<std::string_view, 8> inputs = {"",
                                                    "00",
                                                    "10",
                                                    "2021",
                                                    "3031",
                                                    "40414243",
                                                    "5051525354555657",
                                                    "606162636465666768696a6b6c6d6e6f"};
    Hashes leaves;
    for (const std::string_view input : inputs)
        leaves.push_back(leaf_hash(*base::parse_hex(input)));
    std::vector<std::string> path;
    for (const base::Digest& step : inclusion_path(0, 8, subtrees_of(leaves))) {
        path.push_back(hex(step));
    }
    EXPECT_THAT(path, testing::ElementsAre(
                          "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
}

TEST(merkle, has_the_same_root_however_it_is_built)
{
    const Hashes leaves = some_leaves(largest);
    const SubtreeSource source = subtrees_of(leaves);
    TreeTop top;
    for (std::size_t size = 1; size <= largest; ++size) {
        top.add(leaves[size - 1]);
        const base::Digest expected = plain_root(std::span{leaves}.first(size));
        EXPECT_EQ(top.root(), expected) << size;
        EXPECT_EQ(root_of(size, source), expected) << size;
    }
}

TEST(merkle, proves_every_leaf_of_every_size)
{
    const Hashes leaves = some_leaves(largest);
    const SubtreeSource source = subtrees_of(leaves);
    for (std::size_t size = 1; size <= largest; ++size) {
        const base::Digest root = plain_root(std::span{leaves}.first(size));
        for (std::size_t position = 0; position < size; ++position) {
            const InclusionProof proof{position, size, inclusion_path(position, size, source)};
            ASSERT_EQ(proof.path, plain_path(position, std::span{leaves}.first(size)));
            ASSERT_TRUE(verify_inclusion(proof, leaves[position], root)) << position << "/" << size;
            ASSERT_FALSE(verify_inclusion(proof, leaves[(position + 1) % largest], root));
        }
    }
}

TEST(merkle, proves_that_every_size_extends_every_smaller_one)
{
    const Hashes leaves = some_leaves(largest);
    const SubtreeSource source = subtrees_of(leaves);
    Hashes roots;
    for (std::size_t size = 0; size <= largest; ++size) {
        roots.push_back(plain_root(std::span{leaves}.first(size)));
    }
    for (std::size_t to = 0; to <= largest; ++to) {
        for (std::size_t from = 0; from <= to; ++from) {
            const ConsistencyProof proof{from, to, consistency_path(from, to, source)};
            if (from > 0) {
                ASSERT_EQ(proof.path,
                          plain_subproof(from, std::span{leaves}.first(to), Subtree::whole));
            }
            ASSERT_TRUE(verify_consistency(proof, roots[from], roots[to])) << from << "/" << to;
        }
    }
}

TEST(merkle, refuses_an_inclusion_proof_that_is_changed_in_any_way)
{
    const Hashes leaves = some_leaves(23);
    const SubtreeSource source = subtrees_of(leaves);
    const base::Digest root = plain_root(leaves);
    for (std::size_t position = 0; position < leaves.size(); ++position) {
        const InclusionProof good{position, leaves.size(),
                                  inclusion_path(position, leaves.size(), source)};
        const auto holds = [&](const InclusionProof& proof) {
            return verify_inclusion(proof, leaves[position], root);
        };
        for (std::size_t i = 0; i < good.path.size(); ++i) {
            InclusionProof changed = good;
            changed.path[i][5] ^= 1U;
            EXPECT_FALSE(holds(changed)) << "step " << i;
            changed = good;
            changed.path.erase(changed.path.begin() + static_cast<std::ptrdiff_t>(i));
            EXPECT_FALSE(holds(changed)) << "without step " << i;
        }
        InclusionProof longer = good;
        longer.path.push_back(root);
        EXPECT_FALSE(holds(longer));
        InclusionProof elsewhere = good;
        elsewhere.position = leaves.size();
        EXPECT_FALSE(holds(elsewhere)) << "not in the tree";
        elsewhere.position = position == 0 ? 1 : position - 1;
        EXPECT_FALSE(holds(elsewhere)) << "a neighbour";
    }
}

TEST(merkle, refuses_a_consistency_proof_that_is_changed_in_any_way)
{
    const Hashes leaves = some_leaves(23);
    const SubtreeSource source = subtrees_of(leaves);
    const base::Digest to_root = plain_root(leaves);
    for (std::size_t from = 1; from < leaves.size(); ++from) {
        const base::Digest from_root = plain_root(std::span{leaves}.first(from));
        const ConsistencyProof good{from, leaves.size(),
                                    consistency_path(from, leaves.size(), source)};
        for (std::size_t i = 0; i < good.path.size(); ++i) {
            ConsistencyProof changed = good;
            changed.path[i][9] ^= 1U;
            EXPECT_FALSE(verify_consistency(changed, from_root, to_root));
            changed.path.erase(changed.path.begin() + static_cast<std::ptrdiff_t>(i));
            EXPECT_FALSE(verify_consistency(changed, from_root, to_root));
        }
        EXPECT_FALSE(verify_consistency(good, leaves[0], to_root) && from != 1);
        EXPECT_FALSE(verify_consistency(good, from_root, from_root));
    }
    EXPECT_FALSE(verify_consistency({.from = 5, .to = 4, .path = {}}, to_root, to_root));
    EXPECT_FALSE(verify_consistency({.from = 3, .to = 4, .path = {}}, to_root, to_root));
    EXPECT_FALSE(verify_consistency({.from = 0, .to = 23, .path = {}}, leaves[0], to_root));
}

TEST(merkle, takes_whole_subtrees_only_where_they_may_stand)
{
    const Hashes leaves = some_leaves(12);
    TreeTop top;
    top.add_subtree(3, plain_root(std::span{leaves}.first(8)));
    top.add_subtree(2, plain_root(std::span{leaves}.subspan(8)));
    EXPECT_EQ(top.root(), plain_root(leaves));
    EXPECT_THROW(top.add_subtree(3, leaves[0]), base::CheckFailed);
}

} // namespace ledger
