// For this slice's tests: a visit to two made-up children that is complete by the shipped manual,
// as an event and as a browser would have typed it.
#pragma once

#include "base/random.h"
#include "manual/library.h"
#include "record/event.h"
#include "record/typed.h"

#include <string>
#include <string_view>
#include <vector>

namespace record {

class VisitForTest {
public:
    /// On Tuesday 24 March 2026 at 4:30pm, with nothing late about it at `now`.
    Event event() const;
    Typed typed() const;

    /// The shipped form for this purpose.
    const manual::Form& form_for(manual::Purpose purpose) const;

    base::SeededRandom random{20260324};
    manual::Library library = shipped();
    const manual::Manual& manual = library.in_force("england", base::Date{2026, 3, 24});
    const manual::Form& form = form_for(manual::Purpose::visit);
    base::RecordId ash = base::RecordId::make(random);
    base::RecordId rowan = base::RecordId::make(random);
    base::Instant now = base::from_uk(base::Date{2026, 3, 24}, {18, 0});

private:
    static manual::Library shipped();
};

/// A text, a date, a time, or the id of a choice.
manual::Answer answer(std::string_view text);

manual::Answer statement(std::string_view text, manual::StatementKind kind);

/// The fields that the errors are about, in their order: `visited_on`, and `ash.voice` for a
/// child's part; `ash.` alone when it is about no question.
std::vector<std::string> places(const VisitForTest& visit, const EventErrors& errors);

/// What is said about a field; empty when nothing is.
std::string said_of(std::string_view field, const EventErrors& errors);

} // namespace record
