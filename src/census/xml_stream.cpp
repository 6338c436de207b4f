#include "census/xml_stream.h"

#include "base/errors.h"
#include "census/tag_gauge.h"

#include <algorithm>
#include <cctype>
#include <exception>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <optional>

namespace census {

namespace {

constexpr int deepest = 12;
constexpr std::size_t declaration_length = 200;

std::string_view to_view(const xmlChar* text)
{
    return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

std::string lower(std::string_view text)
{
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

XmlFault wrong_encoding()
{
    return {1, "The file is not written in UTF-8.",
            "Save or export it again with the encoding UTF-8, and import that file."};
}

/// What the XML declaration at the head of the file calls its encoding; empty when it says nothing.
std::string declared_encoding(std::string_view head)
{
    if (!head.starts_with("<?xml")) return {};
    const std::string_view declaration = head.substr(0, head.find("?>"));
    const std::size_t at = declaration.find("encoding");
    if (at == std::string_view::npos) return {};
    const std::size_t from = declaration.find_first_of("\"'", at);
    if (from == std::string_view::npos) return {};
    const std::size_t to = declaration.find(declaration[from], from + 1);
    return lower(declaration.substr(from + 1, to == std::string_view::npos ? to : to - from - 1));
}

// libxml2 would hand other encodings to the C library's converters; a return has no need of them.
std::optional<XmlFault> refuse_encoding(std::string_view head)
{
    if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
    if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return wrong_encoding();
    if (head.size() > 1 && (head[0] == '\0' || head[1] == '\0')) return wrong_encoding();
    const std::string encoding = declared_encoding(head);
    if (encoding.empty() || encoding == "utf-8" || encoding == "utf8" || encoding == "us-ascii") {
        return std::nullopt;
    }
    return wrong_encoding();
}

XmlFault explain(int code, int line)
{
    switch (code) {
    case XML_ERR_INVALID_ENCODING:
    case XML_ERR_INVALID_CHAR:
        return {line, "There is a character here that is not UTF-8 or not allowed in XML.",
                "Save or export the file again with the encoding UTF-8, and import that file."};
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
    case XML_ERR_ENTITYREF_SEMICOL_MISSING:
    case XML_ERR_NAME_REQUIRED:
        return {line, "There is an “&” or an entity here that a return may not hold.",
                "Write “&amp;” for the sign “&”, or ask the supplier of the system that made it."};
    case XML_ERR_DOCUMENT_EMPTY:
        return {line, "The file holds no XML.", "Choose the return's XML file."};
    default:
        return {line, "The XML is broken here: the file may have been cut off or changed by hand.",
                "Export the return again from the system it comes from, and import that file."};
    }
}

} // namespace

struct XmlStream::Parser {
    enum class Piece { more_follow, last };

    XmlEvents* events = nullptr;
    xmlParserCtxtPtr context = nullptr;
    std::string head;
    bool begun = false;
    int depth = 0;
    TagGauge tags;
    std::optional<XmlFault> fault;
    std::exception_ptr thrown; ///< by the events; it must not pass through libxml2's own frames

    int line() const { return context->input == nullptr ? 0 : context->input->line; }

    void stop(XmlFault why)
    {
        if (!fault) fault = std::move(why);
        xmlStopParser(context);
    }

    bool feed(std::string_view bytes, Piece piece)
    {
        if (fault) return false;
        if (const auto too_long = tags.take(bytes)) {
            fault = {*too_long, "A tag that begins here is longer than any in a return.",
                     "Choose the return's XML file."};
            return false;
        }
        const int result = xmlParseChunk(context, bytes.data(), static_cast<int>(bytes.size()),
                                         piece == Piece::last ? 1 : 0);
        if (thrown) std::rethrow_exception(thrown);
        if (!fault && result != XML_ERR_OK && context->wellFormed == 0) {
            const xmlError* error = xmlCtxtGetLastError(context);
            fault = explain(error == nullptr ? result : error->code,
                            error == nullptr ? line() : error->line);
        }
        return !fault;
    }

    bool begin()
    {
        begun = true;
        fault = refuse_encoding(head);
        if (fault) return false;
        const std::string first = std::move(head);
        head.clear();
        return feed(first, Piece::more_follow);
    }

    static Parser& of(void* context) { return *static_cast<Parser*>(context); }
};

namespace {

// The parser's own type is private to XmlStream, so the callbacks are given it as a parameter.
template <typename Parser> struct Callbacks {
    static Parser& of(void* context)
    {
        return *static_cast<Parser*>(static_cast<xmlParserCtxtPtr>(context)->_private);
    }

    template <typename Call> static void tell(Parser& parser, Call call)
    {
        if (parser.fault || parser.thrown) return;
        try {
            call();
        } catch (...) {
            parser.thrown = std::current_exception();
            xmlStopParser(parser.context);
        }
    }

    static void start(void* context, const xmlChar* name, const xmlChar* prefix,
                      const xmlChar* address, int namespaces, const xmlChar**, int attributes, int,
                      const xmlChar**)
    {
        Parser& parser = of(context);
        tell(parser, [&] {
            if (++parser.depth > deepest) {
                parser.stop({parser.line(), "Elements are nested deeper here than in any return.",
                             "Choose the return's XML file."});
                return;
            }
            // A declared but unused prefix on the root does no harm; an element in a namespace
            // does.
            const bool strange = prefix != nullptr || address != nullptr || attributes > 0 ||
                                 (namespaces > 0 && parser.depth > 1);
            parser.events->start(to_view(name), parser.line(),
                                 strange ? Trimmings::attributes_or_namespace : Trimmings::none);
        });
    }

    static void end(void* context, const xmlChar*, const xmlChar*, const xmlChar*)
    {
        Parser& parser = of(context);
        tell(parser, [&] {
            --parser.depth;
            parser.events->end(parser.line());
        });
    }

    static void text(void* context, const xmlChar* characters, int length)
    {
        Parser& parser = of(context);
        tell(parser, [&] {
            parser.events->text(
                {reinterpret_cast<const char*>(characters), static_cast<std::size_t>(length)},
                parser.line());
        });
    }

    static void document_type(void* context, const xmlChar*, const xmlChar*, const xmlChar*)
    {
        Parser& parser = of(context);
        tell(parser, [&] {
            parser.stop({parser.line(), "The file declares a document type, which no return does.",
                         "Export the return again from the system it comes from."});
        });
    }

    static xmlEntityPtr entity(void*, const xmlChar* name) { return xmlGetPredefinedEntity(name); }

    // libxml2's own handler would print part of the file.
    static void quiet(void*, xmlErrorPtr) {}
};

} // namespace

XmlStream::XmlStream(XmlEvents& events) : m_parser{std::make_unique<Parser>()}
{
    using Call = Callbacks<Parser>;
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = Call::start;
    handler.endElementNs = Call::end;
    handler.characters = Call::text;
    handler.cdataBlock = Call::text;
    handler.ignorableWhitespace = Call::text;
    handler.internalSubset = Call::document_type;
    handler.getEntity = Call::entity;
    handler.serror = Call::quiet;
    m_parser->context = xmlCreatePushParserCtxt(&handler, nullptr, nullptr, 0, nullptr);
    base::check(m_parser->context != nullptr, "libxml2 gave no parser");
    m_parser->context->_private = m_parser.get();
    m_parser->events = &events;
    xmlCtxtUseOptions(m_parser->context, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC |
                                             XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

XmlStream::~XmlStream()
{
    xmlFreeParserCtxt(m_parser->context);
}

bool XmlStream::read(std::string_view bytes)
{
    if (m_parser->fault) return false;
    if (m_parser->begun) return m_parser->feed(bytes, Parser::Piece::more_follow);
    m_parser->head.append(bytes);
    return m_parser->head.size() < declaration_length || m_parser->begin();
}

bool XmlStream::finish()
{
    if (!m_parser->begun && !m_parser->begin()) return false;
    return m_parser->feed({}, Parser::Piece::last);
}

void XmlStream::stop(XmlFault fault)
{
    m_parser->stop(std::move(fault));
}

const XmlFault* XmlStream::fault() const
{
    return m_parser->fault ? &*m_parser->fault : nullptr;
}

} // namespace census
