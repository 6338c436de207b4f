#include "ledger/verify_log.h"

#include "ledger/verify_tiles.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <utility>

namespace ledger::verifying {

namespace {

constexpr std::uint64_t tile_width = 256;
constexpr std::size_t tile_bytes = tile_width * sizeof(Hash);
constexpr std::size_t branch_limit = 8;
constexpr std::size_t missing_limit = 4096;

std::optional<Hash> to_hash(base::ByteView bytes)
{
    if (bytes.size() != sizeof(Hash)) return std::nullopt;
    Hash hash{};
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

Fault fault_of(Keeper keeper)
{
    return keeper == Keeper::data_file ? Fault::checkpoint_wrong : Fault::history_cut;
}

std::string name_of(const SignedState& state)
{
    switch (state.keeper) {
    case Keeper::data_file: return fmt::format("Checkpoint {}", state.number);
    case Keeper::key_store: return "The checkpoint kept in the key store";
    case Keeper::somebody_else: return "A checkpoint that was handed in";
    }
    return {};
}

} // namespace

std::size_t LogCheck::HashRecord::operator()(const base::RawId& record) const
{
    // Ids are random, so that a part of one spreads as well as a hash of it.
    std::size_t part = 0;
    std::memcpy(&part, record.data(), sizeof part);
    return part;
}

LogCheck::LogCheck(File& data, const LogTrust& trust, std::vector<SignedState> states,
                   Findings& findings)
    : m_data{data}, m_trust{trust}, m_states{std::move(states)},
      m_findings{findings}, m_tiles{data.leaf_tiles(trust.partnership.bytes())}
{
    std::stable_sort(m_states.begin(), m_states.end(),
                     [](const auto& a, const auto& b) { return a.size < b.size; });
    if (!m_states.empty()) m_signed_size = m_states.back().size;
    compare_states();
}

void LogCheck::take(const Entry& entry)
{
    const EntryRow& row = entry.row;
    if (row.position < 0 || static_cast<std::uint64_t>(row.position) >= m_signed_size ||
        static_cast<std::uint64_t>(row.position) < m_next) {
        report_extra(row);
        return;
    }
    const auto position = static_cast<std::uint64_t>(row.position);
    while (m_next < position)
        report_missing(m_next);

    const Seen seen = look_at(entry);
    const std::optional<Finding> fault = fault_of(row, seen);
    if (fault) m_findings.add(*fault);
    grow_trees(row, seen);
    follow_record(row, seen, fault);
    if (!fault && entry.opening) count_opening(row, *entry.opening);
    ++m_next;
    compare_states();
}

LogCheck::Seen LogCheck::look_at(const Entry& entry)
{
    const auto position = static_cast<std::uint64_t>(entry.row.position);
    return {.position = position,
            .hash = entry.hash,
            .kept = to_hash(entry.row.leaf),
            .tile = tile_hash(position),
            .header = entry.header ? &*entry.header : nullptr,
            .sealed_hash = entry.sealed_hash};
}

std::optional<Finding> LogCheck::fault_of(const EntryRow& row, const Seen& seen) const
{
    if (!seen.header) {
        return finding(Fault::entry_altered, "The entry's header was changed: it cannot be read.",
                       row);
    }
    if (seen.hash != seen.kept) {
        return finding(Fault::entry_altered,
                       "The entry's header, or the hash kept beside it, was changed.", row);
    }
    if (seen.header->position != seen.position) {
        return finding(Fault::entry_moved,
                       fmt::format("The entry that stands in place {} was signed for place {}.",
                                   seen.position, seen.header->position),
                       row);
    }
    if (!std::equal(row.record.begin(), row.record.end(), seen.header->record.begin(),
                    seen.header->record.end()) ||
        row.sequence != static_cast<std::int64_t>(seen.header->sequence)) {
        return finding(Fault::entry_altered,
                       "The entry is filed under another record or number than it was signed for.",
                       row);
    }
    if (const auto what = sealed_fault(row, seen)) {
        return finding(Fault::entry_altered, *what, row);
    }
    return std::nullopt;
}

std::optional<std::string> LogCheck::sealed_fault(const EntryRow& row, const Seen& seen) const
{
    const Header& header = *seen.header;
    if (row.sealed.size() != header.ciphertext_size || seen.sealed_hash != header.ciphertext) {
        return "The entry's sealed content was changed.";
    }
    constexpr std::size_t commitment_at = 25;
    constexpr std::size_t smallest = 73;
    if (row.sealed.size() < smallest || row.sealed[0] != 1 ||
        !std::equal(header.commitment.begin(), header.commitment.end(),
                    row.sealed.begin() + commitment_at)) {
        return "The entry's sealed content is not the kind that its header promises.";
    }
    return std::nullopt;
}

void LogCheck::grow_trees(const EntryRow& row, const Seen& seen)
{
    const bool agree = seen.hash == seen.kept;
    if (m_branches.size() == 1 && agree && (!seen.tile || *seen.tile == seen.hash)) {
        m_branches.front().tree.add(seen.hash);
        if (!seen.header || seen.header->position != seen.position) m_is_explained = true;
        return;
    }
    std::vector<Choice> choices{{.leaf = seen.hash, .blame = {}}};
    if (!agree) {
        m_is_explained = true;
        if (seen.kept) choices.push_back({.leaf = *seen.kept, .blame = {}});
    }
    const bool is_new =
        seen.tile && std::none_of(choices.begin(), choices.end(),
                                  [&](const auto& c) { return c.leaf == *seen.tile; });
    if (is_new && agree && seen.header && seen.header->position == seen.position) {
        choices.front().blame = finding(
            Fault::tree_altered, "The hash kept for this entry's proofs is not the entry's.", row);
        choices.push_back(
            {.leaf = *seen.tile,
             .blame = finding(Fault::entry_altered,
                              "The entry was replaced by one that was never signed.", row)});
    } else if (is_new) {
        choices.push_back({.leaf = *seen.tile, .blame = {}});
        m_is_explained = true;
    }
    branch(choices);
}

void LogCheck::branch(const std::vector<Choice>& choices)
{
    std::vector<Branch> grown;
    for (const Branch& from : m_branches) {
        for (const Choice& choice : choices) {
            if (grown.size() == branch_limit) break;
            Branch& to = grown.emplace_back(from);
            to.tree.add(choice.leaf);
            if (choice.blame) to.blames.push_back(*choice.blame);
        }
    }
    m_branches = std::move(grown);
}

void LogCheck::compare_states()
{
    for (; m_next_state < m_states.size() && m_states[m_next_state].size == m_next;
         ++m_next_state) {
        const SignedState& state = m_states[m_next_state];
        std::vector<Branch> matching;
        for (const Branch& branch : m_branches) {
            if (branch.tree.root() == state.root) matching.push_back(branch);
        }
        if (matching.empty()) {
            m_unmatched.push_back(state);
        } else {
            settle(std::move(matching));
        }
    }
}

void LogCheck::settle(std::vector<Branch> matching)
{
    m_branches = std::move(matching);
    m_branches.resize(1);
    for (Finding& blame : m_branches.front().blames) {
        m_findings.add(std::move(blame));
    }
    m_branches.front().blames.clear();
    // The entries add up to this one, so those before it that they did not add up to are wrong.
    for (const SignedState& state : m_unmatched) {
        m_findings.add(finding(verifying::fault_of(state.keeper),
                               name_of(state) + " is not one of this ledger's past states."));
    }
    m_unmatched.clear();
    m_is_explained = false;
    m_matched_size = m_next;
}

void LogCheck::report_missing(std::uint64_t position)
{
    Finding missing =
        finding(Fault::entry_missing, fmt::format("The entry in place {} is missing.", position));
    missing.position = position;
    if (m_missing.size() == missing_limit) list_missing();
    m_missing.push_back(std::move(missing));
    if (const auto tile = tile_hash(position)) {
        branch({{.leaf = *tile, .blame = {}}});
    } else {
        branch({{.leaf = {}, .blame = {}}});
        m_is_explained = true;
    }
    ++m_next;
    compare_states();
}

void LogCheck::report_extra(const EntryRow& row)
{
    const auto header = read_header(base::view_text(row.header));
    std::string what = fmt::format("Nobody signed an entry in place {}: it was put in, or the "
                                   "checkpoint for it is gone.",
                                   row.position);
    if (header && static_cast<std::int64_t>(header->position) != row.position) {
        what = fmt::format("The entry in place {} was put there: it was signed for place {}.",
                           row.position, header->position);
    }
    m_findings.add(finding(Fault::entry_extra, std::move(what), row));
}

void LogCheck::finish(Ending ending)
{
    if (ending == Ending::all_read) {
        check_end();
        check_tiles();
    }
    list_missing();
}

void LogCheck::list_missing()
{
    for (Finding& missing : m_missing) {
        m_findings.add(std::move(missing));
    }
    m_missing.clear();
}

void LogCheck::check_end()
{
    const std::uint64_t held = m_next;
    while (m_next < m_signed_size)
        report_missing(m_next);
    std::uint64_t last_in_file = 0;
    bool is_any_in_file = false;
    for (const SignedState& state : m_states) {
        if (state.keeper == Keeper::data_file) {
            last_in_file = state.size;
            is_any_in_file = true;
        } else if (state.size > held) {
            m_findings.add(finding(Fault::history_cut,
                                   fmt::format("{} is for {} entries, but only {} are here: the "
                                               "ledger was cut, or an older copy was put back.",
                                               name_of(state), state.size, held)));
        }
    }
    if (!is_any_in_file || last_in_file < m_signed_size) {
        m_findings.add(finding(Fault::checkpoint_missing, "The newest checkpoints are missing."));
    }
    report_unmatched();
}

void LogCheck::report_unmatched()
{
    if (m_unmatched.empty()) return;
    if (m_is_explained) {
        // Which way it was cannot be told any more, but that something is wrong has been said.
        return;
    }
    const SignedState& first = m_unmatched.front();
    if (first.size == 0) {
        m_findings.add(finding(Fault::checkpoint_wrong,
                               name_of(first) + " is not the root of a ledger without entries."));
        return;
    }
    const std::uint64_t last = first.size - 1;
    Finding altered = finding(
        first.keeper == Keeper::data_file ? Fault::entry_altered : Fault::history_cut,
        m_matched_size == last
            ? fmt::format("The entry in place {} is not the one that was signed.", last)
            : fmt::format(
                  "One or more of the entries in places {} to {} are not the ones that were "
                  "signed.",
                  m_matched_size, last));
    altered.position = m_matched_size;
    m_findings.add(std::move(altered));
}

std::optional<Hash> LogCheck::tile_hash(std::uint64_t position)
{
    const std::uint64_t number = position / tile_width;
    while (!m_tile_number || *m_tile_number < number) {
        if (!m_tiles.step()) {
            m_tile_number = UINT64_MAX;
            break;
        }
        const TileRow tile = File::tile(m_tiles);
        m_tile_number = static_cast<std::uint64_t>(tile.number);
        m_tile.assign(tile.hashes.begin(), tile.hashes.end());
    }
    if (*m_tile_number != number || m_tile.size() != tile_bytes) return std::nullopt;
    return to_hash(
        base::ByteView{m_tile}.subspan(position % tile_width * sizeof(Hash), sizeof(Hash)));
}

void LogCheck::check_tiles()
{
    TileCheck check{m_signed_size};
    Statement rows = m_data.tiles(m_trust.partnership.bytes());
    while (rows.step())
        check.take(File::tile(rows));
    for (std::string& what : check.finish()) {
        m_findings.add(finding(Fault::tree_altered, std::move(what)));
    }
}

Finding LogCheck::finding(Fault fault, std::string what) const
{
    return {.fault = fault, .what = std::move(what), .partnership = m_trust.partnership};
}

Finding LogCheck::finding(Fault fault, std::string what, const EntryRow& row) const
{
    Finding made = finding(fault, std::move(what));
    if (row.position >= 0) made.position = static_cast<std::uint64_t>(row.position);
    made.record = base::RecordId::from_bytes(row.record);
    if (row.sequence >= 0) made.sequence = static_cast<std::uint64_t>(row.sequence);
    return made;
}

} // namespace ledger::verifying
