// The program's own styles, scripts and pictures: under /assets/, named by their hash, compressed
// once at start.
#pragma once

#include "base/embedded.h"
#include "web/request.h"
#include "web/response.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace web {

class StaticAssets {
public:
    explicit StaticAssets(const std::vector<base::EmbeddedFile>& files);

    /// `/assets/heed.3f2a90c1d4e5.css` for `heed.css`. Throws base::CheckFailed when there is no
    /// such file, so that a wrong name fails in the first test that shows the page.
    const std::string& url(std::string_view name) const;

    /// Answers a path below /assets/. Throws base::NotFound. A path without the hash is answered
    /// too, and is looked up again each time.
    Response answer(const Request& request) const;

    /// Every file's name, for the tests that fetch them all.
    std::vector<std::string> names() const;

private:
    struct Asset {
        std::string content;
        std::string compressed; ///< empty when that would not be shorter
        std::string_view content_type;
        std::string url;
        std::string hash;
    };

    /// A style sheet with the addresses of known files in their hashed form.
    std::string linked_to_hashed_names(std::string_view style) const;

    std::map<std::string, Asset, std::less<>> m_assets;      ///< by name
    std::map<std::string, std::string, std::less<>> m_names; ///< by hashed URL
};

/// The program's own, made from embedded::assets() when first asked for.
const StaticAssets& own_assets();

/// The address of one of the program's own files, for pages.
const std::string& asset_url(std::string_view name);

} // namespace web
