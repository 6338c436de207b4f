// Whether the witnesses that are asked for have signed this history, and no other.
#pragma once

#include "ledger/verify_checkpoints.h"
#include "ledger/verify_findings.h"
#include "ledger/verify_store.h"

#include <vector>

namespace ledger::verifying {

/// Every cosignature that a ledger keeps of them must be for a checkpoint that stands in the file.
/// What is right is counted in the report.
void check_witnesses(File& data, const LogTrust& trust, const std::vector<TrustedKey>& witnesses,
                     Findings& findings);

/// After all ledgers: each witness must have signed something.
void report_absent_witnesses(const std::vector<TrustedKey>& witnesses, Findings& findings);

} // namespace ledger::verifying
