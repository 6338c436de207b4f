#include "app/man_page.h"

#include <fmt/format.h>

namespace app {

namespace {

constexpr std::string_view before_commands = R"(.SH DESCRIPTION
Heed is the safeguarding record of a children's partnership: what was seen, said, thought and
decided for a child, written once, signed, sealed, and never quietly changed.
One program serves the pages and the JSON interface over its own TLS.
.PP
Run it as the user that owns the data folder, which the Debian package calls
.BR heed ,
and never as root:
.PP
.EX
sudo \-u heed heed doctor
.EE
)";

constexpr std::string_view after_commands = R"(.SH EXIT STATUS
.TP
.B 0
Done, and nothing is wrong.
.TP
.B 1
Refused, or something was found.
.TP
.B 2
Wrong use: the command line cannot be understood.
.TP
.B 3
The machine or its files would not do, so nothing can be said.
.SH ENVIRONMENT
An option that names an environment variable takes its value from there when it is not given.
.TP
.B HEED_SETTINGS
The file of settings to use in place of
.IR /etc/heed/heed.conf .
.SH FILES
.TP
.I /etc/heed/heed.conf
Settings for all commands: lines of NAME=value, with the names of the environment variables above.
What is in the environment or on the command line counts more.
.TP
.I /var/lib/heed/data
The data folder of the Debian package.
.TP
.I heed.db\fR, \fIkeys/keys.db\fR, \fIkeys/master.key
In the data folder: the data, the keys, and the key above the keys. Whoever loses the last loses
everything.
.TP
.I /usr/share/doc/heed/running.md.gz
How to install, run, back up, restore and upgrade.
.SH SEE ALSO
.BR systemctl (1),
.BR systemd\-creds (1)
)";

/// Text as troff takes it: nothing in it is a request or an escape.
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char character : text) {
        if (character == '\\')
            out += "\\e";
        else if (character == '-')
            out += "\\-";
        else if (character == '\n')
            out += ' ';
        else
            out += character;
    }
    if (!out.empty() && (out.front() == '.' || out.front() == '\'')) out.insert(0, "\\&");
    return out;
}

bool takes_value(const CLI::Option& option)
{
    return option.get_expected_max() > 0;
}

std::string value_word(const CLI::Option& option)
{
    const std::string type = option.get_type_name();
    return type.starts_with("INT") || type.starts_with("UINT") ? "NUMBER" : "TEXT";
}

void add_option(std::string& page, const CLI::Option& option)
{
    page += ".TP\n\\fB" + escaped(option.get_name(option.get_positional(), true)) + "\\fR";
    if (takes_value(option) && !option.get_positional()) {
        page += " \\fI" + value_word(option) + "\\fR";
    }
    page += '\n' + escaped(option.get_description()) + ".\n";
    if (option.get_required()) page += "It must be given.\n";
    if (!option.get_default_str().empty()) {
        page += "Otherwise: " + escaped(option.get_default_str()) + ".\n";
    }
    if (!option.get_envname().empty()) {
        page += "Environment: \\fB" + escaped(option.get_envname()) + "\\fR.\n";
    }
}

void add_command(std::string& page, const CLI::App& command, const std::string& way)
{
    if (command.get_group().empty()) return;
    const std::string name = way + " " + command.get_name();
    const auto below = command.get_subcommands({});
    if (below.empty()) {
        page += ".SS " + escaped(name) + "\n" + escaped(command.get_description()) + ".\n";
        for (const CLI::Option* const option : command.get_options({})) {
            if (option != command.get_help_ptr()) add_option(page, *option);
        }
    }
    for (const CLI::App* const inner : below)
        add_command(page, *inner, name);
}

} // namespace

std::string man_page(const CLI::App& cli, std::string_view version)
{
    const std::string name = cli.get_name();
    std::string page =
        fmt::format(".TH {} 1 \"\" \"{} {}\" \"User Commands\"\n", name, name, version);
    page += ".SH NAME\n" + name + " \\- the safeguarding record of a children's partnership\n";
    page += ".SH SYNOPSIS\n.B " + name + "\n.I COMMAND\n.RI [ OPTION ...]\n";
    page += before_commands;
    page += ".SH COMMANDS\nEach says the same with \\fB\\-\\-help\\fR.\n";
    for (const CLI::App* const command : cli.get_subcommands({}))
        add_command(page, *command, name);
    page += after_commands;
    return page;
}

} // namespace app
