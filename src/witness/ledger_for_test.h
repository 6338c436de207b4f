// For tests: a ledger of hashes alone that signs checkpoints of itself, honest or not.
#pragma once

#include "ledger/checkpoint.h"
#include "seal/sodium.h"
#include "witness/add_checkpoint.h"

#include <array>
#include <string>
#include <vector>

namespace witness {

class MadeLedger {
public:
    explicit MadeLedger(std::uint8_t seed = 1, std::string origin = "heed.example/testshire")
        : m_verifier{.name = std::move(origin)}
    {
        seal::ready_sodium();
        const std::array<std::uint8_t, crypto_sign_SEEDBYTES> bytes{seed};
        crypto_sign_seed_keypair(m_verifier.key.data(), m_secret.data(), bytes.data());
    }

    const ledger::VerifierKey& verifier() const { return m_verifier; }
    std::uint64_t size() const { return m_leaves.size(); }

    void add(std::string_view words)
    {
        m_leaves.push_back(ledger::leaf_hash(base::view_bytes(words)));
    }
    void grow_to(std::uint64_t size, std::string_view history)
    {
        while (m_leaves.size() < size)
            add(std::string{history} + std::to_string(m_leaves.size()));
    }
    void cut_to(std::uint64_t size) { m_leaves.resize(size); }

    ledger::Checkpoint checkpoint(std::uint64_t size) const
    {
        ledger::Checkpoint made{.origin = m_verifier.name,
                                .size = size,
                                .root = ledger::root_of(size, source()),
                                .note = {}};
        made.note = ledger::sign_note(made, m_verifier.key, [this](base::ByteView message) {
            seal::Signature signature{};
            crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                                 m_secret.data());
            return signature;
        });
        return made;
    }
    ledger::Checkpoint checkpoint() const { return checkpoint(size()); }

    /// An honest request, as far as the entries go.
    AddCheckpoint request(std::uint64_t old_size, std::uint64_t size) const
    {
        AddCheckpoint made{.old_size = old_size, .path = {}, .note = checkpoint(size).note};
        if (old_size <= size) made.path = ledger::consistency_path(old_size, size, source());
        return made;
    }
    AddCheckpoint request(std::uint64_t old_size) const { return request(old_size, size()); }

private:
    ledger::SubtreeSource source() const
    {
        return [this](unsigned height, std::uint64_t index) {
            ledger::TreeTop top;
            const std::uint64_t width = std::uint64_t{1} << height;
            for (std::uint64_t leaf = index * width; leaf < (index + 1) * width; ++leaf)
                top.add(m_leaves.at(leaf));
            return top.root();
        };
    }

    ledger::VerifierKey m_verifier;
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> m_secret{};
    std::vector<base::Digest> m_leaves;
};

} // namespace witness
