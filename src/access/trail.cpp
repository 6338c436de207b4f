#include "access/trail.h"

#include "base/errors.h"
#include "base/sha256.h"

#include <algorithm>
#include <array>

namespace heed::access {

namespace {

constexpr std::size_t most_notes = 1000;

struct Word {
    Looked what;
    std::string_view word;
};

constexpr std::array<Word, 10> words = {{
    {Looked::summary, "summary"},
    {Looked::chronology, "chronology"},
    {Looked::entry, "entry"},
    {Looked::proof, "proof"},
    {Looked::search_result, "search_result"},
    {Looked::draft, "draft"},
    {Looked::form, "form"},
    {Looked::list, "list"},
    {Looked::trail, "trail"},
    {Looked::download, "download"},
}};

base::json::object to_read(const Viewer& viewer, const ReadNote& note, base::Instant at)
{
    base::json::object read;
    if (!viewer.is_system()) read["staff"] = viewer.staff().text();
    read["record"] = note.record.text();
    read["what"] = to_word(note.what);
    if (note.sequence) read["sequence"] = static_cast<std::int64_t>(*note.sequence);
    read["at"] = at.iso();
    if (!viewer.purpose().empty()) read["purpose"] = viewer.purpose();
    return read;
}

} // namespace

std::string_view to_word(Looked what)
{
    for (const Word& each : words) {
        if (each.what == what) return each.word;
    }
    return {};
}

std::optional<Looked> parse_looked(std::string_view word)
{
    for (const Word& each : words) {
        if (each.word == word) return each.what;
    }
    return std::nullopt;
}

base::RecordId trail_record(base::PartnershipId partnership)
{
    const base::Digest digest =
        base::sha256({base::view_bytes("heed trail record"), partnership.bytes()});
    base::RawId raw{};
    std::copy_n(digest.begin(), raw.size(), raw.begin());
    return base::RecordId{raw};
}

Trail::Trail(store::Database& database, base::PartnershipId partnership, const base::Clock& clock,
             base::Random& random)
    : m_database{database}, m_partnership{partnership}, m_clock{clock}, m_random{random}
{
    database.before_commit([this](store::Writer& writer) { write_leaf(writer); });
}

void Trail::write_into(ledger::Ledger& ledger)
{
    base::check(ledger.partnership() == m_partnership, "a trail is kept in its own ledger");
    const std::array<base::RecordId, 1> record = {trail_record(m_partnership)};
    ledger.open_records(record);
    m_ledger = &ledger;
}

void Trail::note(const Viewer& viewer, std::span<const ReadNote> notes)
{
    if (notes.empty()) return;
    base::check(m_ledger != nullptr, "the trail has a ledger to write into");
    base::check(viewer.partnership() == m_partnership, "a viewer reads in one partnership");
    base::check(notes.size() <= most_notes, "one page shows a bounded number of records");
    const base::Instant at = m_clock.now();
    std::vector<base::json::object> reads;
    for (const ReadNote& each : notes)
        reads.push_back(to_read(viewer, each, at));

    const auto job = [&](store::Writer& writer) {
        const std::uint64_t number = m_next_job++;
        for (base::json::object& read : reads)
            m_pending.push_back({number, std::move(read)});
        writer.on_rollback([this, number] {
            std::erase_if(m_pending, [&](const Pending& each) { return each.job == number; });
        });
        return std::string{};
    };
    try {
        m_database.write(
            {.partnership = m_partnership, .operation = "trail", .idempotency_key = {}}, job);
    } catch (const base::Unavailable&) {
        throw;
    } catch (const std::runtime_error&) {
        throw base::Unavailable{"the trail of reads cannot be written, so nothing is shown"};
    }
}

void Trail::write_leaf(store::Writer& writer)
{
    if (m_pending.empty()) return;
    base::json::array reads;
    for (Pending& each : m_pending)
        reads.push_back(std::move(each.read));
    m_pending.clear();
    base::json::object payload;
    payload["reads"] = std::move(reads);
    const base::Instant now = m_clock.now();
    m_ledger->append(writer, {.record = trail_record(m_partnership),
                              .event = base::EventId::make(m_random),
                              .kind = "reads",
                              .form = "reads@1",
                              .actor = {},
                              .occurred = ledger::Occurred::at(now),
                              .recorded = now,
                              .payload = std::move(payload)});
}

} // namespace heed::access
