#include "demo/play.h"

#include "access/demonstration.h"
#include "base/errors.h"
#include "record/signing.h"

#include <fmt/format.h>
#include <map>

namespace demo {

namespace {

constexpr base::TimeOfDay demonstration_starts_at{9, 0};

template <typename Value, typename Refusal> Value required(base::Result<Value, Refusal> result)
{
    base::check(result.has_value(), "the demonstration's people can be added");
    return std::move(*result);
}

class Player {
public:
    Player(const Stage& stage, base::SetClock& clock, const World& world)
        : m_stage{stage}, m_desk{stage.desk}, m_clock{clock}, m_world{world}
    {
    }

    void add_people()
    {
        m_desk.data.write(
            {m_desk.partnership, "demonstration people", ""}, [&](store::Writer& writer) {
                access::mark_as_demonstration(writer, m_desk.partnership, m_desk.clock.now());
                for (const Agency& agency : m_world.people.agencies)
                    add_agency(writer, agency);
                for (const Team& team : m_world.people.teams)
                    add_team(writer, team);
                for (const Staff& staff : m_world.people.staff)
                    add_staff(writer, staff);
                return std::string{};
            });
    }

    void take(const Story& story)
    {
        m_clock.set(story.at);
        m_key = fmt::format("demonstration {}", ++m_taken);
        switch (story.doing) {
        case Doing::open_record: open_record(story); break;
        case Doing::allocate: allocate(story); break;
        case Doing::correct: correct(story); break;
        case Doing::link_person:
        case Doing::alert:
        case Doing::summarise:
        case Doing::visit:
        case Doing::talk:
        case Doing::decide: sign(story); break;
        }
    }

private:
    void add_agency(store::Writer& writer, const Agency& agency)
    {
        const auto id = access::AgencyId::make(m_desk.random);
        m_agencies[agency.key] = id;
        required(m_stage.directory.add_agency(writer, {.id = id, .name = agency.name}));
    }

    void add_team(store::Writer& writer, const Team& team)
    {
        const auto id = access::TeamId::make(m_desk.random);
        m_teams[team.key] = id;
        required(m_stage.directory.add_team(
            writer, {.id = id, .agency = m_agencies.at(team.agency), .name = team.name}));
    }

    void add_staff(store::Writer& writer, const Staff& staff)
    {
        const auto id = base::StaffId::make(m_desk.random);
        m_staff[staff.key] = id;
        required(m_stage.directory.add_staff(writer,
                                             {.id = id,
                                              .login = staff.login,
                                              .name = staff.name,
                                              .post_title = staff.post,
                                              .team = m_teams.at(staff.team),
                                              .role = staff.role},
                                             m_desk.manual_now()));
    }

    access::Viewer viewer(const std::string& staff) const
    {
        const base::StaffId id = m_staff.at(staff);
        auto found = m_desk.data.read(
            [&](store::Reader& reader) { return m_stage.viewers.find(reader, id); });
        base::check(found.has_value(), "a member of the demonstration's staff is missing");
        return std::move(*found);
    }

    access::TeamId team_of(const std::string& staff) const
    {
        return m_teams.at(m_world.people.person(staff).team);
    }

    const manual::Form& form_of(const Story& story) const
    {
        const auto purpose = purpose_of(story.doing);
        const manual::Form* const form = purpose ? m_desk.manual_now().form_for(*purpose) : nullptr;
        base::check(form != nullptr, "the manual lacks a form that the demonstration needs");
        return *form;
    }

    void open_record(const Story& story)
    {
        const manual::Form& form = form_of(story);
        const auto opened = record::open_record(m_desk, m_stage.directory, viewer(story.staff),
                                                {.details = to_answers(form, story.shared),
                                                 .team = team_of(story.worker),
                                                 .worker = m_staff.at(story.worker),
                                                 .idempotency_key = m_key});
        require_signed(opened, story);
        m_records[story.parts.front().child] = opened->parts.front().record;
    }

