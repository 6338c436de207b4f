#include "web/message_parser.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace web {

namespace {

namespace http = boost::beast::http;
using Error = boost::beast::error_code;
using Text = boost::beast::string_view;

std::string_view to_view(Text text)
{
    return {text.data(), text.size()};
}

std::optional<Method> to_method(std::string_view word)
{
    for (const Method method :
         {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::remove}) {
        if (to_word(method) == word) return method;
    }
    return std::nullopt;
}

/// The longest chunk size line, and the longest end of a chunked body, with nothing allowed in it.
constexpr std::size_t chunk_line_limit = 64;

} // namespace

class MessageParser::Reader final : public http::basic_parser<true> {
public:
    explicit Reader(Head& head) : m_head{head} {}

    /// Where decoded content goes while the parser is fed.
    std::string* content = nullptr;

private:
    void on_request_impl(http::verb, Text method, Text target, int, Error&) override
    {
        m_head.method = to_method(to_view(method));
        m_head.target = to_view(target);
    }

    void on_response_impl(int, Text, int, Error&) override {}

    void on_field_impl(http::field, Text name, Text value, Error& error) override
    {
        // A field after the body could say something else than the head that was already acted on.
        if (m_has_head)
            error = http::error::bad_field;
        else
            m_head.headers.add(to_view(name), to_view(value));
    }

    void on_header_impl(Error&) override { m_has_head = true; }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}

    std::size_t on_body_impl(Text body, Error&) override
    {
        content->append(body.data(), body.size());
        return body.size();
    }

    void on_chunk_header_impl(std::uint64_t, Text extension, Error& error) override
    {
        if (!extension.empty()) error = http::error::bad_chunk_extension;
    }

    std::size_t on_chunk_body_impl(std::uint64_t, Text body, Error&) override
    {
        content->append(body.data(), body.size());
        return body.size();
    }

    void on_finish_impl(Error&) override {}

    Head& m_head;
    bool m_has_head = false;
};

MessageParser::MessageParser(const HeadLimits& limits)
    : m_limits{limits}, m_scanner{limits}, m_reader{std::make_unique<Reader>(m_head)}
{
    m_reader->header_limit(static_cast<std::uint32_t>(limits.bytes + chunk_line_limit));
    m_reader->body_limit(boost::none); // the head is read before the route, which sets the limit
    m_reader->eager(false);
}

MessageParser::~MessageParser() = default;

base::Result<std::size_t, int> MessageParser::take_head(std::string_view received)
{
    switch (m_scanner.scan(received)) {
    case HeadScanner::Outcome::need_more: return 0;
    case HeadScanner::Outcome::refused: return base::refuse(m_scanner.status());
    case HeadScanner::Outcome::complete: break;
    }
    const std::string_view head = received.substr(0, m_scanner.size());
    if (const auto refusal = head_refusal(head, m_limits)) return base::refuse(*refusal);

    Error error;
    const std::size_t used = m_reader->put({head.data(), head.size()}, error);
    if (error || used != head.size() || !m_reader->is_header_done()) return base::refuse(400);
    m_reader->eager(true);

    m_head.has_length = m_head.headers.has("content-length");
    m_head.expects_continue = m_head.headers.has("expect");
    if (!m_reader->keep_alive()) m_head.after_answer = AfterAnswer::close;
    if (m_reader->chunked()) m_head.body = Body::chunked;
    if (const auto length = m_reader->content_length(); length && *length > 0) {
        m_head.body = Body::of_known_length;
        m_head.body_bytes = *length;
    }
    return head.size();
}

void MessageParser::limit_body(std::uint64_t bytes)
{
    m_reader->body_limit(bytes);
}

base::Result<std::size_t, int> MessageParser::take_body(std::string_view received,
                                                        std::string& content)
{
    if (is_complete() || received.empty()) return 0;
    m_reader->content = &content;
    Error error;
    const std::size_t used = m_reader->put({received.data(), received.size()}, error);
    m_reader->content = nullptr;
    if (error == http::error::body_limit) return base::refuse(413);
    if (error && error != http::error::need_more) return base::refuse(400);
    if (!is_complete() && received.size() - used > chunk_line_limit) return base::refuse(400);
    return used;
}

bool MessageParser::is_complete() const
{
    return m_reader->is_done();
}

} // namespace web
