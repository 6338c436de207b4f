#include "record/pages/entry_pages.h"

#include "base/errors.h"
#include "person/pages/child_header.h"
#include "record/pages/answers_view.h"
#include "record/pages/field_view.h"
#include "record/pages/paths.h"
#include "record/reading.h"
#include "record/refusal.h"
#include "record/signing.h"
#include "site/typing.h"
#include "web/components.h"

#include <charconv>

namespace record {

namespace {

struct Address {
    base::RecordId record;
    std::uint64_t sequence = 0;
};

Address address_of(const web::Request& request)
{
    const std::string& text = request.parameter("sequence");
    Address address{.record = request.parameter<base::RecordId>("record")};
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), address.sequence);
    const bool canonical = error == std::errc{} && end == text.data() + text.size() &&
                           std::to_string(address.sequence) == text;
    if (!canonical) throw base::NotFound{"There is no such entry."};
    return address;
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
    site.desk.data.read([&](store::Reader& reader) {
        for (const RelatedEntry& related : page.related) {
            const person::Child child = person::child_of(site.desk, reader, viewer, related.record);
            list.add_element("li", {},
                             web::link("The same event on " + child.shown_name() + "'s record",
                                       paths::entry(related.record, related.sequence)));
        }
    });
    web::Html html = web::heading_2("The other children");
    html.add_element("ul", {{"class", "govuk-list"}}, list);
    return html;
}

web::Html signed_banner(const EntryPage& page, std::string_view what)
{
    if (what == "correction") {
        return web::notification_banner(
            {.content = "Signed. Your correction is shown with the entry.",
             .kind = web::NotificationKind::success});
    }
    const std::size_t records = page.related.size() + 1;
    const std::string words = records == 1 ? "Signed. The entry is on the record."
                                           : "Signed. There is an entry on each of " +
                                                 std::to_string(records) + " children's records.";
    return web::notification_banner({.content = words, .kind = web::NotificationKind::success});
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
        parts.notice = signed_banner(page, request.query.one("signed"));
    return site::show(site, request, parts, main);
}

struct CorrectionForm {
    Address at;
    Typed typed;
    EventErrors errors;
    std::string key; ///< of the signing: the same page pressed twice signs once
};

const manual::Form& correction_form(site::Site& site)
{
    const manual::Form* const form = site.desk.manual_now().form_for(manual::Purpose::correction);
    if (form == nullptr) throw base::NotFound{"The manual has no form for corrections."};
    return *form;
}

web::Response show_correction(site::Site& site, const web::Request& request,
                              const CorrectionForm& correction)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const EntryPage page =
        entry_page(site.desk, viewer, correction.at.record, correction.at.sequence);
    const person::Frame frame = person::frame_of(site, viewer, correction.at.record);
    const manual::Form& form = correction_form(site);

    web::Html content = web::hidden_field("form", form.id);
    content.add(web::hidden_field("children", correction.at.record.text()));
    content.add(web::hidden_field("key", correction.key));
    const auto view = [&](std::string prefix, std::optional<base::RecordId> record) {
        return PartView{.form = form,
                        .typed = correction.typed,
                        .errors = correction.errors,
                        .prefix = std::move(prefix),
                        .record = record,
                        .child = frame.child.first_name()};
    };
    content.add(part_fields(view(std::string{shared_prefix}, {}), manual::Part::shared));
    content.add(part_fields(view(child_prefix(correction.at.record), correction.at.record),
                            manual::Part::child));
    content.add(
        web::button({.text = "Sign the correction", .prevent_double_click = web::Switch::on}));

    web::Html main = web::heading_1("Correct this entry");
    main.add(web::paragraph("What was written stays as it is. Your correction is signed and shown "
                            "beside it from now on."));
    main.add(web::summary_list(
        {.rows = answer_rows(page.readable.entry.answered, Shown::both, frame.child.first_name()),
         .card = web::SummaryCard{.title = "As it was signed: " + page.readable.entry.title}}));
    main.add(web::post_form({.action = paths::correct(correction.at.record, correction.at.sequence),
                             .form_token = request.form_token,
                             .content = std::move(content)}));
    site::PageParts parts =
        person::parts_of(frame, "Correct this entry", person::Section::chronology);
    parts.back = web::BackLink{.href = paths::entry(correction.at.record, correction.at.sequence)};
    if (!correction.errors.empty()) {
        std::vector<web::ErrorSummaryItem> items;
        for (const EventError& error : correction.errors) {
            const std::string prefix =
                error.record ? child_prefix(*error.record) : std::string{shared_prefix};
            items.push_back({.text = error_words(error, {frame.child}),
                             .href = web::Url::place(field_id(prefix, error.field))});
        }
        parts.notice = web::error_summary({.items = std::move(items)});
        parts.outcome = web::Outcome::has_errors;
    }
    return site::show(site, request, parts, main);
}

web::Response get_correct(site::Site& site, web::Request& request)
{
    return show_correction(site, request,
                           {.at = address_of(request),
                            .typed = {},
                            .errors = {},
                            .key = DraftId::make(site.desk.random).text()});
}

web::Response post_correct(site::Site& site, web::Request& request)
{
    const access::Viewer& viewer = site::viewer_of(request);
    const Address at = address_of(request);
    Typed typed = site::typed_from(request);
    typed.set("children", at.record.text());
    const manual::Form& form = correction_form(site);
    const auto key = DraftId::parse(request.form.one("key"));
    if (!key) throw base::BadRequest{"The form's key is missing. Load the page again."};
    ReadEvent read = read_event(site.desk.manual_now(), form, typed, site.desk.clock.now());
    CorrectionForm correction{.at = at, .typed = typed, .errors = {}, .key = key->text()};
    // The number of the entry is in the page's address, not among what is typed.
    const auto* const corrects = form.field_meaning(manual::Meaning::corrects);
    std::erase_if(read.errors, [&](const EventError& error) {
        return corrects != nullptr && error.field == corrects->id;
    });
    if (!read.errors.empty()) {
        correction.errors = std::move(read.errors);
        return show_correction(site, request, correction);
    }
    const auto done =
        correct(site.desk, viewer,
                {.record = at.record,
                 .corrects = at.sequence,
                 .answers = manual::together(read.event.shared, read.event.parts.front().answers),
                 .idempotency_key = "correction " + key->text()});
    if (!done) {
        correction.errors = done.error();
        return show_correction(site, request, correction);
    }
    return web::see_other(paths::entry(at.record, at.sequence).with_query("signed", "correction"));
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
    using Handle = web::Response (*)(site::Site&, web::Request&);
    const auto add = [&](web::Method method, const char* pattern, const char* name, Handle handle) {
        router.add({
            .method = method,
            .pattern = pattern,
            .name = name,
            .takes = method == web::Method::post ? web::Takes::form : web::Takes::nothing,
            .handler = [&site, handle](web::Request& request) { return handle(site, request); },
        });
    };
    using web::Method;
    add(Method::get, "/records/{record}/entries/{sequence}", "entry", get_entry);
    add(Method::get, "/records/{record}/entries/{sequence}/correct", "entry.correct", get_correct);
    add(Method::post, "/records/{record}/entries/{sequence}/correct", "entry.correct.post",
        post_correct);
    add(Method::get, "/records/{record}/entries/{sequence}/proof", "entry.proof", get_proof);
    add(Method::get, "/records/{record}/entries/{sequence}/proof/file", "entry.proof.file",
        get_proof_file);
}

} // namespace record
