#include "census/census.h"

#include "base/sha256.h"
#include "census/group.h"
#include "census/rules.h"
#include "census/values.h"
#include "census/whole_file.h"
#include "census/xml_stream.h"

#include <fmt/format.h>
#include <optional>
#include <vector>

namespace census {

namespace {

constexpr std::size_t piece_length = 64 * 1024;
constexpr std::string_view choose_another = "Choose the XML file of the Children in Need return.";

/// Follows the stream through Message, Header and Children, and checks each child as it ends.
class Reader final : public XmlEvents {
public:
    Reader(const ReadOptions& options, const Sink& sink) : m_options{options}, m_sink{sink} {}

    Summary run(std::istream& input);

    void start(std::string_view name, int line, Trimmings trimmings) override;
    void end(int line) override;
    void text(std::string_view piece, int line) override;

private:
    enum class Place { outside, message, header, children, child, skipped };

    void start_root(std::string_view name, int line);
    void start_in_message(std::string_view name, int line);
    void start_in_children(std::string_view name, int line);
    void skip(std::string_view name, std::string_view parent, int line);
    void end_header();
    void end_child();
    void check_complete();
    void refuse(Refusal refusal);
    void stop(int line, std::string wrong, std::string_view action);
    void report_fault(const XmlFault& fault);
    void tell_progress();

    const ReadOptions& m_options;
    const Sink& m_sink;
    XmlStream m_stream{*this};
    Summary m_summary;
    WholeFile m_whole_file;
    std::uint64_t m_bytes = 0;

