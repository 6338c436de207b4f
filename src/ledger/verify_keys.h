// How the verifier opens what is sealed: its own reading of envelopes and of the key store.
#pragma once

#include "ledger/verify_store.h"
#include "seal/key.h"

#include <map>
#include <memory>
#include <optional>
#include <unordered_map>

namespace ledger::verifying {

enum class Opening {
    opened,
    no_key,       ///< the record's key no longer exists
    key_unusable, ///< the key itself cannot be unwrapped
    another_key,  ///< not sealed with this key
    unreadable,   ///< sealed with this key, but changed or out of its place
};

/// Opens an envelope as docs/ledger-format.md says.
Opening open_envelope(base::ByteView key, base::ByteView envelope, std::string_view context,
                      base::Bytes& plain);

/// The record keys of a key store, unwrapped with the master key when they are needed.
class RecordKeys {
public:
    /// Throws base::Unavailable when `master` is not the store's master key.
    RecordKeys(File& keys, const seal::Key& master);

    Opening open(base::ByteView partnership, base::ByteView record, base::ByteView envelope,
                 std::string_view context);

private:
    struct Kept {
        Opening state = Opening::no_key;
        std::optional<seal::Key> key;
    };

    const Kept& partnership_key(base::ByteView partnership);
    const Kept& record_key(base::ByteView partnership, base::ByteView record);

    Statement m_wrapped;
    std::map<std::string, Kept> m_partnerships;
    std::unordered_map<std::string, Kept> m_records; ///< of the partnership asked for last
    std::string m_partnership;
    base::Bytes m_plain;
};

} // namespace ledger::verifying
