// multipart/form-data (RFC 7578), read as it arrives: parts go to a sink in pieces, so that a file
// never has to be in memory whole.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace web {

struct PartHeader {
    std::string name;
    std::optional<std::string> file_name; ///< given, perhaps blank, when the part is a file
    std::string content_type;             ///< `text/plain` when the part does not say
};

/// Where parts go: begin, then content in any number of pieces, then end. May throw one of
/// base/errors.h; the reader then stops for good.
class PartSink {
public:
    virtual ~PartSink() = default;
    virtual void begin(const PartHeader& header) = 0;
    virtual void content(std::string_view piece) = 0;
    virtual void end() = 0;
};

struct MultipartLimits {
    std::size_t parts = 200;
    std::size_t part_header_bytes = 4'096;
    std::size_t part_bytes = 64U << 20U;
};

enum class MultipartRefusal { malformed, too_many_parts, header_too_long, part_too_long };

/// The boundary in a `Content-Type: multipart/form-data; boundary=…` header. Empty unless it is
/// there once and well formed.
std::optional<std::string> multipart_boundary(std::string_view content_type);

class MultipartReader {
public:
    MultipartReader(std::string_view boundary, PartSink& sink, const MultipartLimits& limits = {});

    /// Takes the next piece of the body. After a refusal every later call refuses the same.
    base::Result<void, MultipartRefusal> feed(std::string_view piece);
    /// Call when the body is over: refuses one that breaks off.
    base::Result<void, MultipartRefusal> finish();

private:
    enum class State {
        before_first,
        after_boundary,
        part_header,
        part_content,
        after_last,
        failed
    };

    bool step();
    bool step_before_first();
    bool step_after_boundary();
    bool step_part_header();
    bool step_part_content();
    bool fail(MultipartRefusal refusal);
    void pass_on(std::size_t size);

    std::string m_delimiter; ///< CR LF `--` boundary
    PartSink& m_sink;
    MultipartLimits m_limits;
    std::string m_pending;
    State m_state = State::before_first;
    MultipartRefusal m_refusal = MultipartRefusal::malformed;
    std::size_t m_parts = 0;
    std::size_t m_part_bytes = 0;
};

} // namespace web
