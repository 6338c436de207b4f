#include "record/pages/entry_pages.h"

#include "base/errors.h"
#include "base/text.h"
#include "ledger/cosignature.h"
#include "person/pages/child_header.h"
#include "record/pages/answers_view.h"
#include "record/pages/paths.h"
#include "record/reading.h"
#include "site/typing.h"
#include "web/components.h"

#include <algorithm>

namespace record {

namespace {

struct Address {
    base::RecordId record;
    std::uint64_t sequence = 0;
};

Address address_of(const web::Request& request)
{
    return {request.parameter<base::RecordId>("record"), site::entry_number(request)};
}

std::vector<web::SummaryRow> signing_rows(const SignedEntry& entry, std::uint64_t entries)
{
    std::string number = std::to_string(entry.sequence);
    if (entries > 0) number += " of " + std::to_string(entries) + " in this record";
    return {
        {.key = "Signed by", .value = signed_by(entry.signer)},
        {.key = "When it happened", .value = plain(entry.occurred)},
        {.key = "When it was recorded", .value = base::plain(entry.recorded)},
        {.key = "Number", .value = number},
        {.key = "Form", .value = entry.form_reference},
    };
}

web::Html corrections_html(const ReadableEntry& readable, std::string_view child)
{
    web::Html html;
    for (const SignedEntry& correction : readable.corrections) {
        auto rows = answer_rows(correction.answered, Shown::both, child);
        rows.push_back({.key = "Corrected by", .value = signed_by(correction.signer)});
        rows.push_back({.key = "When", .value = base::plain(correction.recorded)});
        html.add(web::summary_list({
            .rows = std::move(rows),
            .card = web::SummaryCard{.title = "Correction, number " +
                                              std::to_string(correction.sequence)},
            .classes = "heed-correction",
        }));
    }
    return html;
}

web::Html related_html(site::Site& site, const access::Viewer& viewer, const EntryPage& page)
{
    if (page.related.empty()) return {};
    web::Html list;
    std::vector<access::ReadNote> notes;
    site.desk.data.read([&](store::Reader& reader) {
        for (const RelatedEntry& related : page.related) {
            const person::Child child = person::child_of(site.desk, reader, viewer, related.record);
            notes.push_back({related.record, access::Looked::list, {}});
            list.add_element("li", {},
                             web::link("The same event on " + child.shown_name() + "'s record",
                                       paths::entry(related.record, related.sequence)));
        }
    });
    site.desk.trail.note(viewer, notes);
    web::Html html = web::heading_2("The other children");
    html.add_element("ul", {{"class", "govuk-list"}}, list);
    return html;
}

/// Said to who signed it, on the page that they are led to.
web::Html signed_banner(const EntryPage& page, const access::Viewer& viewer,
                        std::string_view number)
{
    const auto is_it = [&](const SignedEntry& entry) {
        return std::to_string(entry.sequence) == number && entry.signer.staff == viewer.staff();
    };
    const auto said = [](std::string words) {
        return web::notification_banner(
            {.content = std::move(words), .kind = web::NotificationKind::success});
    };
    const auto& corrections = page.readable.corrections;
    if (std::any_of(corrections.begin(), corrections.end(), is_it)) {
        return said("Signed. Your correction is shown with the entry.");
    }
    if (!is_it(page.readable.entry)) return {};
    const std::size_t records = page.related.size() + 1;
    return said(records == 1 ? std::string{"Signed. The entry is on the record."}
                             : "Signed. There is an entry on each of " + std::to_string(records) +
                                   " children's records.");
}

web::Response get_entry(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const Address at = address_of(request);
    const EntryPage page = entry_page(site.desk, viewer, at.record, at.sequence);
    const SignedEntry& entry = page.readable.entry;
    const person::Frame frame = person::frame_of(site, viewer, at.record);

    web::Html main = web::heading_1(entry.title);
    main.add(late_mark(entry));
    if (!page.readable.corrections.empty()) {
        main.add(web::warning_text({.content = "This entry has been corrected. What was first "
                                               "written and the correction are both shown."}));
    }
    if (entry.corrects) {
        main.add(web::inset_text(
            {.content = web::link("This corrects entry " + std::to_string(*entry.corrects),
                                  paths::entry(at.record, *entry.corrects))}));
    }
    main.add(corrections_html(page.readable, frame.child.first_name()));
    main.add(web::summary_list(
        {.rows = answer_rows(entry.answered, Shown::both, frame.child.first_name())}));
    main.add(web::heading_2("Who signed, and when"));
    main.add(web::summary_list({.rows = signing_rows(entry, page.entries)}));
    main.add(related_html(site, viewer, page));
    main.add(web::element("div", {{"class", "govuk-button-group"}},
                          entry.corrects
                              ? web::Html{}
                              : web::button_link({.text = "Correct this entry",
                                                  .href = paths::correct(at.record, at.sequence),
                                                  .classes = "govuk-button--secondary"}),
                          web::link("History and proof", paths::proof(at.record, at.sequence))));

    site::PageParts parts = person::parts_of(frame, entry.title, person::Section::chronology);
    if (request.query.has("signed"))
        parts.notice = signed_banner(page, viewer, request.query.one("signed"));
    return site::show(site, request, parts, main);
}

std::string witnesses_in_words(const ledger::Checkpoint& checkpoint)
{
    const std::vector<std::string> names = ledger::witnesses_named(checkpoint);
    return names.empty() ? "None" : base::join_plain(names);
}

web::Response get_proof(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const Address at = address_of(request);
    const Proof proof = proof_of(site.desk, viewer, at.record, at.sequence);
    const person::Frame frame = person::frame_of(site, viewer, at.record);
    const auto code = [](std::string_view text) {
        return web::element("code", {{"class", "heed-code"}}, text);
    };
    web::Html path;
    for (const base::Digest& hash : proof.inclusion.path) {
        path.add_element("li", {}, code(base::to_hex(hash)));
    }
    web::Html main = web::heading_1("History and proof");
    main.add(web::paragraph("This page shows that the entry is in the ledger just as it was "
                            "signed. Anybody can check the proof file, even without Heed."));
    main.add(web::summary_list(
        {.rows = {
             {.key = "Entry", .value = proof.entry.title},
             {.key = "Number in this record", .value = std::to_string(at.sequence)},
             {.key = "Place in the ledger", .value = std::to_string(proof.entry.position)},
             {.key = "Hash of this entry", .value = code(base::to_hex(proof.entry.leaf))},
             {.key = "Entry before it in this record",
              .value = proof.header.previous ? code(base::to_hex(*proof.header.previous))
                                             : web::Html::text("None: this is the first")},
             {.key = "Signed state of the ledger",
              .value = std::to_string(proof.checkpoint.size) + " entries"},
             {.key = "Root of the ledger", .value = code(base::to_hex(proof.checkpoint.root))},
             {.key = "Witnesses who signed it", .value = witnesses_in_words(proof.checkpoint)},
         }}));
    main.add(web::button_link(
        {.text = "Download the proof", .href = paths::proof_file(at.record, at.sequence)}));
    main.add(web::details({.summary = "The hashes that lead from this entry to the root",
                           .content = web::element("ol", {{"class", "govuk-list"}}, path)}));
    main.add(web::heading_2("What is in clear in the ledger"));
    main.add(web::element("pre",
                          {{"class", "heed-code heed-code--block"},
                           {"tabindex", "0"},
                           {"aria-label", "The entry's header"},
                           {"role", "region"}},
                          ledger::to_text(proof.header)));
    site::PageParts parts =
        person::parts_of(frame, "History and proof", person::Section::chronology);
    parts.back = web::BackLink{.href = paths::entry(at.record, at.sequence)};
    return site::show(site, request, parts, main);
}

web::Response get_proof_file(site::Site& site, web::Request& request)
{
    const Address at = address_of(request);
    const Proof proof = proof_of(site.desk, site::viewer_of(request), at.record, at.sequence);
    return web::download({
        .file_name = "entry-" + std::to_string(proof.entry.position) + ".tlog-proof",
        .content_type = "text/plain; charset=utf-8",
        .content = proof.file,
    });
}

} // namespace

void add_entry_pages(web::Router& router, site::Site& site)
{
    const auto add = [&](const char* pattern, const char* name,
                         web::Response (*handle)(site::Site&, web::Request&)) {
        router.add({
            .pattern = pattern,
            .name = name,
            .handler = [&site, handle](web::Request& request) { return handle(site, request); },
        });
    };
    add("/records/{record}/entries/{sequence}", "entry", get_entry);
    add("/records/{record}/entries/{sequence}/proof", "entry.proof", get_proof);
    add("/records/{record}/entries/{sequence}/proof/file", "entry.proof.file", get_proof_file);
}

} // namespace record
