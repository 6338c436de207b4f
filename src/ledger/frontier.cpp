#include "ledger/frontier.h"

#include "base/errors.h"

#include <algorithm>
#include <map>
#include <span>

namespace ledger {

namespace {

using Level = std::vector<base::Digest>;

/// The root over a power of two of hashes.
base::Digest fold(std::span<const base::Digest> hashes)
{
    Level row{hashes.begin(), hashes.end()};
    while (row.size() > 1) {
        for (std::size_t i = 0; i < row.size() / 2; ++i) {
            row[i] = node_hash(row[2 * i], row[2 * i + 1]);
        }
        row.resize(row.size() / 2);
    }
    return row.front();
}

base::Bytes join(const Level& hashes)
{
    base::Bytes bytes;
    bytes.reserve(hashes.size() * sizeof(base::Digest));
    for (const base::Digest& hash : hashes) {
        bytes.insert(bytes.end(), hash.begin(), hash.end());
    }
    return bytes;
}

Level split(const base::Bytes& bytes)
{
    base::check(bytes.size() == tile_width * sizeof(base::Digest), "a tile holds 256 hashes");
    Level hashes(tile_width);
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * sizeof(base::Digest)),
                    sizeof(base::Digest), hashes[i].begin());
    }
    return hashes;
}

/// The hashes of one level that no tile holds yet.
Level read_level(store::Reader& reader, const LedgerTables& tables, unsigned level,
                 std::uint64_t begin, std::uint64_t end)
{
    return level == 0 ? tables.leaf_hashes(reader, begin, end)
                      : tables.tile_roots(reader, level - 1, begin, end);
}

class StoredSubtrees {
public:
    StoredSubtrees(store::Reader& reader, const LedgerTables& tables)
        : m_reader{reader}, m_tables{tables}
    {
    }

    base::Digest operator()(unsigned height, std::uint64_t index)
    {
        const unsigned level = height / tile_height;
        const std::uint64_t count = std::uint64_t{1} << (height % tile_height);
        const std::uint64_t begin = index * count;
        const Level& tile = tile_at(level, begin / tile_width);
        const std::uint64_t within = begin % tile_width;
        base::check(within + count <= tile.size(), "a proof is over hashes that are in the store");
        return fold(std::span{tile}.subspan(within, count));
    }

private:
    const Level& tile_at(unsigned level, std::uint64_t number)
    {
        const auto known = m_tiles.find({level, number});
        if (known != m_tiles.end()) return known->second;
        const std::optional<base::Bytes> hashes = m_tables.tile_hashes(m_reader, level, number);
        const std::uint64_t begin = number * tile_width;
        Level tile = hashes ? split(*hashes)
                            : read_level(m_reader, m_tables, level, begin, begin + tile_width);
        return m_tiles.emplace(std::pair{level, number}, std::move(tile)).first->second;
    }

    store::Reader& m_reader;
    const LedgerTables& m_tables;
    std::map<std::pair<unsigned, std::uint64_t>, Level> m_tiles;
};

} // namespace

std::optional<Frontier> Frontier::load(store::Reader& reader, const LedgerTables& tables)
{
    const std::uint64_t size = tables.size(reader);
    Frontier frontier;
    for (unsigned level = 0; (size >> (tile_height * level)) > 0; ++level) {
        const std::uint64_t end = size >> (tile_height * level);
        const std::uint64_t begin = end - end % tile_width;
        frontier.m_open_tiles.push_back(read_level(reader, tables, level, begin, end));
        if (frontier.m_open_tiles.back().size() != end - begin) return std::nullopt;
    }
    for (auto level = frontier.m_open_tiles.size(); level > 0; --level) {
        const auto height = static_cast<unsigned>(tile_height * (level - 1));
        for (const base::Digest& hash : frontier.m_open_tiles[level - 1]) {
            frontier.m_top.add_subtree(height, hash);
        }
    }
    return frontier;
}

std::vector<TileRow> Frontier::add(const base::Digest& leaf)
{
    m_top.add(leaf);
    std::vector<TileRow> complete;
    base::Digest hash = leaf;
    for (unsigned level = 0;; ++level) {
        if (level == m_open_tiles.size()) m_open_tiles.emplace_back();
        Level& open = m_open_tiles[level];
        open.push_back(hash);
        if (open.size() < tile_width) return complete;
        hash = fold(open);
        const std::uint64_t number = (m_top.size() >> (tile_height * (level + 1))) - 1;
        complete.push_back({level, number, hash, join(open)});
        open.clear();
    }
}

SubtreeSource stored_subtrees(store::Reader& reader, const LedgerTables& tables)
{
    return StoredSubtrees{reader, tables};
}

} // namespace ledger
