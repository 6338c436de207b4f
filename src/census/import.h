// Bringing a return into the store: a record for each child, with a signed imported entry for
// everything the return tells of, citing file, element and line. The whole file is checked before
// anything is written; what has been imported before is never added again.
#pragma once

#include "access/directory.h"
#include "access/viewer.h"
#include "census/census.h"
#include "ledger/ledger.h"
#include "record/desk.h"

#include <filesystem>
#include <functional>
#include <optional>

namespace census {

namespace access = heed::access;

enum class FaultyChildren {
    refuse_file, ///< nothing is imported unless every child is sound
    leave_out,   ///< the sound children are imported
};

struct ImportRequest {
    std::filesystem::path file;
    FaultyChildren faulty = FaultyChildren::refuse_file;
    /// Whose work the new records are. Without one they belong to nobody until they are allocated,
    /// and only those who may read the whole partnership's records see them.
    std::optional<access::TeamId> team;
};

enum class ImportStep { checking, importing };

/// Called while the import goes on. Either may be empty.
struct ImportListener {
    std::function<void(const Refusal&)> refusal;
    std::function<void(ImportStep, const Progress&)> progress;
};

struct ImportReport {
    Summary summary;
    bool imported = false; ///< false when nothing was written because of faults
    std::size_t records_made = 0;
    std::size_t records_added_to = 0;
    std::size_t entries_added = 0;
    std::size_t entries_known = 0; ///< already there from an earlier import

    std::size_t children_left_out() const { return summary.refused_children.size(); }
};

/// The viewer must be allowed to import, or be the system. Throws Forbidden when not, NotFound when
/// there is no such file or team or the manual lacks a form that the return needs, BadRequest when
/// it is a folder, a pipe or a device, and Conflict when the file changes while it is read. An
/// import that was broken off can simply be run again: each child is written whole or not at all.
ImportReport import_return(record::Desk& desk, const access::Directory& directory,
                           const access::Viewer& viewer, const ImportRequest& request,
                           const ImportListener& listener);

/// Fills `census_child` and `census_entry` from imported entries.
ledger::Projection projection(const seal::KeyStore& keys, base::PartnershipId partnership);

} // namespace census
