#include "record/reading.h"

#include "base/errors.h"

namespace record {

namespace {

ledger::OpenedEntry open_entry(Desk& desk, store::Reader& reader, base::RecordId record,
                               std::uint64_t sequence)
{
    auto opened = desk.ledger.entry(reader, record, sequence);
    if (!opened) throw base::NotFound{"There is no such record."};
    return std::move(*opened);
}

/// Entries of one record, each with what corrects it.
class ReadableEntries {
public:
    ReadableEntries(Desk& desk, store::Reader& reader, base::RecordId record)
        : m_desk{desk}, m_reader{reader}, m_record{record}, m_corrections{corrections_in(
                                                                reader, desk.partnership, record)}
    {
    }

    ReadableEntry at(std::uint64_t sequence) const
    {
        ReadableEntry found{signed_entry(sequence), {}};
        for (const CorrectionRow& correction : m_corrections) {
            if (correction.corrects != sequence) continue;
            found.corrections.push_back(signed_entry(correction.sequence));
        }
        return found;
    }

private:
    SignedEntry signed_entry(std::uint64_t sequence) const
    {
        return read_entry(open_entry(m_desk, m_reader, m_record, sequence));
    }

    Desk& m_desk;
    store::Reader& m_reader;
    base::RecordId m_record;
    std::vector<CorrectionRow> m_corrections;
};

void note(Desk& desk, const access::Viewer& viewer, const access::ReadNote& read)
{
    desk.trail.note(viewer, std::span{&read, 1});
}

} // namespace

Chronology chronology(Desk& desk, const access::Viewer& viewer, base::RecordId record,
                      Window window)
{
    Chronology found = desk.data.read([&](store::Reader& reader) {
        access::require_open(reader, viewer, record);
        // Who may open every record could otherwise ask for one that is not there.
        if (count_entries(reader, desk.partnership, record) == 0) {
            throw base::NotFound{"There is no such record."};
        }
        Chronology page{
            .entries = {},
            .skipped = window.skip,
            .total = count_events(reader, desk.partnership, record),
        };
        const ReadableEntries readable{desk, reader, record};
        for (const EntryRow& row : entries_by_time(reader, desk.partnership, record, window)) {
            page.entries.push_back(readable.at(row.sequence));
        }
        return page;
    });
    note(desk, viewer, {record, access::Looked::chronology, {}});
    return found;
}

EntryPage entry_page(Desk& desk, const access::Viewer& viewer, base::RecordId record,
                     std::uint64_t sequence)
{
    EntryPage found = desk.data.read([&](store::Reader& reader) {
        access::require_open(reader, viewer, record);
        EntryPage page{
            .readable = ReadableEntries{desk, reader, record}.at(sequence),
            .entries = count_entries(reader, desk.partnership, record),
            .related = {},
        };
        const base::EventId event = page.readable.entry.event;
        for (const EntryRow& row : entries_of_event(reader, desk.partnership, event)) {
            if (row.record == record) continue;
            if (access::may_open(reader, viewer, row.record) == access::Access::closed) continue;
            page.related.push_back({row.record, row.sequence});
        }
        return page;
    });
    note(desk, viewer, {record, access::Looked::entry, sequence});
    return found;
}

Proof proof_of(Desk& desk, const access::Viewer& viewer, base::RecordId record,
               std::uint64_t sequence)
{
    Proof found = desk.data.read([&](store::Reader& reader) {
        access::require_open(reader, viewer, record);
        const ledger::OpenedEntry opened = open_entry(desk, reader, record, sequence);
        Proof proof{
            .entry = read_entry(opened),
            .header = opened.header,
            .checkpoint = desk.ledger.checkpoint_to_prove(reader, opened.position),
            .inclusion = {},
            .file = desk.ledger.proof_file(reader, record, sequence),
        };
        proof.inclusion = desk.ledger.inclusion(reader, opened.position, proof.checkpoint.size);
        return proof;
    });
    note(desk, viewer, {record, access::Looked::proof, sequence});
    return found;
}

} // namespace record
