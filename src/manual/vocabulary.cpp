#include "manual/vocabulary.h"

#include "base/errors.h"

#include <array>
#include <utility>

namespace manual {

namespace {

template <typename Enum> struct Word {
    Enum value;
    std::string_view word;
};

constexpr auto field_kind_words = std::to_array<Word<FieldKind>>({
    {FieldKind::text, "text"},
    {FieldKind::long_text, "long_text"},
    {FieldKind::date, "date"},
    {FieldKind::time, "time"},
    {FieldKind::choice, "choice"},
    {FieldKind::choices, "choices"},
    {FieldKind::yes_no, "yes_no"},
    {FieldKind::person, "person"},
    {FieldKind::number, "number"},
    {FieldKind::statements, "statements"},
});

constexpr auto statement_kind_words = std::to_array<Word<StatementKind>>({
    {StatementKind::fact, "fact"},
    {StatementKind::opinion, "opinion"},
    {StatementKind::assessment, "assessment"},
    {StatementKind::judgement, "judgement"},
    {StatementKind::decision, "decision"},
});

constexpr auto source_words = std::to_array<Word<Source>>({
    {Source::first_hand, "first_hand"},
    {Source::third_party, "third_party"},
});

constexpr auto unknown_answer_words = std::to_array<Word<UnknownAnswer>>({
    {UnknownAnswer::not_known, "not_known"},
    {UnknownAnswer::not_applicable, "not_applicable"},
    {UnknownAnswer::declined, "declined"},
});

constexpr auto part_words = std::to_array<Word<Part>>({
    {Part::shared, "shared"},
    {Part::child, "child"},
});

constexpr auto concerns_words = std::to_array<Word<Concerns>>({
    {Concerns::one_child, "one_child"},
    {Concerns::several_children, "several_children"},
});

constexpr auto nature_words = std::to_array<Word<Nature>>({
    {Nature::written, "written"},
    {Nature::administrative, "administrative"},
    {Nature::imported, "imported"},
});

constexpr auto filled_by_words = std::to_array<Word<FilledBy>>({
    {FilledBy::person, "person"},
    {FilledBy::system, "system"},
});

constexpr auto date_limit_words = std::to_array<Word<DateLimit>>({
    {DateLimit::any, "any"},
    {DateLimit::not_after_today, "not_after_today"},
    {DateLimit::not_before_today, "not_before_today"},
});

constexpr auto yes_or_no_words = std::to_array<Word<YesOrNo>>({
    {YesOrNo::yes, "yes"},
    {YesOrNo::no, "no"},
});

constexpr auto purpose_words = std::to_array<Word<Purpose>>({
    {Purpose::visit, "visit"},
    {Purpose::contact, "contact"},
    {Purpose::correction, "correction"},
    {Purpose::child_details, "child_details"},
    {Purpose::person_linked, "person_linked"},
    {Purpose::allocation, "allocation"},
    {Purpose::alert, "alert"},
    {Purpose::case_summary, "case_summary"},
    {Purpose::management_decision, "management_decision"},
    {Purpose::imported_child, "imported_child"},
    {Purpose::imported_referral, "imported_referral"},
    {Purpose::imported_assessment, "imported_assessment"},
    {Purpose::imported_enquiry, "imported_enquiry"},
    {Purpose::imported_conference, "imported_conference"},
    {Purpose::imported_child_protection_plan, "imported_child_protection_plan"},
    {Purpose::imported_review, "imported_review"},
    {Purpose::imported_child_in_need_plan, "imported_child_in_need_plan"},
});

constexpr auto meaning_words = std::to_array<Word<Meaning>>({
    {Meaning::seen, "seen"},
    {Meaning::seen_alone, "seen_alone"},
    {Meaning::spoken_to, "spoken_to"},
    {Meaning::not_seen, "not_seen"},
    {Meaning::not_seen_alone, "not_seen_alone"},
    {Meaning::not_spoken_to, "not_spoken_to"},
    {Meaning::bedroom_seen, "bedroom_seen"},
    {Meaning::bedroom_seen_in_part, "bedroom_seen_in_part"},
    {Meaning::bedroom_not_seen, "bedroom_not_seen"},
    {Meaning::others_present, "others_present"},
    {Meaning::nobody_else_present, "nobody_else_present"},
    {Meaning::occurred_date, "occurred_date"},
    {Meaning::occurred_time, "occurred_time"},
    {Meaning::place, "place"},
    {Meaning::present, "present"},
    {Meaning::sight, "sight"},
    {Meaning::not_seen_alone_reason, "not_seen_alone_reason"},
    {Meaning::not_spoken_to_reason, "not_spoken_to_reason"},
    {Meaning::not_seen_reason, "not_seen_reason"},
    {Meaning::bedroom, "bedroom"},
    {Meaning::bedroom_reason, "bedroom_reason"},
    {Meaning::account, "account"},
    {Meaning::voice, "voice"},
    {Meaning::wishes, "wishes"},
    {Meaning::worry, "worry"},
    {Meaning::strengths, "strengths"},
    {Meaning::analysis, "analysis"},
    {Meaning::next_steps, "next_steps"},
    {Meaning::late_reason, "late_reason"},
    {Meaning::headline, "headline"},
    {Meaning::contact_with, "contact_with"},
    {Meaning::contact_method, "contact_method"},
    {Meaning::corrects, "corrects"},
    {Meaning::correction_wrong, "correction_wrong"},
    {Meaning::correction_instead, "correction_instead"},
    {Meaning::correction_reason, "correction_reason"},
    {Meaning::child_name, "child_name"},
    {Meaning::known_as, "known_as"},
    {Meaning::born, "born"},
    {Meaning::expected_birth, "expected_birth"},
    {Meaning::died, "died"},
    {Meaning::sex, "sex"},
    {Meaning::ethnicity, "ethnicity"},
    {Meaning::ethnicity_described, "ethnicity_described"},
    {Meaning::religion, "religion"},
    {Meaning::language, "language"},
    {Meaning::disability, "disability"},
    {Meaning::address, "address"},
    {Meaning::postcode, "postcode"},
    {Meaning::household, "household"},
    {Meaning::school, "school"},
    {Meaning::reference_number, "reference_number"},
    {Meaning::local_identifier, "local_identifier"},
    {Meaning::upn, "upn"},
    {Meaning::former_upn, "former_upn"},
    {Meaning::upn_unknown_reason, "upn_unknown_reason"},
    {Meaning::nhs_number, "nhs_number"},
    {Meaning::person_name, "person_name"},
    {Meaning::relationship, "relationship"},
    {Meaning::lives_with_child, "lives_with_child"},
    {Meaning::parental_responsibility, "parental_responsibility"},
    {Meaning::phone, "phone"},
    {Meaning::worker, "worker"},
    {Meaning::team, "team"},
    {Meaning::alert, "alert"},
    {Meaning::alert_reason, "alert_reason"},
    {Meaning::involvement_reason, "involvement_reason"},
    {Meaning::plan, "plan"},
    {Meaning::decision, "decision"},
    {Meaning::decision_reasons, "decision_reasons"},
    {Meaning::alternatives, "alternatives"},
    {Meaning::wishes_weight, "wishes_weight"},
    {Meaning::review_on, "review_on"},
    {Meaning::started_on, "started_on"},
    {Meaning::ended_on, "ended_on"},
    {Meaning::authorised_on, "authorised_on"},
    {Meaning::referral_source, "referral_source"},
    {Meaning::primary_need, "primary_need"},
    {Meaning::closed_on, "closed_on"},
    {Meaning::closure_reason, "closure_reason"},
    {Meaning::no_further_action, "no_further_action"},
    {Meaning::factors, "factors"},
    {Meaning::conference_on, "conference_on"},
    {Meaning::conference_target, "conference_target"},
    {Meaning::conference_not_required, "conference_not_required"},
    {Meaning::first_category, "first_category"},
    {Meaning::latest_category, "latest_category"},
    {Meaning::earlier_plans, "earlier_plans"},
    {Meaning::reviewed_on, "reviewed_on"},
    {Meaning::source_file, "source_file"},
    {Meaning::source_element, "source_element"},
    {Meaning::source_line, "source_line"},
    {Meaning::source_digest, "source_digest"},
});

constexpr auto permission_words = std::to_array<Word<Permission>>({
    {Permission::read_team, "read_team"},
    {Permission::read_agency, "read_agency"},
    {Permission::read_partnership, "read_partnership"},
    {Permission::sign_entries, "sign_entries"},
    {Permission::sign_decisions, "sign_decisions"},
    {Permission::correct, "correct"},
    {Permission::allocate, "allocate"},
    {Permission::import_records, "import_records"},
    {Permission::manage_accounts, "manage_accounts"},
    {Permission::read_trail, "read_trail"},
});

constexpr auto unit_words = std::to_array<Word<Unit>>({
    {Unit::hours, "hours"},
    {Unit::working_days, "working_days"},
    {Unit::calendar_days, "calendar_days"},
    {Unit::weeks, "weeks"},
    {Unit::months, "months"},
});

constexpr auto measures_words = std::to_array<Word<Measures>>({
    {Measures::recording, "recording"},
    {Measures::visit, "visit"},
    {Measures::referral_decision, "referral_decision"},
    {Measures::assessment, "assessment"},
    {Measures::initial_conference, "initial_conference"},
    {Measures::core_group, "core_group"},
    {Measures::first_review, "first_review"},
    {Measures::later_review, "later_review"},
});

constexpr auto circumstance_words = std::to_array<Word<Circumstance>>({
    {Circumstance::every_child, "every_child"},
    {Circumstance::child_in_need_plan, "child_in_need_plan"},
    {Circumstance::child_protection_plan, "child_protection_plan"},
});

constexpr auto extension_words = std::to_array<Word<Extension>>({
    {Extension::none, "none"},
    {Extension::manager_after_consultation, "manager_after_consultation"},
});

constexpr auto word_fault_words = std::to_array<Word<WordFault>>({
    {WordFault::judgemental, "judgemental"},
    {WordFault::blaming, "blaming"},
    {WordFault::vague, "vague"},
    {WordFault::speculative, "speculative"},
    {WordFault::jargon, "jargon"},
    {WordFault::out_of_date, "out_of_date"},
});

constexpr auto timeliness_words = std::to_array<Word<Timeliness>>({
    {Timeliness::in_time, "in_time"},
    {Timeliness::late, "late"},
});

constexpr const auto& table(FieldKind)
{
    return field_kind_words;
}

constexpr const auto& table(StatementKind)
{
    return statement_kind_words;
}

constexpr const auto& table(Source)
{
    return source_words;
}

constexpr const auto& table(UnknownAnswer)
{
    return unknown_answer_words;
}

constexpr const auto& table(Part)
{
    return part_words;
}

constexpr const auto& table(Concerns)
{
    return concerns_words;
}

constexpr const auto& table(Nature)
{
    return nature_words;
}

constexpr const auto& table(FilledBy)
{
    return filled_by_words;
}

constexpr const auto& table(DateLimit)
{
    return date_limit_words;
}

constexpr const auto& table(YesOrNo)
{
    return yes_or_no_words;
}

constexpr const auto& table(Purpose)
{
    return purpose_words;
}

constexpr const auto& table(Meaning)
{
    return meaning_words;
}

constexpr const auto& table(Permission)
{
    return permission_words;
}

constexpr const auto& table(Unit)
{
    return unit_words;
}

constexpr const auto& table(Measures)
{
    return measures_words;
}

constexpr const auto& table(Circumstance)
{
    return circumstance_words;
}

constexpr const auto& table(Extension)
{
    return extension_words;
}

constexpr const auto& table(WordFault)
{
    return word_fault_words;
}

constexpr const auto& table(Timeliness)
{
    return timeliness_words;
}

} // namespace

template <typename Enum> std::string_view to_word(Enum value)
{
    for (const auto& row : table(Enum{})) {
        if (row.value == value) return row.word;
    }
    base::check(false, "a value outside its enumeration");
    return {};
}

template <typename Enum> std::optional<Enum> parse_word(std::string_view word)
{
    for (const auto& row : table(Enum{})) {
        if (row.word == word) return row.value;
    }
    return std::nullopt;
}

template <typename Enum> std::vector<std::string> all_words()
{
    std::vector<std::string> words;
    for (const auto& row : table(Enum{}))
        words.emplace_back(row.word);
    return words;
}

template std::string_view to_word(FieldKind);
template std::optional<FieldKind> parse_word(std::string_view);
template std::vector<std::string> all_words<FieldKind>();
template std::string_view to_word(StatementKind);
template std::optional<StatementKind> parse_word(std::string_view);
template std::vector<std::string> all_words<StatementKind>();
template std::string_view to_word(Source);
template std::optional<Source> parse_word(std::string_view);
template std::vector<std::string> all_words<Source>();
template std::string_view to_word(UnknownAnswer);
template std::optional<UnknownAnswer> parse_word(std::string_view);
template std::vector<std::string> all_words<UnknownAnswer>();
template std::string_view to_word(Part);
template std::optional<Part> parse_word(std::string_view);
template std::vector<std::string> all_words<Part>();
template std::string_view to_word(Concerns);
template std::optional<Concerns> parse_word(std::string_view);
template std::vector<std::string> all_words<Concerns>();
template std::string_view to_word(Nature);
template std::optional<Nature> parse_word(std::string_view);
template std::vector<std::string> all_words<Nature>();
template std::string_view to_word(FilledBy);
template std::optional<FilledBy> parse_word(std::string_view);
template std::vector<std::string> all_words<FilledBy>();
template std::string_view to_word(DateLimit);
template std::optional<DateLimit> parse_word(std::string_view);
template std::vector<std::string> all_words<DateLimit>();
template std::string_view to_word(YesOrNo);
template std::optional<YesOrNo> parse_word(std::string_view);
template std::vector<std::string> all_words<YesOrNo>();
template std::string_view to_word(Purpose);
template std::optional<Purpose> parse_word(std::string_view);
template std::vector<std::string> all_words<Purpose>();
template std::string_view to_word(Meaning);
template std::optional<Meaning> parse_word(std::string_view);
template std::vector<std::string> all_words<Meaning>();
template std::string_view to_word(Permission);
template std::optional<Permission> parse_word(std::string_view);
template std::vector<std::string> all_words<Permission>();
template std::string_view to_word(Unit);
template std::optional<Unit> parse_word(std::string_view);
template std::vector<std::string> all_words<Unit>();
template std::string_view to_word(Measures);
template std::optional<Measures> parse_word(std::string_view);
template std::vector<std::string> all_words<Measures>();
template std::string_view to_word(Circumstance);
template std::optional<Circumstance> parse_word(std::string_view);
template std::vector<std::string> all_words<Circumstance>();
template std::string_view to_word(Extension);
template std::optional<Extension> parse_word(std::string_view);
template std::vector<std::string> all_words<Extension>();
template std::string_view to_word(WordFault);
template std::optional<WordFault> parse_word(std::string_view);
template std::vector<std::string> all_words<WordFault>();
template std::string_view to_word(Timeliness);
template std::optional<Timeliness> parse_word(std::string_view);
template std::vector<std::string> all_words<Timeliness>();

} // namespace manual
