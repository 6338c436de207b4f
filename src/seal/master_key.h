// The key above all others. It lives outside the folder it protects: in a file of its own, in a
// systemd credential, or in somebody's head.
#pragma once

#include "base/result.h"
#include "seal/key.h"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

namespace seal {

enum class MasterKeyProblem {
    missing,  ///< there is no such file, or it cannot be read
    too_open, ///< somebody besides the owner may read or change the file
    another_owner,
    not_a_key,    ///< not 32 bytes written as 64 hexadecimal digits
    already_there ///< creating would overwrite a file
};

struct MasterKeyRefusal {
    MasterKeyProblem problem;
    std::string advice; ///< what is wrong and what to do about it, for the operator
};

/// How dear a guess at the passphrase is, and the salt. Kept beside the wrapped keys; not secret.
struct PassphraseSettings {
    static constexpr std::size_t salt_size = 16;

    std::array<std::uint8_t, salt_size> salt{};
    std::uint64_t passes = 4;
    std::uint64_t memory_bytes = 256ULL << 20U;

    /// The default cost with a new random salt.
    static PassphraseSettings make();
};

class MasterKey {
public:
    using Opened = base::Result<MasterKey, MasterKeyRefusal>;

    /// Reads 64 hexadecimal digits. The file must belong to this user (or to root) and have no
    /// permission for anybody else: mode 0600 or stricter.
    static Opened from_file(const std::filesystem::path& path);

    /// Makes a new key and writes it with mode 0600, durably. Refuses to overwrite.
    static Opened create_file(const std::filesystem::path& path);

    /// Reads a credential that systemd has put there for this service alone. systemd sets owner and
    /// mode itself (read-only, on a file system of its own), so only group write and access by
    /// others are refused.
    static Opened from_credential(const std::filesystem::path& path);

    /// Argon2id. Takes about a second and `settings.memory_bytes` of memory, on purpose.
    static MasterKey from_passphrase(std::string_view passphrase,
                                     const PassphraseSettings& settings);

    /// A key that is nowhere but in this process: for tests and for the demonstration.
    static MasterKey from_key(const Key& key);

    const Key& key() const { return m_key.key(); }

private:
    explicit MasterKey(const Key& key) : m_key{key} {}

    GuardedKey m_key;
};

} // namespace seal
