// Buttons, and the way out of a page in a hurry.
#pragma once

#include "web/components/fields.h"

namespace web {

enum class StartButton { no, yes };

struct Button {
    Content text;
    std::string name = {};
    std::optional<std::string> value = {};
    std::string classes = {}; ///< for example `govuk-button--secondary`
    std::string type = "submit";
    std::optional<Switch> prevent_double_click = {};
    Switch disabled = Switch::off;
    StartButton start = StartButton::no;
    std::string id = {};
    Attributes attributes = {};
};

Html button(const Button& options);

/// Looks like a button and leads somewhere.
struct ButtonLink {
    Content text;
    Url href;
    std::string classes = {};
    StartButton start = StartButton::no;
    std::string id = {};
    Attributes attributes = {};
};

Html button_link(const ButtonLink& options);

/// What the exit control says. Empty ones stay as the design system has them.
struct ExitWords {
    std::string activated = {};
    std::string timed_out = {};
    std::string press_two_more_times = {};
    std::string press_one_more_time = {};
};

/// For pages of children and families: leads at once to a page that tells nothing.
struct ExitThisPage {
    Url leads_to = Url::elsewhere("https://www.bbc.co.uk/weather");
    std::optional<Content> text = {};
    std::string id = {};
    std::string classes = {};
    ExitWords words = {};
    Attributes attributes = {};
};

Html exit_this_page(const ExitThisPage& options);

} // namespace web
