// Reads the entries ahead of their check: while some are checked in their order, a second thread
// hashes and opens those that come next.
#pragma once

#include "ledger/verify_keys.h"
#include "ledger/verify_store.h"
#include "ledger/verify_text.h"

#include <array>
#include <future>
#include <optional>
#include <span>
#include <vector>

namespace ledger::verifying {

/// An entry, and what can be said of it by itself.
struct Entry {
    EntryRow row;
    Hash hash{}; ///< of the header as it stands
    std::optional<Header> header;
    Hash sealed_hash{};
    std::optional<Opening> opening; ///< empty without keys, or when the header cannot be read
};

class EntriesAhead {
public:
    /// `keys` may be null: then payloads stay shut. Nobody else may use it meanwhile.
    EntriesAhead(File& data, RecordKeys* keys);

    /// Those that come next by ledger and position, lent until the next call; none at the end.
    /// Throws Damaged once those that could be read have been handed out.
    std::span<const Entry> next();

private:
    /// A place for entries that is used again and again.
    struct Batch {
        void keep(const EntryRow& lent);
        void examine(RecordKeys* keys);

        std::vector<base::Bytes> bytes; ///< of each entry: all that its row views
        std::vector<Entry> entries;
        std::size_t size = 0;
    };

    void read(Batch& batch);

    Statement m_rows;
    RecordKeys* m_keys;
    std::optional<Damaged> m_damage;
    bool m_is_over = false;
    std::array<Batch, 3> m_batches; ///< one lent, one examined, one being read; they take turns
    std::size_t m_turn = 0;
    std::future<void> m_examined; ///< last: its thread uses the rest
};

} // namespace ledger::verifying
