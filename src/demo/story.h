// What the demonstration has somebody do, at some time: the same operations that a person uses.
// Answers are given by what they mean, so that they fit whatever forms the manual has.
#pragma once

#include "base/time.h"
#include "manual/manual.h"

#include <optional>
#include <string>
#include <vector>

namespace demo {

enum class Doing {
    open_record,
    link_person,
    allocate,
    alert,
    summarise,
    visit,
    talk,
    decide,
    correct,
};

/// The answer to the form's field with this meaning; when the answer is blank, the choice of the
/// option that means it.
struct Said {
    manual::Meaning meaning{};
    manual::Answer answer;
};

using Sayings = std::vector<Said>;

/// What concerns one child alone.
struct StoryPart {
    std::string child; ///< `<family>/<child>`
    Sayings said;
};

struct Story {
    base::Instant at; ///< when it is recorded
    Doing doing{};
    std::string staff;  ///< who does it
    std::string worker; ///< who works with the child from then on, for an opening or an allocation
    std::string name;   ///< by which a correction finds what it corrects
    Sayings shared;
    std::vector<StoryPart> parts;
};

/// What the manual's form is for; empty for an allocation, which has no questions for a person.
std::optional<manual::Purpose> purpose_of(Doing doing);

/// The answers that the sayings are to this form. What the form does not ask is left out.
manual::Answers to_answers(const manual::Form& form, const Sayings& sayings);

// Short ways to say things.
Said text(manual::Meaning meaning, std::string text);
Said date(manual::Meaning meaning, base::Date date);
Said yes_no(manual::Meaning meaning, manual::YesOrNo answer);
Said option(manual::Meaning meaning);
Said said(manual::Meaning meaning, std::vector<manual::Statement> statements);
Said said(manual::Meaning meaning, manual::Answer answer);

} // namespace demo
