#include "seal/envelope.h"

#include "base/errors.h"
#include "seal/sodium.h"

#include <algorithm>
#include <array>

namespace seal {

namespace {

constexpr std::size_t nonce_at = 1;
constexpr std::size_t commitment_at = nonce_at + nonce_size;
constexpr std::size_t sealed_at = commitment_at + commitment_size;

static_assert(nonce_size == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(tag_size == crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(Key::size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

/// What one nonce makes of a key: an encryption key, and a value that no other key makes.
class Derived {
public:
    Derived(const Key& key, base::ByteView nonce)
    {
        constexpr std::string_view label = "heed-seal-1";
        std::array<std::uint8_t, label.size() + nonce_size> input{};
        std::copy(label.begin(), label.end(), input.begin());
        std::copy(nonce.begin(), nonce.end(), input.begin() + label.size());
        crypto_generichash(m_bytes.data(), m_bytes.size(), input.data(), input.size(),
                           key.bytes().data(), key.bytes().size());
    }

    Derived(const Derived&) = delete;
    Derived& operator=(const Derived&) = delete;
    ~Derived() { sodium_memzero(m_bytes.data(), m_bytes.size()); }

    const std::uint8_t* encryption_key() const { return m_bytes.data(); }
    const std::uint8_t* commitment() const { return m_bytes.data() + Key::size; }

private:
    std::array<std::uint8_t, Key::size + commitment_size> m_bytes{};
};

using Nonce = std::array<std::uint8_t, nonce_size>;

Nonce repeatable_nonce(const Key& key, base::ByteView plain, std::string_view context)
{
    constexpr std::string_view label = "heed-seal-repeatably-1";
    std::array<std::uint8_t, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i) {
        length[i] = static_cast<std::uint8_t>(std::uint64_t{context.size()} >> (8 * i));
    }
    Nonce nonce{};
    crypto_generichash_state state;
    crypto_generichash_init(&state, key.bytes().data(), key.bytes().size(), nonce.size());
    for (const base::ByteView part :
         {base::view_bytes(label), base::ByteView{length}, base::view_bytes(context), plain}) {
        crypto_generichash_update(&state, part.data(), part.size());
    }
    crypto_generichash_final(&state, nonce.data(), nonce.size());
    sodium_memzero(&state, sizeof state);
    return nonce;
}

base::Bytes seal_with(const Key& key, const Nonce& nonce, base::ByteView plain,
                      std::string_view context)
{
    const Derived derived{key, nonce};
    base::Bytes envelope(envelope_overhead + plain.size());
    envelope[0] = envelope_version;
    std::copy(nonce.begin(), nonce.end(), envelope.begin() + nonce_at);
    std::copy_n(derived.commitment(), commitment_size, envelope.begin() + commitment_at);
    const base::ByteView bound = base::view_bytes(context);
    crypto_aead_xchacha20poly1305_ietf_encrypt(envelope.data() + sealed_at, nullptr, plain.data(),
                                               plain.size(), bound.data(), bound.size(), nullptr,
                                               nonce.data(), derived.encryption_key());
    return envelope;
}

} // namespace

std::string_view explain(OpenRefusal refusal)
{
    switch (refusal) {
    case OpenRefusal::not_an_envelope: return "What is stored is not something Heed sealed.";
    case OpenRefusal::another_key: return "It was sealed with another key than the one in use.";
    case OpenRefusal::altered: return "It was changed after it was sealed.";
    }
    return {};
}

base::Bytes seal(const Key& key, base::ByteView plain, std::string_view context)
{
    ready_sodium();
    Nonce nonce{};
    randombytes_buf(nonce.data(), nonce.size());
    return seal_with(key, nonce, plain, context);
}

base::Bytes seal_repeatably(const Key& key, base::ByteView plain, std::string_view context)
{
    ready_sodium();
    return seal_with(key, repeatable_nonce(key, plain, context), plain, context);
}

base::Result<base::Bytes, OpenRefusal> open(const Key& key, base::ByteView envelope,
                                            std::string_view context)
{
    ready_sodium();
    if (envelope.size() < envelope_overhead || envelope[0] != envelope_version) {
        return base::refuse(OpenRefusal::not_an_envelope);
    }
    const base::ByteView nonce = envelope.subspan(nonce_at, nonce_size);
    const Derived derived{key, nonce};
    if (sodium_memcmp(derived.commitment(), envelope.data() + commitment_at, commitment_size) !=
        0) {
        return base::refuse(OpenRefusal::another_key);
    }
    base::Bytes plain(envelope.size() - envelope_overhead);
    const base::ByteView bound = base::view_bytes(context);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain.data(), nullptr, nullptr, envelope.data() + sealed_at,
            envelope.size() - sealed_at, bound.data(), bound.size(), nonce.data(),
            derived.encryption_key()) != 0) {
        return base::refuse(OpenRefusal::altered);
    }
    return plain;
}

base::ByteView commitment_of(base::ByteView envelope)
{
    base::check(envelope.size() >= envelope_overhead, "an envelope has a commitment");
    return envelope.subspan(commitment_at, commitment_size);
}

} // namespace seal
