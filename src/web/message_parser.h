// Reads one request: the strict check of the head, then Beast's parser, fed by hand. Knows nothing
// of sockets, so that tests and the fuzzer can feed it too.
#pragma once

#include "base/result.h"
#include "web/head_check.h"
#include "web/headers.h"
#include "web/request.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace web {

enum class Body { none, of_known_length, chunked };

enum class AfterAnswer { keep_open, close };

struct Head {
    std::optional<Method>
        method; ///< empty for one that no route can have (TRACE, OPTIONS, CONNECT)
    std::string target;
    Headers headers;
    Body body = Body::none;
    std::uint64_t body_bytes = 0; ///< when the length is known
    bool has_length = false;      ///< a Content-Length was sent, perhaps of nought
    bool expects_continue = false;
    AfterAnswer after_answer = AfterAnswer::keep_open;
};

class MessageParser {
public:
    explicit MessageParser(const HeadLimits& limits);
    ~MessageParser();
    MessageParser(const MessageParser&) = delete;
    MessageParser& operator=(const MessageParser&) = delete;

    /// Looks at everything received since the request's first byte. How many bytes the head took;
    /// nought while more is needed; or the status to refuse with.
    base::Result<std::size_t, int> take_head(std::string_view received);

    /// Once the head was taken.
    const Head& head() const { return m_head; }

    /// More than this in the body is refused with 413. To be set after the head and before the
    /// body.
    void limit_body(std::uint64_t bytes);

    /// Decodes what it can of `received` onto `content`. How many bytes it used; what is left must
    /// be given again with more behind it. Or the status to refuse with.
    base::Result<std::size_t, int> take_body(std::string_view received, std::string& content);

    /// True when the body is over: what follows belongs to the next request.
    bool is_complete() const;

private:
    class Reader;

    HeadLimits m_limits;
    HeadScanner m_scanner;
    Head m_head;
    std::unique_ptr<Reader> m_reader;
};

} // namespace web
