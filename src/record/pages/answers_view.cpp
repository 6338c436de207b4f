#include "record/pages/answers_view.h"

#include <algorithm>

namespace record {

using manual::FieldKind;
using manual::Meaning;

namespace {

web::StatementMark mark_of(manual::StatementKind kind)
{
    switch (kind) {
    case manual::StatementKind::fact: return web::StatementMark::fact;
    case manual::StatementKind::opinion: return web::StatementMark::opinion;
    case manual::StatementKind::assessment: return web::StatementMark::assessment;
    case manual::StatementKind::judgement: return web::StatementMark::judgement;
    case manual::StatementKind::decision: return web::StatementMark::decision;
    }
    return web::StatementMark::fact;
}

web::Html statements_html(const std::vector<manual::Statement>& statements)
{
    web::Html html;
    for (const manual::Statement& one : statements) {
        html.add(web::statement({
            .mark = mark_of(one.kind),
            .source = one.source == manual::Source::first_hand ? web::StatementSource::first_hand
                                                               : web::StatementSource::third_party,
            .words = web::Html::lines(one.text),
            .said_by = one.told_by,
        }));
    }
    return html;
}

std::string unknown_words(const manual::Unknown& unknown)
{
    switch (unknown.which) {
    case manual::UnknownAnswer::not_known: return "Not known: " + unknown.reason;
    case manual::UnknownAnswer::not_applicable: return "Does not apply: " + unknown.reason;
    case manual::UnknownAnswer::declined: return "Did not want to answer: " + unknown.reason;
    }
    return unknown.reason;
}

std::string text_words(const Answered& answered, std::string_view child)
{
    const std::string text{answered.answer.text()};
    switch (answered.kind) {
    case FieldKind::date: {
        const auto date = base::Date::parse(text);
        return date ? date->plain() : text;
    }
    case FieldKind::time: {
        const auto time = base::TimeOfDay::parse(text);
        return time ? time->plain() : text;
    }
    case FieldKind::yes_no: {
        const std::string word = text == "yes" ? "Yes" : "No";
        return answered.answer.reason.empty() ? word : word + ": " + answered.answer.reason;
    }
    case FieldKind::choice: return manual::with_child(answered.label_of(text), child);
    default: return answered.label_of(text);
    }
}

/// Opaque marks that serve the machine and tell a reader nothing.
bool is_for_reading(const Answered& answered)
{
    return std::find(answered.means.begin(), answered.means.end(), Meaning::household) ==
           answered.means.end();
}

bool belongs(const Answered& answered, Shown shown)
{
    if (shown == Shown::both) return true;
    return (answered.part == manual::Part::child) == (shown == Shown::child_part);
}

} // namespace

web::Html answer_html(const Answered& answered, std::string_view child)
{
    if (const auto* const statements = answered.answer.statements()) {
        return statements_html(*statements);
    }
    if (const auto* const unknown = answered.answer.unknown()) {
        return web::Html::text(unknown_words(*unknown));
    }
    if (const auto* const chosen = answered.answer.chosen()) {
        web::Html list;
        for (const std::string& option : *chosen) {
            list.add_element("li", {}, manual::with_child(answered.label_of(option), child));
        }
        return web::element("ul", {{"class", "govuk-list"}}, list);
    }
    return web::Html::lines(text_words(answered, child));
}

std::vector<web::SummaryRow> answer_rows(const std::vector<Answered>& answered, Shown shown,
                                         std::string_view child)
{
    std::vector<web::SummaryRow> rows;
    for (const Answered& one : answered) {
        if (!belongs(one, shown) || !is_for_reading(one)) continue;
        rows.push_back({
            .key = manual::with_child(one.question, child),
            .value = answer_html(one, child),
        });
    }
    return rows;
}

std::vector<Answered> to_answered(const manual::Manual& manual, const manual::Form& form,
                                  const manual::Answers& answers, manual::Timeliness recorded)
{
    // Composed as it will be signed, and read back as it will be read: what is checked is what is
    // kept.
    const ledger::NewEntry entry = compose_entry(
        manual, form, answers, {.occurred = ledger::Occurred::at({}), .recorded_in = recorded});
    return read_answers(entry.payload);
}

std::string plain(const ledger::Occurred& occurred)
{
    if (occurred.is_day_only()) return occurred.date().plain();
    return base::plain(occurred.instant());
}

std::string signed_by(const access::Signer& signer)
{
    std::string words = signer.name;
    for (const std::string* const part : {&signer.post_title, &signer.team, &signer.agency}) {
        if (!part->empty()) words += ", " + *part;
    }
    return words;
}

web::Html late_mark(const SignedEntry& entry)
{
    if (!entry.late_reason) return {};
    web::Html words = web::tag({.text = "Recorded late", .classes = "govuk-tag--orange"});
    words.add_literal(" ").add_text(*entry.late_reason);
    return web::element("p", {{"class", "govuk-body heed-late"}}, words);
}

} // namespace record
