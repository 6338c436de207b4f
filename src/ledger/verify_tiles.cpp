#include "ledger/verify_tiles.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace ledger::verifying {

namespace {

constexpr std::uint64_t tile_width = 256;
constexpr std::size_t fault_limit = 100;

} // namespace

TileCheck::TileCheck(std::uint64_t size) : m_due{size / tile_width} {}

void TileCheck::take(const TileRow& tile)
{
    while (m_level < tile.level && m_due > 0)
        end_level();
    const auto number = static_cast<std::uint64_t>(tile.number);
    if (tile.level != m_level || tile.number < 0 || number >= m_due) {
        report(tile.level, number, "should not be there");
        return;
    }
    while (m_roots.size() < number) {
        report(m_level, m_roots.size(), "is missing");
        m_roots.emplace_back();
    }
    Hash kept{};
    if (tile.root.size() == kept.size()) {
        std::copy(tile.root.begin(), tile.root.end(), kept.begin());
    }
    if (tile.hashes.size() != tile_width * kept.size() || root_of_tile(tile.hashes) != kept) {
        report(m_level, number, "does not add up to its own root");
    } else if (m_level > 0 && !agrees_below(tile)) {
        report(m_level, number, "does not agree with the level below");
    }
    m_roots.push_back(kept);
}

std::vector<std::string> TileCheck::finish()
{
    while (m_due > 0)
        end_level();
    return std::move(m_faults);
}

void TileCheck::end_level()
{
    if (m_roots.size() < m_due) report(m_level, m_roots.size(), "is missing");
    m_below = std::exchange(m_roots, {});
    m_due /= tile_width;
    ++m_level;
}

bool TileCheck::agrees_below(const TileRow& tile) const
{
    const std::size_t first = m_roots.size() * tile_width;
    if (m_below.size() < first + tile_width) return false;
    for (std::size_t i = 0; i < tile_width; ++i) {
        const base::ByteView hash = tile.hashes.subspan(i * sizeof(Hash), sizeof(Hash));
        const Hash& below = m_below[first + i];
        if (!std::equal(hash.begin(), hash.end(), below.begin())) return false;
    }
    return true;
}

void TileCheck::report(std::int64_t level, std::uint64_t number, std::string_view what)
{
    if (m_faults.size() >= fault_limit) return;
    m_faults.push_back(
        fmt::format("The hashes kept for proofs: tile {} of level {} {}.", number, level, what));
}

} // namespace ledger::verifying
