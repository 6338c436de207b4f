#include "witness/witness_key.h"

#include "base/errors.h"
#include "seal/sodium.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace witness {

namespace {

constexpr std::string_view first_words = "PRIVATE+KEY+";
constexpr std::size_t longest_file = 512;

class File {
public:
    File(const std::filesystem::path& path, int flags)
        : m_descriptor{::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR)}
    {
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File()
    {
        if (m_descriptor >= 0) ::close(m_descriptor);
    }

    int descriptor() const { return m_descriptor; }
    bool is_open() const { return m_descriptor >= 0; }

private:
    int m_descriptor;
};

/// Wiped when it is done with.
struct Secret {
    std::string text;

    ~Secret() { sodium_memzero(text.data(), text.size()); }
};

seal::PublicKey public_key_of(const seal::Key& seed)
{
    seal::PublicKey key{};
    std::array<std::uint8_t, crypto_sign_ed25519_SECRETKEYBYTES> secret{};
    crypto_sign_ed25519_seed_keypair(key.data(), secret.data(), seed.bytes().data());
    sodium_memzero(secret.data(), secret.size());
    return key;
}

std::string to_line(const ledger::VerifierKey& verifier, const seal::Key& seed)
{
    base::Bytes typed{static_cast<std::uint8_t>(ledger::KeyKind::witness)};
    typed.insert(typed.end(), seed.bytes().begin(), seed.bytes().end());
    const auto id = ledger::key_id(verifier.name, verifier.key, ledger::KeyKind::witness);
    std::string line = fmt::format("{}{}+{}+{}\n", first_words, verifier.name, base::to_hex(id),
                                   base::to_base64(typed));
    sodium_memzero(typed.data(), typed.size());
    return line;
}

bool write_durably(const File& file, const std::filesystem::path& path, std::string_view text)
{
    const auto wanted = static_cast<ssize_t>(text.size());
    if (::write(file.descriptor(), text.data(), text.size()) != wanted) return false;
    if (::fsync(file.descriptor()) != 0) return false;
    const File folder{path.has_parent_path() ? path.parent_path() : ".", O_RDONLY | O_DIRECTORY};
    return folder.is_open() && ::fsync(folder.descriptor()) == 0;
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view why)
{
    throw base::Unavailable{fmt::format("The witness's key file {} {}", path.string(), why)};
}

void require_closed(const File& file, const std::filesystem::path& path)
{
    struct stat status = {};
    if (!file.is_open() || ::fstat(file.descriptor(), &status) != 0) {
        refuse(path, "is not there or cannot be read. Put it back, or make a new witness with heed "
                     "witness init in another folder.");
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        refuse(path, "can be reached by other users of this machine. Close it: chmod 600.");
    }
}

std::string read_all(const File& file)
{
    std::string text(longest_file, '\0');
    const ssize_t got = ::read(file.descriptor(), text.data(), text.size());
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

} // namespace

WitnessKey::WitnessKey(std::string name, const seal::Key& seed)
    : m_seed{seed}, m_verifier{.name = std::move(name), .key = public_key_of(seed)}
{
}

WitnessKey WitnessKey::create(const std::filesystem::path& path, std::string_view name)
{
    seal::ready_sodium();
    if (!ledger::is_origin(name)) {
        throw base::BadRequest{"A witness's name is a host name of yours and perhaps a path, "
                               "without spaces and plus signs: witness.example.org/heed"};
    }
    const seal::Key seed = seal::Key::make();
    WitnessKey key{std::string{name}, seed};
    const File file{path, O_WRONLY | O_CREAT | O_EXCL};
    if (!file.is_open() && errno == EEXIST) {
        throw base::Conflict{"There is a witness in this folder already. Its key is never written "
                             "over."};
    }
    const Secret line{to_line(key.m_verifier, seed)};
    if (!file.is_open() || !write_durably(file, path, line.text)) {
        refuse(path, "could not be written. Is its folder there, yours, and has it room?");
    }
    return key;
}

WitnessKey WitnessKey::read(const std::filesystem::path& path)
{
    seal::ready_sodium();
    const File file{path, O_RDONLY};
    require_closed(file, path);
    const Secret content{read_all(file)};
    const std::string_view text = content.text;
    const std::size_t name_end = text.find('+', first_words.size());
    const std::size_t id_end = name_end == text.npos ? text.npos : text.find('+', name_end + 1);
    std::optional<base::Bytes> typed;
    if (text.starts_with(first_words) && text.ends_with('\n') && id_end != text.npos) {
        typed = base::parse_base64(text.substr(id_end + 1, text.size() - id_end - 2));
    }
    if (!typed || typed->size() != 1 + seal::Key::size) refuse(path, "does not hold its key.");
    const seal::Key seed = seal::Key::from_bytes(base::ByteView{*typed}.subspan(1));
    sodium_memzero(typed->data(), typed->size());
    WitnessKey key{std::string{text.substr(first_words.size(), name_end - first_words.size())},
                   seed};
    const Secret whole{to_line(key.m_verifier, seed)};
    if (whole.text != text) refuse(path, "was changed. Put back the file that Heed made.");
    return key;
}

std::string WitnessKey::verifier_key() const
{
    return ledger::to_verifier_key(m_verifier.name, m_verifier.key, ledger::KeyKind::witness);
}

seal::Signature WitnessKey::sign(base::ByteView message) const
{
    seal::PublicKey key{};
    std::array<std::uint8_t, crypto_sign_ed25519_SECRETKEYBYTES> secret{};
    crypto_sign_ed25519_seed_keypair(key.data(), secret.data(), m_seed.key().bytes().data());
    seal::Signature signature{};
    crypto_sign_ed25519_detached(signature.data(), nullptr, message.data(), message.size(),
                                 secret.data());
    sodium_memzero(secret.data(), secret.size());
    return signature;
}

} // namespace witness
