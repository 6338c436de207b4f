// One group of a return (a child, or the header) gathered from the stream: its elements in a small
// tree, checked against the layout while they come in.
#pragma once

#include "census/layout.h"
#include "census/refusal.h"

#include <functional>
#include <string>
#include <vector>

namespace census {

struct Node {
    const Element* element = nullptr;
    int line = 0;
    std::string value;
    std::vector<Node> inside;
};

using Refuse = std::function<void(Refusal)>;

/// Gathers one group. Order, repetition, absence and unknown elements are refused as they are met;
/// what is left is a tree of known elements only.
class GroupReader {
public:
    GroupReader(const Element& layout, int year, int line, Refuse refuse);
    GroupReader(const GroupReader&) = delete;
    GroupReader& operator=(const GroupReader&) = delete;

    void start(std::string_view name, int line);
    void text(std::string_view piece, int line);
    /// True when this ended the group itself.
    bool end();

    const Node& group() const { return m_root; }

private:
    struct Open {
        Node* node = nullptr;
        std::size_t place = 0; ///< in the layout: nothing before it may come any more
        std::vector<unsigned> counts;
        bool stray_text = false;
    };

    void open(Node& node);
    void check_absent(const Open& open);
    void refuse_unknown(const Open& open, std::string_view name, int line);
    bool accept(Open& open, std::size_t place, int line);
    bool is_in_year(const Element& element) const;

    int m_year;
    Refuse m_refuse;
    Node m_root;
    std::vector<Open> m_open;
    int m_skipping = 0; ///< how deep inside something unknown
    std::size_t m_elements = 0;
    bool m_too_many = false;
};

/// The first element of that name directly inside; null when there is none.
const Node* find(const Node& group, std::string_view name);

} // namespace census
