#include "census/rules.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace census {

namespace {

constexpr std::string_view upn_action =
    "Check the number with the school, or say in UPNunknown why there is none.";

bool is_digit(char c)
{
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

bool is_letter(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

/// A temporary number ends in a letter, which counts by its place in the alphabet of check letters.
int worth(char c, std::string_view alphabet)
{
    if (is_digit(c)) return c - '0';
    const std::size_t place = alphabet.find(static_cast<char>(std::toupper(c)));
    return place == std::string_view::npos ? 0 : static_cast<int>(place);
}

bool has_check_letter(std::string_view upn)
{
    constexpr std::string_view alphabet = "ABCDEFGHJKLMNPQRTUVWXYZ";
    int sum = 0;
    for (std::size_t i = 1; i < upn.size(); ++i) {
        sum += worth(upn[i], alphabet) * static_cast<int>(i + 1);
    }
    return static_cast<char>(std::toupper(upn[0])) == alphabet[static_cast<std::size_t>(sum % 23)];
}

void check_letter(const Case& of, const Findings& found)
{
    if (of.child.upn && !has_check_letter(of.child.upn->value)) found.at(*of.child.upn);
}

void upn_authority(const Case& of, const Findings& found)
{
    if (!of.child.upn || is_authority_code(of.child.upn->value.substr(1, 3))) return;
    found.at(*of.child.upn);
}

void upn_digits(const Case& of, const Findings& found)
{
    if (!of.child.upn) return;
    const std::string& upn = of.child.upn->value;
    if (!std::all_of(upn.begin() + 4, upn.begin() + 12, is_digit)) found.at(*of.child.upn);
}

void upn_last_character(const Case& of, const Findings& found)
{
    if (!of.child.upn) return;
    const char last = of.child.upn->value.back();
    const bool fine = is_digit(last) || (is_letter(last) && std::toupper(last) != 'I' &&
                                         std::toupper(last) != 'O' && std::toupper(last) != 'S');
    if (!fine) found.at(*of.child.upn);
}

void former_upn(const Case& of, const Findings& found)
{
    if (!of.child.former_upn) return;
    const std::string& upn = of.child.former_upn->value;
    const bool fine = upn.size() == 13 && is_letter(upn[0]) &&
                      std::all_of(upn.begin() + 1, upn.begin() + 12, is_digit) &&
                      (is_digit(upn.back()) || is_letter(upn.back()));
    if (!fine) found.at(*of.child.former_upn);
}

void id_length(const Case& of, const Findings& found)
{
    if (of.child.la_child_id && of.child.la_child_id->value.size() > 20) {
        found.at(*of.child.la_child_id);
    }
}

void id_characters(const Case& of, const Findings& found)
{
    if (!of.child.la_child_id) return;
    const std::string& id = of.child.la_child_id->value;
    const bool fine =
        std::all_of(id.begin(), id.end(), [](char c) { return is_digit(c) || is_letter(c); });
    if (!fine) found.at(*of.child.la_child_id);
}

void born_after_the_year(const Case& of, const Findings& found)
{
    if (of.child.born && of.child.born->value > of.year_end) found.at(*of.child.born);
}

void one_birth_date(const Case& of, const Findings& found)
{
    if (of.child.born && of.child.expected) {
        found.at(*of.child.expected, beside("the date of birth", of.child.born));
    } else if (!of.child.born && !of.child.expected) {
        found.at(of.child.line, "Child/ChildIdentifiers/PersonBirthDate", {});
    }
}

void expected_birth_range(const Case& of, const Findings& found)
{
    if (!of.child.expected) return;
    const base::Date date = of.child.expected->value;
    if (date < of.year_end.plus_days(-30) || date > of.year_end.plus_months(9)) {
        found.at(*of.child.expected);
    }
}

void unborn_sex(const Case& of, const Findings& found)
{
    if (of.child.expected && !of.child.born && of.child.sex && of.child.sex->value != "U") {
        found.at(*of.child.sex);
    }
}

bool any_action(const Child& child)
{
    return std::any_of(child.episodes.begin(), child.episodes.end(), led_to_action);
}

void disability_missing(const Case& of, const Findings& found)
{
    if (of.child.born && of.child.disabilities.empty() && any_action(of.child)) {
        found.at(of.child.line, "Child/ChildCharacteristics/Disabilities", {});
    }
}

void none_beside_others(const Case& of, const Findings& found)
{
    if (of.child.disabilities.size() < 2) return;
    for (const auto& code : of.child.disabilities) {
        if (code.value == "NONE") found.at(code);
    }
}

void disability_twice(const Case& of, const Findings& found)
{
    std::set<std::string> seen;
    for (const auto& code : of.child.disabilities) {
        if (!seen.insert(code.value).second) found.at(code);
    }
}

void upn_expected(const Case& of, const Findings& found)
{
    const Child& child = of.child;
    if (child.upn || !child.born || !any_action(child)) return;
    if (child.born->value > of.year_end.plus_months(-72)) return;
    if (child.upn_unknown && child.upn_unknown->value != "UN1") return;
    found.at(child.line, "Child/ChildIdentifiers/UPNunknown",
             child.upn_unknown ? child.upn_unknown->value : std::string{});
}

void no_upn_for_no_action(const Case& of, const Findings& found)
{
    if (of.child.upn_unknown && of.child.upn_unknown->value == "UN7" && any_action(of.child)) {
        found.at(*of.child.upn_unknown);
    }
}

void over_25(const Case& of, const Findings& found)
{
    if (!of.child.born) return;
    for (const Episode& episode : of.child.episodes) {
        const base::Date until = episode.closed ? episode.closed->value : of.year_end;
        const auto age = base::age_on(of.child.born->value, until);
        if (age && age->years > 25) {
            found.at(*of.child.born);
            return;
        }
    }
}

constexpr Rule rules[] = {
    {"1510", Severity::error, "The first letter of the unique pupil number does not fit the rest.",
     upn_action, check_letter},
    {"1530", Severity::error,
     "Characters 2 to 4 of the unique pupil number are not a local authority's number.", upn_action,
     upn_authority},
    {"1540", Severity::error, "Characters 5 to 12 of the unique pupil number must be digits.",
     upn_action, upn_digits},
    {"1550", Severity::error, "The last character of the unique pupil number cannot be right.",
     upn_action, upn_last_character},
    {"1560Q", Severity::query, "The former unique pupil number is not written as one.",
     "Check the number, or leave it out.", former_upn},
    {"1570", Severity::error, "The child's id is longer than 20 characters.",
     "Use the id that the authority gives the child, at most 20 letters and digits.", id_length},
    {"1580", Severity::error, "The child's id holds something other than letters and digits.",
     "Use the id that the authority gives the child, letters and digits only.", id_characters,
     2025},
    {"8520", Severity::error, "The date of birth is after the end of the census year.",
     "Correct the date, or give it as the expected date of birth.", born_after_the_year},
    {"8525Q", Severity::query,
     "There must be a date of birth or an expected date of birth, and not both.",
     "Give the one that is known.", one_birth_date},
    {"8530Q", Severity::query, "The expected date of birth is not near the end of the census year.",
     "Check the date. If the baby has been born, give the date of birth.", expected_birth_range},
    {"8750", Severity::error, "An unborn child's sex must be given as U.",
     "Write U until the baby is born.", unborn_sex},
    {"8540", Severity::error, "Nothing is said about disability.",
     "Add the child's disabilities, or NONE when there is none.", disability_missing},
    {"8790", Severity::error, "Disability NONE stands beside another disability.",
     "Take NONE out, or take the others out.", none_beside_others},
    {"8794", Severity::error, "The same disability is given twice.", "Keep one of the two.",
     disability_twice},
    {"8770Q", Severity::query, "A child of school age has no unique pupil number.",
     "Add the number, or say in UPNunknown why there is none (not UN1).", upn_expected},
    {"8772", Severity::error,
     "UPNunknown UN7 is for a child whose every referral led to no further action.",
     "Add the number, or give the reason that is true of this child.", no_upn_for_no_action},
    {"8775Q", Severity::query, "This person was over 25 while the case was open.",
     "Check the date of birth.", over_25},
};

} // namespace

std::span<const Rule> identity_rules()
{
    return rules;
}

} // namespace census
