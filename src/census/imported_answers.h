// From what a return says to answers to the manual's form for it.
#pragma once

#include "census/entries.h"
#include "manual/manual.h"

#include <optional>

namespace census {

/// Where an entry comes from.
struct Citation {
    std::string file;
    std::string digest;
};

/// Why the manual's form cannot hold what the return says.
struct NoPlace {
    std::string wrong;
};

/// Throws NotFound when the manual has no form for that part of a return.
const manual::Form& form_of(const manual::Manual& manual, const ImportedEntry& entry);

/// In the form's canonical order, complete: an entry with these answers can be signed.
base::Result<manual::Answers, NoPlace> to_answers(const manual::Form& form,
                                                  const ImportedEntry& entry,
                                                  const Citation& citation, base::Date today);

} // namespace census
