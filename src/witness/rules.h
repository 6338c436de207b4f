// When a witness signs: the rules alone, without a store and without signatures.
#pragma once

#include "ledger/checkpoint.h"
#include "witness/add_checkpoint.h"

#include <optional>
#include <string_view>

namespace witness {

/// Why something that the ledger's own key signed was refused, and is kept.
enum class Conflict {
    other_root,     ///< as many entries as are held, and others: two histories, both signed
    not_consistent, ///< more entries, without proof that they contain those held
    smaller,        ///< fewer entries than are held, given as the newest
    held_more,      ///< the ledger knows of more that this witness held than it does now
};

/// `other_root` and so on: how it is stored and shown.
std::string_view to_word(Conflict conflict);

/// What a witness last signed for a ledger: at first nothing, which is the tree without entries.
struct Held {
    std::uint64_t size = 0;
    base::Digest root = ledger::empty_root();
    bool is_anything = false;
};

struct Judgement {
    int status = 0; ///< 200: sign it
    std::optional<Conflict> conflict = {};
};

/// `offered` is signed by the ledger's key.
Judgement judge(const Held& held, const AddCheckpoint& request, const ledger::Checkpoint& offered);

} // namespace witness
