#include "app/data_folder.h"

#include "base/errors.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace app {

namespace {

/// What Heed puts into its folder. An operator may have put manuals, keys or a certificate there
/// before.
constexpr std::array<std::string_view, 7> own_names = {
    "heed.db", "heed.db-wal", "heed.db-shm", "keys", "tls", "manuals", "lock"};

/// False when there was a folder, or a link to one, already.
bool make_private(const std::filesystem::path& path)
{
    std::error_code ignored;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), ignored);
    if (::mkdir(path.c_str(), S_IRWXU) == 0) return true;
    const std::error_code fault{errno, std::generic_category()};
    if (std::filesystem::is_directory(path, ignored)) return false;
    if (std::filesystem::exists(path, ignored)) {
        throw base::Conflict{path.string() + " is there already, and is not a folder."};
    }
    throw base::Unavailable{"The folder " + path.string() + " cannot be made: " + fault.message() +
                            "."};
}

void require_no_strangers(const std::filesystem::path& path)
{
    std::error_code fault;
    for (const auto& inside : std::filesystem::directory_iterator{path, fault}) {
        const std::string name = inside.path().filename();
        if (std::find(own_names.begin(), own_names.end(), name) != own_names.end()) continue;
        throw base::Conflict{"The folder " + path.string() +
                             " holds other things. Heed needs a folder of its own: name one that "
                             "is empty, or is not there yet."};
    }
    if (fault) {
        throw base::Unavailable{"The folder " + path.string() +
                                " cannot be read: " + fault.message() + "."};
    }
}

void require_closed(const std::filesystem::path& path)
{
    struct stat status = {};
    if (::stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0) return;
    throw base::Conflict{"Other people on this machine may look into the folder " + path.string() +
                         ". If it is to be Heed's, close it first: chmod 700 " + path.string()};
}

} // namespace

void create(const DataFolder& folder)
{
    const bool is_installation = std::filesystem::exists(folder.data_file());
    const auto make = [&](const std::filesystem::path& path) {
        if (!make_private(path) && !is_installation) require_closed(path);
    };
    if (!is_installation && std::filesystem::is_directory(folder.root)) {
        require_no_strangers(folder.root);
    }
    make((folder.root / "").parent_path()); // without the slash that may have been typed
    make(folder.keys());
    make(folder.certificate().parent_path());
}

FolderLock::FolderLock(const DataFolder& folder)
    : m_file{::open(folder.lock().c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)}
{
    if (m_file < 0) {
        throw base::Unavailable{"The data folder " + folder.root.string() +
                                " cannot be used. Does it exist, and is it yours?"};
    }
    if (::flock(m_file, LOCK_EX | LOCK_NB) != 0) {
        ::close(m_file);
        throw base::Unavailable{"Another heed is using " + folder.root.string() +
                                ". Stop it first."};
    }
}

FolderLock::~FolderLock()
{
    ::close(m_file);
}

} // namespace app
