#include "ledger/verify_ahead.h"

#include <utility>

namespace ledger::verifying {

namespace {

constexpr std::size_t batch_size = 512;

} // namespace

void EntriesAhead::Batch::keep(const EntryRow& lent)
{
    if (size == entries.size()) {
        bytes.emplace_back();
        entries.emplace_back();
    }
    base::Bytes& own = bytes[size];
    EntryRow& row = entries[size].row;
    ++size;
    const auto views = [](auto& of) {
        return std::array{&of.partnership, &of.record, &of.leaf, &of.header, &of.sealed};
    };
    own.clear();
    for (const base::ByteView* const view : views(lent)) {
        own.insert(own.end(), view->begin(), view->end());
    }
    row = lent;
    std::size_t at = 0;
    for (base::ByteView* const view : views(row)) {
        *view = base::ByteView{own}.subspan(at, view->size());
        at += view->size();
    }
}

void EntriesAhead::Batch::examine(RecordKeys* keys)
{
    for (Entry& entry : std::span{entries}.first(size)) {
        entry.hash = hash_of_leaf(entry.row.header);
        entry.header = read_header(base::view_text(entry.row.header));
        entry.sealed_hash = base::sha256(entry.row.sealed);
        entry.opening.reset();
        if (keys != nullptr && entry.header) {
            entry.opening = keys->open(entry.row.partnership, entry.row.record, entry.row.sealed,
                                       entry.header->context);
        }
    }
}

EntriesAhead::EntriesAhead(File& data, RecordKeys* keys) : m_rows{data.entries()}, m_keys{keys} {}

void EntriesAhead::read(Batch& batch)
{
    batch.size = 0;
    try {
        while (!m_is_over && batch.size < batch_size) {
            m_is_over = !m_rows.step();
            if (!m_is_over) batch.keep(File::entry(m_rows));
        }
    } catch (const Damaged& damage) {
        m_damage = damage;
        m_is_over = true;
    }
}

std::span<const Entry> EntriesAhead::next()
{
    const auto examine = [this](Batch& batch) {
        m_examined = std::async(std::launch::async, [this, &batch] { batch.examine(m_keys); });
    };
    if (!m_examined.valid()) {
        read(m_batches[m_turn]);
        examine(m_batches[m_turn]);
    }
    Batch& ready = m_batches[m_turn];
    m_turn = (m_turn + 1) % m_batches.size();
    Batch& following = m_batches[m_turn];
    read(following);
    m_examined.get();
    if (ready.size == 0 && m_damage) throw Damaged{*std::exchange(m_damage, std::nullopt)};
    examine(following);
    return std::span{ready.entries}.first(ready.size);
}

} // namespace ledger::verifying
