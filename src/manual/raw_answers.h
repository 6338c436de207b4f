// What a browser sends for a field, read into a canonical answer. Names start with a prefix chosen
// by the page, then the field's id; then, for a date, `.day`, `.month` and `.year`; for statements
// `.0.text`,
// `.0.kind`, `.0.source`, `.0.told_by`, `.1.text` and so on; for an unknown answer `.unknown` and
// `.reason`. Choices repeat the name. Nothing typed can make reading fail otherwise than by errors.
#pragma once

#include "manual/answers.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace manual {

using RawAnswer = std::pair<std::string, std::string>;
using RawAnswers = std::vector<RawAnswer>;

struct ReadAnswer {
    Answer answer; ///< blank when nothing was typed, or when it could not be read
    FieldErrors errors;
};

/// Reads one field. Errors say only what could not be read at all (a date that is no date); what is
/// missing is check_answers' business.
ReadAnswer read_answer(const Field& field, std::span<const RawAnswer> raw, std::string_view prefix);

struct ReadAnswers {
    Answers answers; ///< also of fields that turn out not to be asked: see only_asked
    FieldErrors errors;
};

/// Reads every field of the part that a person fills in.
ReadAnswers read_answers(const Form& form, Part part, std::span<const RawAnswer> raw,
                         std::string_view prefix);

/// Both lists in the order of the form, without what checking says of a field that could not be
/// read: "enter the date" would be wrong advice beside "the date must be a real date".
FieldErrors all_errors(const Form& form, const FieldErrors& reading, const FieldErrors& checking);

} // namespace manual
