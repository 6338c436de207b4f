// How this slice keeps what must not be read in the store: names sealed, logins as keyed tokens,
// and random secrets as their hash.
#pragma once

#include "base/bytes.h"
#include "base/random.h"
#include "base/sha256.h"
#include "seal/key.h"

#include <string>
#include <string_view>

namespace heed::access {

/// `context` says which column of which row, so that no envelope can be moved to another place.
base::Bytes seal_text(const seal::Key& key, std::string_view text, std::string_view context);

/// CheckFailed unless the envelope was sealed with this key and context.
std::string open_text(const seal::Key& key, base::ByteView envelope, std::string_view context);

/// BLAKE2b-256 of `text` under `key`: the same text gives the same token, to be found again by.
base::Bytes keyed_token(const seal::Key& key, std::string_view text);

/// 256 random bits as 43 characters that may stand in a cookie or a URL.
std::string make_secret(base::Random& random);
bool looks_like_secret(std::string_view text);

/// What the store keeps of a secret.
base::Digest hash_of(std::string_view secret);

/// Another secret that only who has `secret` can know.
std::string derived_secret(std::string_view secret, std::string_view purpose);

} // namespace heed::access
