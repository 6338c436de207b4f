// Untrusted XML as a stream of events. No document type, no entities but the five that XML itself
// has, no network, UTF-8 only; depth and lengths are limited. Nothing of the file is kept.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace census {

/// What an element of a return has besides its name: nothing, or what none of them may have.
enum class Trimmings { none, attributes_or_namespace };

class XmlEvents {
public:
    XmlEvents() = default;
    XmlEvents(const XmlEvents&) = delete;
    XmlEvents& operator=(const XmlEvents&) = delete;
    virtual ~XmlEvents() = default;

    virtual void start(std::string_view name, int line, Trimmings trimmings) = 0;
    virtual void end(int line) = 0;
    /// Part of a text: it may come in several pieces.
    virtual void text(std::string_view piece, int line) = 0;
};

/// Why the reading stopped before the end of the file.
struct XmlFault {
    int line = 0;
    std::string wrong;
    std::string action;
};

class XmlStream {
public:
    explicit XmlStream(XmlEvents& events);
    ~XmlStream();
    XmlStream(const XmlStream&) = delete;
    XmlStream& operator=(const XmlStream&) = delete;

    /// The next bytes of the file. False once there is a fault; nothing further is read then.
    /// Throws what the events throw.
    bool read(std::string_view bytes);
    /// The file ended here. False when it was not whole.
    bool finish();
    /// The events' own reason to stop.
    void stop(XmlFault fault);

    const XmlFault* fault() const;

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace census
