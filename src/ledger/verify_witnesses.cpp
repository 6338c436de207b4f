#include "ledger/verify_witnesses.h"

#include "ledger/verify_text.h"

#include <fmt/format.h>

namespace ledger::verifying {

namespace {

std::optional<std::uint64_t> signed_at(const CosignatureRow& row, const TrustedKey& witness)
{
    const std::optional<Note> note = read_note(row.note);
    if (!note || static_cast<std::int64_t>(note->size) != row.size) return std::nullopt;
    return cosigned_at(row.line, *note, witness.origin, witness.key);
}

} // namespace

void check_witnesses(File& data, const LogTrust& trust, const std::vector<TrustedKey>& witnesses,
                     Findings& findings)
{
    if (witnesses.empty() || !data.has_cosignatures()) return;
    for (std::size_t i = 0; i < witnesses.size(); ++i) {
        WitnessReport& report = findings.report().witnesses.at(i);
        Statement rows = data.cosignatures(trust.partnership.bytes(), witnesses[i].origin);
        while (rows.step()) {
            const CosignatureRow row = File::cosignature(rows);
            if (const auto seconds = signed_at(row, witnesses[i])) {
                ++report.cosignatures;
                report.size = static_cast<std::uint64_t>(row.size);
                report.seconds = *seconds;
                continue;
            }
            findings.add({.fault = Fault::cosignature_wrong,
                          .what = fmt::format("What the witness {} signed for {} entries is not a "
                                              "checkpoint that is here.",
                                              witnesses[i].origin, row.size),
                          .partnership = trust.partnership});
        }
    }
}

void report_absent_witnesses(const std::vector<TrustedKey>& witnesses, Findings& findings)
{
    for (std::size_t i = 0; i < witnesses.size(); ++i) {
        if (findings.report().witnesses.at(i).cosignatures > 0) continue;
        findings.add({.fault = Fault::cosignature_missing,
                      .what = fmt::format("Nothing here is signed by the witness {}.",
                                          witnesses[i].origin)});
    }
}

} // namespace ledger::verifying
