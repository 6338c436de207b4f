// Takes the body of one request, as its route wants it: kept in memory and decoded at the end, or
// streamed part by part to the route's sink. Holds the form token to its place before any file.
#pragma once

#include "web/forgery.h"
#include "web/multipart.h"
#include "web/request.h"
#include "web/router.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace web {

/// A type of body that the route does not take.
class UnsupportedBody : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A part or the whole of a body that is over its limit.
class BodyTooLarge : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// True when the route takes a body of the type that the request announces.
bool takes_type(Takes takes, std::string_view content_type);

/// The session that a change must be proved to come from.
struct TokenCheck {
    const FormTokens& tokens;
    std::string session; ///< empty when there is none, and then nothing is checked

    /// Throws base::Forbidden unless `token` belongs to the session.
    void require(std::string_view token) const;
};

class BodyReceiver {
public:
    BodyReceiver(Request& request, const Route& route, TokenCheck check,
                 const MultipartLimits& limits);
    ~BodyReceiver();
    BodyReceiver(const BodyReceiver&) = delete;
    BodyReceiver& operator=(const BodyReceiver&) = delete;

    /// True when take() hands content on to the route's sink, which may wait: call it on a worker.
    bool streams() const { return m_reader.has_value(); }

    /// The next piece. Throws one of base/errors.h or of the above.
    void take(std::string_view piece);

    /// After the last piece: fills Request::form and Request::uploads and checks the form token.
    void finish();

private:
    class FormSink;

    void read_multipart(MultipartReader& reader, std::string_view piece);

    Request& m_request;
    const Route& m_route;
    TokenCheck m_check;
    MultipartLimits m_limits;
    std::unique_ptr<FormSink> m_sink;
    std::optional<MultipartReader> m_reader;
};

} // namespace web
