#include "base/errors.h"
#include "web/compression.h"
#include "web/response.h"
#include "web/security_headers.h"
#include "web/static_assets.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace web {

namespace {

std::string unzipped(std::string_view compressed)
{
    std::string plain(1U << 20U, '\0');
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream.avail_in = static_cast<uInt>(compressed.size());
    stream.next_out = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_out = static_cast<uInt>(plain.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    plain.resize(stream.total_out);
    inflateEnd(&stream);
    return plain;
}

Request asking(std::string path, std::initializer_list<std::pair<const char*, const char*>> headers)
{
    Request request;
    request.path = std::move(path);
    for (const auto& [name, value] : headers) {
        request.headers.add(name, value);
    }
    return request;
}

} // namespace

TEST(response, a_header_cannot_be_split)
{
    Response response;
    EXPECT_THROW(response.with_header("Location", "/a\r\nX: y"), base::CheckFailed);
    EXPECT_THROW(response.with_header("X y", "a"), base::CheckFailed);
}

TEST(response, a_redirect_stays_on_this_site)
{
    EXPECT_EQ(see_other("/records").headers.one("location"), "/records");
    EXPECT_EQ(see_other("/records").status, 303);
    EXPECT_THROW(see_other(Url::elsewhere("https://example.org/")), base::CheckFailed);
}

TEST(response, a_download_is_saved_and_runs_nothing)
{
    const Response response = download(
        {.file_name = "Zoë \"plan\"/2.pdf", .content_type = "application/pdf", .content = "%PDF"});
    EXPECT_EQ(response.headers.one("content-disposition"),
              "attachment; filename=\"Zo__ _plan__2.pdf\"; "
              "filename*=UTF-8''Zo%C3%AB%20%22plan%22%2F2.pdf");
    EXPECT_EQ(response.headers.one("content-security-policy"), "default-src 'none'; sandbox");
}

TEST(response, every_answer_carries_the_security_headers)
{
    Response response = plain_text("x", 500);
    add_security_headers(response, Encrypted::yes);
    for (const char* const name :
         {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy",
          "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy",
          "Cache-Control", "Strict-Transport-Security"}) {
        EXPECT_EQ(response.headers.count(name), 1U) << name;
    }
    EXPECT_EQ(response.headers.one("cache-control"), "no-store");
    Response plain = plain_text("x");
    add_security_headers(plain, Encrypted::no);
    EXPECT_FALSE(plain.headers.has("strict-transport-security"));
}

TEST(response, the_policy_lets_nothing_in_the_page_run)
{
    const std::string_view policy = content_security_policy();
    for (const std::string_view part :
         {"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
          "font-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
          "frame-ancestors 'none'", "object-src 'none'", "require-trusted-types-for 'script'",
          "trusted-types 'none'", "report-uri /policy-reports"}) {
        EXPECT_NE(policy.find(part), std::string_view::npos) << part;
    }
    EXPECT_EQ(policy.find("unsafe"), std::string_view::npos);
    EXPECT_EQ(policy.find("data:"), std::string_view::npos);
}

TEST(response, the_policy_leaves_nothing_to_send_to_another_host)
{
    for (const std::string_view word : {"http", "//", "*", "blob:", "wss:"}) {
        EXPECT_EQ(content_security_policy().find(word), std::string_view::npos) << word;
    }
}

TEST(response, the_headers_say_what_they_must)
{
    Response response = plain_text("x");
    add_security_headers(response, Encrypted::yes);
    struct Row {
        const char* name;
        const char* value;
    };
    const Row rows[] = {
        {"Strict-Transport-Security", "max-age=63072000; includeSubDomains"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cache-Control", "no-store"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(response.headers.one(row.name), row.value) << row.name;
    }
    EXPECT_EQ(response.headers.one("Permissions-Policy").find("=*"), std::string_view::npos);
    EXPECT_EQ(response.headers.one("Permissions-Policy").find("self"), std::string_view::npos);
}

TEST(response, of_a_policy_report_only_the_rule_is_kept)
{
    const auto report = [](const std::string& directive) {
        return "{\"csp-report\":{\"violated-directive\":\"" + directive + "\"}}";
    };
    EXPECT_EQ(violated_directive(report("style-src-attr")), "style-src");
    EXPECT_EQ(violated_directive(report("img-src 'self'")), "img-src");
    EXPECT_EQ(violated_directive(report("/records/amelia")), "other");
    for (const char* const odd :
         {"", "[]", "{}", "{\"csp-report\":1}", "{\"csp-report\":{}}", "{"}) {
        EXPECT_EQ(violated_directive(odd), "other") << odd;
    }
}

TEST(compression, comes_back_as_it_was)
{
    const std::string page(5'000, 'x');
    EXPECT_EQ(unzipped(gzip(page, 1)), page);
    EXPECT_EQ(unzipped(gzip("", 9)), "");
    EXPECT_EQ(unzipped(gzip(page + "y", 9)), page + "y");
}

TEST(compression, is_for_long_text_that_was_asked_for)
{
    struct Row {
        const char* why;
        const char* accepts;
        const char* type;
        std::size_t size;
        bool expected;
    };
    const Row rows[] = {
        {"a page", "gzip, deflate, br", "text/html; charset=utf-8", 5'000, true},
        {"with weights", "br;q=1.0, gzip;q=0.8", "text/html", 5'000, true},
        {"not wanted", "gzip;q=0, br", "text/html", 5'000, false},
        {"not wanted, in three digits", "gzip;q=0.000", "text/html", 5'000, false},
        {"nothing said", "", "text/html", 5'000, false},
        {"another name", "x-gzip", "text/html", 5'000, false},
        {"short", "gzip", "text/html", 100, false},
        {"a picture", "gzip", "image/png", 5'000, false},
    };
    for (const Row& row : rows) {
        Response response{.body = std::string(row.size, 'a')};
        response.with_header("Content-Type", row.type);
        compress_for(asking("/", {{"Accept-Encoding", row.accepts}}), response);
        EXPECT_EQ(response.headers.one("content-encoding") == "gzip", row.expected) << row.why;
        EXPECT_EQ(response.body.size() < row.size, row.expected) << row.why;
    }
}

TEST(static_assets, are_named_by_their_content_and_kept_for_good)
{
    const std::string style = "a{background:url(/assets/images/x.svg)}" + std::string(2'000, ' ');
    const StaticAssets assets{{{"heed.css", style}, {"images/x.svg", "<svg/>"}}};
    const std::string url = assets.url("heed.css");
    EXPECT_TRUE(url.starts_with("/assets/heed.") && url.ends_with(".css")) << url;

    const Response plain = assets.answer(asking(url, {}));
    EXPECT_EQ(plain.headers.one("content-type"), "text/css; charset=utf-8");
    EXPECT_EQ(plain.headers.one("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_NE(plain.body.find("url(" + assets.url("images/x.svg") + ")"), std::string::npos);

    const Response compressed = assets.answer(asking(url, {{"Accept-Encoding", "gzip"}}));
    EXPECT_EQ(compressed.headers.one("content-encoding"), "gzip");
    EXPECT_EQ(unzipped(compressed.body), plain.body);

    const StaticAssets changed{{{"heed.css", style}, {"images/x.svg", "<svg />"}}};
    EXPECT_NE(changed.url("heed.css"), url) << "a changed picture must change its style's name";
}

TEST(static_assets, without_the_hash_are_looked_up_each_time)
{
    const StaticAssets assets{{{"heed.js", "1"}}};
    const Response first = assets.answer(asking("/assets/heed.js", {}));
    EXPECT_EQ(first.headers.one("cache-control"), "no-cache");
    const std::string tag{first.headers.one("etag")};
    EXPECT_EQ(assets.answer(asking("/assets/heed.js", {{"If-None-Match", tag.c_str()}})).status,
              304);
}

TEST(static_assets, gives_out_nothing_else)
{
    const StaticAssets assets{{{"heed.js", "1"}}};
    for (const char* const path : {"/assets/", "/assets/other.js", "/assets/heed.0123456789ab.js",
                                   "/heed.js", "/assets/heed.js/"}) {
        EXPECT_THROW(assets.answer(asking(path, {})), base::NotFound) << path;
    }
    EXPECT_THROW(assets.url("other.js"), base::CheckFailed);
}

} // namespace web
