// Answers as they are read: on the page where they are checked before signing, in the chronology,
// and on the signed entry.
#pragma once

#include "record/entry.h"
#include "record/event.h"
#include "web/components.h"

#include <string_view>
#include <vector>

namespace record {

/// Which of an entry's answers to show.
enum class Shown { shared_part, child_part, both };

/// The answers as rows: question and answer, in the order of the form.
std::vector<web::SummaryRow> answer_rows(const std::vector<Answered>& answered, Shown shown,
                                         std::string_view child);

/// The answer alone: text, statements with their marks, or why there is none. `child` is the first
/// name that stands for `{child}`.
web::Html answer_html(const Answered& answered, std::string_view child);

/// What the answers to a form would be kept as, before they are signed.
std::vector<Answered> to_answered(const manual::Manual& manual, const manual::Form& form,
                                  const manual::Answers& answers, manual::Timeliness recorded);

/// `22 November 2026 at 2:30pm`, or the day alone.
std::string plain(const ledger::Occurred& occurred);

/// Who signed, as they were then: name, post title, team and agency (REC-12).
std::string signed_by(const access::Signer& signer);

/// Why an entry was recorded late, for the top of it. Empty when it was not.
web::Html late_mark(const SignedEntry& entry);

} // namespace record