    void allocate(const Story& story)
    {
        require_signed(record::allocate(m_desk, m_stage.directory, viewer(story.staff),
                                        {.record = m_records.at(story.parts.front().child),
                                         .team = team_of(story.worker),
                                         .worker = m_staff.at(story.worker),
                                         .idempotency_key = m_key}),
                       story);
    }

    void sign(const Story& story)
    {
        const manual::Form& form = form_of(story);
        record::Event event{.form = form.id, .shared = to_answers(form, story.shared), .parts = {}};
        for (const StoryPart& part : story.parts) {
            event.parts.push_back({m_records.at(part.child), to_answers(form, part.said)});
        }
        const auto signed_event =
            record::sign(m_desk, viewer(story.staff),
                         {.event = std::move(event), .idempotency_key = m_key, .draft = {}});
        require_signed(signed_event, story);
        if (story.name.empty()) return;
        for (std::size_t i = 0; i < story.parts.size(); ++i) {
            m_named[story.name + " " + story.parts[i].child] = signed_event->parts[i];
        }
    }

    void correct(const Story& story)
    {
        const record::SignedPart& part = m_named.at(story.name + " " + story.parts.front().child);
        require_signed(record::correct(m_desk, viewer(story.staff),
                                       {.record = part.record,
                                        .corrects = part.sequence,
                                        .answers = to_answers(form_of(story), story.shared),
                                        .idempotency_key = m_key}),
                       story);
    }

    /// Everything here is made up, so the error may say what it was about.
    static void require_signed(const record::SignResult& done, const Story& story)
    {
        if (done) return;
        std::string words = "the demonstration can sign what it tells: " +
                            (story.parts.empty() ? story.name : story.parts.front().child) +
                            " at " + story.at.iso();
        for (const record::EventError& error : done.error()) {
            words += fmt::format(" {}: {}", error.field, error.message);
        }
        base::check(false, words);
    }

    const Stage& m_stage;
    record::Desk& m_desk;
    base::SetClock& m_clock;
    const World& m_world;
    std::string m_key;
    std::size_t m_taken = 0;
    std::map<std::string, access::AgencyId> m_agencies;
    std::map<std::string, access::TeamId> m_teams;
    std::map<std::string, base::StaffId> m_staff;
    std::map<std::string, base::RecordId> m_records;
    std::map<std::string, record::SignedPart> m_named;
};

} // namespace

void play(const Stage& stage, base::SetClock& clock, const World& world, base::Date today,
          const std::function<void(const PlayProgress&)>& progress)
{
    Player player{stage, clock, world};
    player.add_people();
    const Days days{stage.desk.manuals.in_force(stage.desk.manual_id, today), today};
    const std::vector<Story> stories = all_stories(world, days);
    std::size_t done = 0;
    for (const Story& story : stories) {
        player.take(story);
        if (progress) progress({++done, stories.size()});
    }
    clock.set(base::from_uk(today, demonstration_starts_at));
}

void play(site::Site& site, base::SetClock& clock, const World& world, base::Date today,
          const std::function<void(const PlayProgress&)>& progress)
{
    play(Stage{site.desk, site.directory, site.viewers}, clock, world, today, progress);
}

std::vector<SignInLink> sign_in_links(site::Site& site)
{
    record::Desk& desk = site.desk;
    const World world = read_world();
    std::vector<SignInLink> links;
    desk.data.write({desk.partnership, "demonstration links", ""}, [&](store::Writer& writer) {
        for (const Staff& staff : world.people.staff) {
            const auto found = site.directory.find_login(writer, staff.login);
            if (!found) continue;
            links.push_back({.role = staff.link.empty() ? staff.login : staff.link,
                             .name = found->name + ", " + found->post_title,
                             .token = access::make_demonstration_link(writer, desk.partnership,
                                                                      found->id, desk.random)});
        }
        return std::string{};
    });
    return links;
}

} // namespace demo
