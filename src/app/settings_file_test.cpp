#include "app/settings_file.h"
#include "base/errors.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <unistd.h>

namespace app {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

std::string refusal_of(std::string_view text)
{
    try {
        parse_settings(text, {"HEED_DATA", "HEED_PORT"});
    } catch (const base::Unavailable& unavailable) {
        return unavailable.what();
    }
    return {};
}

} // namespace

TEST(settings_file, has_a_setting_a_line)
{
    EXPECT_THAT(parse_settings("# where\n\n HEED_DATA = /srv/heed data \r\nHEED_PORT=\n",
                               {"HEED_DATA", "HEED_PORT"}),
                ElementsAre(Pair("HEED_DATA", "/srv/heed data"), Pair("HEED_PORT", "")));
}

TEST(settings_file, is_refused_with_the_line_and_the_reason)
{
    EXPECT_THAT(refusal_of("\nHEED_DATA\n"), HasSubstr("Line 2: write it as NAME=value"));
    EXPECT_THAT(refusal_of("HEED_DATE=x"), HasSubstr("no setting HEED_DATE. There are: HEED_DATA"));
    EXPECT_THAT(refusal_of("HEED_PORT=1\nHEED_PORT=2"), HasSubstr("Line 2: HEED_PORT is there"));
}

TEST(settings_file, names_what_the_options_of_any_command_know)
{
    CLI::App cli;
    std::string text;
    cli.add_subcommand("one")->add_option("--data", text)->envname("HEED_DATA");
    CLI::App* const two = cli.add_subcommand("two")->add_subcommand("three");
    two->add_option("--data", text)->envname("HEED_DATA");
    two->add_option("--address", text)->envname("HEED_ADDRESS");
    two->add_option("--label", text);
    EXPECT_THAT(setting_names(cli), ElementsAre("HEED_ADDRESS", "HEED_DATA"));
}

TEST(settings_file, gives_way_to_the_environment_and_the_command_line)
{
    const std::string path =
        std::filesystem::temp_directory_path() / ("heed-settings-" + std::to_string(::getpid()));
    std::ofstream{path} << "HEED_TEST_ONE=file\nHEED_TEST_TWO=file\nHEED_TEST_THREE=file\n";
    ::setenv("HEED_SETTINGS", path.c_str(), 1);
    ::setenv("HEED_TEST_TWO", "environment", 1);
    CLI::App cli;
    std::string one;
    std::string two;
    std::string three;
    cli.add_option("--one", one)->envname("HEED_TEST_ONE");
    cli.add_option("--two", two)->envname("HEED_TEST_TWO");
    cli.add_option("--three", three)->envname("HEED_TEST_THREE");
    take_settings(cli);
    cli.parse("--three line");
    std::filesystem::remove(path);
    EXPECT_EQ(one, "file");
    EXPECT_EQ(two, "environment");
    EXPECT_EQ(three, "line");
    EXPECT_THROW(take_settings(cli), base::Unavailable) << "a file that is named must be there";
    ::unsetenv("HEED_SETTINGS");
}

} // namespace app
