// A witness's own key and name, in a file of their own: one line, in the form that Go's tools for
// signed notes use for private keys.
#pragma once

#include "ledger/checkpoint.h"
#include "seal/key.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace witness {

class WitnessKey {
public:
    /// Makes a key for `name` and writes it with mode 0600, durably, before it returns. Throws
    /// BadRequest for a name that a note cannot hold, Conflict when the file is there already.
    static WitnessKey create(const std::filesystem::path& path, std::string_view name);

    /// Throws Unavailable, with what to do, when the file is not there, is open to others or holds
    /// no such key.
    static WitnessKey read(const std::filesystem::path& path);

    const ledger::VerifierKey& verifier() const { return m_verifier; }
    std::string verifier_key() const; ///< as it is handed to those who check cosignatures

    seal::Signature sign(base::ByteView message) const;

private:
    WitnessKey(std::string name, const seal::Key& seed);

    seal::GuardedKey m_seed;
    ledger::VerifierKey m_verifier;
};

} // namespace witness
