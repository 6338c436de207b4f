#include "web/body_receiver.h"

#include "base/errors.h"
#include "base/text.h"

#include <utility>

namespace web {

namespace {

/// All the text fields of one form together, when its files are streamed past.
constexpr std::size_t field_bytes_limit = 1U << 20U;

std::string_view media_type(std::string_view content_type)
{
    return base::trim(content_type.substr(0, content_type.find(';')));
}

bool is_multipart(const Request& request)
{
    return equal_ignoring_case(media_type(request.header("content-type")), "multipart/form-data");
}

std::string_view token_of(const Request& request)
{
    if (request.headers.has(form_token_header)) return request.header(form_token_header);
    return request.form.one(form_token_field);
}

} // namespace

bool takes_type(Takes takes, std::string_view content_type)
{
    const std::string_view type = media_type(content_type);
    const bool form = equal_ignoring_case(type, "application/x-www-form-urlencoded");
    switch (takes) {
    case Takes::nothing: return true; // there is no body whose type could be wrong
    case Takes::form: return form;
    case Takes::form_with_files: return form || multipart_boundary(content_type).has_value();
    case Takes::json: return equal_ignoring_case(type, "application/json");
    case Takes::bytes: return !type.empty();
    }
    return false;
}

void TokenCheck::require(std::string_view token) const
{
    if (session.empty() || tokens.holds(token, session)) return;
    throw base::Forbidden{"the form token does not belong to the session"};
}

/// Puts fields into Request::form, and files into Request::uploads or the route's own sink.
class BodyReceiver::FormSink final : public PartSink {
public:
    FormSink(Request& request, const Route& route, const TokenCheck& check)
        : m_request{request}, m_route{route}, m_check{check}
    {
    }

    void begin(const PartHeader& header) override
    {
        if (!header.file_name) {
            m_place = Place::field;
            m_name = header.name;
            m_value.clear();
            return;
        }
        if (header.file_name->empty()) {
            m_place = Place::no_file; // a file question that was left unanswered
            return;
        }
        m_check.require(token_of(m_request));
        if (!m_route.sink) {
            m_place = Place::upload;
            m_request.uploads.push_back({.field = header.name,
                                         .file_name = *header.file_name,
                                         .content_type = header.content_type,
                                         .content = {}});
            return;
        }
        if (!m_files) m_files = m_route.sink(m_request);
        m_place = Place::sink;
        m_files->begin(header);
    }

    void content(std::string_view piece) override
    {
        switch (m_place) {
        case Place::field: return add_to_field(piece);
        case Place::upload: m_request.uploads.back().content.append(piece); return;
        case Place::sink: m_files->content(piece); return;
        case Place::no_file: throw base::BadRequest{"a file without a name"};
        }
    }

    void end() override
    {
        if (m_place == Place::sink) m_files->end();
        if (m_place != Place::field) return;
        if (!base::is_clean_utf8(m_value)) throw base::BadRequest{"a form field is not UTF-8"};
        m_request.form.add(std::move(m_name), std::move(m_value));
    }

private:
    enum class Place { field, upload, sink, no_file };

    void add_to_field(std::string_view piece)
    {
        m_field_bytes += piece.size();
        if (m_field_bytes > field_bytes_limit) throw BodyTooLarge{"the form's fields are too long"};
        m_value.append(piece);
    }

    Request& m_request;
    const Route& m_route;
    const TokenCheck& m_check;
    std::unique_ptr<PartSink> m_files;
    Place m_place = Place::field;
    std::string m_name;
    std::string m_value;
    std::size_t m_field_bytes = 0;
};

BodyReceiver::BodyReceiver(Request& request, const Route& route, TokenCheck check,
                           const MultipartLimits& limits)
    : m_request{request}, m_route{route}, m_check{std::move(check)}, m_limits{limits}
{
    if (!route.sink || !is_multipart(request)) return;
    m_sink = std::make_unique<FormSink>(m_request, m_route, m_check);
    m_reader.emplace(multipart_boundary(request.header("content-type")).value(), *m_sink, m_limits);
}

BodyReceiver::~BodyReceiver() = default;

void BodyReceiver::take(std::string_view piece)
{
    if (m_reader)
        read_multipart(*m_reader, piece);
    else
        m_request.body.append(piece);
}

void BodyReceiver::finish()
{
    const bool takes_form = m_route.takes == Takes::form || m_route.takes == Takes::form_with_files;
    if (m_reader) {
        if (!m_reader->finish()) throw base::BadRequest{"the form breaks off"};
    } else if (takes_form && is_multipart(m_request)) {
        FormSink sink{m_request, m_route, m_check};
        MultipartReader reader{multipart_boundary(m_request.header("content-type")).value(), sink,
                               m_limits};
        const std::string body = std::exchange(m_request.body, {});
        read_multipart(reader, body);
        if (!reader.finish()) throw base::BadRequest{"the form breaks off"};
    } else if (takes_form) {
        auto form = parse_urlencoded(std::exchange(m_request.body, {}));
        if (!form) throw base::BadRequest{"the form cannot be read"};
        m_request.form = *std::move(form);
    }
    m_check.require(token_of(m_request));
}

void BodyReceiver::read_multipart(MultipartReader& reader, std::string_view piece)
{
    const auto read = reader.feed(piece);
    if (read) return;
    if (read.error() == MultipartRefusal::part_too_long) throw BodyTooLarge{"a part is too long"};
    throw base::BadRequest{"the form cannot be read"};
}

} // namespace web
