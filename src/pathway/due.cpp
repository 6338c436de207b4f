#include "pathway/due.h"

#include "access/allocation.h"
#include "pathway/due_store.h"
#include "record/entry.h"
#include "record/record_store.h"

#include <algorithm>
#include <map>

namespace pathway {

namespace {

using manual::Meaning;

/// The manual in force on the day of an entry says when the next visit is due, so that a rebuild
/// years later comes to the same day.
class Projector {
public:
    Projector(const manual::Library& manuals, std::string manual_id,
              base::PartnershipId partnership)
        : m_manuals{manuals}, m_manual_id{std::move(manual_id)}, m_partnership{partnership}
    {
    }

    void apply(store::Writer& writer, const ledger::OpenedEntry& opened) const
    {
        if (!record::is_record_entry(opened)) return;
        const bool seen = record::fact_holds(opened, Meaning::seen);
        const bool allocated = !record::fact_text(opened, Meaning::team).empty();
        if (!seen && !allocated) return;
        const base::Date day = opened.header.occurred.date();
        const manual::Manual& manual =
            m_manuals.in_force(m_manual_id, base::uk_date(opened.header.recorded));
        const manual::Timescale* const timescale =
            manual.timescale_for(manual::Measures::visit, manual::Circumstance::every_child);
        if (timescale == nullptr) return;
        const auto steps = due_steps_of(writer, m_partnership, opened.header.record);
        const auto before = std::find_if(steps.begin(), steps.end(), [&](const DueStep& step) {
            return step.timescale == timescale->id;
        });
        // An allocation starts the clock once; an older visit recorded late does not turn it back.
        if (before != steps.end() && (!seen || before->since > day)) return;
        write_due_step(writer, m_partnership,
                       {.record = opened.header.record,
                        .timescale = timescale->id,
                        .since = day,
                        .due_on = manual.due(*timescale, {day, {}}).day});
    }

private:
    const manual::Library& m_manuals;
    std::string m_manual_id;
    base::PartnershipId m_partnership;
};

std::vector<DueVisit> due_visits(record::Desk& desk, store::Reader& reader,
                                 const access::Viewer& viewer)
{
    std::vector<DueVisit> visits;
    const manual::Manual& manual = desk.manual_now();
    for (const access::Allocation& allocation :
         access::allocations_to_worker(reader, desk.partnership, viewer.staff(), desk.today())) {
        if (access::may_open(reader, viewer, allocation.record) == access::Access::closed) continue;
        for (const DueStep& step : due_steps_of(reader, desk.partnership, allocation.record)) {
            const manual::Timescale* const timescale = manual.find_timescale(step.timescale);
            visits.push_back({
                .child = person::child_of(desk, reader, viewer, allocation.record),
                .due_on = step.due_on,
                .last_seen =
                    record::find_contact(reader, desk.partnership, allocation.record).last_seen,
                .timescale = timescale == nullptr ? "" : timescale->plain(),
            });
        }
    }
    return visits;
}

} // namespace

std::vector<HouseholdVisit> visits_due(record::Desk& desk, const access::Viewer& viewer)
{
    std::vector<DueVisit> visits =
        desk.data.read([&](store::Reader& reader) { return due_visits(desk, reader, viewer); });
    std::vector<access::ReadNote> notes;
    std::map<std::string, HouseholdVisit> households;
    for (DueVisit& visit : visits) {
        notes.push_back({visit.child.record, access::Looked::list, {}});
        const std::string home =
            visit.child.household.empty() ? visit.child.record.text() : visit.child.household;
        households[home].children.push_back(std::move(visit));
    }
    if (!notes.empty()) desk.trail.note(viewer, notes);

    std::vector<HouseholdVisit> found;
    for (auto& [home, household] : households) {
        auto& children = household.children;
        std::sort(children.begin(), children.end(), [](const DueVisit& one, const DueVisit& two) {
            return std::pair{one.due_on, one.child.born} < std::pair{two.due_on, two.child.born};
        });
        household.due_on = children.front().due_on;
        found.push_back(std::move(household));
    }
    std::sort(found.begin(), found.end(), [](const HouseholdVisit& one, const HouseholdVisit& two) {
        return std::pair{one.due_on, one.children.front().child.name} <
               std::pair{two.due_on, two.children.front().child.name};
    });
    return found;
}

std::optional<record::DraftSummary> draft_of(const HouseholdVisit& visit, std::string_view form,
                                             const std::vector<record::DraftSummary>& drafts)
{
    const auto lives_here = [&](base::RecordId record) {
        return std::any_of(visit.children.begin(), visit.children.end(),
                           [&](const DueVisit& one) { return one.child.record == record; });
    };
    const record::DraftSummary* newest = nullptr;
    for (const record::DraftSummary& draft : drafts) {
        if (draft.form != form || (newest != nullptr && draft.saved <= newest->saved)) continue;
        if (std::any_of(draft.records.begin(), draft.records.end(), lives_here)) newest = &draft;
    }
    return newest == nullptr ? std::nullopt : std::optional{*newest};
}

ledger::Projection projection(const manual::Library& manuals, std::string manual_id,
                              base::PartnershipId partnership)
{
    return {
        .name = "pathway",
        .tables = {"due_step"},
        .apply = [projector = Projector{manuals, std::move(manual_id), partnership}](
                     store::Writer& writer,
                     const ledger::OpenedEntry& opened) { projector.apply(writer, opened); },
    };
}

} // namespace pathway
