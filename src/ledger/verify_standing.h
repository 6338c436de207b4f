// What a data folder says of itself at first sight, for `heed doctor`: what was signed last, and
// which migrations it has had. Read as the verifier reads, and not checked as it checks.
#pragma once

#include "base/bytes.h"
#include "seal/key.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ledger {

struct AppliedMigration {
    std::int64_t number = 0;
    std::string checksum; ///< SHA-256 of its text, in hexadecimal digits
};

struct SignedLast {
    base::Bytes partnership;
    std::uint64_t size = 0; ///< 0: nothing was signed yet
    std::string note;
};

struct Standing {
    std::vector<AppliedMigration> migrations;
    std::vector<SignedLast> states; ///< one for each ledger
};

/// These read only, also while a server runs. They throw base::Unavailable when the file cannot be
/// read, std::runtime_error when it is damaged.
Standing standing_of_data(const std::filesystem::path& data_file);
Standing standing_of_keys(const std::filesystem::path& key_file);

/// Whether this is the master key that the key store was made with.
bool opens_with(const std::filesystem::path& key_file, const seal::Key& master);

/// What a passphrase must be stretched with (`argon2id PASSES BYTES SALT`); empty for a key file.
std::optional<std::string> passphrase_setting(const std::filesystem::path& key_file);

/// Of the library that is running, such as 3040001.
int sqlite_version();

} // namespace ledger
