#include "demo/banks.h"

#include "base/errors.h"
#include "demo/table.h"

namespace demo {

const Band& Banks::of_age(int months) const
{
    for (const Band& band : bands) {
        if (months < band.up_to_months) return band;
    }
    throw base::CheckFailed{"the sentence banks have none for that age"};
}

const Band& Banks::unborn() const
{
    for (const Band& band : bands) {
        if (band.up_to_months == 0) return band;
    }
    throw base::CheckFailed{"the sentence banks have none for an unborn child"};
}

Banks read_banks(std::string_view toml)
{
    const auto parsed = manual::parse_toml("banks.toml", toml);
    base::check(parsed.has_value(), "banks.toml cannot be read");
    const Table file{*parsed};
    file.only({"scene", "next", "why_with_others", "band"});
    Banks banks{.scene = file.texts("scene"),
                .next = file.texts("next"),
                .why_with_others = file.texts("why_with_others")};
    for (const Table& band : file.tables("band")) {
        band.only({"name", "up_to_months", "voice", "worry", "means"});
        banks.bands.push_back({.name = band.text("name"),
                               .up_to_months = band.number("up_to_months"),
                               .voice = band.texts("voice"),
                               .worry = band.texts("worry"),
                               .means = band.texts("means")});
    }
    return banks;
}

} // namespace demo
