#include "app/journey_world.h"

#include "base/errors.h"
#include "store/place_for_test.h"

#include <cstdlib>

namespace app {

namespace {

std::filesystem::path temporary_folder()
{
    std::string pattern = std::filesystem::temp_directory_path() / "heed-journey-XXXXXX";
    base::check(::mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
    return pattern;
}

} // namespace

JourneyWorld::JourneyWorld()
    : clock{base::from_uk(base::Date{2026, 11, 23}, {15, 0})}, folder{temporary_folder()},
      m_options{.folder = {folder}, .master_key = {}, .manuals = {}}
{
    const auto connection_of = [](const std::filesystem::path& file) {
        const store::Place place = store::place_for_test(file);
        const auto* postgres = std::get_if<store::PostgresPlace>(&place);
        return postgres == nullptr ? std::string{} : postgres->connection;
    };
    m_options.databases.data = connection_of(m_options.folder.data_file());
    m_options.databases.keys = connection_of(m_options.folder.key_file());
    Installation::create(m_options,
                         {.name = "Larkmouth", .manual = "england", .origin = "test.example/heed"},
                         clock, random);
    m_installation = std::make_unique<Installation>(m_options, clock, random);
    add_people();
    add_children();
}

JourneyWorld::~JourneyWorld()
{
    m_installation.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
}

void JourneyWorld::reopen()
{
    m_installation.reset();
    m_installation = std::make_unique<Installation>(m_options, clock, random);
}

void JourneyWorld::add_people()
{
    const access::Directory& directory = site().directory;
    const auto add = [&](store::Writer& writer, const char* agency_name, const char* login,
                         const char* role) {
        const auto agency = directory.add_agency(
            writer, {.id = access::AgencyId::make(random), .name = agency_name});
        const auto known = directory.agencies(writer);
        const access::AgencyId agency_id = agency ? agency->id : known.front().id;
        const auto team = directory.add_team(writer, {.id = access::TeamId::make(random),
                                                      .agency = agency_id,
                                                      .name = std::string{agency_name} + " team"});
        const auto staff =
            directory.add_staff(writer,
                                {.id = base::StaffId::make(random),
                                 .login = login,
                                 .name = std::string{"Test "} + login,
                                 .post_title = role,
                                 .team = team ? team->id : directory.teams(writer).front().id,
                                 .role = role},
                                desk().manual_now());
        base::check(staff.has_value(), "a test person can be added");
    };
    desk().data.write({desk().partnership, "test people", ""}, [&](store::Writer& writer) {
        add(writer, "Larkmouth Council", "nadia", "social-worker");
        add(writer, "Larkmouth Council", "grace", "manager");
        add(writer, "Another Agency", "stranger", "practitioner");
        return std::string{};
    });
}

void JourneyWorld::add_children()
{
    const access::Viewer worker = viewer("nadia");
    const manual::Form* const form = desk().manual_now().form_for(manual::Purpose::child_details);
    const std::vector<std::pair<const char*, const char*>> names = {{"Kofi Oak", "2013-07-10"},
                                                                    {"Efua Oak", "2016-10-01"},
                                                                    {"Jonah Oak", "2020-06-12"},
                                                                    {"Esi Oak", "2025-09-02"}};
    for (const auto& [name, born] : names) {
        const base::json::object details{{"full_name", name},
                                         {"born", born},
                                         {"sex", "U"},
                                         {"ethnicity", "NOBT"},
                                         {"religion", "None"},
                                         {"language", "English"},
                                         {"disabilities", base::json::array{"NONE"}},
                                         {"address", "1 Quay Steps, Larkmouth"},
                                         {"household", "oak"},
                                         {"school", "Larkmouth Primary"}};
        const auto answers = manual::answers_from_json(*form, details);
        base::check(answers.has_value(), "a test child's details can be read");
        const auto opened =
            record::open_record(desk(), site().directory, worker,
                                {.details = *answers,
                                 .team = worker.team(),
                                 .worker = worker.staff(),
                                 .idempotency_key = "child " + std::to_string(children.size())});
        base::check(opened.has_value(), "a test child's record can be opened");
        children.push_back(opened->parts.front().record);
    }
}

access::Viewer JourneyWorld::viewer(const std::string& login)
{
    return desk().data.read([&](store::Reader& reader) {
        const auto staff = site().directory.find_login(reader, login);
        base::check(staff.has_value(), "a test person is there");
        return site().viewers.find(reader, staff->id).value();
    });
}

record::Typed JourneyWorld::visit(base::Date day) const
{
    record::Typed typed;
    typed.add("form", "visit-to-child-at-home");
    typed.add("shared.visited_on.day", std::to_string(day.day()));
    typed.add("shared.visited_on.month", std::to_string(day.month()));
    typed.add("shared.visited_on.year", std::to_string(day.year()));
    typed.add("shared.visited_at", "14:00");
    typed.add("shared.place", "1 Quay Steps, Larkmouth");
    typed.add("shared.others", "nobody");
    typed.add("shared.what_happened.0.text", "Lunch was on the table.");
    typed.add("shared.bedrooms", "all");
    typed.add("shared.next_steps.0.text", "I will visit again in two weeks.");
    int number = 0;
    for (const base::RecordId& child : children) {
        typed.add("children", child.text());
        const std::string prefix = record::child_prefix(child);
        typed.add(prefix + "sight", number == 3 ? "seen_only" : "alone");
        if (number == 3) typed.add(prefix + "why_not_spoken", "A baby, and asleep.");
        typed.add(prefix + "voice", "Private words of child " + std::to_string(number));
        typed.add(prefix + "worries.0.text", "Nothing new.");
        typed.add(prefix + "analysis.0.text", "Well cared for.");
        ++number;
    }
    return typed;
}

record::SignResult JourneyWorld::sign(const record::Typed& typed, const std::string& key)
{
    const manual::Manual& manual = desk().manual_now();
    const manual::Form& form = manual.form(typed.form());
    record::ReadEvent read = record::read_event(manual, form, typed, clock.now());
    if (!read.errors.empty()) return base::refuse(std::move(read.errors));
    return record::sign(desk(), viewer("nadia"),
                        {.event = std::move(read.event), .idempotency_key = key, .draft = {}});
}

} // namespace app
