// What makes one answer possible, and the words that say so. Shared by reading and checking.
#pragma once

#include "manual/answers.h"

#include <optional>
#include <string>

namespace manual {

inline constexpr std::size_t longest_reason = 1'000;
inline constexpr std::size_t longest_told_by = 200;
inline constexpr std::size_t most_statements = 50;

/// What to say when the field has no answer.
std::string missing_message(const Field& field);

/// What to say when an unknown answer has no reason.
std::string missing_reason_message(const Field& field, UnknownAnswer which);

/// Why this answer, which is not blank, cannot stand; empty when it can. The dates are held against
/// `today` where it is given.
std::optional<std::string> fault_of(const Field& field, const Answer& answer,
                                    const std::optional<base::Date>& today = {});

/// True when everything is there but the reason that this answer needs: a matter of completeness,
/// not of reading.
bool lacks_only_its_reason(const Field& field, const Answer& answer);

/// Why this text cannot be kept; empty when it can. `name` is the field's label.
enum class Lines { one, many };
std::optional<std::string> fault_of_text(std::string_view name, std::string_view text, Lines lines,
                                         std::size_t longest);

} // namespace manual
