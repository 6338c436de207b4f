#include "ledger/checkpoint.h"

#include "base/errors.h"
#include "base/text.h"
#include "ledger/note_lines.h"
#include "seal/sodium.h"

#include <algorithm>
#include <fmt/format.h>

namespace ledger {

namespace {

constexpr std::size_t note_limit = 1U << 20U;
constexpr std::string_view proof_first_line = "c2sp.org/tlog-proof@v1";
constexpr std::size_t path_limit = 64;

bool has_control_character(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char character) {
        return static_cast<unsigned char>(character) < 0x20 && character != '\n';
    });
}

bool is_signed_by(std::string_view line, std::string_view text, std::string_view origin,
                  const seal::PublicKey& key)
{
    const std::optional<base::Bytes> signature = signature_in(line, origin, key_id(origin, key));
    if (!signature || signature->size() != seal::Signature{}.size()) return false;
    seal::ready_sodium();
    return crypto_sign_ed25519_verify_detached(signature->data(), base::view_bytes(text).data(),
                                               text.size(), key.data()) == 0;
}

/// Where the signatures come: after the last empty line.
std::size_t gap_in(std::string_view note)
{
    return note.rfind("\n\n");
}

std::optional<Checkpoint> parse_text(std::string_view text)
{
    const auto origin = take_line(text);
    const auto size = take_line(text);
    const auto root = take_line(text);
    if (!origin || !size || !root || !is_origin(*origin)) return std::nullopt;
    const auto parsed_size = base::parse_decimal(*size);
    const auto parsed_root = parse_digest(*root);
    if (!parsed_size || !parsed_root) return std::nullopt;
    return Checkpoint{
        .origin = std::string{*origin}, .size = *parsed_size, .root = *parsed_root, .note = {}};
}

/// Everything of a proof file but its note, which `text` is left with.
std::optional<ProofFile> parse_proof_lines(std::string_view& text)
{
    constexpr std::string_view extra = "extra ";
    constexpr std::string_view index = "index ";
    const auto first = take_line(text);
    const auto header_line = take_line(text);
    const auto index_line = take_line(text);
    if (!first || !header_line || !index_line || *first != proof_first_line) return std::nullopt;
    if (!header_line->starts_with(extra) || !index_line->starts_with(index)) return std::nullopt;
    const auto header = base::parse_base64(header_line->substr(extra.size()));
    const auto position = base::parse_decimal(index_line->substr(index.size()));
    if (!header || !position) return std::nullopt;
    ProofFile file;
    file.header = base::view_text(*header);
    file.proof.position = *position;
    for (auto line = take_line(text); line && !line->empty(); line = take_line(text)) {
        const auto step = parse_digest(*line);
        if (!step || file.proof.path.size() == path_limit) return std::nullopt;
        file.proof.path.push_back(*step);
    }
    return file;
}

} // namespace

bool is_origin(std::string_view origin)
{
    return !origin.empty() && origin.size() <= 255 &&
           std::all_of(origin.begin(), origin.end(), [](char character) {
               return character > ' ' && character < 0x7F && character != '+';
           });
}

std::string note_text(const Checkpoint& checkpoint)
{
    return fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size,
                       base::to_base64(checkpoint.root));
}

std::string sign_note(const Checkpoint& checkpoint, const seal::PublicKey& key,
                      const Signer& signer)
{
    base::check(is_origin(checkpoint.origin), "a checkpoint has a name that a note can hold");
    const std::string text = note_text(checkpoint);
    const seal::Signature signature = signer(base::view_bytes(text));
    return fmt::format(
        "{}\n{}\n", text,
        signature_line(checkpoint.origin, key_id(checkpoint.origin, key), signature));
}

