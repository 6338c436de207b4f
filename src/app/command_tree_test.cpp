// What is made from the tree of commands: the manual page and the completion.
#include "app/man_page.h"
#include "app/shell_completion.h"

#include <gmock/gmock.h>

namespace app {

namespace {

using testing::HasSubstr;
using testing::Not;

class command_tree : public testing::Test {
protected:
    command_tree()
    {
        CLI::App* const add = m_cli.add_subcommand("user", "People")->add_subcommand("add", "Add");
        add->add_option("--login", m_text, "The name\\they sign in with")->required();
        add->add_option("--data", m_text, "The folder")->envname("HEED_DATA");
        add->add_flag("--json", m_flag, "As JSON");
        m_cli.add_subcommand("secret", "Not for people")->group("");
    }

    CLI::App m_cli{"A program", "heed"};
    std::string m_text;
    bool m_flag = false;
};

} // namespace

TEST_F(command_tree, has_a_manual_page_with_every_command_and_option)
{
    const std::string page = man_page(m_cli, "1.2.3");
    EXPECT_THAT(page, HasSubstr(".TH heed 1 \"\" \"heed 1.2.3\""));
    EXPECT_THAT(page, HasSubstr(".SS heed user add\nAdd.\n"));
    EXPECT_THAT(page, HasSubstr("\\fB\\-\\-login\\fR \\fITEXT\\fR\nThe name\\ethey sign in with.\n"
                                "It must be given.\n"));
    EXPECT_THAT(page, HasSubstr("Environment: \\fBHEED_DATA\\fR."));
    EXPECT_THAT(page, HasSubstr("\\fB\\-\\-json\\fR\nAs JSON.\n"));
    EXPECT_THAT(page, HasSubstr(".SH EXIT STATUS"));
    EXPECT_THAT(page, Not(HasSubstr("secret")));
}

TEST_F(command_tree, is_completed_by_shells)
{
    for (const std::string& script : {bash_completion(m_cli), zsh_completion(m_cli)}) {
        EXPECT_THAT(script, HasSubstr("'heed') offered='user --help' ;;"));
        EXPECT_THAT(script,
                    HasSubstr("'heed user add') offered='--help --login --data --json' ;;"));
        EXPECT_THAT(script, HasSubstr("--data|--login) "));
        EXPECT_THAT(script, Not(HasSubstr("secret")));
    }
}

} // namespace app
