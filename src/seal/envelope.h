// The one form in which Heed writes anything secret: an envelope that opens only under the key and
// the context it was sealed with. The form is written down in docs/ledger-format.md.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "seal/key.h"

#include <string_view>

namespace seal {

constexpr std::uint8_t envelope_version = 1;
constexpr std::size_t nonce_size = 24;
constexpr std::size_t commitment_size = 32;
constexpr std::size_t tag_size = 16;

/// How many bytes an envelope is longer than what it holds.
constexpr std::size_t envelope_overhead = 1 + nonce_size + commitment_size + tag_size;

enum class OpenRefusal {
    not_an_envelope, ///< too short, or a version that is not known
    another_key,     ///< sealed under a key that is not this one
    altered,         ///< the right key, but other bytes or another context
};

/// Plain words for an operator; they hold nothing of the content.
std::string_view explain(OpenRefusal refusal);

/// Seals `plain` with a random nonce. `context` says what and whose this is; it is not kept in the
/// envelope, and opening needs the same one.
base::Bytes seal(const Key& key, base::ByteView plain, std::string_view context);

/// Seals with a nonce derived from key, context and content, so that the same content makes the
/// same bytes: for derived tables, which a rebuild must make again bit by bit. Whoever sees two
/// such envelopes with one context learns whether their contents are equal.
base::Bytes seal_repeatably(const Key& key, base::ByteView plain, std::string_view context);

base::Result<base::Bytes, OpenRefusal> open(const Key& key, base::ByteView envelope,
                                            std::string_view context);

/// The part of an envelope that binds it to one key. `envelope` must be one.
base::ByteView commitment_of(base::ByteView envelope);

} // namespace seal
