#include "app/data_folder.h"

#include "base/errors.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace app {

void create(const DataFolder& folder)
{
    for (const auto& path : {folder.root, folder.keys(), folder.certificate().parent_path()}) {
        std::filesystem::create_directories(path);
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    }
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
                                ". Stop it first, or do this through it."};
    }
}

FolderLock::~FolderLock()
{
    ::close(m_file);
}

} // namespace app
