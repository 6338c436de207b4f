// heed doctor: looks at the machine and the installation, and says what is wrong and what to do.
#include "app/command.h"
#include "app/command_options.h"
#include "app/doctor/checkup.h"
#include "base/errors.h"

#include <algorithm>
#include <csignal>
#include <fmt/format.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace app {

namespace {

struct DoctorCommandOptions {
    PlaceOptions place;
    ServingOptions serving;
    std::vector<std::string> only;
    bool json = false;
};

void require_same_user(const std::filesystem::path& folder)
{
    struct stat status = {};
    if (::geteuid() != 0 || ::stat(folder.c_str(), &status) != 0 || status.st_uid == 0) return;
    throw base::BadRequest{"Ask as the user that runs Heed: what root may do says nothing of what "
                           "that user may. For example: sudo -u heed heed doctor"};
}

void print(const std::vector<doctor::Finding>& findings)
{
    for (const doctor::Finding& finding : findings) {
        fmt::print("{:<8} {:<14} {}\n", doctor::word(finding.state), finding.name, finding.what);
        if (!finding.advice.empty())
            fmt::print("{:<8} {:<14} What to do: {}\n", "", "", finding.advice);
    }
}

std::size_t count(const std::vector<doctor::Finding>& findings, doctor::State state)
{
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [state](const doctor::Finding& one) { return one.state == state; }));
}

Exit run(const DoctorCommandOptions& options)
{
    std::signal(SIGPIPE, SIG_IGN); // of a server that hangs up
    doctor::Visit visit{.open = options.place.to_open_options(), .serve = options.serving.serve};
    visit.serve.tls = {options.serving.certificate, options.serving.private_key};
    require_same_user(visit.open.folder.root);
    const base::SystemClock clock;
    const auto findings = doctor::examine(visit, options.only, clock);
    const std::size_t wrong = count(findings, doctor::State::wrong);
    const std::size_t unknown = count(findings, doctor::State::unknown);
    if (options.json) {
        fmt::print("{}\n", base::to_text(doctor::to_json(findings)));
    } else {
        print(findings);
        fmt::print("{} checks: {} found something wrong, {} could not be made.\n", findings.size(),
                   wrong, unknown);
    }
    if (wrong > 0) return Exit::finding;
    return unknown > 0 ? Exit::environment : Exit::done;
}

std::vector<std::string> names_of_checks()
{
    std::vector<std::string> names;
    for (const doctor::Check& check : doctor::all_checks())
        names.emplace_back(check.name);
    return names;
}

} // namespace

void add_doctor_command(CLI::App& cli, Run& chosen)
{
    const auto options = std::make_shared<DoctorCommandOptions>();
    CLI::App* const command = cli.add_subcommand(
        "doctor", "Look at the machine and the installation, change nothing, and say what is wrong "
                  "(exit 0: nothing, 1: something, 3: something could not be looked at)");
    add_place_options(*command, options->place);
    add_serving_options(*command, options->serving);
    command
        ->add_option("--only", options->only, "Make this check alone; may be given several times")
        ->check(CLI::IsMember(names_of_checks()));
    command->add_flag("--json", options->json, "Print the findings as one line of JSON");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace app
