#include "app/doctor/checkup.h"

#include "app/doctor/installation_checks.h"
#include "app/doctor/machine_checks.h"
#include "app/doctor/serving_checks.h"

#include <algorithm>

namespace app::doctor {

namespace {

Finding look(const Check& check, const Visit& visit, const base::Clock& clock)
{
    try {
        Finding finding = check.look(visit, clock);
        finding.name = check.name;
        return finding;
    } catch (const std::exception& error) {
        return {.name = check.name, .state = State::unknown, .what = error.what(), .advice = {}};
    }
}

} // namespace

std::string_view word(State state)
{
    switch (state) {
    case State::well: return "well";
    case State::note: return "note";
    case State::wrong: return "wrong";
    case State::unknown: return "unknown";
    }
    return {};
}

const std::vector<Check>& all_checks()
{
    // Whoever looks after backups puts the age of the last one here, beside the ledger's end.
    static const std::vector<Check> checks = {
        {"folder", check_folder},
        {"files", check_files},
        {"free-space", check_free_space},
        {"disk", check_disk},
        {"swap", check_swap},
        {"core-dumps", check_core_dumps},
        {"open-files", check_open_files},
        {"locked-memory", check_locked_memory},
        {"clock", check_clock},
        {"sqlite", check_sqlite},
        {"master-key", check_master_key},
        {"key-store", check_key_store},
        {"migrations", check_migrations},
        {"checkpoint", check_checkpoint},
        {"manuals", check_manuals},
        {"certificate", check_certificate},
        {"server", check_server},
    };
    return checks;
}

std::vector<Finding> examine(const Visit& visit, const std::vector<std::string>& only,
                             const base::Clock& clock)
{
    std::vector<Finding> findings;
    for (const Check& check : all_checks()) {
        const bool is_wanted =
            only.empty() || std::find(only.begin(), only.end(), check.name) != only.end();
        if (is_wanted) findings.push_back(look(check, visit, clock));
    }
    return findings;
}

base::json::object to_json(const std::vector<Finding>& findings)
{
    base::json::array checks;
    bool is_well = true;
    for (const Finding& finding : findings) {
        is_well = is_well && (finding.state == State::well || finding.state == State::note);
        checks.push_back(base::json::object{{"name", finding.name},
                                            {"state", word(finding.state)},
                                            {"what", finding.what},
                                            {"advice", finding.advice}});
    }
    return {{"well", is_well}, {"checks", std::move(checks)}};
}

} // namespace app::doctor
