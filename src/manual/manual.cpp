#include "manual/manual.h"

#include "base/errors.h"

#include <algorithm>

namespace manual {

namespace {

template <typename Item> const Item* find_by_id(const std::vector<Item>& items, std::string_view id)
{
    for (const Item& item : items) {
        if (item.id == id) return &item;
    }
    return nullptr;
}

} // namespace

bool Role::has(Permission permission) const
{
    return std::find(may.begin(), may.end(), permission) != may.end();
}

const Form* Manual::find_form(std::string_view form_id) const
{
    return find_by_id(forms, form_id);
}

const Form& Manual::form(std::string_view form_id) const
{
    const Form* const found = find_form(form_id);
    if (found == nullptr) throw base::NotFound{"The manual in force has no such form."};
    return *found;
}

const Form* Manual::form_for(Purpose purpose) const
{
    for (const Form& form : forms) {
        if (form.purpose == purpose) return &form;
    }
    return nullptr;
}

const Role* Manual::find_role(std::string_view role_id) const
{
    return find_by_id(roles, role_id);
}

const Timescale* Manual::find_timescale(std::string_view timescale_id) const
{
    return find_by_id(timescales, timescale_id);
}

const Timescale* Manual::timescale_for(Measures measures, Circumstance circumstance) const
{
    const Timescale* for_every_child = nullptr;
    for (const Timescale& timescale : timescales) {
        if (timescale.measures != measures) continue;
        if (timescale.applies_to == circumstance) return &timescale;
        if (timescale.applies_to == Circumstance::every_child) for_every_child = &timescale;
    }
    return for_every_child;
}

const Clause* Manual::find_clause(std::string_view clause_id) const
{
    return find_by_id(clauses, clause_id);
}

std::vector<const Term*> Manual::terms_for(std::string_view short_form) const
{
    std::vector<const Term*> found;
    for (const Term& term : glossary) {
        const auto& forms_of_term = term.short_forms;
        if (std::find(forms_of_term.begin(), forms_of_term.end(), short_form) !=
            forms_of_term.end()) {
            found.push_back(&term);
        }
    }
    return found;
}

Due Manual::due(const Timescale& timescale, const When& start) const
{
    return manual::due(timescale, calendar, start);
}

Timeliness Manual::timeliness(const Form& form, const When& occurred, base::Instant recorded) const
{
    const Timescale* const limit = find_timescale(form.late_after);
    if (limit == nullptr) return Timeliness::in_time;
    return due(*limit, occurred).is_late(recorded) ? Timeliness::late : Timeliness::in_time;
}

} // namespace manual
