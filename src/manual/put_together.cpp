#include "manual/put_together.h"

#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace manual {

namespace {

constexpr int first_local_version = 1'001;

/// Those of `items` in force on the day, the newest version of each.
template <typename Item>
std::vector<Item> in_force_on(const std::vector<Item>& items, base::Date day)
{
    std::vector<Item> chosen;
    for (const Item& item : items) {
        if (!item.in_force.on(day)) continue;
        const auto same = std::find_if(chosen.begin(), chosen.end(),
                                       [&](const Item& other) { return other.id == item.id; });
        if (same == chosen.end())
            chosen.push_back(item);
        else if (same->version < item.version)
            *same = item;
    }
    return chosen;
}

/// `upper` over `lower`: what has the same key is replaced where it stands, the rest is added.
template <typename Item, typename SameThing>
void lay_over(std::vector<Item>& lower, std::vector<Item> upper, SameThing is_same)
{
    for (Item& item : upper) {
        const auto same = std::find_if(lower.begin(), lower.end(),
                                       [&](const Item& other) { return is_same(other, item); });
        if (same == lower.end())
            lower.push_back(std::move(item));
        else
            *same = std::move(item);
    }
}

constexpr auto same_id = [](const auto& left, const auto& right) { return left.id == right.id; };

Extension extension_of(const Chain& chain)
{
    Extension extension = Extension::none;
    for (const Volume* const volume : chain) {
        if (volume->extension) extension = *volume->extension;
    }
    return extension;
}

bool names_its_own_extension(const Chain& chain, const Timescale& timescale)
{
    return std::any_of(chain.begin(), chain.end(), [&](const Volume* volume) {
        const auto& own = volume->own_extension;
        return volume->id + "/timescales.toml" == timescale.place.file &&
               std::find(own.begin(), own.end(), timescale.id) != own.end();
    });
}

Manual edition_on(const Chain& chain, base::Date day)
{
    Manual manual;
    const Volume& top = *chain.back();
    manual.id = top.id;
    manual.title = top.title;
    manual.partnership = top.partnership;
    manual.extends = top.extends;
    for (const Volume* const volume : chain) {
        lay_over(manual.forms, in_force_on(volume->forms, day), same_id);
        lay_over(manual.timescales, in_force_on(volume->timescales, day), same_id);
        lay_over(manual.roles, volume->roles, same_id);
        lay_over(manual.clauses, volume->clauses, same_id);
        lay_over(manual.glossary, volume->glossary, [](const Term& left, const Term& right) {
            return base::fold(left.term) == base::fold(right.term);
        });
        lay_over(manual.words, volume->words, [](const WordAdvice& left, const WordAdvice& right) {
            return left.find.front() == right.find.front();
        });
        if (volume->calendar) manual.calendar = *volume->calendar;
    }
    for (Timescale& timescale : manual.timescales) {
        if (!names_its_own_extension(chain, timescale)) timescale.extension = extension_of(chain);
    }
    return manual;
}

template <typename Item>
void add_days_of_change(const std::vector<Item>& items, std::set<base::Date>& days)
{
    for (const Item& item : items) {
        days.insert(item.in_force.from);
        if (item.in_force.to) days.insert(item.in_force.to->plus_days(1));
    }
}

/// The timescale in days, where its unit is a fixed number of them.
std::optional<int> to_days(const Timescale& timescale)
{
    if (timescale.unit == Unit::calendar_days) return timescale.amount;
    if (timescale.unit == Unit::weeks) return timescale.amount * 7;
    return {};
}

void check_not_looser(const Timescale& local, const Timescale& base, Problems& problems)
{
    const auto refuse = [&](std::string reason) {
        problems.push_back({local.place.file, local.place.line, std::move(reason)});
    };
    if (local.measures != base.measures || local.applies_to != base.applies_to ||
        local.starts_on != base.starts_on) {
        refuse(fmt::format("“{}” must measure the same, for the same children and from the same "
                           "start, as in {}.",
                           local.id, base.place.file));
        return;
    }
    const auto local_days = to_days(local);
    const auto base_days = to_days(base);
    if (local.unit != base.unit && (!local_days || !base_days)) {
        refuse(fmt::format("“{}” is {} in {}. Count it in the same unit, so that everybody can "
                           "see that it is no longer.",
                           local.id, base.plain(), base.place.file));
        return;
    }
    const bool longer =
        local.unit == base.unit ? local.amount > base.amount : *local_days > *base_days;
    if (!longer) return;
    refuse(fmt::format("“{}” would be {}, but {} gives {}. A local manual may only shorten a "
                       "timescale.",
                       local.id, local.plain(), base.place.file, base.plain()));
}

template <typename Item>
void refuse_taken_ids(const std::vector<Item>& local, const std::vector<Item>& base,
                      std::string_view what, Problems& problems)
{
    for (const Item& item : local) {
        const auto taken = std::find_if(base.begin(), base.end(),
                                        [&](const Item& other) { return other.id == item.id; });
        if (taken == base.end()) continue;
        problems.push_back({item.place.file, item.place.line,
                            fmt::format("There is a {} “{}” already, in {} on line {}. Give this "
                                        "one another id.",
                                        what, item.id, taken->place.file, taken->place.line)});
    }
}

void check_local_version(const Form& form, const Volume& base, Problems& problems)
{
    for (const Form& other : base.forms) {
        if (other.id != form.id) continue;
        if (form.version < first_local_version) {
            problems.push_back({form.place.file, form.place.line,
                                fmt::format("{} has a form “{}” too. Number the local versions of "
                                            "it from {}, so that the two never have the same.",
                                            base.id, form.id, first_local_version)});
        }
        if (other.purpose != form.purpose) {
            problems.push_back({form.place.file, form.place.line,
                                fmt::format("“{}” is for {} in {}, and must stay so.", form.id,
                                            to_word(other.purpose), base.id)});
        }
        return;
    }
}

} // namespace

