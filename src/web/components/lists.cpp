#include "web/components/lists.h"

#include "base/errors.h"

#include <algorithm>

namespace web {
namespace {

void add_action(Html& html, const ActionLink& action, const std::optional<SummaryCard>& card)
{
    html.add_element("a",
                     {{"class", joined({"govuk-link", action.classes})},
                      {"href", action.href},
                      action.attributes},
                     action.text, [&](Html& inside) {
                         if (action.hidden_text.empty() && !card) return;
                         inside.add_element(
                             "span", {{"class", "govuk-visually-hidden"}}, [&](Html& hidden) {
                                 if (!action.hidden_text.empty()) {
                                     hidden.add_literal(" ").add_text(action.hidden_text);
                                 }
                                 if (!card) return;
                                 hidden.add_literal(" (").add(card->title.html()).add_literal(")");
                             });
                     });
}

void add_row_actions(Html& html, const ActionLinks& actions, const std::optional<SummaryCard>& card)
{
    if (actions.items.empty()) return;
    html.add_element("dd", {{"class", joined({"govuk-summary-list__actions", actions.classes})}},
                     [&](Html& inside) {
                         if (actions.items.size() == 1) {
                             add_action(inside, actions.items.front(), card);
                             return;
                         }
                         inside.add_element(
                             "ul", {{"class", "govuk-summary-list__actions-list"}}, [&](Html& ul) {
                                 for (const ActionLink& action : actions.items) {
                                     ul.add_element(
                                         "li", {{"class", "govuk-summary-list__actions-list-item"}},
                                         [&](Html& li) { add_action(li, action, card); });
                                 }
                             });
                     });
}

/// Whether any row of the list can be changed: the others then leave a gap.
enum class Actions { none, some };

void add_row(Html& html, const SummaryRow& row, const SummaryList& options, Actions actions)
{
    const bool gap = actions == Actions::some && !row.actions;
    html.add_element(
        "div",
        {{"class", joined({"govuk-summary-list__row",
                           gap ? "govuk-summary-list__row--no-actions" : "", row.classes})}},
        [&](Html& inside) {
            inside.add_element("dt",
                               {{"class", joined({"govuk-summary-list__key", row.key.classes})}},
                               row.key.content);
            inside.add_element(
                "dd", {{"class", joined({"govuk-summary-list__value", row.value.classes})}},
                row.value.content);
            if (row.actions) add_row_actions(inside, *row.actions, options.card);
        });
}

void add_card_title(Html& html, const SummaryCard& card)
{
    const std::string classes = joined({"govuk-summary-card__title", card.title_classes});
    switch (card.heading_level) {
    case 3: html.add_element("h3", {{"class", classes}}, card.title); return;
    case 4: html.add_element("h4", {{"class", classes}}, card.title); return;
    default: html.add_element("h2", {{"class", classes}}, card.title);
    }
}

void add_card_actions(Html& html, const std::optional<SummaryCard>& card)
{
    const ActionLinks& actions = card->actions;
    if (actions.items.empty()) return;
    const std::string classes = joined({"govuk-summary-card__actions", actions.classes});
    if (actions.items.size() == 1) {
        html.add_element("div", {{"class", classes}},
                         [&](Html& inside) { add_action(inside, actions.items.front(), card); });
        return;
    }
    html.add_element("ul", {{"class", classes}}, [&](Html& ul) {
        for (const ActionLink& action : actions.items) {
            ul.add_element("li", {{"class", "govuk-summary-card__action"}},
                           [&](Html& li) { add_action(li, action, card); });
        }
    });
}

void add_task(Html& html, const TaskItem& item, const std::string& id)
{
    const std::string hint_id = item.hint ? id + "-hint" : "";
    const std::string status_id = id + "-status";
    html.add_element(
        "li",
        {{"class", joined({"govuk-task-list__item",
                           item.href ? "govuk-task-list__item--with-link" : "", item.classes})}},
        [&](Html& li) {
            li.add_element("div", {{"class", "govuk-task-list__name-and-hint"}}, [&](Html& inside) {
                if (item.href) {
                    inside.add_element("a",
                                       {{"class", joined({"govuk-link govuk-task-list__link",
                                                          item.title_classes})},
                                        {"href", *item.href},
                                        {"aria-describedby", joined({hint_id, status_id})}},
                                       item.title);
                } else {
                    inside.add_element("div", {{"class", if_any(item.title_classes)}}, item.title);
                }
                if (item.hint) {
                    inside.add_element("div", {{"id", hint_id}, {"class", "govuk-task-list__hint"}},
                                       *item.hint);
                }
            });
            li.add_element("div",
                           {{"class", joined({"govuk-task-list__status", item.status.classes})},
                            {"id", status_id}},
                           item.status.content);
        });
}

std::string span_text(int span)
{
    return span > 0 ? std::to_string(span) : std::string{};
}

void add_cell(Html& html, TagName name, const Cell& cell, std::string_view scope)
{
    const bool header = !scope.empty();
    std::string format;
    // A row's own header never has a format of its own.
    if (!cell.format.empty() && scope != "row") {
        format = (header ? "govuk-table__header--" : "govuk-table__cell--") + cell.format;
    }
    html.add_element(name,
                     {{"scope", if_any(scope)},
                      {"class", joined({header ? "govuk-table__header" : "govuk-table__cell",
                                        format, cell.classes})},
                      {"colspan", if_any(span_text(cell.column_span))},
                      {"rowspan", if_any(span_text(cell.row_span))},
                      cell.attributes},
                     cell.content);
}

void add_table_row(Html& html, const std::vector<Cell>& row, FirstCell first_cell)
{
    html.add_element("tr", {{"class", "govuk-table__row"}}, [&](Html& tr) {
        bool first = true;
        for (const Cell& cell : row) {
            if (first && first_cell == FirstCell::header) {
                add_cell(tr, "th", cell, "row");
            } else {
                add_cell(tr, "td", cell, {});
            }
            first = false;
        }
    });
}

} // namespace

Html summary_list(const SummaryList& options)
{
    const bool any =
        std::any_of(options.rows.begin(), options.rows.end(), [](const SummaryRow& row) {
            return row.actions && !row.actions->items.empty();
        });
    const Actions actions = any ? Actions::some : Actions::none;
    Html list = element(
        "dl", {{"class", joined({"govuk-summary-list", options.classes})}, options.attributes},
        [&](Html& dl) {
            for (const SummaryRow& row : options.rows) {
                add_row(dl, row, options, actions);
            }
        });
    if (!options.card) return list;
    return element("div",
                   {{"class", joined({"govuk-summary-card", options.card->classes})},
                    options.card->attributes},
                   element("div", {{"class", "govuk-summary-card__title-wrapper"}},
                           [&](Html& wrapper) {
                               add_card_title(wrapper, *options.card);
                               add_card_actions(wrapper, options.card);
                           }),
                   element("div", {{"class", "govuk-summary-card__content"}}, list));
}

Html task_list(const TaskList& options)
{
    return element("ul",
                   {{"class", joined({"govuk-task-list", options.classes})}, options.attributes},
                   [&](Html& ul) {
                       std::size_t number = 0;
                       for (const TaskItem& item : options.items) {
                           add_task(ul, item, options.id_prefix + "-" + std::to_string(++number));
                       }
                   });
}

Html table(const Table& options)
{
    return element(
        "table", {{"class", joined({"govuk-table", options.classes})}, options.attributes},
        [&](Html& inside) {
            if (!options.caption.empty()) {
                inside.add_element(
                    "caption",
                    {{"class", joined({"govuk-table__caption", options.caption_classes})}},
                    options.caption);
            }
            if (!options.head.empty()) {
                inside.add_element("thead", {{"class", "govuk-table__head"}}, [&](Html& head) {
                    head.add_element("tr", {{"class", "govuk-table__row"}}, [&](Html& tr) {
                        for (const Cell& cell : options.head)
                            add_cell(tr, "th", cell, "col");
                    });
                });
            }
            inside.add_element("tbody", {{"class", "govuk-table__body"}}, [&](Html& body) {
                for (const auto& row : options.rows)
                    add_table_row(body, row, options.first_cell);
            });
        });
}

Html wide_table(const Table& options)
{
    base::check(!options.caption.empty(), "a table that can be moved says what it holds");
    return element("div",
                   {{"class", "heed-wide"},
                    {"role", "region"},
                    {"aria-label", options.caption},
                    {"tabindex", "0"}},
                   table(options));
}

} // namespace web
