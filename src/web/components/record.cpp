#include "web/components/record.h"

namespace web {
namespace {

struct LevelWords {
    std::string_view word;
    std::string_view classes;
};

LevelWords words_of(AlertLevel level)
{
    switch (level) {
    case AlertLevel::danger: return {"Danger", "heed-alert heed-alert--danger"};
    case AlertLevel::warning: return {"Warning", "heed-alert heed-alert--warning"};
    case AlertLevel::notice: break;
    }
    return {"Note", "heed-alert"};
}

void add_alert(Html& html, const Alert& alert)
{
    const LevelWords level = words_of(alert.level);
    html.add_element("li", {{"class", level.classes}},
                     element("strong", {{"class", "heed-alert__level"}}, level.word), Html{" "},
                     element("span", {{"class", "heed-alert__text"}}, alert.text), [&](Html& li) {
                         if (alert.detail.empty()) return;
                         li.add_literal(" ");
                         li.add_element("span", {{"class", "heed-alert__detail"}}, alert.detail);
                     });
}

std::string_view word_of(StatementMark mark)
{
    switch (mark) {
    case StatementMark::fact: return "Fact";
    case StatementMark::opinion: return "Opinion";
    case StatementMark::assessment: return "Assessment";
    case StatementMark::judgement: return "Judgement";
    case StatementMark::decision: return "Decision";
    }
    return {};
}

std::string_view class_of(StatementMark mark)
{
    switch (mark) {
    case StatementMark::fact: return "heed-mark--fact";
    case StatementMark::opinion: return "heed-mark--opinion";
    case StatementMark::assessment: return "heed-mark--assessment";
    case StatementMark::judgement: return "heed-mark--judgement";
    case StatementMark::decision: return "heed-mark--decision";
    }
    return {};
}

Html mark_with(StatementMark mark, StatementSource source, std::string_view source_words)
{
    const std::string_view source_class =
        source == StatementSource::first_hand ? "" : "heed-mark--third-party";
    return element("span", {{"class", joined({"heed-mark", class_of(mark), source_class})}},
                   element("strong", {{"class", "heed-mark__kind"}}, word_of(mark)), Html{" "},
                   element("span", {{"class", "heed-mark__source"}}, source_words));
}

std::string_view words_of(StatementSource source)
{
    return source == StatementSource::first_hand ? "first hand" : "from someone else";
}

void add_title(Html& html, const TimelineEvent& event, int level)
{
    const auto words = [&](Html& inside) {
        if (event.href) {
            inside.add_element("a", {{"class", "govuk-link"}, {"href", *event.href}}, event.title);
        } else {
            inside.add_text(event.title);
        }
    };
    constexpr std::string_view classes = "heed-timeline__title";
    if (level == 2) {
        html.add_element("h2", {{"class", classes}}, words);
    } else if (level == 3) {
        html.add_element("h3", {{"class", classes}}, words);
    } else {
        html.add_element("h4", {{"class", classes}}, words);
    }
}

void add_event(Html& html, const TimelineEvent& event, int level)
{
    const bool significant = event.weight == Weight::significant;
    html.add_element(
        "li",
        {{"class", significant ? "heed-timeline__event heed-timeline__event--significant"
                               : "heed-timeline__event"}},
        [&](Html& li) {
            add_title(li, event, level);
            li.add_element("p", {{"class", "heed-timeline__when"}}, [&](Html& when) {
                when.add_element("time", {{"datetime", event.date_time}}, event.when);
                if (significant) {
                    when.add_literal(" <strong class=\"heed-timeline__weight\">"
                                     "Significant</strong>");
                }
                if (!event.recorded.empty()) {
                    when.add_literal(" ");
                    when.add_element("span", {{"class", "heed-timeline__recorded"}},
                                     event.recorded);
                }
            });
            if (!event.by.empty()) {
                li.add_element("p", {{"class", "heed-timeline__by"}}, event.by);
            }
            if (!event.content.empty()) {
                li.add_element("div", {{"class", "heed-timeline__content"}}, event.content);
            }
        });
}

} // namespace

Html child_header(const ChildHeader& options)
{
    return element(
        "section", {{"class", "heed-child"}, {"aria-label", "Child"}},
        element(
            "p", {{"class", "heed-child__name"}},
            element("a", {{"class", "heed-child__link"}, {"href", options.href}}, options.name)),
        [&](Html& inside) {
            if (!options.facts.empty()) {
                inside.add_element("dl", {{"class", "heed-child__facts"}}, [&](Html& dl) {
                    for (const HeaderFact& fact : options.facts) {
                        dl.add_element("div", {{"class", "heed-child__fact"}},
                                       element("dt", {}, fact.name), element("dd", {}, fact.value));
                    }
                });
            }
            if (!options.alerts.empty()) {
                inside.add_element("ul",
                                   {{"class", "heed-child__alerts"}, {"aria-label", "Alerts"}},
                                   [&](Html& ul) {
                                       for (const Alert& alert : options.alerts) {
                                           add_alert(ul, alert);
                                       }
                                   });
            }
        });
}

Html sub_navigation(const SubNavigation& options)
{
    return element("nav", {{"class", "heed-sections"}, {"aria-label", options.label}},
                   element("ul", {{"class", "heed-sections__list"}}, [&](Html& ul) {
                       for (const Section& item : options.items) {
                           const std::string_view current = item.here == Here::page      ? "page"
                                                            : item.here == Here::section ? "true"
                                                                                         : "";
                           ul.add_element("li", {{"class", "heed-sections__item"}},
                                          element("a",
                                                  {{"class", "heed-sections__link"},
                                                   {"href", item.href},
                                                   {"aria-current", if_any(current)}},
                                                  item.text));
                       }
                   }));
}

Html statement_mark(StatementMark mark, StatementSource source)
{
    return mark_with(mark, source, words_of(source));
}

Html statement(const Statement& options)
{
    const std::string source =
        options.said_by.empty() ? std::string{words_of(options.source)} : "from " + options.said_by;
    return element("div", {{"class", joined({"heed-statement", class_of(options.mark)})}},
                   element("p", {{"class", "heed-statement__mark"}},
                           mark_with(options.mark, options.source, source)),
                   element("div", {{"class", "heed-statement__words"}}, options.words));
}

Html timeline(const Timeline& options)
{
    return element("ol", {{"class", "heed-timeline"}, {"aria-label", options.label}},
                   [&](Html& ol) {
                       for (const TimelineEvent& event : options.events) {
                           add_event(ol, event, options.heading_level);
                       }
                   });
}

Html child_part(const ChildPart& options)
{
    return element(
        "fieldset",
        {{"class", "govuk-fieldset heed-part"},
         {"id", options.id},
         {"data-part-of", if_any(options.controlled_by)}},
        element("legend",
                {{"class", "govuk-fieldset__legend govuk-fieldset__legend--m "
                           "heed-part__name"}},
                options.name,
                [&](Html& legend) {
                    if (options.about.empty()) return;
                    legend.add_literal(" ");
                    legend.add_element("span", {{"class", "heed-part__about"}}, options.about);
                }),
        options.content);
}

Html autosave_status(const AutosaveStatus& options)
{
    return element(
        "div",
        {{"class", "heed-autosave"},
         {"data-autosave-status", Present::yes},
         {"data-autosave-state", if_any(options.saved_at.empty() ? "" : "saved")}},
        element("p", {{"class", "heed-autosave__words"}, {"data-autosave-words", Present::yes}},
                [&](Html& words) {
                    if (options.saved_at.empty()) return;
                    words.add_literal("Draft saved at ").add_text(options.saved_at);
                }),
        element("p", {{"class", "govuk-visually-hidden"},
                      {"role", "status"},
                      {"data-autosave-spoken", Present::yes}}));
}

Attributes autosave_attributes(const Url& save_to, const Url& sign_in, std::string_view version)
{
    return {{"data-autosave-url", save_to.text()},
            {"data-autosave-sign-in", sign_in.text()},
            {"data-draft-version", std::string{version}}};
}

Html post_form(const PostForm& options)
{
    return element("form",
                   {{"method", "post"},
                    {"action", options.action},
                    {"novalidate", Present::yes},
                    {"id", if_any(options.id)},
                    {"class", if_any(options.classes)},
                    options.attributes},
                   hidden_field("form_token", options.form_token), options.content);
}

} // namespace web
