// Answers to a form, and the rules that say when they are complete (REC-5, REC-8, REC-13).
// Canonical: what is kept, sealed and shown. What a browser sends is read by raw_answers.h.
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "manual/form.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace manual {

struct Statement {
    std::string text;
    StatementKind kind = StatementKind::fact;
    Source source = Source::first_hand;
    std::string told_by; ///< who told it, when the source is a third party

    friend bool operator==(const Statement&, const Statement&) = default;
};

/// Not known, not applicable or declined, with the reason that each needs.
struct Unknown {
    UnknownAnswer which = UnknownAnswer::not_known;
    std::string reason;

    friend bool operator==(const Unknown&, const Unknown&) = default;
};

struct Answer {
    /// Text for text, long text, date, time, choice, yes or no, person and number; a list of option
    /// ids for choices; statements; or an unknown answer. Blank is std::monostate, never empty
    /// text.
    std::variant<std::monostate, std::string, std::vector<std::string>, std::vector<Statement>,
                 Unknown>
        value;
    std::string reason; ///< of a yes_no answer for which its field asks a reason

    bool is_blank() const { return value.index() == 0; }
    /// The text; empty when the answer is of another shape.
    std::string_view text() const;
    const std::vector<std::string>* chosen() const;
    const std::vector<Statement>* statements() const;
    const Unknown* unknown() const;

    friend bool operator==(const Answer&, const Answer&) = default;
};

/// By field id. Blank answers are left out.
using Answers = std::map<std::string, Answer, std::less<>>;

/// `message` says what to do, as in "Enter what {child} said, or say why you cannot", and may hold
/// `{child}`: see with_child. It holds nothing of what was answered.
struct FieldError {
    std::string field;
    std::string message;

    friend bool operator==(const FieldError&, const FieldError&) = default;
};

using FieldErrors = std::vector<FieldError>;

/// What the rules need to know besides the answers.
struct Circumstances {
    Timeliness recorded = Timeliness::in_time;
    std::optional<base::Date> today; ///< no date is too early or too late when it is not given
};

/// Whether `field` is asked, given the other answers. For a child's part, `answers` holds the
/// shared answers as well as that child's.
bool is_asked(const Form& form, const Field& field, const Answers& answers,
              Timeliness recorded = Timeliness::in_time);

/// Everything that keeps these answers, shared and one child's together, from being signed:
/// missing, not asked for, or not a possible answer. In the order of the form; empty when complete.
FieldErrors check_answers(const Form& form, const Answers& answers,
                          const Circumstances& circumstances = {});

/// The same for the fields of one part only. For Part::child `answers` holds the shared answers
/// too.
FieldErrors check_part(const Form& form, Part part, const Answers& answers,
                       const Circumstances& circumstances = {});

/// The answers without those that are not asked for, such as a reason typed before a choice
/// changed.
Answers only_asked(const Form& form, const Answers& answers,
                   Timeliness recorded = Timeliness::in_time);

/// The answers to the fields of one part.
Answers answers_of_part(const Form& form, Part part, const Answers& answers);

/// Both together; a child's answers are never to a shared field.
Answers together(const Answers& shared, const Answers& child);

/// The answer to the field with this meaning; null when there is none.
const Answer* answer_meaning(const Form& form, const Answers& answers, Meaning meaning);

/// Whether an option that was chosen anywhere in the answers means this.
bool tells(const Form& form, const Answers& answers, Meaning meaning);

/// Text is a JSON string; choices an array of strings; statements an array of objects `text`,
/// `kind`, `source` and `told_by`; an unknown answer `{"unknown", "reason"}`; a yes or no with a
/// reason
/// `{"answer", "reason"}`. The order of members is fixed, so that equal answers are equal bytes.
base::json::object to_json(const Answers& answers);

/// Strict: every member must be a field of the form and hold what the field takes, in canonical
/// form. Says everything that is wrong at once. Completeness is check_answers' business.
base::Result<Answers, FieldErrors> answers_from_json(const Form& form,
                                                     const base::json::object& members);

/// For answers that were signed: by their shape alone, whatever form they belong to. Empty when the
/// shape is none that to_json writes.
std::optional<Answers> signed_answers_from_json(const base::json::object& members);

} // namespace manual
