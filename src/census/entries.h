// What one child's part of a return becomes on the child's record: a list of imported entries, each
// with the elements it holds. Which field of which form holds an element, the manual says.
#pragma once

#include "base/sha256.h"
#include "census/census.h"
#include "manual/answers.h"

#include <string>
#include <vector>

namespace census {

struct ImportedFact {
    std::string element; ///< its bare name, such as `CINreferralDate`
    manual::Answer answer;
};

struct ImportedEntry {
    manual::Purpose purpose{};
    std::string element; ///< such as `Child/CINdetails/Assessments`
    int line = 0;
    base::Date occurred;
    std::vector<ImportedFact> facts;
    /// Counts entries of one child that are alike in everything else.
    int repeat = 0;
};

/// In the order of the file, the child's own details first. `child` must be one that the reader
/// gave to the sink.
std::vector<ImportedEntry> entries_of(const Return& source, const Child& child);

/// The same for the same facts, whichever file they come in: an import that has seen it adds
/// nothing. It does not depend on the line or the census year.
base::Digest entry_key(std::string_view authority, std::string_view la_child_id,
                       const ImportedEntry& entry);

} // namespace census
