// Files that are part of the program: pages' styles and scripts, manuals, migrations.
#pragma once

#include <string_view>
#include <vector>

namespace base {

struct EmbeddedFile {
    std::string_view path; ///< inside its folder, with `/`
    std::string_view content;
};

} // namespace base

namespace embedded {

// Each is made at build time from the folder that its heed_embed() call names.
const std::vector<base::EmbeddedFile>& migrations();
const std::vector<base::EmbeddedFile>& key_migrations();
const std::vector<base::EmbeddedFile>& witness_migrations();
const std::vector<base::EmbeddedFile>& manuals();
const std::vector<base::EmbeddedFile>& assets();

} // namespace embedded
