// A form as a manual describes it: sections of fields, who signs it, and examples that test it.
#pragma once

#include "base/json.h"
#include "base/time.h"
#include "manual/vocabulary.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

/// Where a piece of a manual is written.
struct Place {
    std::string file;
    int line = 0;
};

/// The days on which a version of something holds. Without a last day it holds until a newer
/// version.
struct InForce {
    base::Date from;
    std::optional<base::Date> to; ///< the last day

    bool on(base::Date day) const { return from <= day && (!to || day <= *to); }
};

struct Option {
    std::string id; ///< may be a code of a national return: `1A`, `N1`, `RC8`
    std::string label;
    std::string short_label; ///< for lists and the chronology; the label when the manual gives none
    std::string hint;
    std::vector<Meaning> means;
    bool alone = false; ///< of choices: may be chosen only by itself, as "none of these" is
};

/// When a field is asked.
struct AskedWhen {
    /// Asked only when this field, which stands earlier in the form, has one of the answers `is`.
    std::string field;
    std::vector<std::string> is;
    /// Asked only when the entry is recorded late.
    bool recorded_late = false;
};

struct Field {
    std::string id;
    std::string section;
    Part part = Part::shared;
    FieldKind kind = FieldKind::text;
    std::string label; ///< may hold `{child}`: see with_child
    std::string hint;
    std::string why;
    std::vector<std::string> cites;
    bool required = true;
    std::vector<UnknownAnswer> unknown_answers; ///< which of them may stand for an answer
    std::vector<Option> options;
    std::optional<AskedWhen> asked_when;
    std::vector<Meaning> means;
    std::string
        missing; ///< what to say when there is no answer; made from the label when not given
    StatementKind statement_kind = StatementKind::fact; ///< what a new statement starts as
    Source statement_source = Source::first_hand;
    std::size_t max_length = 0;         ///< in characters; of each statement
    std::optional<YesOrNo> reason_when; ///< the answer of a yes_no field that needs a reason
    DateLimit date_limit = DateLimit::any;
    std::int64_t minimum = 0; ///< of a number
    std::int64_t maximum = 0;
    FilledBy filled_by = FilledBy::person;
    std::string element; ///< the element of a national return that this field holds
    int line = 0;

    bool has(Meaning meaning) const;
    bool allows(UnknownAnswer answer) const;
    const Option* find_option(std::string_view option_id) const;
};

struct Section {
    std::string id;
    std::string title; ///< may hold `{child}`
    std::string hint;
    Part part = Part::shared;
};

/// Answers with what the completeness rules should say to them.
struct FormExample {
    std::string why;
    base::json::object answers;
    Timeliness recorded = Timeliness::in_time;
    std::optional<base::Date> signed_on;
    std::vector<std::string>
        missing; ///< the fields that stop it being signed; none: it is complete
    int line = 0;
};

struct Form {
    std::string id;
    std::string title;
    std::string summary;
    std::string why;
    int version = 1;
    InForce in_force;
    Purpose purpose = Purpose::visit;
    Concerns concerns = Concerns::one_child;
    Nature nature = Nature::written;
    std::vector<std::string> signed_by; ///< role ids
    std::string late_after;             ///< timescale id; empty when lateness has no meaning
    std::string element; ///< the element of a national return whose every occurrence is one entry
    std::vector<std::string> cites;
    std::vector<Section> sections;
    std::vector<Field> fields; ///< in the order in which they are asked
    std::vector<FormExample> examples;
    Place place;

    /// `visit-to-child-at-home@1`, as the ledger names it.
    std::string reference() const;
    const Field* find_field(std::string_view field_id) const;
    /// The field with this meaning; null when the form asks no such thing.
    const Field* field_meaning(Meaning meaning) const;
    /// The field that holds this element of a national return.
    const Field* field_of_element(std::string_view element_name) const;
    /// True when one of these roles may sign it.
    bool may_be_signed_by(std::string_view role_id) const;
};

/// `text` with the child's first name in place of each `{child}`.
std::string with_child(std::string_view text, std::string_view first_name);

} // namespace manual
