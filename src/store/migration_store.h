// Brings a data file's schema up to date: numbered files, each run once, in order, for good.
#pragma once

#include "base/embedded.h"
#include "base/time.h"

#include <span>

namespace store {

class Connection;
class Reader;

/// Runs the files of `known` (`NNNN_title.sql`, in order) that this data file has not had yet, all
/// in one transaction. Throws Unavailable, leaving the file as it was, when one that it had is
/// altered or not among `known`, when it comes from a newer version, or when an older one was
/// passed over. CheckFailed for a misnamed or misordered file and for a statement that fails.
void migrate(Connection& connection, std::span<const base::EmbeddedFile> known, base::Instant now);

/// Throws Unavailable for the same reasons, and when a file of `known` has not been run.
void require_migrated(Connection& connection, Reader& reader,
                      std::span<const base::EmbeddedFile> known);

} // namespace store
