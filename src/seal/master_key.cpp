#include "seal/master_key.h"

#include "base/errors.h"
#include "seal/sodium.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seal {

namespace {

constexpr std::size_t text_size = Key::size * 2;

class File {
public:
    explicit File(int descriptor) : m_descriptor{descriptor} {}
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

tl::unexpected<MasterKeyRefusal> refuse(MasterKeyProblem problem, std::string advice)
{
    return base::refuse(MasterKeyRefusal{problem, std::move(advice)});
}

/// The key's text, wiped when it is done with.
struct KeyText {
    std::array<char, text_size + 2> characters{}; ///< one more than a key and its line feed
    std::size_t size = 0;

    ~KeyText() { sodium_memzero(characters.data(), characters.size()); }
};

void read_into(KeyText& text, const File& file)
{
    while (text.size < text.characters.size()) {
        const ssize_t got = ::read(file.descriptor(), text.characters.data() + text.size,
                                   text.characters.size() - text.size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return;
        text.size += static_cast<std::size_t>(got);
    }
}

MasterKey::Opened read_key(const File& file, const std::filesystem::path& path)
{
    KeyText text;
    read_into(text, file);
    std::string_view digits{text.characters.data(), text.size};
    if (digits.ends_with('\n')) digits.remove_suffix(1);
    std::array<std::uint8_t, Key::size> bytes{};
    std::size_t length = 0;
    const bool fine = digits.size() == text_size &&
                      sodium_hex2bin(bytes.data(), bytes.size(), digits.data(), digits.size(),
                                     nullptr, &length, nullptr) == 0 &&
                      length == bytes.size();
    if (!fine) {
        return refuse(MasterKeyProblem::not_a_key,
                      fmt::format("{} does not hold a master key. A master key is one line of 64 "
                                  "digits and letters a to f. Put back the file that Heed made.",
                                  path.string()));
    }
    const Key key = Key::from_bytes(bytes);
    sodium_memzero(bytes.data(), bytes.size());
    return MasterKey::from_key(key);
}

bool write_all(const File& file, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t put = ::write(file.descriptor(), text.data(), text.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(put));
    }
    return ::fsync(file.descriptor()) == 0;
}

/// The file's name is durable only when its folder is.
bool sync_folder(const std::filesystem::path& path)
{
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const File opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    return opened.is_open() && ::fsync(opened.descriptor()) == 0;
}

} // namespace

PassphraseSettings PassphraseSettings::make()
{
    ready_sodium();
    PassphraseSettings settings;
    randombytes_buf(settings.salt.data(), settings.salt.size());
    return settings;
}

MasterKey::Opened MasterKey::from_file(const std::filesystem::path& path)
{
    ready_sodium();
    const File file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    struct stat status = {};
    if (!file.is_open() || ::fstat(file.descriptor(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return refuse(
            MasterKeyProblem::missing,
            fmt::format("The master key file {} is not there or cannot be read. Without "
                        "it nothing can be opened: put it back from where it is kept safe.",
                        path.string()));
    }
    if (status.st_uid != ::geteuid() && status.st_uid != 0) {
        return refuse(MasterKeyProblem::another_owner,
                      fmt::format("The master key file {} belongs to another user. Make it belong "
                                  "to the user that runs Heed: chown {} {}",
                                  path.string(), ::geteuid(), path.string()));
    }
    if ((status.st_mode & 0077U) != 0) {
        return refuse(MasterKeyProblem::too_open,
                      fmt::format("Other users of this machine can reach the master key file {}. "
                                  "Close it: chmod 600 {}",
                                  path.string(), path.string()));
    }
    return read_key(file, path);
}

MasterKey::Opened MasterKey::from_credential(const std::filesystem::path& path)
{
    ready_sodium();
    const File file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat status = {};
    if (!file.is_open() || ::fstat(file.descriptor(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return refuse(MasterKeyProblem::missing,
                      fmt::format("The credential {} is not there or cannot be read. Check "
                                  "LoadCredential= in the service's unit file.",
                                  path.string()));
    }
    if ((status.st_mode & 0027U) != 0) {
        return refuse(MasterKeyProblem::too_open,
                      fmt::format("The credential {} can be changed or read by others, so it was "
                                  "not put there by systemd. Use LoadCredential= in the unit file.",
                                  path.string()));
    }
    return read_key(file, path);
}

MasterKey::Opened MasterKey::create_file(const std::filesystem::path& path)
{
    ready_sodium();
    const Key key = Key::make();
    KeyText text;
    sodium_bin2hex(text.characters.data(), text.characters.size(), key.bytes().data(), Key::size);
    text.characters[text_size] = '\n';
    const File file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!file.is_open() && errno == EEXIST) {
        return refuse(
            MasterKeyProblem::already_there,
            fmt::format("There is already a file {}. Heed never writes over a master key: "
                        "what it protects would be lost.",
                        path.string()));
    }
    if (!file.is_open() || !write_all(file, {text.characters.data(), text_size + 1}) ||
        !sync_folder(path)) {
        return refuse(MasterKeyProblem::missing,
                      fmt::format("The master key file {} could not be written. Check that its "
                                  "folder is there, belongs to this user and has room.",
                                  path.string()));
    }
    return MasterKey{key};
}

MasterKey MasterKey::from_passphrase(std::string_view passphrase,
                                     const PassphraseSettings& settings)
{
    ready_sodium();
    std::array<std::uint8_t, Key::size> bytes{};
    static_assert(PassphraseSettings::salt_size == crypto_pwhash_argon2id_SALTBYTES);
    if (crypto_pwhash_argon2id(bytes.data(), bytes.size(), passphrase.data(), passphrase.size(),
                               settings.salt.data(), settings.passes, settings.memory_bytes,
                               crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
        throw base::Unavailable{"There is not enough memory to work with the passphrase."};
    }
    const Key key = Key::from_bytes(bytes);
    sodium_memzero(bytes.data(), bytes.size());
    return MasterKey{key};
}

MasterKey MasterKey::from_key(const Key& key)
{
    return MasterKey{key};
}

} // namespace seal
