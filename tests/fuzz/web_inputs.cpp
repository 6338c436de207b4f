#include "web_inputs.h"

#include "base/errors.h"
#include "base/text.h"
#include "web/cookies.h"
#include "web/message_parser.h"
#include "web/multipart.h"
#include "web/target.h"
#include "web/url.h"

#include <algorithm>
#include <string>

namespace fuzz {

namespace {

/// What a parser made of some bytes, in words that can be compared.
std::string reading_of(std::string_view bytes, std::size_t piece)
{
    web::MessageParser parser{{}};
    std::string received;
    std::string content;
    bool has_head = false;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        received.append(bytes.substr(at, piece));
        if (!has_head) {
            const auto used = parser.take_head(received);
            if (!used) return "refused " + std::to_string(used.error());
            if (*used == 0) continue;
            has_head = true;
            received.erase(0, *used);
            parser.limit_body(10'000);
        }
        const auto used = parser.take_body(received, content);
        if (!used) return "refused " + std::to_string(used.error());
        received.erase(0, *used);
    }
    if (!has_head) return "no head yet";
    return parser.head().target + (parser.is_complete() ? " complete " : " incomplete ") + content;
}

void check_target(std::string_view text)
{
    const auto target = web::parse_target(text);
    if (!target) return;
    base::check(base::is_clean_utf8(target->path), "a clean path");
    base::check(target->path.starts_with('/'), "an absolute path");
    base::check((target->path + "/").find("/../") == std::string::npos, "no way up");
    base::check(target->path.find("//") == std::string::npos, "no blank part");
    for (const auto& [name, value] : target->query.pairs()) {
        base::check(base::is_clean_utf8(name) && base::is_clean_utf8(value), "a clean query");
    }
}

void check_head(const web::Head& head)
{
    const auto& headers = head.headers;
    base::check(headers.count("host") == 1, "exactly one host");
    base::check(headers.count("content-length") + headers.count("transfer-encoding") <= 1,
                "one way of telling the length");
    for (const auto& [name, value] : headers.pairs()) {
        base::check(name.find_first_of(" \t\r\n:") == std::string::npos, "a plain name");
        base::check(value.find_first_of(std::string_view{"\r\n\0", 3}) == std::string::npos,
                    "a value of one line");
    }
    check_target(head.target);
}

class Listener final : public web::PartSink {
public:
    void begin(const web::PartHeader& header) override
    {
        base::check(!m_in_part, "parts do not nest");
        base::check(!header.name.empty() && base::is_clean_utf8(header.name), "a clean name");
        m_in_part = true;
        m_heard += "[" + header.name + "|" + header.file_name.value_or("-") + "|";
    }
    void content(std::string_view piece) override
    {
        base::check(m_in_part, "content belongs to a part");
        m_heard += piece;
    }
    void end() override
    {
        base::check(m_in_part, "an end follows a beginning");
        m_in_part = false;
        m_heard += "]";
    }

    const std::string& heard() const { return m_heard; }

private:
    bool m_in_part = false;
    std::string m_heard;
};

/// What the sink heard of a whole body; empty when it was refused.
std::string heard_of(std::string_view body, std::size_t piece)
{
    Listener listener;
    web::MultipartReader reader{"x", listener, {.parts = 20, .part_header_bytes = 500}};
    for (std::size_t at = 0; at < body.size(); at += piece) {
        if (!reader.feed(body.substr(at, piece))) return {};
    }
    if (!reader.finish()) return {};
    return listener.heard();
}

} // namespace

void web_head(std::string_view bytes)
{
    web::MessageParser parser{{}};
    const auto used = parser.take_head(bytes);
    if (used && *used > 0) check_head(parser.head());
    // However the bytes are cut on their way, they must be read alike: what a parser reads
    // differently is what requests are smuggled in. A refusal may come sooner with fewer bytes.
    const std::string whole = reading_of(bytes, std::max<std::size_t>(bytes.size(), 1));
    const std::string in_pieces = reading_of(bytes, 7);
    const bool both_refused = whole.starts_with("refused") && in_pieces.starts_with("refused");
    base::check(whole == in_pieces || both_refused, "one reading");
}

void web_form(std::string_view bytes)
{
    const auto values = web::parse_urlencoded(bytes);
    if (!values) return;
    std::string again;
    for (const auto& [name, value] : values->pairs()) {
        base::check(base::is_clean_utf8(name) && base::is_clean_utf8(value), "clean text");
        again += web::percent_encoded(name) + "=" + web::percent_encoded(value) + "&";
    }
    const auto second = web::parse_urlencoded(again);
    base::check(second && second->pairs() == values->pairs(), "encoding undoes decoding");
}

void web_multipart(std::string_view bytes)
{
    if (bytes.empty()) return;
    const std::size_t piece = 1 + static_cast<unsigned char>(bytes[0]) % 60U;
    const std::string_view body = bytes.substr(1);
    base::check(heard_of(body, piece) == heard_of(body, body.size() + 1), "one reading");
}

void web_cookies(std::string_view bytes)
{
    const web::Values cookies = web::parse_cookies(bytes);
    for (const auto& [name, value] : cookies.pairs()) {
        base::check(cookies.all(name).size() == 1, "each name once");
        const std::string header = web::to_set_cookie({.name = name, .value = value});
        base::check(header.starts_with("__Host-" + name + "=" + value + ";"), "can be set again");
    }
}

void web_target(std::string_view bytes)
{
    check_target(bytes);
    if (const auto url = web::Url::parse(bytes)) {
        base::check(url->text() == bytes && !bytes.starts_with("//"), "a link stays here");
        base::check(bytes.find_first_of("\r\n\\") == std::string_view::npos, "and is one line");
    }
    if (const auto boundary = web::multipart_boundary(bytes)) {
        base::check(!boundary->empty() && boundary->size() <= 70, "a boundary of the right length");
        base::check(boundary->find_first_of("\r\n\"") == std::string::npos, "a plain boundary");
    }
}

} // namespace fuzz
