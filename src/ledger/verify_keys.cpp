#include "ledger/verify_keys.h"

#include "base/errors.h"

#include <algorithm>
#include <array>
#include <sodium.h>

namespace ledger::verifying {

namespace {

constexpr std::size_t nonce_end = 1 + 24;
constexpr std::size_t commitment_end = nonce_end + 32;
constexpr std::size_t smallest_envelope = commitment_end + 16;
constexpr std::size_t kept_records = 100'000;

std::string hex_of(base::ByteView bytes)
{
    return base::to_hex(bytes);
}

std::string text_of(base::ByteView bytes)
{
    return std::string{base::view_text(bytes)};
}

} // namespace

Opening open_envelope(base::ByteView key, base::ByteView envelope, std::string_view context,
                      base::Bytes& plain)
{
    if (envelope.size() < smallest_envelope || envelope[0] != 1) return Opening::unreadable;
    const base::ByteView nonce = envelope.subspan(1, 24);
    std::array<std::uint8_t, 11 + 24> message{'h', 'e', 'e', 'd', '-', 's',
                                              'e', 'a', 'l', '-', '1'};
    std::copy(nonce.begin(), nonce.end(), message.begin() + 11);
    std::array<std::uint8_t, 64> derived{};
    crypto_generichash(derived.data(), derived.size(), message.data(), message.size(), key.data(),
                       key.size());
    Opening opening = Opening::another_key;
    if (sodium_memcmp(derived.data() + 32, envelope.data() + nonce_end, 32) == 0) {
        const base::ByteView box = envelope.subspan(commitment_end);
        const base::ByteView bound = base::view_bytes(context);
        plain.resize(box.size() - 16);
        const int code = crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain.data(), nullptr, nullptr, box.data(), box.size(), bound.data(), bound.size(),
            nonce.data(), derived.data());
        opening = code == 0 ? Opening::opened : Opening::unreadable;
    }
    sodium_memzero(derived.data(), derived.size());
    return opening;
}

RecordKeys::RecordKeys(File& keys, const seal::Key& master) : m_wrapped{keys.record_key()}
{
    base::Bytes plain;
    const std::optional<base::Bytes> check = keys.key_setting("check");
    if (!check || open_envelope(master.bytes(), *check, "heed-check-1", plain) != Opening::opened) {
        throw base::Unavailable{"This is not the master key that the key store was made with."};
    }
    for (const PartnershipKeyRow& row : keys.partnership_keys()) {
        const std::string context = "heed-key-1 partnership " + hex_of(row.partnership);
        Kept kept{.state = Opening::key_unusable, .key = {}};
        if (open_envelope(master.bytes(), row.wrapped, context, plain) == Opening::opened &&
            plain.size() == seal::Key::size) {
            kept = {.state = Opening::opened, .key = seal::Key::from_bytes(plain)};
        }
        m_partnerships.emplace(text_of(row.partnership), kept);
        sodium_memzero(plain.data(), plain.size());
    }
}

const RecordKeys::Kept& RecordKeys::partnership_key(base::ByteView partnership)
{
    return m_partnerships[text_of(partnership)];
}

const RecordKeys::Kept& RecordKeys::record_key(base::ByteView partnership, base::ByteView record)
{
    if (m_partnership != base::view_text(partnership)) {
        m_partnership = text_of(partnership);
        m_records.clear();
    }
    if (m_records.size() >= kept_records) m_records.clear();
    const auto [place, is_new] = m_records.try_emplace(text_of(record));
    Kept& kept = place->second;
    if (!is_new) return kept;
    const Kept& above = partnership_key(partnership);
    if (!above.key) {
        kept.state = above.state;
        return kept;
    }
    m_wrapped.restart();
    m_wrapped.bind(1, partnership);
    m_wrapped.bind(2, record);
    if (!m_wrapped.step()) return kept;
    const std::string context = "heed-key-1 record " + hex_of(partnership) + " " + hex_of(record);
    base::Bytes plain;
    const Opening opening = open_envelope(above.key->bytes(), m_wrapped.bytes(0), context, plain);
    kept.state = Opening::key_unusable;
    if (opening == Opening::opened && plain.size() == seal::Key::size) {
        kept = {.state = Opening::opened, .key = seal::Key::from_bytes(plain)};
    }
    sodium_memzero(plain.data(), plain.size());
    return kept;
}

Opening RecordKeys::open(base::ByteView partnership, base::ByteView record, base::ByteView envelope,
                         std::string_view context)
{
    const Kept& kept = record_key(partnership, record);
    if (!kept.key) return kept.state;
    const Opening opening = open_envelope(kept.key->bytes(), envelope, context, m_plain);
    sodium_memzero(m_plain.data(), m_plain.size());
    return opening;
}

} // namespace ledger::verifying
