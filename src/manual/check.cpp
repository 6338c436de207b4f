#include "manual/library.h"

#include <fmt/format.h>

namespace manual {

namespace {

CheckReport refused(const Problems& problems)
{
    CheckReport report;
    for (const Problem& problem : problems)
        report.lines.push_back(problem.text());
    report.lines.push_back(fmt::format("{} to put right.", problems.size()));
    return report;
}

std::size_t count_examples(const Manual& manual)
{
    std::size_t count = 0;
    for (const Form& form : manual.forms)
        count += form.examples.size();
    for (const Timescale& timescale : manual.timescales)
        count += timescale.examples.size();
    return count;
}

std::string summary_of(const Manual& manual)
{
    return fmt::format("{}, from {}: {} forms, {} roles, {} timescales, {} terms, {} words; {} "
                       "examples as they should be.",
                       manual.id, manual.in_force.from.plain(), manual.forms.size(),
                       manual.roles.size(), manual.timescales.size(), manual.glossary.size(),
                       manual.words.size(), count_examples(manual));
}

} // namespace

CheckReport check_files(const ManualFiles& files)
{
    const auto library = Library::load(files);
    if (!library) return refused(library.error());
    CheckReport report;
    Problems problems;
    for (const std::string& id : library->ids()) {
        for (const Manual& edition : library->editions(id)) {
            const Problems found = run_examples(edition);
            problems.insert(problems.end(), found.begin(), found.end());
            report.lines.push_back(summary_of(edition));
        }
    }
    if (!problems.empty()) return refused(problems);
    report.sound = true;
    return report;
}

CheckReport check_folder(const std::filesystem::path& folder)
{
    auto own = read_folder(folder);
    if (!own) return refused(own.error());
    return check_files(overridden(embedded_files(), std::move(*own)));
}

} // namespace manual
