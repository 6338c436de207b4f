// Ways through the service: back, breadcrumbs, pages, tabs, the service's own navigation.
#pragma once

#include "web/components/fields.h"

#include <variant>

namespace web {

struct BackLink {
    Url href;
    Content text = "Back";
    std::string classes = {};
    Attributes attributes = {};
};

Html back_link(const BackLink& options);

struct Breadcrumb {
    Content text;
    std::optional<Url> href = {}; ///< none: the page itself
    Attributes attributes = {};
};

enum class Collapse { never, on_phone };

struct Breadcrumbs {
    std::vector<Breadcrumb> items;
    Collapse collapse = Collapse::never;
    std::string label = "Breadcrumb";
    std::string classes = {};
    Attributes attributes = {};
};

Html breadcrumbs(const Breadcrumbs& options);

struct PaginationArrow {
    Url href;
    std::optional<Content> text = {};
    std::string label = {};
    Attributes attributes = {};
};

enum class Current { no, yes };

struct PaginationItem {
    RequiredText number;
    Url href;
    Current current = Current::no;
    std::string label = {}; ///< `Page 3` unless given
    Attributes attributes = {};
};

/// Pages that are left out between two that are shown.
struct PaginationGap {};

struct Pagination {
    std::optional<PaginationArrow> previous = {};
    std::optional<PaginationArrow> next = {};
    std::vector<std::variant<PaginationItem, PaginationGap>> items = {};
    std::string label = "Pagination";
    std::string classes = {};
    Attributes attributes = {};
};

Html pagination(const Pagination& options);

struct TabItem {
    RequiredText label;
    Content content; ///< text becomes a paragraph
    std::string id = {};
    Attributes attributes = {};
    Attributes panel_attributes = {};
};

struct Tabs {
    std::vector<TabItem> items;
    std::string title = "Contents";
    std::string id = {};
    std::string id_prefix = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html tabs(const Tabs& options);

struct SkipLink {
    Content text = "Skip to main content";
    Url href = Url::place("main-content");
    std::string classes = {};
    Attributes attributes = {};
};

Html skip_link(const SkipLink& options);

/// `section`: the page shown lies under this item; `page`: it is this item's own page.
enum class Here { no, section, page };

struct NavigationItem {
    Content text;
    std::optional<Url> href = {};
    Here here = Here::no;
    Attributes attributes = {};
};

struct NavigationSlots {
    Html start = {};
    Html end = {};
    Html end_inline = {}; ///< beside the navigation where there is room
    Html navigation_start = {};
    Html navigation_end = {};
};

struct ServiceNavigation {
    std::vector<NavigationItem> items = {};
    std::string service_name = {};
    std::optional<Url> service_href = {};
    std::optional<Collapse> collapse = {}; ///< none: on a phone, when there is more than one item
    std::string label = "Service information";
    std::string menu_text = "Menu";
    std::string menu_label = {};
    std::string navigation_label = {};
    std::string navigation_id = "navigation";
    std::string navigation_classes = {};
    std::string classes = {};
    NavigationSlots slots = {};
    Attributes attributes = {};
};

Html service_navigation(const ServiceNavigation& options);

} // namespace web
