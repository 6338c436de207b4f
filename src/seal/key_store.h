// Every key but the master key, wrapped: one per partnership, one per record, one for signing. It
// is a database of its own in a place of its own, backed up apart from the data, so that
// destroying a record's key here destroys the record in every copy of the data.
#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "seal/key.h"
#include "seal/master_key.h"
#include "store/place.h"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seal {

using Signature = std::array<std::uint8_t, 64>; ///< Ed25519
using PublicKey = std::array<std::uint8_t, 32>; ///< Ed25519

/// The last signed state of a partnership's ledger that this key store has heard of.
struct KeptCheckpoint {
    std::uint64_t size = 0;
    std::string note;
};

/// Safe to use from any thread. Every member function throws Unavailable when the key database has
/// stopped, and NotFound for a partnership that has no keys.
class KeyStore {
public:
    /// Opens the key database, making it, and the folder of a file, when they are not there. Throws
    /// Unavailable, with advice, when the master key is not the one that the store was made with.
    static std::unique_ptr<KeyStore> open(const store::Place& place, MasterKey master,
                                          const base::Clock& clock);

    /// What a passphrase must be stretched with for the store there. Makes the store and new
    /// settings when there is none yet; empty when the store was made with a key file instead.
    static std::optional<PassphraseSettings> passphrase_settings(const store::Place& place,
                                                                 const base::Clock& clock);

    ~KeyStore();

    /// Makes the partnership's key and signing key, durable before it returns. Does nothing when
    /// they are there.
    void create_partnership(base::PartnershipId partnership);
    std::vector<base::PartnershipId> partnerships() const;

    /// The partnership's key for one purpose: "drafts", "search", "staff", "pseudonym" …
    Key purpose_key(base::PartnershipId partnership, std::string_view purpose) const;

    /// Makes a key for each record that has none, in one durable commit, before it returns.
    void create_record_keys(base::PartnershipId partnership,
                            std::span<const base::RecordId> records);

    /// Throws NotFound when the record never had a key or its key has been destroyed.
    Key record_key(base::PartnershipId partnership, base::RecordId record) const;
    std::optional<Key> find_record_key(base::PartnershipId partnership,
                                       base::RecordId record) const;

    Signature sign(base::PartnershipId partnership, base::ByteView message) const;
    PublicKey public_key(base::PartnershipId partnership) const;

    std::optional<KeptCheckpoint> checkpoint(base::PartnershipId partnership) const;

    /// Keeps `checkpoint` unless the one already kept is larger. Durable before it returns.
    void keep_checkpoint(base::PartnershipId partnership, const KeptCheckpoint& checkpoint);

    /// Why the key database takes no more writes, in plain words; empty while it does.
    std::optional<std::string> stopped() const;

private:
    class State;

    explicit KeyStore(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

} // namespace seal
