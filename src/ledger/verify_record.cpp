// The part of the check that follows each record: the order of its entries, and its key.
#include "ledger/verify_log.h"

#include <algorithm>
#include <fmt/format.h>

namespace ledger::verifying {

void LogCheck::follow_record(const EntryRow& row, const Seen& seen,
                             const std::optional<Finding>& fault)
{
    const bool is_signed_header = seen.header && seen.hash == seen.kept;
    base::RawId record{};
    if (is_signed_header) {
        record = seen.header->record;
    } else if (row.record.size() == record.size()) {
        std::copy(row.record.begin(), row.record.end(), record.begin());
    }
    if (is_signed_header && seen.header->position != seen.position) {
        m_displaced.push_back(seen.position);
        return;
    }
    RecordState& last = m_records[record];
    if (!is_signed_header) {
        const auto sequence = static_cast<std::uint64_t>(std::max<std::int64_t>(row.sequence, 0));
        last.sequence = std::max(last.sequence, sequence);
        last.position = seen.position;
        last.is_doubtful = true;
        return;
    }
    if (!fault || seen.header->sequence == last.sequence + 1) check_order(row, seen, last);
    last = {.sequence = seen.header->sequence,
            .position = seen.position,
            .leaf = seen.hash,
            .is_doubtful = false};
}

void LogCheck::check_order(const EntryRow& row, const Seen& seen, const RecordState& last)
{
    const Header& header = *seen.header;
    if (header.sequence == last.sequence + 1) {
        const bool follows = header.sequence == 1
                                 ? !header.previous
                                 : last.is_doubtful || header.previous == last.leaf;
        if (follows) return;
        m_findings.add(finding(Fault::record_broken,
                               "The entry does not follow from the entry before it in the record: "
                               "one of the two is not as it was signed.",
                               row));
        return;
    }
    if (header.sequence > last.sequence && name_missing(header.record, last, header)) return;
    m_findings.add(
        finding(Fault::record_broken,
                fmt::format("The record's entries are out of order: number {} comes after {}.",
                            header.sequence, last.sequence),
                row));
}

/// Whether the numbers left out can be those of entries that are gone from places in between. When
/// there are just as many such places, these are the ones, and their findings get the names.
bool LogCheck::name_missing(const base::RawId& record, const RecordState& last,
                            const Header& header)
{
    const auto is_between = [&](std::uint64_t position) {
        return last.sequence == 0 || position > last.position;
    };
    const std::uint64_t left_out = header.sequence - last.sequence - 1;
    std::vector<Finding*> unnamed;
    for (Finding& missing : m_missing) {
        if (!missing.record && is_between(*missing.position)) unnamed.push_back(&missing);
    }
    const auto displaced = static_cast<std::uint64_t>(
        std::count_if(m_displaced.begin(), m_displaced.end(), is_between));
    if (displaced > 0 || unnamed.size() != left_out) return unnamed.size() + displaced >= left_out;
    for (std::size_t i = 0; i < unnamed.size(); ++i) {
        unnamed[i]->record = base::RecordId{record};
        unnamed[i]->sequence = last.sequence + 1 + i;
    }
    return true;
}

void LogCheck::count_opening(const EntryRow& row, Opening opening)
{
    switch (opening) {
    case Opening::opened: ++m_findings.report().payloads_opened; return;
    case Opening::no_key: ++m_findings.report().payloads_destroyed; return;
    case Opening::key_unusable:
        if (m_unusable.emplace(base::view_text(row.record)).second) {
            m_findings.add(finding(Fault::key_unusable,
                                   "The record's key was changed: the master key does not open it.",
                                   row));
        }
        return;
    case Opening::another_key:
        m_findings.add(finding(Fault::key_opens_other,
                               "The record's key is not the one that this entry was sealed with.",
                               row));
        return;
    case Opening::unreadable:
        m_findings.add(finding(Fault::payload_unreadable,
                               "The entry's content does not open with the record's key.", row));
        return;
    }
}

} // namespace ledger::verifying
