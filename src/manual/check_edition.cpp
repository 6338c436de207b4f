#include "manual/put_together.h"

#include <fmt/format.h>

namespace manual {

namespace {

class EditionCheck {
public:
    EditionCheck(const Manual& manual, Problems& problems) : m_manual{manual}, m_problems{problems}
    {
    }

    void run()
    {
        for (const Form& form : m_manual.forms)
            check_form(form);
        for (const Role& role : m_manual.roles)
            check_citations(role.place, role.cites);
        for (const Timescale& timescale : m_manual.timescales)
            check_timescale(timescale);
        if (m_manual.calendar.holidays().empty()) {
            m_problems.push_back({m_manual.id + "/calendar.toml", 0,
                                  "The manual has no bank holidays: write calendar.toml."});
        }
    }

private:
    template <typename... Args>
    void refuse(const Place& place, fmt::format_string<Args...> reason, Args&&... args)
    {
        m_problems.push_back(
            {place.file, place.line, fmt::format(reason, std::forward<Args>(args)...)});
    }

    void check_citations(const Place& place, const std::vector<std::string>& cites)
    {
        for (const std::string& clause : cites) {
            if (m_manual.find_clause(clause) != nullptr) continue;
            refuse(place, "“{}” is cited here but is not in clauses.toml.", clause);
        }
    }

    void check_form(const Form& form)
    {
        check_citations(form.place, form.cites);
        for (const Field& field : form.fields) {
            check_citations({form.place.file, field.line}, field.cites);
        }
        for (const std::string& role : form.signed_by)
            check_signer(form, role);
        for (const Form& other : m_manual.forms) {
            if (&other < &form && other.purpose == form.purpose) {
                refuse(form.place, "“{}” is for {}, but so is “{}”. Only one form may be.", form.id,
                       to_word(form.purpose), other.id);
            }
        }
        if (form.late_after.empty()) return;
        const Timescale* const limit = m_manual.find_timescale(form.late_after);
        if (limit == nullptr || limit->measures != Measures::recording) {
            refuse(form.place, "“late_after” names “{}”, which is not a timescale for recording.",
                   form.late_after);
        }
    }

    /// A role that signs a form must be allowed to sign anything of its kind.
    void check_signer(const Form& form, const std::string& role_id)
    {
        const Role* const role = m_manual.find_role(role_id);
        if (role == nullptr) {
            refuse(form.place, "“signed_by” names the role “{}”, which is not in roles.toml.",
                   role_id);
            return;
        }
        const Permission needed = permission_to_sign(form);
        if (role->has(needed)) return;
        refuse(form.place, "“signed_by” names the role “{}”, which may not {}.", role_id,
               to_word(needed));
    }

    static Permission permission_to_sign(const Form& form)
    {
        if (form.nature == Nature::imported) return Permission::import_records;
        switch (form.purpose) {
        case Purpose::management_decision: return Permission::sign_decisions;
        case Purpose::correction: return Permission::correct;
        case Purpose::allocation: return Permission::allocate;
        default: return Permission::sign_entries;
        }
    }

    void check_timescale(const Timescale& timescale)
    {
        check_citations(timescale.place, timescale.cites);
        for (const std::string& form : timescale.starts_on) {
            if (m_manual.find_form(form) != nullptr) continue;
            refuse(timescale.place,
                   "“starts_on” names the form “{}”, which the manual does not "
                   "have.",
                   form);
        }
        for (const Timescale& other : m_manual.timescales) {
            if (&other < &timescale && other.measures == timescale.measures &&
                other.applies_to == timescale.applies_to) {
                refuse(timescale.place, "“{}” and “{}” measure the same for the same children.",
                       other.id, timescale.id);
            }
        }
    }

    const Manual& m_manual;
    Problems& m_problems;
};

} // namespace

void check_edition(const Manual& manual, Problems& problems)
{
    EditionCheck{manual, problems}.run();
}

} // namespace manual
