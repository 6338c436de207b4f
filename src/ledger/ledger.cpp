#include "ledger/ledger.h"

#include "base/errors.h"
#include "seal/envelope.h"
#include "seal/sodium.h"

#include <algorithm>
#include <utility>

namespace ledger {

namespace {

/// The payload as it will be read back, which is what projections must see both now and in a
/// rebuild; one that could not be read back must never be signed.
base::json::object read_back(std::string_view text)
{
    base::Result<base::json::value, std::string> value = base::parse_json(text);
    base::check(value && value->is_object(), "an entry's payload is a JSON object in clean UTF-8");
    return std::move(value->as_object());
}

} // namespace

/// What data file and key store hold when the ledger is opened.
struct Ledger::Start {
    std::optional<seal::KeptCheckpoint> kept;
    std::optional<LogRow> log;
    std::optional<Frontier> frontier;
    std::optional<std::string> note;
    std::optional<base::Digest> kept_root; ///< of the data file, at the size of `kept`
};

Ledger::Ledger(store::Database& database, seal::KeyStore& keys, base::PartnershipId partnership,
               std::string origin)
    : m_database{database}, m_keys{keys}, m_partnership{partnership}, m_origin{std::move(origin)},
      m_tables{partnership}, m_keeper{[this] { return copy_checkpoint(); }}
{
    base::check(is_origin(m_origin), "a ledger's origin is a name without spaces and plus signs");
    // The key store first: the data only grows, so it cannot look as if it were behind.
    const auto kept = m_keys.checkpoint(m_partnership);
    const Start start =
        m_database.read([&](store::Reader& reader) { return read_start(reader, kept); });
    take_keys(start);
    if (start.frontier) m_frontier = *start.frontier;
    if (start.log && start.frontier) m_signed_size = m_frontier.size();
    if (auto objection = objection_to(start)) refuse_writing(std::move(*objection));
    m_database.before_commit([this](store::Writer& writer) { sign(writer); });
    if (!start.log && !why_not_writable()) create_log();
}

Ledger::~Ledger() = default;

Ledger::Start Ledger::read_start(store::Reader& reader,
                                 const std::optional<seal::KeptCheckpoint>& kept) const
{
    Start start;
    start.kept = kept;
    start.log = m_tables.log(reader);
    start.frontier = Frontier::load(reader, m_tables);
    start.note = m_tables.last_note(reader);
    if (kept && start.frontier && kept->size <= start.frontier->size()) {
        start.kept_root = root_of(kept->size, stored_subtrees(reader, m_tables));
    }
    return start;
}

void Ledger::take_keys(const Start& start)
{
    const bool is_new = !start.log && !start.kept;
    if (is_new) m_keys.create_partnership(m_partnership);
    try {
        m_public_key = m_keys.public_key(m_partnership);
        m_pseudonym_key.emplace(m_keys.purpose_key(m_partnership, "pseudonym"));
    } catch (const base::NotFound&) {
        throw base::Unavailable{"The key store has no keys for the ledger in this data file. Put "
                                "back the key store that belongs to it."};
    }
    if (!start.log) return;
    if (start.log->origin != m_origin) {
        throw base::Conflict{"The ledger in this data file has another name than the settings say. "
                             "Use the name it was started with."};
    }
    if (start.log->public_key != m_public_key) {
        throw base::Conflict{
            "The ledger in this data file was signed with another key than the one "
            "in the key store. Put back the key store that belongs to it."};
    }
}

std::optional<std::string> Ledger::objection_to(const Start& start) const
{
    const std::string advice =
        " Nothing more is written, so that no history is lost or told twice. "
        "Put back the newest data file, then run heed verify.";
    if (!start.frontier) return "The ledger's tables do not fit together." + advice;
    const std::uint64_t size = start.frontier->size();
    if (start.kept && start.kept->size > size) {
        return "The data file holds fewer entries than this server has already signed: it was cut, "
               "or an older copy was put back." +
               advice;
    }
    if (start.kept) {
        const auto checkpoint = open_note(start.kept->note, m_origin, m_public_key);
        if (!checkpoint || checkpoint->root != start.kept_root) {
            return "The data file holds other entries than the ones this server has signed." +
                   advice;
        }
    }
    if (!start.log && size == 0) return std::nullopt;
    const auto last =
        start.log && start.note ? open_note(*start.note, m_origin, m_public_key) : std::nullopt;
    if (!last || last->size != size || last->root != start.frontier->root()) {
        return "The entries in the data file are not the ones that its last signature is for." +
               advice;
    }
    return std::nullopt;
}

void Ledger::create_log()
{
    const store::WriteRequest request{
        .partnership = m_partnership, .operation = "ledger.start", .idempotency_key = {}};
    m_database.write(request, [this](store::Writer& writer) {
        m_tables.add_log(writer, {m_origin, m_public_key});
        return std::string{};
    });
}

void Ledger::set_projections(std::vector<Projection> projections)
{
    m_projections = std::move(projections);
}

void Ledger::open_records(std::span<const base::RecordId> records)
{
    m_keys.create_record_keys(m_partnership, records);
}

std::optional<std::string> Ledger::why_not_writable() const
{
    const std::lock_guard lock{m_mutex};
    return m_refusal;
}

void Ledger::refuse_writing(std::string why)
{
    const std::lock_guard lock{m_mutex};
    m_refusal = std::move(why);
}

void Ledger::require_writable() const
{
    if (const auto why = why_not_writable()) throw base::Unavailable{*why};
}

void Ledger::follow_store(store::Writer& writer)
{
    const std::uint64_t size = m_tables.size(writer);
    if (size == m_frontier.size() && !m_is_stale) return;
    std::optional<Frontier> frontier = Frontier::load(writer, m_tables);
    if (!frontier || size < m_signed_size.value_or(0)) {
        refuse_writing("Entries have gone from the data file while the server was running. Nothing "
                       "more is written. Stop the server and run heed verify.");
        return;
    }
    m_frontier = std::move(*frontier);
    m_is_stale = false;
}

OpenedEntry Ledger::append(store::Writer& writer, const NewEntry& entry)
{
    base::check(is_kind(entry.kind) && is_form(entry.form),
                "an entry's kind and form are words that a header can hold");
    require_writable();
    follow_store(writer);
    require_writable();
    const seal::Key key = m_keys.record_key(m_partnership, entry.record);
    const std::string text = base::to_text(entry.payload);
    OpenedEntry opened{.position = m_frontier.size(),
                       .header = header_for(writer, entry),
                       .leaf = {},
                       .payload = read_back(text)};
    const std::string context = context_of(opened.header);
    LeafRow row{.position = opened.position,
                .record = entry.record,
                .sequence = opened.header.sequence,
                .leaf = {},
                .header = {},
                .sealed = seal::seal(key, base::view_bytes(text), context)};
    opened.header.ciphertext = base::sha256(row.sealed);
    opened.header.ciphertext_size = row.sealed.size();
    const base::ByteView commitment = seal::commitment_of(row.sealed);
    std::copy(commitment.begin(), commitment.end(), opened.header.commitment.begin());
    row.header = context + ciphertext_lines(opened.header);
    row.leaf = leaf_hash(base::view_bytes(row.header));
    opened.leaf = row.leaf;
    add_leaf(writer, row);
    apply_projections(writer, opened);
    return opened;
}

LeafHeader Ledger::header_for(store::Writer& writer, const NewEntry& entry) const
{
    const std::optional<RecordEnd> end = m_tables.record_end(writer, entry.record);
    LeafHeader header;
    header.position = m_frontier.size();
    header.record = entry.record;
    header.sequence = end ? end->sequence + 1 : 1;
    if (end) header.previous = end->leaf;
    header.kind = entry.kind;
    header.form = entry.form;
    header.actor = pseudonym(entry.actor);
    header.event = entry.event;
    header.occurred = entry.occurred;
    header.recorded = entry.recorded;
    return header;
}

void Ledger::add_leaf(store::Writer& writer, const LeafRow& row)
{
    writer.on_rollback([this] { m_is_stale = true; });
    m_tables.add_leaf(writer, row);
    for (const TileRow& tile : m_frontier.add(row.leaf)) {
        m_tables.add_tile(writer, tile);
    }
}

void Ledger::apply_projections(store::Writer& writer, const OpenedEntry& entry) const
{
    for (const Projection& projection : m_projections) {
        projection.apply(writer, entry);
    }
}

void Ledger::sign(store::Writer& writer)
{
    if (m_is_stale) follow_store(writer);
    const std::uint64_t size = m_frontier.size();
    if (m_signed_size == size || why_not_writable()) return;
    if (!m_signed_size && !m_tables.log(writer)) return;
    writer.on_rollback([this, before = m_signed_size] {
        m_signed_size = before;
        m_keeper.expect(before.value_or(0));
    });
    const Checkpoint checkpoint{
        .origin = m_origin, .size = size, .root = m_frontier.root(), .note = {}};
    m_tables.add_note(writer, size,
                      sign_note(checkpoint, m_public_key, [this](base::ByteView text) {
                          return m_keys.sign(m_partnership, text);
                      }));
    m_signed_size = size;
    m_keeper.expect(size);
}

std::uint64_t Ledger::copy_checkpoint()
{
    const Checkpoint last =
        m_database.read([this](store::Reader& reader) { return checkpoint(reader); });
    m_keys.keep_checkpoint(m_partnership, {.size = last.size, .note = last.note});
    return last.size;
}

Pseudonym Ledger::pseudonym(base::StaffId staff) const
{
    Pseudonym pseudonym{};
    const base::ByteView key = m_pseudonym_key->key().bytes();
    crypto_generichash(pseudonym.data(), pseudonym.size(), staff.bytes().data(),
                       staff.bytes().size(), key.data(), key.size());
    return pseudonym;
}

std::string Ledger::verifier_key() const
{
    return to_verifier_key(m_origin, m_public_key);
}

} // namespace ledger
