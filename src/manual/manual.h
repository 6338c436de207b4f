// One partnership's manual as it stands on a day: the forms, roles, timescales, calendar and words
// in force. Never changes once it is loaded; see library.h for how that is done.
#pragma once

#include "manual/answers.h"
#include "manual/calendar.h"
#include "manual/form.h"
#include "manual/language.h"
#include "manual/problem.h"
#include "manual/timescale.h"
#include "manual/vocabulary.h"

#include <string>
#include <string_view>
#include <vector>

namespace manual {

class Library;

struct Role {
    std::string id;
    std::string title;
    std::string why;
    std::vector<Permission> may;
    std::vector<std::string> cites;
    Place place;

    bool has(Permission permission) const;
};

/// A clause or a piece of guidance that the manual's rules cite.
struct Clause {
    std::string id; ///< `REC-5`
    std::string title;
    std::string source; ///< where it is written
    Place place;
};

struct Manual {
    std::string id;
    std::string title;
    std::string partnership; ///< the partnership's name
    std::string extends;     ///< the manual underneath; empty for a shared base
    InForce in_force;
    std::vector<Form> forms;
    std::vector<Role> roles;
    std::vector<Timescale> timescales;
    std::vector<Term> glossary;
    std::vector<WordAdvice> words;
    std::vector<Clause> clauses;
    Calendar calendar;

    const Form* find_form(std::string_view form_id) const;
    /// Throws base::NotFound.
    const Form& form(std::string_view form_id) const;
    /// Null when no form in force is for this.
    const Form* form_for(Purpose purpose) const;
    const Role* find_role(std::string_view role_id) const;
    const Timescale* find_timescale(std::string_view timescale_id) const;
    /// The timescale for a child in these circumstances, else the one for every child, else null.
    const Timescale* timescale_for(Measures measures, Circumstance circumstance) const;
    const Clause* find_clause(std::string_view clause_id) const;
    /// Every term that the abbreviation may stand for. Case counts: `SAR` is not `sar`.
    std::vector<const Term*> terms_for(std::string_view short_form) const;

    bool is_working_day(base::Date day) const { return calendar.is_working_day(day); }
    base::Date add_working_days(base::Date start, int count) const
    {
        return calendar.add_working_days(start, count);
    }
    Due due(const Timescale& timescale, const When& start) const;

    /// Whether an entry about what happened at `occurred` is late when signed at `recorded`
    /// (REC-13). In time when the form has no limit.
    Timeliness timeliness(const Form& form, const When& occurred, base::Instant recorded) const;
};

/// Runs the manual's own examples: start and due of each timescale, and answers to each form. What
/// does not come out as the example says is a problem.
Problems run_examples(const Manual& manual);

} // namespace manual
