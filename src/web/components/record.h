// Heed's own parts of a page about a child: header, sections, chronology, statement marks, drafts.
#pragma once

#include "web/components/navigation.h"
#include "web/components/notices.h"

namespace web {

enum class AlertLevel { notice, warning, danger };

/// Something that whoever opens the record must know first. Carried by its words, not its colour.
struct Alert {
    RequiredText text;
    std::string detail = {}; ///< who owns it and when it will be looked at again
    AlertLevel level = AlertLevel::notice;
};

struct HeaderFact {
    RequiredText name; ///< `Age`
    Content value;     ///< `7 years 2 months`
};

/// Stands at the top of every page of a child's record. Not a heading: the page has its own.
struct ChildHeader {
    RequiredText name;
    Url href;
    std::vector<HeaderFact> facts;
    std::vector<Alert> alerts = {};
};

Html child_header(const ChildHeader& options);

struct Section {
    RequiredText text;
    Url href;
    Here here = Here::no;
};

/// The sections of one record. On a phone they run on over several lines.
struct SubNavigation {
    std::vector<Section> items;
    std::string label = "Sections of this record";
};

Html sub_navigation(const SubNavigation& options);

/// What kind of statement it is, and whether its writer saw or heard it themselves.
enum class StatementMark { fact, opinion, assessment, judgement, decision };
enum class StatementSource { first_hand, third_party };

struct Statement {
    StatementMark mark;
    StatementSource source;
    Content words;
    std::string said_by = {}; ///< whose words, for third-party statements
};

/// The mark alone: a word inside a shape of its own, with the source said in words.
Html statement_mark(StatementMark mark, StatementSource source);
/// A statement with its mark beside it.
Html statement(const Statement& options);

enum class Weight { ordinary, significant };

/// One event of a chronology.
struct TimelineEvent {
    RequiredText title;
    std::string date_time; ///< machine-readable, for example `2026-11-22T14:30`
    std::string when;      ///< as people read it
    std::optional<Url> href = {};
    std::string by = {};       ///< who wrote it, and for whom
    std::string recorded = {}; ///< only when that needs saying: `Recorded 2 days late`
    Weight weight = Weight::ordinary;
    Html content = {};
};

struct Timeline {
    std::vector<TimelineEvent> events; ///< in the order they are shown
    std::string label = "Chronology";
    int heading_level = 2;
};

/// An ordered list, so that it is read in order by everybody.
Html timeline(const Timeline& options);

/// One child's part of a form about several. Ticking or unticking the child shows or hides it;
/// without scripts it is always there.
struct ChildPart {
    RequiredText id;                ///< the part's own id
    RequiredText name;              ///< the child's name, its legend
    std::string about = {};         ///< age and anything that tells siblings apart
    std::string controlled_by = {}; ///< the id of the tick box; none: always shown
    Html content = {};
};

Html child_part(const ChildPart& options);

/// Says how the draft stands. Goes into the form after the last question and before the buttons:
/// until it is reached it stands at the bottom of the window. The script speaks through it.
struct AutosaveStatus {
    std::string saved_at = {}; ///< `2:02pm`, when the server holds a draft already
};

Html autosave_status(const AutosaveStatus& options);

/// What makes a form save its draft by itself: put these on its `form` element.
Attributes autosave_attributes(const Url& save_to, const Url& sign_in, std::string_view version);

/// A form that changes something: sent by POST, with its token.
struct PostForm {
    Url action;
    RequiredText form_token;
    Html content;
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html post_form(const PostForm& options);

} // namespace web
