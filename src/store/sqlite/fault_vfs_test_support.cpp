#include "store/sqlite/fault_vfs_test_support.h"

#include "base/errors.h"

#include <new>

namespace store::sqlite {

namespace {

/// SQLite allots szOsFile bytes for a file: this struct, then the real file behind it.
struct FaultFile {
    sqlite3_file file;
    FaultVfs* vfs;
};

sqlite3_file* real_file(sqlite3_file* file)
{
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<FaultFile*>(file) + 1);
}

int fault(sqlite3_file* file, FaultyCall call)
{
    return reinterpret_cast<FaultFile*>(file)->vfs->next(call);
}

/// Passes a method on to the real file, with the same arguments.
template <auto Method, typename... Arguments> int pass(sqlite3_file* file, Arguments... arguments)
{
    sqlite3_file* real = real_file(file);
    return (real->pMethods->*Method)(real, arguments...);
}

int read(sqlite3_file* file, void* into, int size, sqlite3_int64 offset)
{
    const int code = fault(file, FaultyCall::read);
    if (code != SQLITE_OK) return code;
    return pass<&sqlite3_io_methods::xRead>(file, into, size, offset);
}

int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset)
{
    const int code = fault(file, FaultyCall::write);
    if (code != SQLITE_OK) return code;
    return pass<&sqlite3_io_methods::xWrite>(file, from, size, offset);
}

int sync(sqlite3_file* file, int flags)
{
    const int code = fault(file, FaultyCall::sync);
    if (code != SQLITE_OK) return code;
    return pass<&sqlite3_io_methods::xSync>(file, flags);
}

void shm_barrier(sqlite3_file* file)
{
    sqlite3_file* real = real_file(file);
    real->pMethods->xShmBarrier(real);
}

const sqlite3_io_methods& methods()
{
    using Io = sqlite3_io_methods;
    static const Io table = {
        .iVersion = 2, // without memory mapping, which the store does not use
        .xClose = pass<&Io::xClose>,
        .xRead = read,
        .xWrite = write,
        .xTruncate = pass<&Io::xTruncate, sqlite3_int64>,
        .xSync = sync,
        .xFileSize = pass<&Io::xFileSize, sqlite3_int64*>,
        .xLock = pass<&Io::xLock, int>,
        .xUnlock = pass<&Io::xUnlock, int>,
        .xCheckReservedLock = pass<&Io::xCheckReservedLock, int*>,
        .xFileControl = pass<&Io::xFileControl, int, void*>,
        .xSectorSize = pass<&Io::xSectorSize>,
        .xDeviceCharacteristics = pass<&Io::xDeviceCharacteristics>,
        .xShmMap = pass<&Io::xShmMap, int, int, int, void volatile**>,
        .xShmLock = pass<&Io::xShmLock, int, int, int>,
        .xShmBarrier = shm_barrier,
        .xShmUnmap = pass<&Io::xShmUnmap, int>,
        .xFetch = nullptr,
        .xUnfetch = nullptr,
    };
    return table;
}

int open(sqlite3_vfs* self, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags)
{
    auto* vfs = static_cast<FaultVfs*>(self->pAppData);
    auto* opened = new (file) FaultFile{.file = {.pMethods = nullptr}, .vfs = vfs};
    const int code = vfs->real()->xOpen(vfs->real(), name, real_file(file), flags, out_flags);
    if (real_file(file)->pMethods != nullptr) opened->file.pMethods = &methods();
    return code;
}

} // namespace

FaultVfs::FaultVfs() : m_real{sqlite3_vfs_find(nullptr)}, m_vfs{*m_real}
{
    m_vfs.zName = "faulty";
    m_vfs.pAppData = this;
    m_vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + m_real->szOsFile;
    m_vfs.xOpen = open;
    m_vfs.pNext = nullptr;
    base::check(sqlite3_vfs_register(&m_vfs, 1) == SQLITE_OK, "SQLite takes the faulty disk");
}

FaultVfs::~FaultVfs()
{
    sqlite3_vfs_unregister(&m_vfs);
    sqlite3_vfs_register(m_real, 1);
}

void FaultVfs::arm(FaultyCall call, int number, int code)
{
    m_call = call;
    m_code = code;
    m_has_fired = false;
    m_remaining = number;
}

int FaultVfs::next(FaultyCall call)
{
    if (call != m_call || m_remaining <= 0) return SQLITE_OK;
    if (--m_remaining != 0) return SQLITE_OK;
    m_has_fired = true;
    return m_code;
}

} // namespace store::sqlite