    Place m_place = Place::outside;
    Place m_place_before = Place::outside; ///< where the skipping began
    int m_skipped_depth = 0;
    bool m_warned_of_attributes = false;
    bool m_warned_of_text = false;
    bool m_has_header = false;
    bool m_has_children = false;
    bool m_has_return = false;
    std::optional<GroupReader> m_group;
    std::size_t m_errors_of_child = 0;
};

Summary Reader::run(std::istream& input)
{
    base::Sha256 hash;
    std::vector<char> buffer(piece_length);
    bool going = true;
    while (going && input) {
        input.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        const std::string_view piece{buffer.data(), static_cast<std::size_t>(input.gcount())};
        if (piece.empty()) break;
        m_bytes += piece.size();
        hash.add(base::view_bytes(piece));
        if (m_bytes > m_options.most_bytes) {
            stop(0, "The file is larger than a return can be.", choose_another);
        }
        going = m_stream.read(piece);
        tell_progress();
    }
    if (input.bad()) stop(0, "The file could not be read to its end.", "Try again.");
    if (going) m_stream.finish();
    if (const XmlFault* fault = m_stream.fault()) {
        report_fault(*fault);
    } else {
        check_complete();
    }
    m_summary.digest = base::to_hex(hash.finish());
    tell_progress();
    return m_summary;
}

void Reader::report_fault(const XmlFault& fault)
{
    m_summary.unusable = true;
    m_errors_of_child = 0;
    m_group.reset();
    m_place = Place::outside;
    refuse({fault.line, {}, "file", Severity::error, fault.wrong, fault.action, {}});
}

void Reader::check_complete()
{
    m_place = Place::outside;
    if (!m_has_children || m_summary.children == 0) {
        m_summary.unusable = true;
        refuse({0,
                "Children",
                "file",
                Severity::error,
                "The file holds no children.",
                std::string{choose_another},
                {}});
        return;
    }
    m_whole_file.finish([this](Refusal refusal) { refuse(std::move(refusal)); });
    const auto& shared = m_whole_file.refused_children();
    m_summary.refused_children.insert(shared.begin(), shared.end());
}

void Reader::refuse(Refusal refusal)
{
    if (m_summary.errors + m_summary.queries > m_options.most_refusals) return;
    const bool is_error = refusal.severity == Severity::error;
    (is_error ? m_summary.errors : m_summary.queries) += 1;
    if (m_place == Place::child) {
        refusal.child = m_summary.children;
        m_errors_of_child += is_error ? 1U : 0U;
    }
    if (m_sink.refusal) m_sink.refusal(refusal);
    if (m_summary.errors + m_summary.queries == m_options.most_refusals) {
        stop(refusal.line,
             fmt::format("There are {} faults: Heed stops here.", m_options.most_refusals),
             "Put these right first, then import the file again.");
    }
}

void Reader::stop(int line, std::string wrong, std::string_view action)
{
    m_stream.stop({line, std::move(wrong), std::string{action}});
}

void Reader::tell_progress()
{
    if (m_sink.progress) {
        m_sink.progress({m_bytes, m_options.bytes_total, m_summary.children});
    }
}

void Reader::start(std::string_view name, int line, Trimmings trimmings)
{
    if (trimmings != Trimmings::none && !m_warned_of_attributes) {
        m_warned_of_attributes = true;
        refuse({line,
                clip(name),
                "structure",
                Severity::error,
                "An element has attributes or a namespace, which no element of a return has.",
                "Export the return again from the system it comes from.",
                {}});
    }
    switch (m_place) {
    case Place::outside: start_root(name, line); break;
    case Place::message: start_in_message(name, line); break;
    case Place::children: start_in_children(name, line); break;
    case Place::header:
    case Place::child: m_group->start(name, line); break;
    case Place::skipped: ++m_skipped_depth; break;
    }
}

void Reader::start_root(std::string_view name, int line)
{
    if (name != "Message") {
        stop(line, "This is not a Children in Need return: it does not begin with Message.",
             choose_another);
        return;
    }
    m_place = Place::message;
}

void Reader::start_in_message(std::string_view name, int line)
{
    const auto take = [this](Refusal refusal) { refuse(std::move(refusal)); };
    if (name == "Header" && !m_has_header && !m_has_children) {
        m_has_header = true;
        m_group.emplace(header_layout(), 0, line, take);
        m_place = Place::header;
    } else if (name == "Children" && !m_has_children) {
        m_has_children = true;
        m_place = Place::children;
        if (!m_has_return) {
            stop(line, "The header does not say whose return this is and for which year.",
                 "Put the header right and import the file again.");
        }
    } else {
        skip(name, "Message", line);
    }
}

void Reader::start_in_children(std::string_view name, int line)
{
    if (name != "Child") {
        skip(name, "Children", line);
        return;
    }
    ++m_summary.children;
    m_errors_of_child = 0;
    m_place = Place::child;
    m_group.emplace(child_layout(), m_summary.source.year, line,
                    [this](Refusal refusal) { refuse(std::move(refusal)); });
}

void Reader::skip(std::string_view name, std::string_view parent, int line)
{
    refuse({line,
            fmt::format("{}/{}", parent, clip(name)),
            "structure",
            Severity::error,
            fmt::format("No such element belongs here, inside {}.", parent),
            "Check the spelling and the capital letters, or take the element out.",
            {}});
    m_place_before = m_place;
    m_place = Place::skipped;
    m_skipped_depth = 1;
}

void Reader::end(int)
{
    switch (m_place) {
    case Place::skipped:
        if (--m_skipped_depth == 0) m_place = m_place_before;
        break;
    case Place::header:
        if (m_group->end()) end_header();
        break;
    case Place::child:
        if (m_group->end()) end_child();
        break;
    case Place::children: m_place = Place::message; break;
    case Place::message: m_place = Place::outside; break;
    case Place::outside: break;
    }
}

void Reader::end_header()
{
    const auto source =
        to_return(m_group->group(), [this](Refusal refusal) { refuse(std::move(refusal)); });
    m_has_return = source.has_value();
    if (source) m_summary.source = *source;
    m_group.reset();
    m_place = Place::message;
}

void Reader::end_child()
{
    const Refuse take = [this](Refusal refusal) { refuse(std::move(refusal)); };
    Child child = to_child(m_group->group(), m_summary.source.year, take);
    child.ordinal = m_summary.children;
    check_rules(child, m_summary.source, m_options, take);
    m_whole_file.add(child, m_summary.source, take);
    m_group.reset();
    m_place = Place::children;
    if (m_errors_of_child > 0) {
        m_summary.refused_children.insert(child.ordinal);
    } else if (m_sink.child) {
        m_sink.child(m_summary.source, child);
    }
}

void Reader::text(std::string_view piece, int line)
{
    if (m_place == Place::header || m_place == Place::child) {
        m_group->text(piece, line);
        return;
    }
    if (m_place == Place::skipped || m_warned_of_text) return;
    if (piece.find_first_not_of(" \t\r\n") == std::string_view::npos) return;
    m_warned_of_text = true;
    refuse({line, m_place == Place::children ? "Children" : "Message", "structure", Severity::error,
            "There is text between the elements.", "Take the text out.", clip(piece)});
}

} // namespace

Summary read(std::istream& input, const ReadOptions& options, const Sink& sink)
{
    return Reader{options, sink}.run(input);
}

} // namespace census