std::optional<Checkpoint> parse_note(std::string_view note)
{
    if (note.size() > note_limit || !base::is_clean_utf8(note) || has_control_character(note)) {
        return std::nullopt;
    }
    const std::size_t gap = gap_in(note);
    if (gap == std::string_view::npos) return std::nullopt;
    std::string_view signatures = note.substr(gap + 2);
    for (auto line = take_line(signatures); line; line = take_line(signatures)) {
        if (!line->starts_with(dash)) return std::nullopt;
    }
    if (!signatures.empty()) return std::nullopt;
    std::optional<Checkpoint> checkpoint = parse_text(signed_text(note));
    if (checkpoint) checkpoint->note = note;
    return checkpoint;
}

std::optional<Checkpoint> open_note(std::string_view note, std::string_view origin,
                                    const seal::PublicKey& key)
{
    std::optional<Checkpoint> checkpoint = parse_note(note);
    if (!checkpoint || checkpoint->origin != origin) return std::nullopt;
    std::string_view signatures = note.substr(gap_in(note) + 2);
    for (auto line = take_line(signatures); line; line = take_line(signatures)) {
        if (is_signed_by(*line, signed_text(note), origin, key)) return checkpoint;
    }
    return std::nullopt;
}

std::string_view signed_text(std::string_view note)
{
    return note.substr(0, gap_in(note) + 1);
}

std::string with_own_signature(const Checkpoint& checkpoint, const seal::PublicKey& key)
{
    const std::string_view text = signed_text(checkpoint.note);
    std::string_view signatures = std::string_view{checkpoint.note}.substr(text.size() + 1);
    for (auto line = take_line(signatures); line; line = take_line(signatures)) {
        if (!is_signed_by(*line, text, checkpoint.origin, key)) continue;
        return fmt::format("{}\n{}\n", text, *line);
    }
    base::check(false, "the note is signed with the key");
    return {};
}

KeyId key_id(std::string_view name, const seal::PublicKey& key, KeyKind kind)
{
    const std::array<std::uint8_t, 2> between{'\n', static_cast<std::uint8_t>(kind)};
    const base::Digest digest = base::sha256({base::view_bytes(name), between, key});
    return {digest[0], digest[1], digest[2], digest[3]};
}

std::string to_verifier_key(std::string_view name, const seal::PublicKey& key, KeyKind kind)
{
    base::Bytes typed{static_cast<std::uint8_t>(kind)};
    typed.insert(typed.end(), key.begin(), key.end());
    return fmt::format("{}+{}+{}", name, base::to_hex(key_id(name, key, kind)),
                       base::to_base64(typed));
}

std::optional<VerifierKey> parse_verifier_key(std::string_view text, KeyKind kind)
{
    const std::size_t first = text.find('+');
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = text.find('+', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto typed = base::parse_base64(text.substr(second + 1));
    if (!typed || typed->size() != 1 + seal::PublicKey{}.size()) return std::nullopt;
    VerifierKey key{.name = std::string{text.substr(0, first)}};
    std::copy(typed->begin() + 1, typed->end(), key.key.begin());
    if (!is_origin(key.name) || to_verifier_key(key.name, key.key, kind) != text) {
        return std::nullopt;
    }
    return key;
}

std::string to_proof_file(std::string_view header, const InclusionProof& proof,
                          const Checkpoint& checkpoint)
{
    std::string text = fmt::format("{}\nextra {}\nindex {}\n", proof_first_line,
                                   base::to_base64(base::view_bytes(header)), proof.position);
    for (const base::Digest& step : proof.path) {
        text += base::to_base64(step);
        text += '\n';
    }
    return text + '\n' + checkpoint.note;
}

std::optional<ProofFile> open_proof_file(std::string_view text, const VerifierKey& key)
{
    std::optional<ProofFile> file = parse_proof_lines(text);
    if (!file) return std::nullopt;
    std::optional<Checkpoint> checkpoint = open_note(text, key.name, key.key);
    if (!checkpoint) return std::nullopt;
    file->checkpoint = std::move(*checkpoint);
    file->proof.size = file->checkpoint.size;
    const base::Digest leaf = leaf_hash(base::view_bytes(file->header));
    if (!verify_inclusion(file->proof, leaf, file->checkpoint.root)) return std::nullopt;
    return file;
}

} // namespace ledger
