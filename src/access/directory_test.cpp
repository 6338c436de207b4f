#include "access/directory.h"
#include "access/session.h"
#include "access/world_for_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace heed::access {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> names_of(const auto& all)
{
    std::vector<std::string> names;
    for (const auto& each : all)
        names.push_back(each.name);
    return names;
}

TEST(directory, lists_agencies_teams_and_staff_by_name)
{
    World world;
    world.read([&](store::Reader& reader) {
        EXPECT_THAT(names_of(world.directory->agencies(reader)),
                    ElementsAre("St Hilda's Hospital", "Westbrook Council"));
        EXPECT_THAT(names_of(world.directory->teams(reader)),
                    ElementsAre("Children's ward", "North team", "South team"));
        EXPECT_THAT(names_of(world.directory->staff(reader)),
                    ElementsAre("Amara Okafor", "Leena Haddad", "Owen Pryce", "Ruth Achebe",
                                "Siân Moss", "Tomasz Wilk"));
        EXPECT_THAT(names_of(world.directory->staff_of_team(reader, world.south.id)),
                    ElementsAre("Ruth Achebe", "Tomasz Wilk"));
    });
}

TEST(directory, gives_back_what_was_given)
{
    World world;
    const auto found = world.read([&](store::Reader& reader) {
        return world.directory->find_staff(reader, world.worker.id);
    });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->login, "amara");
    EXPECT_EQ(found->name, "Amara Okafor");
    EXPECT_EQ(found->post_title, "Practitioner in safeguarding");
    EXPECT_EQ(found->team, world.north.id);
    EXPECT_EQ(found->role, "social-worker");
    EXPECT_EQ(found->state, StaffState::working);
    const auto signer = world.read(
        [&](store::Reader& reader) { return world.directory->signer(reader, world.worker.id); });
    EXPECT_EQ(signer, (Signer{world.worker.id, "Amara Okafor", "Practitioner in safeguarding",
                              "Westbrook Council", "North team"}));
}

TEST(directory, finds_a_login_however_it_is_spelled)
{
    World world;
    world.read([&](store::Reader& reader) {
        for (const std::string_view spelled : {"amara", "AMARA", " Amara ", "amára"}) {
            const auto found = world.directory->find_login(reader, spelled);
            EXPECT_TRUE(found && found->id == world.worker.id) << spelled;
        }
        EXPECT_FALSE(world.directory->find_login(reader, "amara2"));
        EXPECT_FALSE(world.directory->find_login(reader, ""));
    });
}

TEST(directory, leaves_no_name_on_disk)
{
    World world;
    const std::string bytes = world.bytes_on_disk();
    for (const std::string_view name :
         {"Amara", "Okafor", "amara", "Westbrook Council", "North team", "Practitioner"}) {
        EXPECT_EQ(bytes.find(name), std::string::npos) << name;
    }
    EXPECT_THAT(bytes, HasSubstr("social-worker")) << "roles are in clear: this does look";
}

TEST(directory, refuses_staff_that_cannot_be_right)
{
    using enum DirectoryRefusal;
    World world;
    const Staff good{base::StaffId::make(world.random),
                     "new.person",
                     "New Person",
                     "Nurse",
                     world.ward.id,
                     "social-worker"};
    struct Row {
        const char* why;
        std::function<void(Staff&)> change;
        std::optional<DirectoryRefusal> expected;
    };
    const Row rows[] = {
        {"login too short", [](Staff& staff) { staff.login = "ab"; }, login_too_short},
        {"login too long", [](Staff& staff) { staff.login = std::string(101, 'a'); },
         login_too_long},
        {"space in the login", [](Staff& staff) { staff.login = "new person"; },
         login_has_other_characters},
        {"other letters in the login", [](Staff& staff) { staff.login = "nëwperson"; },
         login_has_other_characters},
        {"login in use", [](Staff& staff) { staff.login = "Amara"; }, login_taken},
        {"no name", [](Staff& staff) { staff.name = " \n"; }, name_missing},
        {"name too long", [](Staff& staff) { staff.name = std::string(201, 'a'); }, name_too_long},
        {"name is not text", [](Staff& staff) { staff.name = "\xff"; }, name_not_text},
        {"no post title", [](Staff& staff) { staff.post_title = ""; }, post_title_missing},
        {"post title too long", [](Staff& staff) { staff.post_title = std::string(201, 'a'); },
         post_title_too_long},
        {"no such role", [](Staff& staff) { staff.role = "wizard"; }, no_such_role},
        {"no such team", [&](Staff& staff) { staff.team = TeamId::make(world.random); },
         no_such_team},
        {"another person may have the same name",
         [](Staff& staff) { staff.name = "Amara Okafor"; },
         {}},
    };
    for (const Row& row : rows) {
        Staff staff = good;
        row.change(staff);
        world.write([&](store::Writer& writer) {
            const auto added = world.directory->add_staff(
                writer, staff, world.library.in_force("small", world.today()));
            const auto refusal = added ? std::nullopt : std::optional{added.error()};
            EXPECT_EQ(refusal, row.expected) << row.why;
            if (refusal) {
                EXPECT_FALSE(explain(*refusal).empty());
            }
        });
    }
}

