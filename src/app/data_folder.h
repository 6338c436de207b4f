// The folder that holds an installation: where each file is, and the lock that keeps two programs
// from writing to it at once.
#pragma once

#include <filesystem>

namespace app {

struct DataFolder {
    std::filesystem::path root;

    std::filesystem::path data_file() const { return root / "heed.db"; }
    std::filesystem::path keys() const { return root / "keys"; }
    std::filesystem::path key_file() const { return keys() / "keys.db"; }
    std::filesystem::path master_key() const { return root / "keys" / "master.key"; }
    std::filesystem::path certificate() const { return root / "tls" / "certificate.pem"; }
    std::filesystem::path private_key() const { return root / "tls" / "private-key.pem"; }
    std::filesystem::path manuals() const { return root / "manuals"; }
    std::filesystem::path lock() const { return root / "lock"; }
};

/// Makes the folder and those in it, for this user alone (mode 0700), as far as they are not there.
/// What is there is never changed: Conflict when it is not a folder; and, unless it is an
/// installation already, when it holds anything of somebody else's or is open to others.
void create(const DataFolder& folder);

/// Held while this object lives. Throws Unavailable when another program holds it.
class FolderLock {
public:
    explicit FolderLock(const DataFolder& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int m_file = -1;
};

} // namespace app