void check_overlay(const Chain& chain, Problems& problems)
{
    const Volume& top = *chain.back();
    for (const Volume* const base : chain) {
        if (base == &top) continue;
        refuse_taken_ids(top.roles, base->roles, "role", problems);
        refuse_taken_ids(top.clauses, base->clauses, "clause", problems);
        for (const Form& form : top.forms)
            check_local_version(form, *base, problems);
        for (const Timescale& local : top.timescales) {
            for (const Timescale& other : base->timescales) {
                if (other.id == local.id) check_not_looser(local, other, problems);
            }
        }
        if (top.calendar) {
            problems.push_back({top.calendar_place.file, top.calendar_place.line,
                                "Bank holidays are those of the manual that this one extends. "
                                "Days on which one office is closed do not stop a timescale."});
        }
    }
}

std::vector<Form> forms_of(const Chain& chain)
{
    std::vector<Form> forms;
    for (const Volume* const volume : chain) {
        forms.insert(forms.end(), volume->forms.begin(), volume->forms.end());
    }
    return forms;
}

std::vector<Manual> editions_of(const Chain& chain, Problems& problems)
{
    std::set<base::Date> days;
    for (const Volume* const volume : chain) {
        add_days_of_change(volume->forms, days);
        add_days_of_change(volume->timescales, days);
    }
    std::vector<Manual> editions;
    for (const base::Date day : days) {
        Manual edition = edition_on(chain, day);
        if (!editions.empty() && !editions.back().in_force.to) {
            editions.back().in_force.to = day.plus_days(-1);
        }
        if (edition.forms.empty()) continue;
        edition.in_force.from = day;
        check_edition(edition, problems);
        editions.push_back(std::move(edition));
    }
    if (editions.empty()) {
        problems.push_back({chain.back()->place.file, 0, "The manual has no forms."});
    }
    return editions;
}

} // namespace manual
