#include "app/settings_file.h"

#include "base/errors.h"
#include "base/text.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace app {

namespace {

constexpr const char* usual_file = "/etc/heed/heed.conf";

std::string settings_in(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    std::ostringstream content;
    content << file.rdbuf();
    if (!file) throw base::Unavailable{"It cannot be read."};
    return content.str();
}

[[noreturn]] void refuse(std::size_t line, std::string_view what)
{
    throw base::Unavailable{fmt::format("Line {}: {}", line, what)};
}

} // namespace

Settings parse_settings(std::string_view text, const std::vector<std::string>& known)
{
    Settings settings;
    std::istringstream lines{std::string{text}};
    std::string whole;
    for (std::size_t number = 1; std::getline(lines, whole); ++number) {
        const std::string_view line = base::trim(whole);
        if (line.empty() || line.front() == '#') continue;
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos) refuse(number, "write it as NAME=value.");
        const std::string name{base::trim(line.substr(0, equals))};
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            refuse(number, fmt::format("there is no setting {}. There are: {}.", name,
                                       fmt::join(known, ", ")));
        }
        for (const auto& [earlier, ignored] : settings) {
            if (earlier == name) refuse(number, name + " is there a second time.");
        }
        settings.emplace_back(name, base::trim(line.substr(equals + 1)));
    }
    return settings;
}

std::vector<std::string> setting_names(const CLI::App& cli)
{
    std::vector<std::string> names;
    for (const CLI::Option* const option : cli.get_options({})) {
        if (!option->get_envname().empty()) names.push_back(option->get_envname());
    }
    for (const CLI::App* const command : cli.get_subcommands({})) {
        const std::vector<std::string> below = setting_names(*command);
        names.insert(names.end(), below.begin(), below.end());
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

void take_settings(const CLI::App& cli)
{
    const char* const named = std::getenv("HEED_SETTINGS");
    std::error_code ignored;
    if (named == nullptr && !std::filesystem::exists(usual_file, ignored)) return;
    const std::string path = named == nullptr ? usual_file : named;
    try {
        for (const auto& [name, value] : parse_settings(settings_in(path), setting_names(cli))) {
            ::setenv(name.c_str(), value.c_str(), 0);
        }
    } catch (const base::Unavailable& unavailable) {
        throw base::Unavailable{"The settings in " + path + " cannot be used. " +
                                unavailable.what()};
    }
}

} // namespace app
