// All manuals that the program was given, checked and put together: a local manual lies over the
// base that it extends, and every version of a form stays readable for the entries signed under it.
#pragma once

#include "base/embedded.h"
#include "base/result.h"
#include "manual/manual.h"

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

/// A file of a manual. The first folder of `path` is the manual's id.
struct ManualFile {
    std::string path; ///< `england/forms/correction.toml`
    std::string content;
};

using ManualFiles = std::vector<ManualFile>;

/// The manuals that are part of the program.
ManualFiles embedded_files();

/// Every `.toml` file under the folder. Files that cannot be read are problems.
base::Result<ManualFiles, Problems> read_folder(const std::filesystem::path& folder);

/// `own` in place of those manuals of `files` that have the same id, whole.
ManualFiles overridden(ManualFiles files, ManualFiles own);

class Library {
public:
    /// Refused with everything that is wrong, so that it can be put right in one go.
    static base::Result<Library, Problems> load(const ManualFiles& files);

    /// Throws base::NotFound when there is no such manual, or nothing of it is in force that day.
    const Manual& in_force(std::string_view manual_id, base::Date day) const;

    /// The form that an entry was signed under, in whatever version: `visit-to-child-at-home@1`.
    /// Throws base::NotFound.
    const Form& form_signed(std::string_view manual_id, std::string_view reference) const;

    std::vector<std::string> ids() const;
    bool has(std::string_view manual_id) const;

    /// Every state that a manual has been in or will be in, oldest first.
    const std::vector<Manual>& editions(std::string_view manual_id) const;

private:
    struct Shelf {
        std::vector<Manual> editions;
        std::vector<Form> forms; ///< every version
    };

    std::map<std::string, Shelf, std::less<>> m_shelves;
};

/// What `heed manual check` prints.
struct CheckReport {
    std::vector<std::string> lines;
    bool sound = false;
};

/// Loads and runs the examples of every manual.
CheckReport check_files(const ManualFiles& files);

/// The same for the manuals of a folder, over those that are part of the program.
CheckReport check_folder(const std::filesystem::path& folder);

} // namespace manual
