#include "manual/library.h"

#include "base/errors.h"
#include "manual/put_together.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace manual {

namespace {

using Volumes = std::map<std::string, Volume, std::less<>>;

Volumes read_volumes(const ManualFiles& files, Problems& problems)
{
    std::map<std::string, std::vector<const ManualFile*>, std::less<>> by_manual;
    for (const ManualFile& file : files) {
        const std::size_t end = file.path.find('/');
        if (end == std::string::npos) {
            problems.push_back(
                {file.path, 0, "The file must lie in a folder that is named after its manual."});
        } else {
            by_manual[file.path.substr(0, end)].push_back(&file);
        }
    }
    Volumes volumes;
    for (const auto& [id, own] : by_manual)
        volumes.emplace(id, read_volume(id, own, problems));
    return volumes;
}

/// Empty when something on the way down is missing or comes round again.
Chain chain_of(const Volume& top, const Volumes& volumes, Problems& problems)
{
    Chain chain{&top};
    while (!chain.front()->extends.empty()) {
        const Volume& volume = *chain.front();
        const auto below = volumes.find(volume.extends);
        if (below == volumes.end()) {
            problems.push_back(
                {volume.place.file, volume.place.line,
                 fmt::format("The manual extends “{}”, which there is not.", volume.extends)});
            return {};
        }
        if (std::find(chain.begin(), chain.end(), &below->second) != chain.end()) {
            problems.push_back(
                {top.place.file, top.place.line,
                 fmt::format("The manual extends itself, by way of “{}”.", volume.extends)});
            return {};
        }
        chain.insert(chain.begin(), &below->second);
    }
    return chain;
}

/// By place, and each only once: several editions can have the same fault.
void tidy(Problems& problems)
{
    const auto key = [](const Problem& problem) {
        return std::tie(problem.file, problem.line, problem.reason);
    };
    std::sort(problems.begin(), problems.end(),
              [&](const Problem& left, const Problem& right) { return key(left) < key(right); });
    problems.erase(std::unique(problems.begin(), problems.end()), problems.end());
}

} // namespace

base::Result<Library, Problems> Library::load(const ManualFiles& files)
{
    Problems problems;
    const Volumes volumes = read_volumes(files, problems);
    if (volumes.empty() && problems.empty()) {
        problems.push_back({"manuals", 0, "There is no manual here."});
    }
    Library library;
    // Putting together what could not be read would only complain of the same things again.
    const bool all_read = problems.empty();
    for (const auto& [id, volume] : volumes) {
        const Chain chain = chain_of(volume, volumes, problems);
        if (chain.empty() || !all_read) continue;
        check_overlay(chain, problems);
        library.m_shelves.emplace(id, Shelf{editions_of(chain, problems), forms_of(chain)});
    }
    tidy(problems);
    if (!problems.empty()) return base::refuse(std::move(problems));
    return library;
}

const std::vector<Manual>& Library::editions(std::string_view manual_id) const
{
    const auto shelf = m_shelves.find(manual_id);
    if (shelf == m_shelves.end()) throw base::NotFound{"There is no such manual."};
    return shelf->second.editions;
}

const Manual& Library::in_force(std::string_view manual_id, base::Date day) const
{
    for (const Manual& edition : editions(manual_id)) {
        if (edition.in_force.on(day)) return edition;
    }
    throw base::NotFound{"No edition of the manual is in force on that day."};
}

const Form& Library::form_signed(std::string_view manual_id, std::string_view reference) const
{
    const std::size_t end = reference.rfind('@');
    const auto shelf = m_shelves.find(manual_id);
    if (end != std::string_view::npos && shelf != m_shelves.end()) {
        const std::string_view id = reference.substr(0, end);
        const std::string_view version = reference.substr(end + 1);
        for (const Form& form : shelf->second.forms) {
            if (form.id == id && std::to_string(form.version) == version) return form;
        }
    }
    throw base::NotFound{"The manual has no such version of a form."};
}

std::vector<std::string> Library::ids() const
{
    std::vector<std::string> ids;
    for (const auto& [id, shelf] : m_shelves)
        ids.push_back(id);
    return ids;
}

bool Library::has(std::string_view manual_id) const
{
    return m_shelves.find(manual_id) != m_shelves.end();
}

} // namespace manual
