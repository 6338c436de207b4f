// The closed vocabulary that manuals are written in. A manual may name only what stands here, so
// C++ never needs to know the id of a form, a field or a role: it asks for what one means.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

enum class FieldKind {
    text,       ///< one line
    long_text,  ///< paragraphs
    date,       ///< canonical `2026-11-22`
    time,       ///< canonical `14:30`
    choice,     ///< the id of one option
    choices,    ///< the ids of one or more options
    yes_no,     ///< `yes` or `no`
    person,     ///< a person's name
    number,     ///< a whole number, canonical without leading zeros
    statements, ///< a list of statements, each with its kind and source
};

enum class StatementKind { fact, opinion, assessment, judgement, decision };

enum class Source { first_hand, third_party };

/// Why a field has no answer. Each is itself an answer and needs a reason.
enum class UnknownAnswer { not_known, not_applicable, declined };

/// Whether a field is asked once for the event, or for each child that the event concerns.
enum class Part { shared, child };

enum class Concerns { one_child, several_children };

/// How the entries of a form come about.
enum class Nature {
    written,        ///< by hand, about something that happened
    administrative, ///< by hand, about the record and the people in it
    imported,       ///< by Heed, from another system's data
};

enum class FilledBy {
    person,
    system, ///< never shown as a question: Heed fills it in
};

/// What dates a date field takes, seen from the day on which it is signed.
enum class DateLimit { any, not_after_today, not_before_today };

enum class YesOrNo { yes, no };

/// What a form is for. At most one form in force has a given purpose.
enum class Purpose {
    visit,
    contact,
    correction,
    child_details,
    person_linked,
    allocation,
    alert,
    case_summary,
    management_decision,
    imported_child,
    imported_referral,
    imported_assessment,
    imported_enquiry,
    imported_conference,
    imported_child_protection_plan,
    imported_review,
    imported_child_in_need_plan,
};

/// What an answer tells, whatever its field or option is called. Options and fields share the list.
enum class Meaning {
    // options
    seen,
    seen_alone,
    spoken_to,
    not_seen,
    not_seen_alone,
    not_spoken_to,
    bedroom_seen,
    bedroom_seen_in_part,
    bedroom_not_seen,
    others_present,
    nobody_else_present,
    // the event
    occurred_date,
    occurred_time,
    place,
    present,
    sight, ///< how the child was seen; its options mean seen, seen_alone, …
    not_seen_alone_reason,
    not_spoken_to_reason,
    not_seen_reason,
    bedroom,
    bedroom_reason,
    account,
    voice,
    wishes,
    worry,
    strengths,
    analysis,
    next_steps,
    late_reason,
    headline,
    contact_with,
    contact_method,
    // corrections
    corrects,
    correction_wrong,
    correction_instead,
    correction_reason,
    // the child
    child_name,
    known_as,
    born,
    expected_birth,
    died,
    sex,
    ethnicity,
    ethnicity_described,
    religion,
    language,
    disability,
    address,
    postcode,
    household,
    school,
    reference_number,
    local_identifier,
    upn,
    former_upn,
    upn_unknown_reason,
    nhs_number,
    // people round the child
    person_name,
    relationship,
    lives_with_child,
    parental_responsibility,
    phone,
    // who works with the child
    worker,
    team,
    // what must be known
    alert,
    alert_reason,
    involvement_reason,
    plan,
    // decisions
    decision,
    decision_reasons,
    alternatives,
    wishes_weight,
    review_on,
    // episodes and plans, imported or written
    started_on,
    ended_on,
    authorised_on,
    referral_source,
    primary_need,
    closed_on,
    closure_reason,
    no_further_action,
    factors,
    conference_on,
    conference_target,
    conference_not_required,
    first_category,
    latest_category,
    earlier_plans,
    reviewed_on,
    // where imported data came from
    source_file,
    source_element,
    source_line,
    source_digest,
};

enum class Permission {
    read_team,        ///< records of children allocated to the person's own team
    read_agency,      ///< records of children allocated to any team of the person's agency
    read_partnership, ///< every record of the partnership
    sign_entries,
    sign_decisions,
    correct,
    allocate,
    import_records,
    manage_accounts,
    read_trail,
};

enum class Unit { hours, working_days, calendar_days, weeks, months };

/// What a timescale measures.
enum class Measures {
    recording, ///< from what happened to the signed entry
    visit,     ///< from one time the child was seen to the next
    referral_decision,
    assessment,
    initial_conference,
    core_group,
    first_review,
    later_review,
};

/// Which children a timescale holds for.
enum class Circumstance { every_child, child_in_need_plan, child_protection_plan };

/// How more time than the timescale's can be had.
enum class Extension {
    none,
    manager_after_consultation, ///< the relevant manager, after consulting the other agencies'
};

/// What is wrong with a word that the word list warns of.
enum class WordFault { judgemental, blaming, vague, speculative, jargon, out_of_date };

/// Whether something was recorded within the form's limit.
enum class Timeliness { in_time, late };

/// The word for `value` in manuals and in stored answers. Defined for every enumeration above.
template <typename Enum> std::string_view to_word(Enum value);

/// Empty unless `word` is one of the enumeration's words.
template <typename Enum> std::optional<Enum> parse_word(std::string_view word);

/// Every word of the enumeration, in its order.
template <typename Enum> std::vector<std::string> all_words();

} // namespace manual
