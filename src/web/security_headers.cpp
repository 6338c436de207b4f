#include "web/security_headers.h"

#include "base/json.h"
#include "base/text.h"

#include <array>
#include <utility>

namespace web {

std::string_view content_security_policy()
{
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
           "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
           "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
           "require-trusted-types-for 'script'; trusted-types 'none'; report-uri /policy-reports";
}

std::string_view violated_directive(std::string_view report)
{
    const auto value = base::parse_json(report);
    const auto* const whole = value ? value->if_object() : nullptr;
    const auto* const violation =
        whole == nullptr ? nullptr : base::object_member(*whole, "csp-report");
    if (violation == nullptr) return "other";
    std::string_view named = base::text_member(*violation, "effective-directive");
    if (named.empty()) named = base::text_member(*violation, "violated-directive");
    // A script's or a style's own place is told of as well: `script-src-elem`.
    for (const std::string_view part : base::split(content_security_policy(), ';')) {
        const std::string_view rule = base::trim(part);
        const std::string_view directive = rule.substr(0, rule.find(' '));
        if (named.starts_with(directive)) return directive;
    }
    return "other";
}

void add_security_headers(Response& response, Encrypted encrypted)
{
    // The empty allow-lists switch off what a record never needs.
    constexpr std::string_view permissions =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), "
        "fullscreen=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), "
        "midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()";
    const std::array<std::pair<std::string_view, std::string_view>, 7> wanted{{
        {"Content-Security-Policy", content_security_policy()},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", permissions},
        {"Cache-Control", "no-store"},
    }};
    for (const auto& [name, value] : wanted) {
        if (!response.headers.has(name)) response.headers.add(name, value);
    }
    if (encrypted == Encrypted::yes) {
        response.headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    }
}

} // namespace web
