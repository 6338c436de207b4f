#include "access/world_for_test.h"

#include "base/embedded.h"
#include "seal/master_key.h"
#include "store/place_for_test.h"

#include <fstream>
#include <iterator>

namespace heed::access {

namespace {

constexpr std::string_view manual_toml = R"toml(
id = "small"
title = "A small manual"
partnership = "Westbrook Safeguarding Children Partnership"
)toml";

constexpr std::string_view roles_toml = R"toml(
[[role]]
id = "social-worker"
title = "Social worker"
why = "Works with children of one team."
cites = ["A-1"]
may = ["read_team", "sign_entries"]

[[role]]
id = "manager"
title = "Team manager"
why = "Answers for the work of one agency."
cites = ["A-1"]
may = ["read_team", "read_agency", "read_trail", "allocate"]

[[role]]
id = "auditor"
title = "Auditor"
why = "Looks into any record."
cites = ["A-1"]
may = ["read_partnership", "read_trail"]

[[role]]
id = "clerk"
title = "Clerk"
why = "Keeps the accounts."
cites = ["A-1"]
may = ["manage_accounts"]
)toml";

constexpr std::string_view clauses_toml = R"toml(
[[clause]]
id = "A-1"
title = "Everybody does their part"
source = "Written for this test"
)toml";

constexpr std::string_view calendar_toml = R"toml(
first_year = 2026
last_year = 2027

[[bank_holiday]]
date = 2026-12-25
name = "Christmas Day"
)toml";

constexpr std::string_view form_toml = R"toml(
id = "alert"
title = "Alert"
summary = "What anybody must know first."
why = "Some things must be seen first."
version = 1
effective_from = 2020-01-01
purpose = "alert"
concerns = "one_child"
nature = "administrative"
signed_by = ["social-worker"]
cites = ["A-1"]

[[section]]
id = "alert"
title = "The alert"

[[section.field]]
id = "what"
kind = "text"
label = "What must people know before they act?"
why = "It is read in a hurry."
cites = ["A-1"]
means = ["alert"]
missing = "Enter what people must know."

[[section.field]]
id = "reason"
kind = "long_text"
label = "Why?"
why = "An alert must rest on something."
cites = ["A-1"]
means = ["alert_reason"]
missing = "Enter why."

[[section.field]]
id = "review_on"
kind = "date"
label = "When will you look at it again?"
why = "An alert has an end in sight."
cites = ["A-1"]
means = ["review_on"]
missing = "Enter when you will look at it again."

[[example]]
why = "A risk at the door."
signed_on = 2026-03-25

[example.answers]
what = "Ring before you visit."
reason = "The dog bites."
review_on = 2026-06-24

[[example]]
why = "An alert has an end in sight."
signed_on = 2026-03-25
missing = ["review_on"]

[example.answers]
what = "Ring before you visit."
reason = "The dog bites."
)toml";

std::string lines_of(const manual::Problems& problems)
{
    std::string lines;
    for (const manual::Problem& each : problems) {
        lines += each.file + ":" + std::to_string(each.line) + " " + each.reason + "\n";
    }
    return lines;
}

} // namespace

TemporaryFolder::TemporaryFolder()
{
    std::string pattern = std::filesystem::temp_directory_path() / "heed-access-XXXXXX";
    base::check(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
    m_path = pattern;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

manual::Library small_library()
{
    auto library = manual::Library::load({{"small/manual.toml", std::string{manual_toml}},
                                          {"small/roles.toml", std::string{roles_toml}},
                                          {"small/clauses.toml", std::string{clauses_toml}},
                                          {"small/calendar.toml", std::string{calendar_toml}},
                                          {"small/forms/alert.toml", std::string{form_toml}}});
    if (!library) base::check(false, lines_of(library.error()));
    return *std::move(library);
}

World::World()
{
    keys = seal::KeyStore::open(store::place_for_test(folder.path() / "keys" / "keys.db"),
                                seal::MasterKey::from_key(seal::Key::make()), clock);
    keys->create_partnership(partnership);
    directory = std::make_unique<Directory>(partnership, *keys);
    viewers = std::make_unique<Viewers>(*directory, library, "small", clock);
    database = std::make_unique<store::Database>(
        store::Database::open(store::place_for_test(folder.path() / "heed.db"),
                              {.migrations = embedded::migrations()}, clock));
    trail = std::make_unique<Trail>(*database, partnership, clock, random);
    ledger = std::make_unique<ledger::Ledger>(*database, *keys, partnership, "test.example/heed");
    ledger->set_projections(
        {allocation_projection(partnership), read_note_projection(partnership, *keys)});
    trail->write_into(*ledger);
    write([&](store::Writer& writer) {
        const manual::Manual& manual = library.in_force("small", today());
        for (const Agency& agency : {council, hospital}) {
            base::check(directory->add_agency(writer, agency).has_value(), "an agency is added");
        }
        for (const Team& team : {north, south, ward}) {
            base::check(directory->add_team(writer, team).has_value(), "a team is added");
        }
        for (const Staff& staff : {worker, other_worker, manager, nurse, auditor, clerk}) {
            base::check(directory->add_staff(writer, staff, manual).has_value(),
                        "a member of staff is added");
        }
    });
}

void World::write(const std::function<void(store::Writer&)>& job)
{
    database->write({.partnership = partnership, .operation = "test", .idempotency_key = {}},
                    [&](store::Writer& writer) {
                        job(writer);
                        return std::string{};
                    });
}

Viewer World::viewer(const Staff& staff)
{
    const auto found = read([&](store::Reader& reader) { return viewers->find(reader, staff.id); });
    base::check(found.has_value(), "the person works here");
    return *found;
}

base::RecordId World::open_record()
{
    const auto record = base::RecordId::make(random);
    ledger->open_records(std::vector{record});
    return record;
}

void World::allocate(base::RecordId record, const Team& team, base::Date from,
                     std::optional<base::StaffId> named)
{
    base::json::object answers;
    answers["team"] = team.id.text();
    answers["from"] = from.iso();
    if (named) answers["worker"] = named->text();
    base::json::object payload;
    payload["answers"] = std::move(answers);
    write([&](store::Writer& writer) {
        ledger->append(writer, {.record = record,
                                .event = base::EventId::make(random),
                                .kind = "allocation",
                                .form = "allocation@1",
                                .actor = manager.id,
                                .occurred = ledger::Occurred::at(clock.now()),
                                .recorded = clock.now(),
                                .payload = payload});
    });
}

std::string World::bytes_on_disk() const
{
    std::string bytes;
    for (const auto& each : std::filesystem::recursive_directory_iterator{folder.path()}) {
        if (!each.is_regular_file()) continue;
        std::ifstream file{each.path(), std::ios::binary};
        bytes.append(std::istreambuf_iterator<char>{file}, {});
    }
    return bytes;
}

Staff World::person(std::string login, std::string name, const Team& team, std::string role)
{
    return {.id = base::StaffId::make(random),
            .login = std::move(login),
            .name = std::move(name),
            .post_title = "Practitioner in safeguarding",
            .team = team.id,
            .role = std::move(role)};
}

} // namespace heed::access
