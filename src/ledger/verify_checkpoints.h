// All the signed states that a ledger must agree with: the checkpoints in the data file, and copies
// that are kept elsewhere.
#pragma once

#include "ledger/verify_findings.h"
#include "ledger/verify_store.h"
#include "ledger/verify_text.h"

#include <optional>
#include <string>
#include <vector>

namespace ledger::verifying {

/// Whose ledger is checked, and by which name and key.
struct LogTrust {
    base::PartnershipId partnership;
    std::string origin;
    PublicKey key{};
};

enum class Keeper { data_file, key_store, somebody_else };

/// A size and a root that the ledger's key has signed.
struct SignedState {
    std::uint64_t size = 0;
    Hash root{};
    Keeper keeper = Keeper::data_file;
    std::int64_t number = 0; ///< of the checkpoint in the data file
};

/// The signed states in order of size. What is not signed, out of order or missing is reported and
/// left out.
std::vector<SignedState> signed_states(File& data, const LogTrust& trust, Findings& findings);

/// A copy from elsewhere; reported and empty when it is not signed.
std::optional<SignedState> state_kept(std::string_view note, Keeper keeper, const LogTrust& trust,
                                      Findings& findings);

} // namespace ledger::verifying
