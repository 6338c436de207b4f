// For tests: a whole installation in a folder of its own, with a social worker, a manager and a
// worker of another agency, and four brothers and sisters whose records are open.
#pragma once

#include "app/installation.h"
#include "record/signing.h"
#include "record/typed.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace app {

class JourneyWorld {
public:
    JourneyWorld();
    ~JourneyWorld();
    JourneyWorld(const JourneyWorld&) = delete;
    JourneyWorld& operator=(const JourneyWorld&) = delete;

    /// Closes and opens the installation again, as after a restart.
    void reopen();

    site::Site& site() { return m_installation->site(); }
    record::Desk& desk() { return m_installation->desk(); }
    Installation& installation() { return *m_installation; }

    access::Viewer viewer(const std::string& login);

    /// A visit as the browser sends it: complete, with each child's own words.
    record::Typed visit(base::Date day) const;
    record::SignResult sign(const record::Typed& typed, const std::string& key);

    base::SetClock clock;
    base::SystemRandom random;
    std::filesystem::path folder;
    std::vector<base::RecordId> children; ///< the eldest first

private:
    void add_people();
    void add_children();

    OpenOptions m_options;
    std::unique_ptr<Installation> m_installation;
};

} // namespace app
