#include "census/codes.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace census {

namespace {

struct Codes {
    CodeSet set;
    std::string_view codes; ///< separated by spaces
    int first_year = 0;
    int last_year = 9999;
};

constexpr Codes table[] = {
    {CodeSet::sex, "M F U"},
    {CodeSet::gender, "0 1 2 9"},
    {CodeSet::ethnicity,
     "WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR "
     "BOTH CHNE OOTH REFU NOBT"},
    {CodeSet::disability, "NONE MOB HAND PC INC COMM LD HEAR VIS BEH CON AUT DDA"},
    {CodeSet::upn_unknown, "UN1 UN2 UN3 UN4 UN5 UN6 UN7"},
    {CodeSet::referral_source, "1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C"},
    {CodeSet::referral_source, "5D", 2023},
    {CodeSet::referral_source, "6 7 8 9 10"},
    {CodeSet::primary_need, "N1 N2 N3 N4 N5 N6 N7 N8 N9 N0"},
    {CodeSet::closing_reason, "RC1 RC2 RC3 RC4 RC5 RC6 RC7 RC8"},
    {CodeSet::closing_reason, "RC9", 2023},
    {CodeSet::category_of_abuse, "NEG PHY SAB EMO MUL"},
    {CodeSet::assessment_factor,
     "1A 1B 1C 2A 2B 2C 3A 3B 3C 4A 4B 4C 5A 5B 5C 6A 6B 6C 7A 8B 8C 8D 8E "
     "8F 9A 10A 11A 12A 13A 14A 15A 16A 17A 18A 18B 18C 19A 19B 19C 20 21 "
     "22A 23A"},
    {CodeSet::assessment_factor, "24A", 2022},
    {CodeSet::proceedings_outcome, "A B C"},
};

template <typename Use> void each_code(CodeSet set, int year, Use use)
{
    for (const Codes& row : table) {
        if (row.set != set || year < row.first_year || year > row.last_year) continue;
        std::string_view rest = row.codes;
        while (!rest.empty()) {
            const std::size_t space = rest.find(' ');
            use(rest.substr(0, space));
            rest = space == std::string_view::npos ? std::string_view{} : rest.substr(space + 1);
        }
    }
}

struct Range {
    int from;
    int to;
};

// Local authorities since April 1998, and the numbers that stand in for one.
constexpr Range authorities[] = {
    {1, 5},     {201, 213}, {301, 320}, {330, 336}, {340, 344}, {350, 359}, {370, 373},
    {380, 384}, {390, 394}, {420, 420}, {660, 681}, {701, 708}, {800, 803}, {805, 808},
    {810, 813}, {815, 816}, {820, 823}, {825, 826}, {830, 831}, {835, 841}, {845, 846},
    {850, 852}, {855, 857}, {860, 861}, {865, 896}, {908, 909}, {916, 916}, {919, 919},
    {921, 921}, {925, 926}, {928, 929}, {931, 931}, {933, 933}, {935, 938}, {940, 943},
};

} // namespace

bool is_code(CodeSet set, std::string_view code, int year)
{
    bool found = false;
    each_code(set, year, [&](std::string_view known) { found = found || known == code; });
    return found;
}

std::string codes_in_plain(CodeSet set, int year)
{
    std::vector<std::string_view> codes;
    each_code(set, year, [&](std::string_view code) { codes.push_back(code); });
    std::string result;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (i > 0) result += i + 1 == codes.size() ? " or " : ", ";
        result += codes[i];
    }
    return result;
}

bool is_authority_code(std::string_view digits)
{
    int number = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (fault != std::errc{} || end != digits.data() + digits.size()) return false;
    return std::any_of(std::begin(authorities), std::end(authorities), [&](const Range& range) {
        return number >= range.from && number <= range.to;
    });
}

} // namespace census
