// What a page tells a person: errors, news, warnings, states, help.
#pragma once

#include "web/components/fields.h"

namespace web {

struct ErrorSummaryItem {
    Content text;
    std::optional<Url> href = {}; ///< `Url::place(id)` of the field
    Attributes attributes = {};
};

struct ErrorSummary {
    std::vector<ErrorSummaryItem> items;
    Content title = "There is a problem";
    std::optional<Content> description = {};
    std::string classes = {};
    std::optional<Switch> auto_focus = {};
    Attributes attributes = {};
};

Html error_summary(const ErrorSummary& options);

enum class NotificationKind { important, success };

struct NotificationBanner {
    Content content; ///< text becomes one bold line; Html is placed as it is
    NotificationKind kind = NotificationKind::important;
    std::optional<Content> title = {};
    int title_heading_level = 2;
    std::string title_id = {};
    std::string role = {};
    std::string classes = {};
    std::optional<Switch> auto_focus = {};
    Attributes attributes = {};
};

Html notification_banner(const NotificationBanner& options);

struct PanelAction {
    RequiredText text;
    std::optional<Url> href = {};
    std::string button_type = {}; ///< `button` makes a button of it
    std::string classes = {};
    Attributes attributes = {};
};

struct PanelActions {
    std::vector<PanelAction> items;
    std::string classes = {};
    Attributes attributes = {};
};

enum class PanelKind { confirmation, interruption };

struct Panel {
    Content title;
    std::optional<Content> content = {};
    PanelKind kind = PanelKind::confirmation;
    int heading_level = 1;
    std::string classes = {};
    std::optional<PanelActions> actions = {}; ///< of an interruption only
    Attributes attributes = {};
};

Html panel(const Panel& options);

struct InsetText {
    Content content;
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html inset_text(const InsetText& options);

struct WarningText {
    Content content;
    std::string icon_words = "Warning";
    std::string classes = {};
    Attributes attributes = {};
};

Html warning_text(const WarningText& options);

struct Details {
    Content summary;
    Content content;
    std::string id = {};
    Switch open = Switch::off;
    std::string classes = {};
    Attributes attributes = {};
};

Html details(const Details& options);

struct Tag {
    Content text;
    std::string classes = {}; ///< for example `govuk-tag--red`
    Attributes attributes = {};
};

Html tag(const Tag& options);

} // namespace web
