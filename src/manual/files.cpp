#include "manual/library.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

namespace manual {

namespace {

namespace fs = std::filesystem;

/// The id of the manual that a file belongs to; empty when it lies in no folder.
std::string_view manual_of(std::string_view path)
{
    const std::size_t end = path.find('/');
    return end == std::string_view::npos ? std::string_view{} : path.substr(0, end);
}

void read_one(const fs::path& file, const std::string& path, ManualFiles& files, Problems& problems)
{
    std::ifstream input{file, std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{input}, {}};
    if (!input.good() && !input.eof()) {
        problems.push_back({path, 0, "The file cannot be read."});
        return;
    }
    files.push_back({path, std::move(content)});
}

} // namespace

ManualFiles embedded_files()
{
    ManualFiles files;
    for (const base::EmbeddedFile& file : embedded::manuals()) {
        if (!file.path.ends_with(".toml")) continue;
        files.push_back({std::string{file.path}, std::string{file.content}});
    }
    return files;
}

base::Result<ManualFiles, Problems> read_folder(const fs::path& folder)
{
    ManualFiles files;
    Problems problems;
    std::error_code error;
    fs::recursive_directory_iterator entry{folder, error};
    if (error) {
        problems.push_back(
            {folder.string(), 0, fmt::format("The folder cannot be read: {}.", error.message())});
        return base::refuse(std::move(problems));
    }
    for (const fs::recursive_directory_iterator end; entry != end; entry.increment(error)) {
        if (error) break;
        if (!entry->is_regular_file(error) || entry->path().extension() != ".toml") continue;
        read_one(entry->path(), entry->path().lexically_relative(folder).generic_string(), files,
                 problems);
    }
    if (error) {
        problems.push_back(
            {folder.string(), 0, fmt::format("The folder cannot be read: {}.", error.message())});
    }
    if (!problems.empty()) return base::refuse(std::move(problems));
    std::sort(files.begin(), files.end(), [](const ManualFile& left, const ManualFile& right) {
        return left.path < right.path;
    });
    return files;
}

ManualFiles overridden(ManualFiles files, ManualFiles own)
{
    std::set<std::string, std::less<>> own_manuals;
    for (const ManualFile& file : own)
        own_manuals.emplace(manual_of(file.path));
    const auto is_replaced = [&](const ManualFile& file) {
        return own_manuals.contains(manual_of(file.path));
    };
    files.erase(std::remove_if(files.begin(), files.end(), is_replaced), files.end());
    std::move(own.begin(), own.end(), std::back_inserter(files));
    return files;
}

} // namespace manual
