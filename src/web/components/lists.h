// Answers, tasks and rows: summary list, task list, table.
#pragma once

#include "web/components/notices.h"

namespace web {

struct ActionLink {
    Content text;
    Url href;
    std::string hidden_text = {}; ///< finishes the link for a screen reader: `Change` `name`
    std::string classes = {};
    Attributes attributes = {};
};

struct ActionLinks {
    std::vector<ActionLink> items = {};
    std::string classes = {};
};

struct SummaryKey {
    template <Worded Words>
    // NOLINTNEXTLINE(google-explicit-constructor)
    SummaryKey(Words&& words, std::string chosen = {})
        : content{std::forward<Words>(words)}, classes{std::move(chosen)}
    {
    }
    Content content;
    std::string classes;
};
using SummaryValue = SummaryKey;

struct SummaryRow {
    SummaryKey key;
    SummaryValue value;
    std::optional<ActionLinks> actions = {};
    std::string classes = {};
};

struct SummaryCard {
    Content title;
    int heading_level = 2;
    std::string title_classes = {};
    ActionLinks actions = {};
    std::string classes = {};
    Attributes attributes = {};
};

struct SummaryList {
    std::vector<SummaryRow> rows;
    std::optional<SummaryCard> card = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html summary_list(const SummaryList& options);

/// A state, as plain text or as a tag.
struct TaskStatus {
    template <Worded Words>
    // NOLINTNEXTLINE(google-explicit-constructor)
    TaskStatus(Words&& words, std::string chosen = {})
        : content{std::forward<Words>(words)}, classes{std::move(chosen)}
    {
    }
    // NOLINTNEXTLINE(google-explicit-constructor)
    TaskStatus(const Tag& words, std::string chosen = {})
        : content{web::tag(words)}, classes{std::move(chosen)}
    {
    }
    Content content;
    std::string classes;
};

struct TaskItem {
    Content title;
    TaskStatus status;
    std::optional<Url> href = {};
    std::optional<Content> hint = {};
    std::string title_classes = {};
    std::string classes = {};
};

struct TaskList {
    std::vector<TaskItem> items;
    std::string id_prefix = "task-list";
    std::string classes = {};
    Attributes attributes = {};
};

Html task_list(const TaskList& options);

struct Cell {
    template <Worded Words>
    // NOLINTNEXTLINE(google-explicit-constructor)
    Cell(Words&& words) : content{std::forward<Words>(words)}
    {
    }
    template <Worded Words>
    Cell(Words&& words, std::string chosen_format, std::string chosen_classes = {})
        : content{std::forward<Words>(words)}, format{std::move(chosen_format)},
          classes{std::move(chosen_classes)}
    {
    }
    Content content;
    std::string format = {}; ///< `numeric`
    std::string classes = {};
    int column_span = 0;
    int row_span = 0;
    Attributes attributes = {};
};

enum class FirstCell { plain, header };

struct Table {
    std::string caption; ///< every table says what it holds
    std::vector<Cell> head;
    std::vector<std::vector<Cell>> rows;
    FirstCell first_cell = FirstCell::plain;
    std::string caption_classes = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html table(const Table& options);

/// A table that moves sideways inside its own box where the screen is narrow. It needs its caption.
Html wide_table(const Table& options);

} // namespace web
