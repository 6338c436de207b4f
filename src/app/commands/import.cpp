// heed import cin: reads a Children in Need return into the records.
#include "census/import.h"

#include "app/command.h"
#include "app/command_options.h"
#include "base/errors.h"
#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <unistd.h>

namespace app {

namespace {

struct ImportOptions {
    PlaceOptions place;
    std::string file;
    std::string login;
    std::string team;
    bool accept_partial = false;
    bool json = false;
};

/// A bar on a terminal; nothing where nobody watches.
class ProgressBar {
public:
    void show(census::ImportStep step, const census::Progress& progress)
    {
        if (isatty(STDERR_FILENO) == 0 || progress.bytes_total == 0) return;
        constexpr std::size_t width = 30;
        const auto per_cent =
            static_cast<std::size_t>(progress.bytes_read * 100 / progress.bytes_total);
        const std::size_t filled = std::min(width, per_cent * width / 100);
        fmt::print(stderr, "\r{:9} [{}{}] {:3}%  {} children",
                   step == census::ImportStep::checking ? "Checking" : "Importing",
                   std::string(filled, '#'), std::string(width - filled, ' '),
                   std::min<std::size_t>(per_cent, 100), progress.children);
        m_shown = true;
    }

    ~ProgressBar()
    {
        if (m_shown) fmt::print(stderr, "\n");
    }

private:
    bool m_shown = false;
};

/// Signs as the person named; without one, as the system.
access::Viewer viewer_for(Installation& installation, const ImportOptions& options)
{
    site::Site& site = installation.site();
    if (options.login.empty()) {
        return access::Viewer::system(installation.partnership().id,
                                      "import of a Children in Need return");
    }
    const auto viewer = installation.data().read([&](store::Reader& reader) {
        const auto staff = site.directory.find_login(reader, options.login);
        return staff ? site.viewers.find(reader, staff->id) : std::optional<access::Viewer>{};
    });
    if (!viewer) throw base::NotFound{"Nobody signs in as " + options.login + "."};
    return *viewer;
}

std::optional<access::TeamId> team_for(Installation& installation, const ImportOptions& options)
{
    if (options.team.empty()) return std::nullopt;
    site::Site& site = installation.site();
    const auto teams = installation.data().read(
        [&](store::Reader& reader) { return site.directory.teams(reader); });
    for (const access::Team& team : teams) {
        if (base::fold(team.name) == base::fold(options.team)) return team.id;
    }
    throw base::NotFound{"There is no team called " + options.team + "."};
}

base::json::object to_json(const census::Refusal& refusal)
{
    base::json::object members;
    members["line"] = refusal.line;
    members["element"] = refusal.element;
    members["code"] = refusal.code;
    members["severity"] = census::to_text(refusal.severity);
    members["wrong"] = refusal.wrong;
    members["action"] = refusal.action;
    members["value"] = refusal.value;
    members["child"] = refusal.child;
    return members;
}

void print_json(const census::ImportReport& report, base::json::array refusals)
{
    base::json::object members;
    members["imported"] = report.imported;
    members["children"] = report.summary.children;
    members["children_left_out"] = report.children_left_out();
    members["records_made"] = report.records_made;
    members["records_added_to"] = report.records_added_to;
    members["entries_added"] = report.entries_added;
    members["entries_known"] = report.entries_known;
    members["errors"] = report.summary.errors;
    members["queries"] = report.summary.queries;
    members["refusals"] = std::move(refusals);
    fmt::print("{}\n", base::to_text(members));
}

void print_text(const census::ImportReport& report)
{
    if (!report.imported) {
        fmt::print("Nothing was imported. Put the {} errors right and run it again{}.\n",
                   report.summary.errors,
                   report.summary.unusable
                       ? ""
                       : ", or take the sound children only with --accept-partial");
        return;
    }
    fmt::print("{} children read, {} left out. {} records made, {} added to. {} entries signed, "
               "{} were there already.\n",
               report.summary.children, report.children_left_out(), report.records_made,
               report.records_added_to, report.entries_added, report.entries_known);
}

Exit run(const ImportOptions& options)
{
    const OpenOptions open = options.place.to_open_options();
    const FolderLock lock{open.folder};
    const base::SystemClock clock;
    base::SystemRandom random;
    Installation installation{open, clock, random};
    ProgressBar bar;
    base::json::array refusals;
    const census::ImportListener listener{
        .refusal =
            [&](const census::Refusal& refusal) {
                if (options.json)
                    refusals.push_back(to_json(refusal));
                else
                    fmt::print("{}\n", census::to_plain(refusal));
            },
        .progress = [&](census::ImportStep step,
                        const census::Progress& progress) { bar.show(step, progress); },
    };
    const census::ImportReport report = census::import_return(
        installation.desk(), installation.site().directory, viewer_for(installation, options),
        {.file = options.file,
         .faulty = options.accept_partial ? census::FaultyChildren::leave_out
                                          : census::FaultyChildren::refuse_file,
         .team = team_for(installation, options)},
        listener);
    if (options.json)
        print_json(report, std::move(refusals));
    else
        print_text(report);
    return report.summary.sound() ? Exit::done : Exit::finding;
}

} // namespace

void add_import_command(CLI::App& cli, Run& chosen)
{
    const auto options = std::make_shared<ImportOptions>();
    CLI::App* const command = cli.add_subcommand("import", "Bring in records from elsewhere");
    command->require_subcommand(1);
    CLI::App* const cin = command->add_subcommand(
        "cin", "Import a Children in Need return (XML). Nothing is imported while anything in the "
               "file is wrong; running it twice adds nothing");
    add_place_options(*cin, options->place);
    cin->add_option("file", options->file, "The return")->required();
    cin->add_flag("--accept-partial", options->accept_partial,
                  "Import the sound children and list the others");
    cin->add_option("--as", options->login, "The sign-in name of the person who imports it");
    cin->add_option("--team", options->team, "The team whose work the new records are");
    cin->add_flag("--json", options->json, "Print the report as one line of JSON");
    cin->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace app
