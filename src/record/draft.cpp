#include "record/draft.h"

#include "access/secret.h"
#include "base/errors.h"
#include "base/json.h"
#include "record/draft_store.h"
#include "record/event.h"
#include "record/signing.h"
#include "seal/envelope.h"

#include <algorithm>

namespace record {

namespace {

/// A draft of more answers is refused; it holds the store and the page against bombs.
constexpr std::size_t most_values = 2'000;
constexpr std::int64_t most_versions = 1'000'000'000;

seal::Key draft_key(const Desk& desk)
{
    return desk.keys.purpose_key(desk.partnership, "drafts");
}

std::string context(DraftId id)
{
    return "draft " + id.text();
}

base::json::array to_json(const Typed& typed)
{
    base::json::array values;
    for (const auto& [name, value] : typed.values)
        values.push_back({name, value});
    return values;
}

base::Bytes seal_typed(const Desk& desk, DraftId id, const Typed& typed)
{
    return seal::seal(draft_key(desk), base::view_bytes(base::to_text(to_json(typed))),
                      context(id));
}

Typed open_typed(const Desk& desk, const StoredDraft& stored)
{
    const auto plain = seal::open(draft_key(desk), stored.sealed, context(stored.id));
    base::check(plain.has_value(), "a draft does not open with its key");
    const auto values = base::parse_json(base::view_text(*plain));
    base::check(values && values->is_array(), "a draft is not in its format");
    Typed typed;
    for (const base::json::value& pair : values->get_array()) {
        const base::json::array& parts = pair.as_array();
        typed.values.emplace_back(parts.at(0).as_string().c_str(), parts.at(1).as_string().c_str());
    }
    return typed;
}

StoredDraft to_stored(const Desk& desk, const access::Viewer& viewer, DraftId id,
                      std::int64_t version, const Typed& typed)
{
    if (typed.values.size() > most_values) {
        throw base::BadRequest{"There are too many answers in this form."};
    }
    // The form's id stands in clear, so it must be one.
    if (!is_filled_in(desk.manual_now().form(typed.form()))) {
        throw base::BadRequest{"This form is not filled in here."};
    }
    return {
        .id = id,
        .writer = viewer.staff(),
        .form = typed.form(),
        .version = version,
        .saved = desk.clock.now(),
        .sealed = seal_typed(desk, id, typed),
        .records = typed.children(),
    };
}

StoredDraft find_own(store::Reader& reader, const access::Viewer& viewer, DraftId id)
{
    auto stored = find_draft(reader, viewer.partnership(), id);
    if (!stored || stored->writer != viewer.staff())
        throw base::NotFound{"There is no such draft."};
    return std::move(*stored);
}

/// The same late save sent again finds the copy that was made of it.
DraftId copy_id(const Desk& desk, const access::Viewer& viewer, const DraftSave& save)
{
    const base::json::array asked = {viewer.staff().text(), save.id.text(), save.version,
                                     to_json(save.typed)};
    const base::Bytes token = access::keyed_token(draft_key(desk), base::to_text(asked));
    return *DraftId::from_bytes(base::ByteView{token}.first(sizeof(base::RawId)));
}

/// A draft may name only records that its writer may open: what is typed about a child is content.
void require_open_children(store::Reader& reader, const access::Viewer& viewer,
                           const std::vector<base::RecordId>& records)
{
    for (const base::RecordId& record : records)
        access::require_open(reader, viewer, record);
}

} // namespace

base::Result<Draft, DraftClash> save_draft(Desk& desk, const access::Viewer& viewer,
                                           const DraftSave& save)
{
    if (save.version < 0 || save.version > most_versions) {
        throw base::BadRequest{"The draft's version is not one that was given out."};
    }
    Draft saved{.id = save.id,
                .form = save.typed.form(),
                .version = save.version + 1,
                .saved = {},
                .typed = save.typed};
    DraftClash clash;
    const auto write = [&](store::Writer& writer) {
        const StoredDraft now = to_stored(desk, viewer, save.id, save.version + 1, save.typed);
        saved.saved = now.saved;
        require_open_children(writer, viewer, now.records);
        const auto before = find_draft(writer, desk.partnership, save.id);
        if (before && before->writer != viewer.staff()) {
            throw base::NotFound{"There is no such draft."};
        }
        clash.was_signed = signed_from(desk, writer, viewer, save.id).has_value();
        if (!before && save.version == 0 && !clash.was_signed) {
            insert_draft(writer, desk.partnership, now);
            return save.id.text();
        }
        if (before && before->version == save.version) {
            base::check(replace_draft(writer, desk.partnership, now), "a draft went missing");
            return save.id.text();
        }
        const bool sent_twice = before && before->version == now.version &&
                                open_typed(desk, *before).values == save.typed.values;
        if (sent_twice) return save.id.text();
        clash.copy = copy_id(desk, viewer, save);
        if (!find_draft(writer, desk.partnership, clash.copy)) {
            insert_draft(writer, desk.partnership,
                         to_stored(desk, viewer, clash.copy, 1, save.typed));
        }
        return clash.copy.text();
    };
    const std::string kept = desk.data.write({desk.partnership, "save draft", ""}, write);
    if (kept != save.id.text()) return base::refuse(clash);
    return saved;
}

Draft open_draft(Desk& desk, const access::Viewer& viewer, DraftId id)
{
    return desk.data.read([&](store::Reader& reader) {
        const StoredDraft stored = find_own(reader, viewer, id);
        require_open_children(reader, viewer, stored.records);
        return Draft{
            .id = stored.id,
            .form = stored.form,
            .version = stored.version,
            .saved = stored.saved,
            .typed = open_typed(desk, stored),
        };
    });
}

bool is_closed(Desk& desk, const access::Viewer& viewer, DraftId id)
{
    return desk.data.read([&](store::Reader& reader) {
        const auto stored = find_draft(reader, desk.partnership, id);
        if (!stored || stored->writer != viewer.staff()) return false;
        return std::any_of(
            stored->records.begin(), stored->records.end(), [&](const base::RecordId& record) {
                return access::may_open(reader, viewer, record) == access::Access::closed;
            });
    });
}

std::vector<DraftSummary> drafts_of(Desk& desk, const access::Viewer& viewer)
{
    return desk.data.read([&](store::Reader& reader) {
        return list_drafts(reader, desk.partnership, viewer.staff());
    });
}

void discard_draft(Desk& desk, const access::Viewer& viewer, DraftId id)
{
    desk.data.write({desk.partnership, "discard draft", ""}, [&](store::Writer& writer) {
        delete_own_draft(writer, desk.partnership, id, viewer.staff());
        return std::string{};
    });
}

} // namespace record
