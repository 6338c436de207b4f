#include "web/compression.h"

#include "base/errors.h"
#include "base/text.h"

#include <array>
#include <zlib.h>

namespace web {

namespace {

constexpr std::size_t worth_compressing = 1'024;
constexpr int page_level = 2;
constexpr int gzip_window_bits = 15 + 16; // zlib's way of asking for a gzip header

/// One deflate state, kept for the next use: making one costs more than compressing a page.
class Deflater {
public:
    Deflater()
    {
        const int made = deflateInit2(&m_stream, page_level, Z_DEFLATED, gzip_window_bits, 8,
                                      Z_DEFAULT_STRATEGY);
        base::check(made == Z_OK, "zlib has no memory");
    }
    ~Deflater() { deflateEnd(&m_stream); }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    std::string compress(std::string_view content, int level)
    {
        deflateReset(&m_stream);
        deflateParams(&m_stream, level, Z_DEFAULT_STRATEGY);
        std::string out(deflateBound(&m_stream, content.size()), '\0');
        // zlib reads the input and never writes to it; its interface predates const.
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
        m_stream.avail_in = static_cast<uInt>(content.size());
        m_stream.next_out = reinterpret_cast<Bytef*>(out.data());
        m_stream.avail_out = static_cast<uInt>(out.size());
        base::check(deflate(&m_stream, Z_FINISH) == Z_STREAM_END, "zlib stopped early");
        out.resize(m_stream.total_out);
        return out;
    }

private:
    z_stream m_stream{};
};

bool is_compressible(std::string_view content_type)
{
    constexpr std::array<std::string_view, 8> kinds{
        "text/",         "application/json", "application/problem+json",  "application/javascript",
        "image/svg+xml", "application/xml",  "application/manifest+json", "application/toml"};
    for (const std::string_view kind : kinds) {
        if (content_type.starts_with(kind)) return true;
    }
    return false;
}

/// False for `;q=0`, `;q=0.0` and so on.
bool has_weight(std::string_view parameters)
{
    const std::size_t q = parameters.find("q=");
    if (q == std::string_view::npos) return true;
    const std::string_view weight = base::trim(parameters.substr(q + 2));
    return weight.find_first_not_of("0.") != std::string_view::npos;
}

} // namespace

std::string gzip(std::string_view content, int level)
{
    thread_local Deflater deflater;
    return deflater.compress(content, level);
}

bool accepts_gzip(const Request& request)
{
    for (const std::string_view part : base::split(request.header("accept-encoding"), ',')) {
        const std::string_view coding = base::trim(part);
        const std::size_t semicolon = std::min(coding.find(';'), coding.size());
        if (!equal_ignoring_case(base::trim(coding.substr(0, semicolon)), "gzip")) continue;
        return has_weight(coding.substr(semicolon));
    }
    return false;
}

void compress_for(const Request& request, Response& response)
{
    if (response.body.size() <= worth_compressing || response.headers.has("content-encoding") ||
        !is_compressible(response.headers.one("content-type"))) {
        return;
    }
    response.headers.set("Vary", "Accept-Encoding");
    if (!accepts_gzip(request)) return;
    std::string compressed = gzip(response.body, page_level);
    if (compressed.size() >= response.body.size()) return;
    response.body = std::move(compressed);
    response.headers.set("Content-Encoding", "gzip");
}

} // namespace web
