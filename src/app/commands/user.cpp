// heed user add: an agency, a team and a person in it, with a password.
// heed user token: a token with which a program uses the JSON API in a person's name.
#include "app/command.h"
#include "app/command_options.h"
#include "base/errors.h"
#include "base/text.h"

#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <memory>

namespace app {

namespace {

struct UserOptions {
    PlaceOptions place;
    std::string login;
    std::string name;
    std::string post_title;
    std::string agency;
    std::string team;
    std::string role;
    std::string password_file;
};

template <typename Value, typename Refusal> Value required(base::Result<Value, Refusal> result)
{
    if (!result) throw base::BadRequest{std::string{explain(result.error())}};
    return std::move(*result);
}

std::string read_password(const std::string& path)
{
    std::string password;
    if (path.empty() || path == "-") {
        std::getline(std::cin, password);
    } else {
        std::ifstream file{path};
        std::getline(file, password);
    }
    return password;
}

access::Team team_called(site::Site& site, store::Writer& writer, const UserOptions& options)
{
    const access::Directory& directory = site.directory;
    std::optional<access::Agency> agency;
    for (access::Agency& one : directory.agencies(writer)) {
        if (base::fold(one.name) == base::fold(options.agency)) agency = std::move(one);
    }
    base::Random& random = site.desk.random;
    if (!agency) {
        agency = required(directory.add_agency(
            writer, {.id = access::AgencyId::make(random), .name = options.agency}));
    }
    for (access::Team& one : directory.teams(writer)) {
        if (one.agency == agency->id && base::fold(one.name) == base::fold(options.team)) {
            return std::move(one);
        }
    }
    return required(directory.add_team(
        writer, {.id = access::TeamId::make(random), .agency = agency->id, .name = options.team}));
}

Exit add(const UserOptions& options)
{
    const OpenOptions open = options.place.to_open_options();
    const FolderLock lock{open.folder};
    const base::SystemClock clock;
    base::SystemRandom random;
    Installation installation{open, clock, random};
    site::Site& site = installation.site();
    const std::string password = read_password(options.password_file);
    const std::vector<std::string> easy_to_guess = {
        options.login,  options.name, options.post_title,
        options.agency, options.team, installation.partnership().name};
    if (const auto refused = access::refusal_of(password, easy_to_guess)) {
        throw base::BadRequest{std::string{access::explain(*refused)}};
    }
    const base::StaffId staff = base::StaffId::make(random);
    installation.data().write(
        {installation.partnership().id, "add user", ""}, [&](store::Writer& writer) {
            const access::Team team = team_called(site, writer, options);
            required(site.directory.add_staff(writer,
                                              {.id = staff,
                                               .login = options.login,
                                               .name = options.name,
                                               .post_title = options.post_title,
                                               .team = team.id,
                                               .role = options.role},
                                              site.desk.manual_now()));
            return std::string{};
        });
    base::check(!site.sign_in.set_password(staff, password), "the password was found good before");
    fmt::print("{} can sign in now.\n", options.login);
    return Exit::done;
}

struct TokenOptions {
    PlaceOptions place;
    std::string login;
    std::string label;
    int days = 90;
};

Exit issue_token(const TokenOptions& options)
{
    const OpenOptions open = options.place.to_open_options();
    const FolderLock lock{open.folder};
    const base::SystemClock clock;
    base::SystemRandom random;
    Installation installation{open, clock, random};
    site::Site& site = installation.site();
    std::string token;
    // The job's own result is kept for repeats; the token must be kept nowhere.
    installation.data().write(
        {installation.partnership().id, "add token", ""}, [&](store::Writer& writer) {
            const auto staff = site.directory.find_login(writer, options.login);
            if (!staff) throw base::BadRequest{"Nobody signs in with this name. Check --login."};
            const base::Instant expires = clock.now() + std::chrono::hours{24} * options.days;
            token = required(site.api_tokens.issue(writer, staff->id, options.label, expires));
            return std::string{};
        });
    fmt::print("{}\n", token);
    fmt::print(stderr, "This is shown once. It does all that {} may do, for {} days.\n",
               options.login, options.days);
    return Exit::done;
}

void add_token_command(CLI::App& user, Run& chosen)
{
    const auto options = std::make_shared<TokenOptions>();
    CLI::App* const command =
        user.add_subcommand("token", "Make a token for a program that acts in a person's name");
    add_place_options(*command, options->place);
    command->add_option("--login", options->login, "The name the person signs in with")->required();
    command->add_option("--label", options->label, "What the token is for")->required();
    command->add_option("--days", options->days, "How long it lasts, at most 365")
        ->check(CLI::Range(1, 365));
    command->callback([options, &chosen] { chosen = [options] { return issue_token(*options); }; });
}

} // namespace

void add_user_command(CLI::App& cli, Run& chosen)
{
    const auto options = std::make_shared<UserOptions>();
    CLI::App* const command = cli.add_subcommand("user", "The people who sign in");
    command->require_subcommand(1);
    CLI::App* const adding = command->add_subcommand("add", "Add a person who may sign in");
    add_place_options(*adding, options->place);
    adding->add_option("--login", options->login, "The name they sign in with")->required();
    adding->add_option("--name", options->name, "Their full name")->required();
    adding->add_option("--post-title", options->post_title, "Their post title")->required();
    adding->add_option("--agency", options->agency, "Their agency; made if it is new")->required();
    adding->add_option("--team", options->team, "Their team; made if it is new")->required();
    adding->add_option("--role", options->role, "Their role in the manual: social-worker, …")
        ->required();
    adding->add_option("--password-file", options->password_file,
                       "A file with the password in its first line; otherwise it is read from "
                       "standard input");
    adding->callback([options, &chosen] { chosen = [options] { return add(*options); }; });
    add_token_command(*command, chosen);
}

} // namespace app
