#include "manual/volume.h"

#include "manual/read_form.h"
#include "manual/table.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace manual {

namespace {

using ReadPart = void (*)(const Node&, const std::string&, Volume&, Problems&);

struct PartFile {
    std::string_view name;
    ReadPart read;
};

constexpr std::array<PartFile, 7> part_files = {{
    {"manual.toml", read_manual_file},
    {"roles.toml", read_roles},
    {"calendar.toml", read_calendar},
    {"timescales.toml", read_timescales},
    {"glossary.toml", read_glossary},
    {"words.toml", read_words},
    {"clauses.toml", read_clauses},
}};

constexpr std::size_t largest_file = 2U << 20U;

/// A form's file is called after the form, with a version behind it where there are several.
bool is_named_after(const Form& form, std::string_view name)
{
    return name == form.id + ".toml" || name == fmt::format("{}-{}.toml", form.id, form.version);
}

void read_form_file(const Node& root, const std::string& file, std::string_view name,
                    Volume& volume, Problems& problems)
{
    Form form = read_form(root, file, problems);
    if (form.id.empty()) return;
    if (!is_named_after(form, name)) {
        problems.push_back({file, 1,
                            fmt::format("The file must be called {}.toml or {}-{}.toml, after its "
                                        "form.",
                                        form.id, form.id, form.version)});
    }
    volume.forms.push_back(std::move(form));
}

void read_file(const ManualFile& file, Volume& volume, Problems& problems)
{
    if (file.content.size() > largest_file) {
        problems.push_back({file.path, 0, "The file is larger than 2 MiB."});
        return;
    }
    auto root = parse_toml(file.path, file.content);
    if (!root) {
        problems.push_back(root.error());
        return;
    }
    constexpr std::string_view forms_folder = "forms/";
    const std::string_view name = std::string_view{file.path}.substr(volume.id.size() + 1);
    if (name.starts_with(forms_folder) && name.find('/', forms_folder.size()) == name.npos) {
        read_form_file(*root, file.path, name.substr(forms_folder.size()), volume, problems);
        return;
    }
    const auto part = std::find_if(part_files.begin(), part_files.end(),
                                   [&](const PartFile& known) { return known.name == name; });
    if (part != part_files.end()) {
        part->read(*root, file.path, volume, problems);
        return;
    }
    problems.push_back({file.path, 0,
                        "A manual has no such file. It has manual.toml, roles.toml, "
                        "calendar.toml, timescales.toml, glossary.toml, words.toml, "
                        "clauses.toml and a folder forms."});
}

template <typename Item>
void refuse_repeated_ids(const std::vector<Item>& items, std::string_view what, Problems& problems)
{
    for (std::size_t i = 0; i < items.size(); ++i) {
        for (std::size_t earlier = 0; earlier < i; ++earlier) {
            if (items[i].id != items[earlier].id) continue;
            problems.push_back({items[i].place.file, items[i].place.line,
                                fmt::format("There are two {} with the id “{}”; the other is on "
                                            "line {}.",
                                            what, items[i].id, items[earlier].place.line)});
        }
    }
}

/// Of two versions of one thing, the higher number must begin later.
template <typename Item> void check_versions(const std::vector<Item>& items, Problems& problems)
{
    for (const Item& later : items) {
        for (const Item& earlier : items) {
            if (&later == &earlier || later.id != earlier.id) continue;
            if (later.version == earlier.version && &earlier < &later) {
                problems.push_back(
                    {later.place.file, later.place.line,
                     fmt::format("Version {} of “{}” is also in {} on line {}.", later.version,
                                 later.id, earlier.place.file, earlier.place.line)});
            }
            if (later.version > earlier.version && later.in_force.from <= earlier.in_force.from) {
                problems.push_back({later.place.file, later.place.line,
                                    fmt::format("Version {} of “{}” must take effect after "
                                                "version {}, which does so on {}.",
                                                later.version, later.id, earlier.version,
                                                earlier.in_force.from.plain())});
            }
        }
    }
}

} // namespace

Volume read_volume(const std::string& id, const std::vector<const ManualFile*>& files,
                   Problems& problems)
{
    Volume volume;
    volume.id = id;
    for (const ManualFile* const file : files)
        read_file(*file, volume, problems);
    if (volume.place.file.empty()) {
        problems.push_back({id + "/manual.toml", 0, "The manual has no file manual.toml."});
    }
    refuse_repeated_ids(volume.roles, "roles", problems);
    refuse_repeated_ids(volume.clauses, "clauses", problems);
    check_versions(volume.forms, problems);
    check_versions(volume.timescales, problems);
    return volume;
}

} // namespace manual
