// heed demo: a made-up partnership to try things on, on this machine only.
#include "app/command.h"
#include "app/command_options.h"
#include "app/web_server.h"
#include "base/errors.h"
#include "demo/play.h"

#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace app {

namespace {

constexpr base::TimeOfDay morning{9, 0};

struct DemoOptions {
    std::string data;
    std::string today;
    std::string manual = "rotherham";
    std::uint64_t seed = 1;
    std::uint16_t port = 8080;
    int metrics_port = -1;
    bool json = false;
    DatabaseOptions databases;
};

base::Date today_of(const DemoOptions& options)
{
    if (options.today.empty()) return base::uk_date(base::SystemClock{}.now());
    const auto today = base::Date::parse(options.today);
    if (!today) throw base::BadRequest{"Give --today as a date like 2026-11-22."};
    return *today;
}

std::filesystem::path temporary_folder()
{
    std::string pattern = (std::filesystem::temp_directory_path() / "heed-demo-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
        throw base::Unavailable{"No temporary folder can be made."};
    }
    return pattern;
}

void make_world(const DemoOptions& options, const OpenOptions& open, base::Date today)
{
    const demo::World world = demo::read_world(options.seed);
    base::SeededRandom random{options.seed};
    base::SetClock clock{base::from_uk(today.plus_months(-25), morning)};
    Installation::create(open,
                         {.name = world.partnership,
                          .manual = options.manual,
                          .origin = "demonstration.heed.example/children"},
                         clock, random);
    Installation installation{open, clock, random};
    const bool watched = isatty(STDERR_FILENO) != 0;
    demo::play(installation.site(), clock, world, today, [&](const demo::PlayProgress& progress) {
        if (!watched) return;
        fmt::print(stderr, "\rMaking up two years of history: {} of {}", progress.done,
                   progress.total);
    });
    if (watched) fmt::print(stderr, "\n");
}

void print_json(const std::string& url, const std::vector<demo::SignInLink>& links)
{
    base::json::object sign_in;
    for (const demo::SignInLink& link : links) {
        sign_in[link.role] = url + "/demo/sign-in/" + link.token;
    }
    const base::json::object line{{"url", url}, {"sign_in", std::move(sign_in)}};
    fmt::print("{}\n", base::to_text(line));
    std::cout.flush();
    std::fflush(stdout);
}

void print_text(const std::string& url, const std::filesystem::path& data,
                const std::vector<demo::SignInLink>& links)
{
    fmt::print("\nThe demonstration is running at {}\n"
               "Everybody in it is made up. It can be reached from this machine only.\n\n"
               "Open one of these in a browser on this machine to sign in:\n\n",
               url);
    for (const demo::SignInLink& link : links) {
        fmt::print("  {}\n    {}/demo/sign-in/{}\n", link.name, url, link.token);
    }
    fmt::print("\nIts data is in {}\nStop it with Ctrl+C.\n", data.string());
    std::fflush(stdout);
}

Exit run(const DemoOptions& options)
{
    const base::Date today = today_of(options);
    const DataFolder folder{options.data.empty() ? temporary_folder()
                                                 : std::filesystem::path{options.data}};
    const OpenOptions open{
        .folder = folder, .master_key = {}, .manuals = {}, .databases = options.databases};
    create(folder);
    const FolderLock lock{folder};
    if (!is_there(open, base::SystemClock{})) make_world(options, open, today);

    hold_stop_signals();
    const base::ShiftedClock clock{base::from_uk(today, morning)};
    base::SystemRandom random;
    Installation installation{open, clock, random};
    if (!installation.site().demonstration) {
        throw base::Conflict{"This folder holds a real installation. A demonstration needs a "
                             "folder of its own."};
    }
    const auto links = demo::sign_in_links(installation.site());
    ServeOptions serving{.port = options.port, .transport = web::Transport::plain_loopback_only};
    if (options.metrics_port >= 0) {
        serving.metrics_port = static_cast<std::uint16_t>(options.metrics_port);
    }
    serve(installation, serving, [&](const web::Server& server) {
        const std::string url = fmt::format("http://localhost:{}", server.port());
        if (options.json)
            print_json(url, links);
        else
            print_text(url, folder.root, links);
    });
    return Exit::done;
}

} // namespace

void add_demo_command(CLI::App& cli, Run& chosen)
{
    const auto options = std::make_shared<DemoOptions>();
    CLI::App* const command =
        cli.add_subcommand("demo", "Run a made-up partnership to try things on");
    command->add_option("--data", options->data,
                        "Keep it in this folder; otherwise in a new temporary one");
    command->add_option("--port", options->port, "The port; 0 for any free one")
        ->capture_default_str()
        ->check(CLI::Range(0, 65535));
    command->add_option("--today", options->today,
                        "The day it is in the demonstration, like 2026-11-22");
    command->add_option("--manual", options->manual, "The procedures manual to work by")
        ->capture_default_str();
    command->add_option("--seed", options->seed, "The same seed and day make the same world")
        ->capture_default_str();
    command
        ->add_option("--metrics-port", options->metrics_port,
                     "Serve figures for Prometheus on this loopback port; 0 for any free one")
        ->check(CLI::Range(0, 65535));
    command->add_flag("--json", options->json, "Print one line of JSON once it is ready");
    add_database_options(*command, options->databases);
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace app
