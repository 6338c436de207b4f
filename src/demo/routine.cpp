#include "demo/compose.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace demo {

namespace {

constexpr int apart = 13; ///< days that an ordinary visit keeps from one that a file tells of
constexpr int speaks_from = 30;
constexpr int alone_from = 48;

std::string filled(std::string text, std::string_view slot, std::string_view with)
{
    for (std::size_t at = 0; (at = text.find(slot, at)) != std::string::npos; at += with.size()) {
        text.replace(at, slot.size(), with);
    }
    return text;
}

/// A sentence may begin with what was filled in.
std::string capitalised(std::string text)
{
    constexpr std::string_view opening = "“";
    const std::size_t first = text.starts_with(opening) ? opening.size() : 0;
    if (first < text.size() && text[first] >= 'a' && text[first] <= 'z') {
        text[first] = static_cast<char>(text[first] - 'a' + 'A');
    }
    return text;
}

/// Draws sentences for the children of one family, none twice before all have been used.
class Writer {
public:
    Writer(const Family& family, const Banks& banks, const Days& days, Dice& dice)
        : m_banks{banks}, m_days{days}, m_dice{dice}, m_scenes{banks.scene.size()},
          m_nexts{banks.next.size()}, m_why{banks.why_with_others.size()}
    {
        for (const Child& child : family.children)
            m_children.push_back(&child);
    }

    Visit visit(int ago)
    {
        const base::Date day = m_days.ago(ago);
        Visit visit{.ago = ago, .at = {15 + m_dice.roll(3), 5 * m_dice.roll(12)}};
        using manual::StatementKind;
        for (int i = 0; i < 2; ++i) {
            visit.scene.push_back({m_banks.scene[m_scenes.draw(m_dice)], StatementKind::fact});
        }
        visit.next = {{m_banks.next[m_nexts.draw(m_dice)], StatementKind::decision}};
        for (const Child* child : m_children) {
            if (child->began > ago + 2) visit.parts.emplace(child->key, part(*child, day));
        }
        return visit;
    }

private:
    ChildPart part(const Child& child, base::Date day)
    {
        if (child.is_unborn()) return unborn_part(child);
        const int months = m_days.months_old(child, day);
        const Band& band = m_banks.of_age(months);
        ChildPart part;
        part.voice = {.value = draw(child, band, "voice", band.voice, day), .reason = {}};
        part.worry = {
            {draw(child, band, "worry", band.worry, day), manual::StatementKind::judgement}};
        part.means = {
            {draw(child, band, "means", band.means, day), manual::StatementKind::assessment}};
        choose_sight(child, months, day, part);
        return part;
    }

    void choose_sight(const Child& child, int months, base::Date day, ChildPart& part)
    {
        const std::string age = m_days.age(child, day);
        if (months < speaks_from) {
            part.sight = Sight::seen_only;
            part.why = fmt::format("{} is {} old.", child.first_name(), age);
        } else if (months < alone_from) {
            part.sight = Sight::with_others;
            part.why = fmt::format("{} is {} old and stayed close to the family.",
                                   child.first_name(), age);
        } else if (m_dice.roll(6) == 0) {
            part.sight = Sight::with_others;
            part.why =
                filled(m_banks.why_with_others[m_why.draw(m_dice)], "{child}", child.first_name());
        }
    }

    ChildPart unborn_part(const Child& child)
    {
        const Band& band = m_banks.unborn();
        ChildPart part{.sight = Sight::seen_only,
                       .why = "The baby is not yet born. I saw the baby's parents."};
        part.voice = {.value = manual::Unknown{manual::UnknownAnswer::not_applicable,
                                               "The baby is not yet born."},
                      .reason = {}};
        part.worry = {{draw(child, band, "worry", band.worry, m_days.today()),
                       manual::StatementKind::judgement}};
        part.means = {{draw(child, band, "means", band.means, m_days.today()),
                       manual::StatementKind::assessment}};
        return part;
    }

    std::string draw(const Child& child, const Band& band, std::string_view what,
                     const std::vector<std::string>& bank, base::Date day)
    {
        // Two children of one age draw from one pile, so that they do not read alike.
        const std::string pile = fmt::format("{}/{}", band.name, what);
        std::string text = bank[m_piles.try_emplace(pile, bank.size()).first->second.draw(m_dice)];
        const auto love =
            static_cast<std::size_t>(m_dice.roll(static_cast<int>(child.loves.size())));
        text = filled(std::move(text), "{love}", child.loves[love]);
        text = filled(std::move(text), "{friend}", child.friend_name);
        text = filled(std::move(text), "{food}", child.food);
        text = filled(std::move(text), "{age}", m_days.age(child, day));
        return capitalised(filled(std::move(text), "{child}", child.first_name()));
    }

    const Banks& m_banks;
    const Days& m_days;
    Dice& m_dice;
    Pile m_scenes;
    Pile m_nexts;
    Pile m_why;
    std::vector<const Child*> m_children;
    std::map<std::string, Pile> m_piles;
};

bool is_close_to_told(const Family& family, const Days& days, int ago)
{
    return std::any_of(family.visits.begin(), family.visits.end(), [&](const Visit& visit) {
        const int told = base::days_between(days.day_of(visit), days.today());
        // Nothing comes after the visit from which the next one is due.
        return std::abs(told - ago) < apart || (visit.due_today && ago < told);
    });
}

} // namespace

std::vector<Visit> routine_visits(const Family& family, const Banks& banks, const Days& days,
                                  Dice& dice)
{
    Writer writer{family, banks, days, dice};
    std::vector<Visit> visits;
    const int last = family.last_visit.value_or(0);
    for (int ago = family.began - 20; ago > last + apart;
         ago -= family.routine_every + dice.roll(7) - 3) {
        if (!is_close_to_told(family, days, ago)) visits.push_back(writer.visit(ago));
    }
    if (family.last_visit) visits.push_back(writer.visit(last));
    return visits;
}

} // namespace demo
