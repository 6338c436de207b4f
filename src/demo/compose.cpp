#include "demo/compose.h"

#include <algorithm>
#include <fmt/format.h>

namespace demo {

namespace {

using manual::Meaning;

std::string child_name(const Family& family, std::string_view child)
{
    return fmt::format("{}/{}", family.key, child);
}

std::string visit_name(const Family& family, int ago)
{
    return fmt::format("{}/visit/{}", family.key, ago);
}

manual::YesOrNo to_answer(bool truth)
{
    return truth ? manual::YesOrNo::yes : manual::YesOrNo::no;
}

/// Turns one family's file into stories.
class Composer {
public:
    Composer(const Family& family, const Days& days, Dice& dice)
        : m_family{family}, m_days{days}, m_dice{dice}
    {
    }

    std::vector<Story> stories(const std::vector<Visit>& routine)
    {
        for (const Child& child : m_family.children)
            open(child);
        if (!m_family.first_worker.empty()) hand_over();
        for (const Alert& each : m_family.alerts)
            alert(each);
        for (const Summary& each : m_family.summaries)
            summarise(each);
        for (const Visit& each : m_family.visits)
            visit(each);
        for (const Visit& each : routine)
            visit(each);
        for (const Contact& each : m_family.contacts)
            talk(each);
        for (const Decision& each : m_family.decisions)
            decide(each);
        for (const Correction& each : m_family.corrections)
            correct(each);
        std::stable_sort(m_stories.begin(), m_stories.end(),
                         [](const Story& one, const Story& two) { return one.at < two.at; });
        return std::move(m_stories);
    }

private:
    Story& begin(Doing doing, base::Instant at, std::string staff)
    {
        m_stories.push_back({.at = at, .doing = doing, .staff = std::move(staff)});
        return m_stories.back();
    }

    const std::string& worker(base::Date day) const { return worker_on(m_family, m_days, day); }

    /// The children whom something that day is about.
    std::vector<const Child*> children(const std::string& word, int ago) const
    {
        std::vector<const Child*> found;
        for (const Child& child : m_family.children) {
            if ((word == "all" && child.began > ago) || child.key == word) found.push_back(&child);
        }
        return found;
    }

    void open(const Child& child)
    {
        const base::Date day = m_days.ago(child.began);
        const int minute = m_dice.roll(20);
        Story& story = begin(Doing::open_record, base::from_uk(day, {9, minute}), worker(day));
        story.worker = worker(day);
        story.shared = details(child);
        story.parts.push_back({child_name(m_family, child.key), {}});
        int place = 25;
        for (const Adult& adult : m_family.adults) {
            Story& link = begin(Doing::link_person, base::from_uk(day, {9, place}), worker(day));
            link.shared = {text(Meaning::person_name, adult.name),
                           text(Meaning::relationship, adult.relationship),
                           yes_no(Meaning::lives_with_child, to_answer(adult.lives_with)),
                           yes_no(Meaning::parental_responsibility, to_answer(adult.responsible))};
            if (!adult.phone.empty()) link.shared.push_back(text(Meaning::phone, adult.phone));
            link.parts.push_back({child_name(m_family, child.key), {}});
            place += 4;
        }
    }

    Sayings details(const Child& child) const
    {
        Sayings said{text(Meaning::child_name, child.name),
                     text(Meaning::sex, child.sex),
                     text(Meaning::ethnicity, child.ethnicity),
                     demo::said(Meaning::religion, child.religion),
                     demo::said(Meaning::language, child.language),
                     demo::said(Meaning::disability, child.disabilities),
                     demo::said(Meaning::school, child.school),
                     text(Meaning::address, m_family.address),
                     text(Meaning::household, m_family.household)};
        if (!child.known_as.empty()) said.push_back(text(Meaning::known_as, child.known_as));
        if (!m_family.postcode.empty()) {
            said.push_back(text(Meaning::postcode, m_family.postcode));
        }
        if (child.is_unborn()) {
            said.push_back(date(Meaning::expected_birth, m_days.born(child)));
            said.push_back(demo::said(
                Meaning::born, {.value = manual::Unknown{manual::UnknownAnswer::not_applicable,
                                                         "The baby is not yet born."},
                                .reason = {}}));
        } else {
            said.push_back(date(Meaning::born, m_days.born(child)));
        }
        return said;
    }

    void hand_over()
    {
        const base::Date day = m_days.ago(m_family.worker_changed);
        for (const Child* child : children("all", m_family.worker_changed)) {
            Story& story =
                begin(Doing::allocate, base::from_uk(day, {17, 30}), m_family.changed_by);
            story.worker = m_family.worker;
            story.parts.push_back({child_name(m_family, child->key), {}});
        }
    }

    void alert(const Alert& alert)
    {
        const base::Date day = m_days.ago(alert.ago);
        for (const Child* child : children(alert.child, alert.ago)) {
            Story& story = begin(Doing::alert, base::from_uk(day, {11, 15}), worker(day));
            story.shared = {text(Meaning::alert, alert.text),
                            text(Meaning::alert_reason, alert.reason),
                            date(Meaning::started_on, day),
                            date(Meaning::review_on, m_days.today().plus_days(alert.review_in))};
            story.parts.push_back({child_name(m_family, child->key), {}});
        }
    }

