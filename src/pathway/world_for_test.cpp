#include "pathway/world_for_test.h"

#include "access/allocation.h"
#include "base/errors.h"
#include "pathway/due.h"
#include "person/child.h"
#include "record/projection.h"
#include "record/signing.h"
#include "record/typed.h"
#include "store/place_for_test.h"

namespace pathway {

namespace {

constexpr std::string_view manual_id = "england";

manual::Library shipped()
{
    auto library = manual::Library::load(manual::embedded_files());
    base::check(library.has_value(), "the shipped manuals are sound");
    return std::move(*library);
}

void set_date(record::Typed& typed, const std::string& name, base::Date day)
{
    typed.set(name + ".day", std::to_string(day.day()));
    typed.set(name + ".month", std::to_string(day.month()));
    typed.set(name + ".year", std::to_string(day.year()));
}

record::Typed details(std::string_view name, base::Date born, std::string_view household)
{
    record::Typed typed;
    set_date(typed, "shared.born", born);
    typed.set("shared.full_name", name);
    typed.set("shared.sex", "U");
    typed.set("shared.ethnicity", "NOBT");
    typed.set("shared.religion", "None");
    typed.set("shared.language", "English");
    typed.set("shared.disabilities", "NONE");
    typed.set("shared.address", "1 Quay Steps, Larkmouth");
    typed.set("shared.household", household);
    if (household.empty()) {
        typed.set("shared.household.unknown", "not_known");
        typed.set("shared.household.reason", "I will ask on the first visit.");
    }
    typed.set("shared.school", "Larkmouth Primary");
    return typed;
}

} // namespace

World::World() : manuals{shipped()}
{
    open_stores();
    add_people();
}

void World::open_stores()
{
    keys = seal::KeyStore::open(store::place_for_test(folder.path() / "keys" / "keys.db"),
                                seal::MasterKey::from_key(seal::Key::make()), clock);
    keys->create_partnership(partnership);
    data = std::make_unique<store::Database>(
        store::Database::open(store::place_for_test(folder.path() / "heed.db"),
                              {.migrations = embedded::migrations()}, clock));
    trail = std::make_unique<access::Trail>(*data, partnership, clock, random);
    ledger = std::make_unique<ledger::Ledger>(*data, *keys, partnership, "test.example/heed");
    trail->write_into(*ledger);
    ledger->set_projections({access::allocation_projection(partnership),
                             access::read_note_projection(partnership, *keys),
                             record::projection(partnership),
                             person::projection(*keys, partnership),
                             projection(manuals, std::string{manual_id}, partnership)});
    desk = std::make_unique<record::Desk>(record::Desk{.partnership = partnership,
                                                       .manual_id = std::string{manual_id},
                                                       .data = *data,
                                                       .keys = *keys,
                                                       .ledger = *ledger,
                                                       .trail = *trail,
                                                       .manuals = manuals,
                                                       .clock = clock,
                                                       .random = random});
}

void World::add_people()
{
    directory = std::make_unique<access::Directory>(partnership, *keys);
    viewers = std::make_unique<access::Viewers>(*directory, manuals, std::string{manual_id}, clock);
    const access::Agency council{access::AgencyId::make(random), "Larkmouth Council"};
    const access::Team team{access::TeamId::make(random), council.id, "North team"};
    const auto add = [&](store::Writer& writer, const char* login, const char* role) {
        const access::Staff staff{.id = base::StaffId::make(random),
                                  .login = login,
                                  .name = std::string{"Test "} + login,
                                  .post_title = role,
                                  .team = team.id,
                                  .role = role};
        base::check(directory->add_staff(writer, staff, desk->manual_now()).has_value(),
                    "a test person can be added");
        return staff.id;
    };
    data->write({partnership, "test people", ""}, [&](store::Writer& writer) {
        base::check(directory->add_agency(writer, council).has_value(), "an agency is added");
        base::check(directory->add_team(writer, team).has_value(), "a team is added");
        worker = add(writer, "nadia", "social-worker");
        other_worker = add(writer, "tomasz", "social-worker");
        manager = add(writer, "grace", "manager");
        return std::string{};
    });
}

base::RecordId World::open_record(std::string_view name, base::Date born,
                                  std::string_view household)
{
    const manual::Form* const form = desk->manual_now().form_for(manual::Purpose::child_details);
    const auto read = manual::read_answers(*form, manual::Part::shared,
                                           details(name, born, household).values, "shared.");
    const access::Viewer opener = viewer(worker);
    const auto opened = record::open_record(*desk, *directory, opener,
                                            {.details = read.answers,
                                             .team = opener.team(),
                                             .worker = worker,
                                             .idempotency_key = next_key()});
    base::check(opened.has_value(), "a test child's record can be opened");
    return opened->parts.front().record;
}

void World::allocate(base::RecordId record, base::StaffId to)
{
    const auto done = record::allocate(
        *desk, *directory, viewer(manager),
        {.record = record, .team = viewer(to).team(), .worker = to, .idempotency_key = next_key()});
    base::check(done.has_value(), "a test record can be allocated");
}

void World::sign_visit(base::Date day, const std::vector<base::RecordId>& children,
                       std::string_view sight)
{
    record::Typed typed;
    set_date(typed, "shared.visited_on", day);
    typed.add("shared.visited_at", "2pm");
    typed.add("shared.place", "1 Quay Steps, Larkmouth");
    typed.add("shared.others", "nobody");
    typed.add("shared.what_happened.0.text", "Lunch was on the table.");
    typed.add("shared.bedrooms", "all");
    typed.add("shared.next_steps.0.text", "I will visit again.");
    typed.add("shared.late_reason", "I was called to court.");
    for (const base::RecordId& child : children) {
        const std::string prefix = record::child_prefix(child);
        typed.add("children", child.text());
        typed.add(prefix + "sight", sight);
        typed.add(prefix + "voice", "“I like it when we bake.”");
        typed.add(prefix + "why_not_seen", "At a friend's, says the mother.");
        typed.add(prefix + "worries.0.text", "Nothing new.");
        typed.add(prefix + "analysis.0.text", "Well cared for.");
    }
    const manual::Manual& manual = desk->manual_now();
    const manual::Form* const form = manual.form_for(manual::Purpose::visit);
    record::ReadEvent read = record::read_event(manual, *form, typed, clock.now());
    const auto done =
        record::sign(*desk, viewer(worker),
                     {.event = std::move(read.event), .idempotency_key = next_key(), .draft = {}});
    base::check(done.has_value(), "a test visit can be signed");
}

access::Viewer World::viewer(base::StaffId staff)
{
    return data->read([&](store::Reader& reader) { return viewers->find(reader, staff).value(); });
}

void World::pass_days(int days)
{
    clock.set(base::from_uk(today().plus_days(days), {15, 0}));
}

void World::rebuild()
{
    ledger->rebuild([](const ledger::RebuildProgress&) {});
}

} // namespace pathway
