#include "ledger/cosignature.h"

#include "ledger/note_lines.h"
#include "seal/sodium.h"

#include <algorithm>
#include <fmt/format.h>

namespace ledger {

namespace {

constexpr std::size_t time_size = 8;

/// Highest byte first.
base::Bytes time_bytes(std::uint64_t seconds)
{
    base::Bytes bytes(time_size);
    for (std::size_t place = 0; place < time_size; ++place) {
        bytes[place] = static_cast<std::uint8_t>(seconds >> (8 * (time_size - 1 - place)));
    }
    return bytes;
}

std::uint64_t read_time(base::ByteView bytes)
{
    std::uint64_t seconds = 0;
    for (const std::uint8_t byte : bytes.first(time_size))
        seconds = seconds << 8U | byte;
    return seconds;
}

std::optional<Cosignature> read_line(std::string_view line, std::string_view text,
                                     const VerifierKey& witness)
{
    const KeyId id = key_id(witness.name, witness.key, KeyKind::witness);
    const std::optional<base::Bytes> found = signature_in(line, witness.name, id);
    if (!found || found->size() != time_size + seal::Signature{}.size()) return std::nullopt;
    const std::uint64_t seconds = read_time(*found);
    const std::string message = cosigned_text(text, seconds);
    seal::ready_sodium();
    if (crypto_sign_ed25519_verify_detached(found->data() + time_size,
                                            base::view_bytes(message).data(), message.size(),
                                            witness.key.data()) != 0) {
        return std::nullopt;
    }
    return Cosignature{.witness = witness.name, .seconds = seconds, .line = std::string{line}};
}

} // namespace

std::string cosigned_text(std::string_view text, std::uint64_t seconds)
{
    return fmt::format("cosignature/v1\ntime {}\n{}", seconds, text);
}

Cosignature cosign(std::string_view text, std::uint64_t seconds, const VerifierKey& witness,
                   const Signer& signer)
{
    const seal::Signature signature = signer(base::view_bytes(cosigned_text(text, seconds)));
    base::Bytes bytes = time_bytes(seconds);
    bytes.insert(bytes.end(), signature.begin(), signature.end());
    const KeyId id = key_id(witness.name, witness.key, KeyKind::witness);
    return {.witness = witness.name,
            .seconds = seconds,
            .line = signature_line(witness.name, id, bytes)};
}

std::optional<Cosignature> find_cosignature(std::string_view lines, std::string_view text,
                                            const VerifierKey& witness)
{
    std::optional<Cosignature> first;
    for (auto line = take_line(lines); line; line = take_line(lines)) {
        if (!first) first = read_line(*line, text, witness);
    }
    return lines.empty() ? first : std::nullopt;
}

std::vector<std::string> witnesses_named(const Checkpoint& checkpoint)
{
    std::vector<std::string> names;
    std::string_view lines = checkpoint.note;
    lines.remove_prefix(signed_text(lines).size());
    for (auto line = take_line(lines); line; line = take_line(lines)) {
        if (!line->starts_with(dash)) continue;
        const std::string_view signature = line->substr(dash.size());
        std::string name{signature.substr(0, signature.find(' '))};
        if (name != checkpoint.origin) names.push_back(std::move(name));
    }
    return names;
}

} // namespace ledger
