// The program. It finds the command, runs it, and turns what went wrong into one plain sentence and
// an exit code.
#include "app/command.h"
#include "app/settings_file.h"
#include "base/errors.h"

#include <exception>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace {

int report(app::Exit exit, std::string_view words)
{
    fmt::print(stderr, "heed: {}\n", words);
    return static_cast<int>(exit);
}

int run(const app::Run& chosen)
{
    try {
        return static_cast<int>(chosen());
    } catch (const base::NotFound& error) {
        return report(app::Exit::finding, error.what());
    } catch (const base::Conflict& error) {
        return report(app::Exit::finding, error.what());
    } catch (const base::Forbidden& error) {
        return report(app::Exit::finding, error.what());
    } catch (const base::BadRequest& error) {
        return report(app::Exit::usage, error.what());
    } catch (const std::exception& error) {
        return report(app::Exit::environment, error.what());
    }
}

/// What is in memory is in clear. When the program falls over, nothing of it may be left on the
/// disk, and no other program of the same user may look at it meanwhile.
void keep_memory_private()
{
    const rlimit none{.rlim_cur = 0, .rlim_max = 0};
    setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // which look at it to report
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

} // namespace

int main(int count, char** words)
{
    keep_memory_private();
    if (sodium_init() < 0) return report(app::Exit::environment, "libsodium does not start");
    CLI::App cli{"Heed: the safeguarding record of a children's partnership", "heed"};
    cli.require_subcommand(1);
    app::Run chosen;
    app::add_demo_command(cli, chosen);
    app::add_init_command(cli, chosen);
    app::add_serve_command(cli, chosen);
    app::add_verify_command(cli, chosen);
    app::add_rebuild_command(cli, chosen);
    app::add_doctor_command(cli, chosen);
    app::add_user_command(cli, chosen);
    app::add_manual_command(cli, chosen);
    app::add_import_command(cli, chosen);
    app::add_witness_command(cli, chosen);
    app::add_version_command(cli, chosen);
    app::add_help_command(cli, chosen);
    try {
        app::take_settings(cli);
        cli.parse(count, words);
    } catch (const CLI::ParseError& error) {
        const int code = cli.exit(error);
        return code == 0 ? 0 : static_cast<int>(app::Exit::usage);
    } catch (const base::Unavailable& unavailable) {
        return report(app::Exit::environment, unavailable.what());
    }
    return run(chosen);
}
