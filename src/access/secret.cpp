#include "access/secret.h"

#include "base/errors.h"
#include "seal/envelope.h"

#include <algorithm>
#include <array>
#include <sodium.h>

namespace heed::access {

namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t secret_characters = 43;

base::Bytes keyed_hash(base::ByteView key, std::string_view text)
{
    base::Bytes token(secret_bytes);
    const base::ByteView bytes = base::view_bytes(text);
    const int outcome = crypto_generichash(token.data(), token.size(), bytes.data(), bytes.size(),
                                           key.data(), key.size());
    base::check(outcome == 0, "BLAKE2b takes this key");
    return token;
}

bool is_url_safe(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

} // namespace

base::Bytes seal_text(const seal::Key& key, std::string_view text, std::string_view context)
{
    return seal::seal(key, base::view_bytes(text), context);
}

std::string open_text(const seal::Key& key, base::ByteView envelope, std::string_view context)
{
    const auto opened = seal::open(key, envelope, context);
    base::check(opened.has_value(), "a sealed column opens under the partnership's key");
    return std::string{base::view_text(*opened)};
}

base::Bytes keyed_token(const seal::Key& key, std::string_view text)
{
    return keyed_hash(key.bytes(), text);
}

std::string make_secret(base::Random& random)
{
    std::array<std::uint8_t, secret_bytes> bytes{};
    random.fill(bytes);
    return base::to_base64_url(bytes);
}

bool looks_like_secret(std::string_view text)
{
    return text.size() == secret_characters && std::all_of(text.begin(), text.end(), is_url_safe);
}

base::Digest hash_of(std::string_view secret)
{
    return base::sha256(base::view_bytes(secret));
}

std::string derived_secret(std::string_view secret, std::string_view purpose)
{
    return base::to_base64_url(keyed_hash(base::view_bytes(secret), purpose));
}

} // namespace heed::access
