// Brings a data file's schema up to date: numbered files, each run once, in order, for good.
#pragma once

#include "base/embedded.h"
#include "base/time.h"

#include <span>

namespace store {

namespace sqlite {
class Connection;
}

/// Runs the files of `known` (`NNNN_title.sql`, in order) that this data file has not had yet, all
/// in one transaction. Throws Unavailable, leaving the file as it was, when one that it had is
/// altered or not among `known`, when it comes from a newer version, or when an older one was
/// passed over. CheckFailed for a misnamed or misordered file and for a statement that fails.
void migrate(sqlite::Connection& connection, std::span<const base::EmbeddedFile> known,
             base::Instant now);

} // namespace store