TEST(directory, refuses_the_same_name_for_two_agencies_or_two_teams_of_one)
{
    World world;
    world.write([&](store::Writer& writer) {
        const Directory& directory = *world.directory;
        const auto agency = AgencyId::make(world.random);
        const auto team = TeamId::make(world.random);
        EXPECT_EQ(directory.add_agency(writer, {agency, "westbrook  COUNCIL"}).error(),
                  DirectoryRefusal::name_taken);
        EXPECT_EQ(directory.add_team(writer, {team, world.council.id, "North Team"}).error(),
                  DirectoryRefusal::name_taken);
        EXPECT_EQ(directory.add_team(writer, {team, agency, "North team"}).error(),
                  DirectoryRefusal::no_such_agency);
        EXPECT_TRUE(directory.add_team(writer, {team, world.hospital.id, "North team"}));
        EXPECT_EQ(directory.find_team(writer, team)->name, "North team");
    });
}

TEST(directory, changes_a_post)
{
    World world;
    const manual::Manual& manual = world.library.in_force("small", world.today());
    world.write([&](store::Writer& writer) {
        const Directory& directory = *world.directory;
        const Post post{"Team manager", world.south.id, "manager"};
        EXPECT_TRUE(directory.change_post(writer, world.worker.id, post, manual));
        EXPECT_EQ(directory.change_post(writer, base::StaffId{}, post, manual).error(),
                  DirectoryRefusal::no_such_staff);
        EXPECT_EQ(
            directory.change_post(writer, world.worker.id, {"", world.south.id, "manager"}, manual)
                .error(),
            DirectoryRefusal::post_title_missing);
    });
    const Viewer viewer = world.viewer(world.worker);
    EXPECT_EQ(viewer.signer().post_title, "Team manager");
    EXPECT_EQ(viewer.team(), world.south.id);
    EXPECT_TRUE(viewer.may(manual::Permission::read_agency));
}

TEST(directory, disabling_ends_sessions_and_tokens_and_enabling_does_not_bring_them_back)
{
    World world;
    Sessions sessions{*world.database, *world.viewers, world.clock, world.random};
    ApiTokens tokens{*world.viewers, world.clock, world.random};
    std::string session;
    std::string token;
    world.write([&](store::Writer& writer) {
        session = sessions.begin(writer, world.worker.id, SignedInBy::password, {});
        token = tokens
                    .issue(writer, world.worker.id, "reports",
                           world.clock.now() + std::chrono::hours{1})
                    .value();
    });
    EXPECT_TRUE(std::holds_alternative<LiveSession>(sessions.find(session)));
    world.write([&](store::Writer& writer) {
        EXPECT_TRUE(world.directory->disable_staff(writer, world.worker.id));
        EXPECT_FALSE(world.viewers->find(writer, world.worker.id));
    });
    EXPECT_TRUE(std::holds_alternative<NoSession>(sessions.find(session)));
    world.write([&](store::Writer& writer) {
        EXPECT_TRUE(world.directory->enable_staff(writer, world.worker.id));
        EXPECT_TRUE(world.viewers->find(writer, world.worker.id));
        EXPECT_FALSE(tokens.find(writer, token));
    });
    EXPECT_TRUE(std::holds_alternative<NoSession>(sessions.find(session)));
}

} // namespace
} // namespace heed::access