    void summarise(const Summary& summary)
    {
        const base::Date day = m_days.ago(summary.ago);
        for (const Child* child : children(summary.child, summary.ago)) {
            Story& story = begin(Doing::summarise, base::from_uk(day, {14, 40}), worker(day));
            story.shared = {said(Meaning::involvement_reason, summary.why),
                            said(Meaning::worry, summary.worries),
                            said(Meaning::strengths, summary.strengths),
                            said(Meaning::wishes, child->wants), said(Meaning::plan, summary.plan)};
            story.parts.push_back({child_name(m_family, child->key), {}});
        }
    }

    void visit(const Visit& visit)
    {
        const base::Date day = m_days.day_of(visit);
        const base::Instant at = visit.recorded_after > 0
                                     ? m_days.written_up_late(day, visit.recorded_after, m_dice)
                                     : m_days.written_up(day, visit.at, m_dice);
        Story& story = begin(Doing::visit, at, worker(day));
        story.name = visit_name(m_family, visit.ago);
        story.shared = {
            date(Meaning::occurred_date, day),      text(Meaning::occurred_time, visit.at.iso()),
            text(Meaning::place, m_family.address), said(Meaning::account, visit.scene),
            option(Meaning::bedroom_seen),          said(Meaning::next_steps, visit.next)};
        if (visit.who_else.empty()) {
            story.shared.push_back(option(Meaning::nobody_else_present));
        } else {
            story.shared.push_back(option(Meaning::others_present));
            story.shared.push_back(text(Meaning::present, visit.who_else));
        }
        if (!visit.late_reason.empty()) {
            story.shared.push_back(text(Meaning::late_reason, visit.late_reason));
        }
        for (const Child& child : m_family.children) {
            const auto part = visit.parts.find(child.key);
            if (part == visit.parts.end()) continue;
            story.parts.push_back({child_name(m_family, child.key), child_part(part->second)});
        }
    }

    static Sayings child_part(const ChildPart& part)
    {
        Sayings said{demo::said(Meaning::worry, part.worry),
                     demo::said(Meaning::analysis, part.means)};
        switch (part.sight) {
        case Sight::alone: said.push_back(option(Meaning::seen_alone)); break;
        case Sight::with_others:
            said.push_back(option(Meaning::not_seen_alone));
            said.push_back(text(Meaning::not_seen_alone_reason, part.why));
            break;
        case Sight::seen_only:
            said.push_back(option(Meaning::not_spoken_to));
            said.push_back(text(Meaning::not_spoken_to_reason, part.why));
            break;
        case Sight::not_seen:
            said.push_back(option(Meaning::not_seen));
            said.push_back(text(Meaning::not_seen_reason, part.why));
            return said;
        }
        said.push_back(demo::said(Meaning::voice, part.voice));
        return said;
    }

    void talk(const Contact& contact)
    {
        const base::Date day = m_days.ago(contact.ago);
        const std::string by = contact.by.empty() ? worker(day) : contact.by;
        Story& story = begin(Doing::talk, m_days.written_up(day, contact.at, m_dice), by);
        story.shared = {date(Meaning::occurred_date, day),
                        text(Meaning::occurred_time, contact.at.iso()),
                        text(Meaning::contact_method, contact.how),
                        text(Meaning::contact_with, contact.who),
                        text(Meaning::headline, contact.about),
                        said(Meaning::account, contact.said)};
        if (!contact.next.empty()) story.shared.push_back(said(Meaning::next_steps, contact.next));
        story.parts.push_back({child_name(m_family, contact.child), {}});
    }

    void decide(const Decision& decision)
    {
        const base::Date day = m_days.ago(decision.ago);
        Story& story = begin(Doing::decide, base::from_uk(day, {16, 20}), decision.by);
        story.shared = {date(Meaning::occurred_date, day),
                        said(Meaning::decision, decision.decision),
                        text(Meaning::decision_reasons, decision.reasons),
                        text(Meaning::alternatives, decision.alternatives),
                        said(Meaning::wishes, decision.wishes),
                        text(Meaning::wishes_weight, decision.weight),
                        date(Meaning::review_on, day.plus_days(decision.review_in))};
        story.parts.push_back({child_name(m_family, decision.child), {}});
    }

    void correct(const Correction& correction)
    {
        const base::Date day = m_days.ago(correction.ago);
        Story& story = begin(Doing::correct, base::from_uk(day, {12, 10}), worker(day));
        story.name = visit_name(m_family, correction.of);
        story.shared = {text(Meaning::correction_wrong, correction.wrong),
                        said(Meaning::correction_instead, correction.instead),
                        text(Meaning::correction_reason, correction.how)};
        story.parts.push_back({child_name(m_family, correction.child), {}});
    }

    const Family& m_family;
    const Days& m_days;
    Dice& m_dice;
    std::vector<Story> m_stories;
};

} // namespace

const std::string& worker_on(const Family& family, const Days& days, base::Date day)
{
    const bool before = !family.first_worker.empty() && day <= days.ago(family.worker_changed);
    return before ? family.first_worker : family.worker;
}

std::vector<Story> stories_of(const World& world, const Family& family, const Days& days)
{
    Dice dice{world.seed, family.key};
    const auto routine = routine_visits(family, world.banks, days, dice);
    return Composer{family, days, dice}.stories(routine);
}

std::vector<Story> all_stories(const World& world, const Days& days)
{
    std::vector<Story> all;
    for (const Family& family : world.families) {
        auto stories = stories_of(world, family, days);
        std::move(stories.begin(), stories.end(), std::back_inserter(all));
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Story& one, const Story& two) { return one.at < two.at; });
    return all;
}

} // namespace demo
