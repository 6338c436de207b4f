#include "seal/key.h"

#include "base/errors.h"
#include "seal/sodium.h"

#include <algorithm>
#include <new>

namespace seal {

Key Key::make()
{
    ready_sodium();
    Key key;
    randombytes_buf(key.m_bytes.data(), key.m_bytes.size());
    return key;
}

Key Key::from_bytes(base::ByteView bytes)
{
    base::check(bytes.size() == size, "a key is 32 bytes");
    Key key;
    std::copy(bytes.begin(), bytes.end(), key.m_bytes.begin());
    return key;
}

Key::~Key()
{
    sodium_memzero(m_bytes.data(), m_bytes.size());
}

Key Key::derive(std::string_view purpose) const
{
    constexpr std::string_view label{"heed-purpose-1\0", 15};
    ready_sodium();
    crypto_generichash_state state;
    Key derived;
    crypto_generichash_init(&state, m_bytes.data(), m_bytes.size(), size);
    crypto_generichash_update(&state, base::view_bytes(label).data(), label.size());
    crypto_generichash_update(&state, base::view_bytes(purpose).data(), purpose.size());
    crypto_generichash_final(&state, derived.m_bytes.data(), size);
    sodium_memzero(&state, sizeof state);
    return derived;
}

bool Key::equals(const Key& other) const
{
    return sodium_memcmp(m_bytes.data(), other.m_bytes.data(), size) == 0;
}

GuardedKey::GuardedKey(const Key& key)
{
    static_assert(alignof(Key) == 1, "guarded memory is not aligned for anything larger");
    ready_sodium();
    void* const memory = sodium_malloc(sizeof(Key));
    if (memory == nullptr) throw std::bad_alloc{};
    m_key.reset(new (memory) Key{key});
}

void GuardedKey::Free::operator()(Key* key) const
{
    key->~Key();
    sodium_free(key);
}

} // namespace seal
