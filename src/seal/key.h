// A secret key of 32 bytes. It is wiped when it goes out of scope and has no way into a stream, a
// log line or JSON.
#pragma once

#include "base/bytes.h"

#include <array>
#include <memory>
#include <string_view>

namespace seal {

class Key {
public:
    static constexpr std::size_t size = 32;

    /// A new key from the operating system's randomness.
    static Key make();

    /// `bytes` must be exactly 32 bytes; anything else is a bug.
    static Key from_bytes(base::ByteView bytes);

    Key(const Key&) = default;
    Key& operator=(const Key&) = default;
    ~Key();

    base::ByteView bytes() const { return m_bytes; }

    /// The key for one purpose, made from this one: BLAKE2b-256 keyed with this key over
    /// `heed-purpose-1`, a zero byte and `purpose`. Knowing it tells nothing of this key.
    Key derive(std::string_view purpose) const;

    /// Compares in a time that says nothing about where the keys differ.
    bool equals(const Key& other) const;

private:
    Key() = default;

    std::array<std::uint8_t, size> m_bytes{};
};

/// A long-lived key in memory of its own that is never swapped out nor written to a core file, with
/// guard pages around it. Dear to make (several system calls): for the few keys at the top.
class GuardedKey {
public:
    explicit GuardedKey(const Key& key);

    const Key& key() const { return *m_key; }

private:
    struct Free {
        void operator()(Key* key) const;
    };

    std::unique_ptr<Key, Free> m_key;
};

} // namespace seal
