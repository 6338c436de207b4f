#include "web/router.h"

#include "base/errors.h"

#include <algorithm>
#include <array>
#include <map>

namespace web {

namespace {

constexpr std::size_t method_count = 6;

bool is_parameter(std::string_view part)
{
    return part.size() > 2 && part.front() == '{' && part.back() == '}';
}

/// The parts of a path between its slashes; `/` has none, and `/a/` ends with a blank one.
std::vector<std::string_view> parts_of(std::string_view path)
{
    std::vector<std::string_view> parts;
    while (!path.empty() && path != "/") {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        parts.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    if (path == "/" && !parts.empty()) parts.emplace_back();
    return parts;
}

} // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
    std::unique_ptr<Node> parameter;
    std::array<const Route*, method_count> routes{};

    bool is_end() const
    {
        return std::any_of(routes.begin(), routes.end(),
                           [](const Route* r) { return r != nullptr; });
    }
};

void Router::NodeDeleter::operator()(Node* node) const
{
    delete node;
}

Router::Router() : m_root{new Node} {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Route route)
{
    base::check(route.pattern.starts_with('/'), "a route's pattern begins with a slash");
    base::check(!route.name.empty(), "a route has a name");
    base::check(route.method != Method::head, "a HEAD request runs the route of GET");
    base::check(route.handler != nullptr, "a route has a handler");
    base::check(!route.sink || route.takes == Takes::form_with_files, "only files go to a sink");
    base::check(changes_state(route.method) || route.takes == Takes::nothing, "a GET has no body");
    base::check(route.proof != Proof::signed_body || route.needs == Needs::nothing,
                "a signed body stands for nobody who is signed in");
    for (const auto& other : m_routes) {
        base::check(other->name != route.name, "a route's name stands once: " + route.name);
    }
    Node& node = node_for(route.pattern);
    const Route*& place = node.routes.at(static_cast<std::size_t>(route.method));
    base::check(place == nullptr, "a route for this method and path was added before");
    m_routes.push_back(std::make_unique<Route>(std::move(route)));
    place = m_routes.back().get();
}

Router::Node& Router::node_for(std::string_view pattern)
{
    Node* node = m_root.get();
    for (const std::string_view part : parts_of(pattern)) {
        base::check(!part.empty(), "a pattern has no blank part");
        std::unique_ptr<Node>& next =
            is_parameter(part) ? node->parameter : node->fixed[std::string{part}];
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    return *node;
}

Router::Match Router::match(Method method, std::string_view path) const
{
    const auto parts = parts_of(path);
    // A fixed part wins, but only when the rest of the path fits behind it; so both are kept.
    std::vector<const Node*> nodes{m_root.get()};
    for (const std::string_view part : parts) {
        std::vector<const Node*> next;
        for (const Node* const node : nodes) {
            const auto fixed = node->fixed.find(part);
            if (fixed != node->fixed.end()) next.push_back(fixed->second.get());
            if (node->parameter && !part.empty()) next.push_back(node->parameter.get());
        }
        nodes = std::move(next);
    }

    Match match;
    const Method wanted = method == Method::head ? Method::get : method;
    for (const Node* const node : nodes) {
        for (const Route* const route : node->routes) {
            if (route == nullptr) continue;
            match.allowed.push_back(route->method);
            if (route->method == wanted && match.route == nullptr) match.route = route;
        }
    }
    if (match.route == nullptr) return match;
    const auto pattern_parts = parts_of(match.route->pattern);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!is_parameter(pattern_parts[i])) continue;
        const std::string_view name = pattern_parts[i].substr(1, pattern_parts[i].size() - 2);
        match.parameters.add(std::string{name}, std::string{parts[i]});
    }
    return match;
}

} // namespace web
