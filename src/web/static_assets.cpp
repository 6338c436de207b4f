#include "web/static_assets.h"

#include "base/errors.h"
#include "base/sha256.h"
#include "web/compression.h"

#include <algorithm>
#include <array>
#include <utility>

namespace web {

namespace {

constexpr std::string_view folder = "/assets/";
constexpr std::size_t hash_digits = 12;
constexpr int asset_level = 9;

std::string_view content_type_of(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 11> types{{
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".html", "text/html; charset=utf-8"},
        {".webmanifest", "application/manifest+json"},
    }};
    for (const auto& [ending, type] : types) {
        if (name.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

bool is_text(std::string_view content_type)
{
    return content_type.starts_with("text/") || content_type.starts_with("application/") ||
           content_type == "image/svg+xml";
}

std::string hashed_url(std::string_view name, std::string_view hash)
{
    const std::size_t slash = name.rfind('/');
    const std::size_t dot = name.rfind('.');
    const bool has_ending =
        dot != std::string_view::npos && (slash == std::string_view::npos || dot > slash);
    const std::size_t end = has_ending ? dot : name.size();
    return std::string{folder} + std::string{name.substr(0, end)} + "." + std::string{hash} +
           std::string{name.substr(end)};
}

} // namespace

StaticAssets::StaticAssets(const std::vector<base::EmbeddedFile>& files)
{
    const auto add = [this](std::string_view name, std::string content) {
        Asset asset{.content = std::move(content), .content_type = content_type_of(name)};
        asset.hash =
            base::to_hex(base::sha256(base::view_bytes(asset.content))).substr(0, hash_digits);
        asset.url = hashed_url(name, asset.hash);
        m_names.emplace(asset.url, name);
        m_assets.emplace(name, std::move(asset));
    };
    // Styles come last: they name pictures, and their own hash must cover the pictures' hashes.
    for (const base::EmbeddedFile& file : files) {
        if (!file.path.ends_with(".css")) add(file.path, std::string{file.content});
    }
    for (const base::EmbeddedFile& file : files) {
        if (file.path.ends_with(".css")) add(file.path, linked_to_hashed_names(file.content));
    }
    for (auto& [name, asset] : m_assets) {
        if (!is_text(asset.content_type)) continue;
        asset.compressed = gzip(asset.content, asset_level);
        if (asset.compressed.size() >= asset.content.size()) asset.compressed.clear();
    }
}

std::string StaticAssets::linked_to_hashed_names(std::string_view style) const
{
    std::string linked;
    while (!style.empty()) {
        const std::size_t start = std::min(style.find(folder), style.size());
        linked += style.substr(0, start);
        style.remove_prefix(start);
        const std::size_t end = std::min(style.find_first_of("\"') ;,\n"), style.size());
        const std::string_view address = style.substr(0, end);
        const std::string_view name = address.substr(std::min(folder.size(), address.size()));
        const auto found = m_assets.find(name);
        linked += found == m_assets.end() ? address : std::string_view{found->second.url};
        style.remove_prefix(end);
    }
    return linked;
}

const std::string& StaticAssets::url(std::string_view name) const
{
    const auto found = m_assets.find(name);
    base::check(found != m_assets.end(), "no such asset: " + std::string{name});
    return found->second.url;
}

Response StaticAssets::answer(const Request& request) const
{
    const auto hashed = m_names.find(request.path);
    std::string_view name =
        hashed == m_names.end() ? std::string_view{request.path} : hashed->second;
    if (hashed == m_names.end()) {
        if (!name.starts_with(folder)) throw base::NotFound{"no such asset"};
        name.remove_prefix(folder.size());
    }
    const auto found = m_assets.find(name);
    if (found == m_assets.end()) throw base::NotFound{"no such asset"};
    const Asset& asset = found->second;

    Response response;
    const std::string tag = "\"" + asset.hash + "\"";
    response.with_header("ETag", tag);
    response.with_header("Cache-Control", hashed == m_names.end()
                                              ? "no-cache"
                                              : "public, max-age=31536000, immutable");
    if (request.header("if-none-match") == tag) {
        response.status = 304;
        return response;
    }
    response.with_header("Content-Type", asset.content_type);
    if (!asset.compressed.empty()) response.with_header("Vary", "Accept-Encoding");
    if (!asset.compressed.empty() && accepts_gzip(request)) {
        response.with_header("Content-Encoding", "gzip");
        response.body = asset.compressed;
    } else {
        response.body = asset.content;
    }
    return response;
}

std::vector<std::string> StaticAssets::names() const
{
    std::vector<std::string> names;
    for (const auto& [name, asset] : m_assets) {
        names.push_back(name);
    }
    return names;
}

const StaticAssets& own_assets()
{
    static const StaticAssets assets{embedded::assets()};
    return assets;
}

const std::string& asset_url(std::string_view name)
{
    return own_assets().url(name);
}

} // namespace web
