#include "witness/rules.h"

namespace witness {

namespace {

std::optional<Conflict> conflict_between(const Held& held, std::uint64_t old_size,
                                         const ledger::Checkpoint& offered)
{
    if (held.is_anything && offered.size < held.size) return Conflict::smaller;
    if (held.is_anything && offered.size == held.size && offered.root != held.root) {
        return Conflict::other_root;
    }
    if (old_size > held.size) return Conflict::held_more;
    return std::nullopt;
}

} // namespace

std::string_view to_word(Conflict conflict)
{
    switch (conflict) {
    case Conflict::other_root: return "other_root";
    case Conflict::not_consistent: return "not_consistent";
    case Conflict::smaller: return "smaller";
    case Conflict::held_more: return "held_more";
    }
    return {};
}

Judgement judge(const Held& held, const AddCheckpoint& request, const ledger::Checkpoint& offered)
{
    const std::uint64_t old_size = request.old_size;
    const auto conflict = conflict_between(held, old_size, offered);
    if (old_size > offered.size) return {.status = 400, .conflict = conflict};
    if (old_size != held.size) return {.status = 409, .conflict = conflict};
    if (offered.size == held.size && offered.root != held.root) {
        return {.status = 409, .conflict = conflict};
    }
    const ledger::ConsistencyProof proof{
        .from = old_size, .to = offered.size, .path = request.path};
    if (ledger::verify_consistency(proof, held.root, offered.root)) return {.status = 200};
    // Without entries there is nothing that could be contradicted.
    if (!held.is_anything || offered.size == held.size) return {.status = 422};
    return {.status = 422, .conflict = Conflict::not_consistent};
}

} // namespace witness
