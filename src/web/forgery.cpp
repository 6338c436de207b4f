#include "web/forgery.h"

#include <algorithm>
#include <sodium.h>

namespace web {

namespace {

constexpr std::string_view purpose = "heed-form-token-1";

} // namespace

Origin origin_of_change(const Request& request, std::string_view own_origin)
{
    const std::string_view site = request.header("sec-fetch-site");
    const std::string_view origin = request.header("origin");
    if (site.empty()) return origin == own_origin ? Origin::own : Origin::foreign;
    // `none` is the person's own doing, such as sending a form again after a restart.
    if (site != "same-origin" && site != "none") return Origin::foreign;
    // Under our own no-referrer policy browsers write `null` for a form of this site.
    const bool agrees = origin.empty() || origin == "null" || origin == own_origin;
    return agrees ? Origin::own : Origin::foreign;
}

Origin origin_of_read(const Request& request)
{
    const std::string_view site = request.header("sec-fetch-site");
    if (site.empty() || site == "same-origin" || site == "none") return Origin::own;
    const bool opens_page = request.header("sec-fetch-mode") == "navigate" &&
                            request.header("sec-fetch-dest") == "document";
    return opens_page ? Origin::own : Origin::foreign;
}

std::string FormTokens::make(std::string_view session) const
{
    const Key secret = code(session);
    std::array<std::uint8_t, 2 * sizeof(Key)> token{};
    randombytes_buf(token.data(), secret.size());
    for (std::size_t i = 0; i < secret.size(); ++i) {
        token[secret.size() + i] = static_cast<std::uint8_t>(token[i] ^ secret[i]);
    }
    return base::to_base64_url(token);
}

bool FormTokens::holds(std::string_view token, std::string_view session) const
{
    std::array<std::uint8_t, 2 * sizeof(Key)> bytes{};
    std::size_t length = 0;
    const int read =
        sodium_base642bin(bytes.data(), bytes.size(), token.data(), token.size(), nullptr, &length,
                          nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (read != 0 || length != bytes.size()) return false;
    const Key secret = code(session);
    Key given{};
    for (std::size_t i = 0; i < given.size(); ++i) {
        given[i] = static_cast<std::uint8_t>(bytes[i] ^ bytes[given.size() + i]);
    }
    return sodium_memcmp(given.data(), secret.data(), secret.size()) == 0;
}

FormTokens::Key FormTokens::code(std::string_view session) const
{
    Key code{};
    std::string text{purpose};
    text += session;
    crypto_generichash(code.data(), code.size(), base::view_bytes(text).data(), text.size(),
                       m_key.data(), m_key.size());
    return code;
}

} // namespace web
