// When things happen in the demonstration: days counted back from its today, moved to working days.
#pragma once

#include "base/time.h"
#include "demo/dice.h"
#include "demo/family.h"
#include "manual/manual.h"

namespace demo {

class Days {
public:
    Days(const manual::Manual& manual, base::Date today) : m_manual{manual}, m_today{today} {}

    base::Date today() const { return m_today; }
    const manual::Manual& manual() const { return m_manual; }

    /// So many days ago, or the last working day before that.
    base::Date ago(int days) const;
    /// The day of a visit after which the next one is due today, by the manual's own timescale.
    base::Date visited_so_that_due_today() const;
    base::Date day_of(const Visit& visit) const;

    base::Date born(const Child& child) const;
    /// Completed months on that day; negative before birth.
    int months_old(const Child& child, base::Date on) const;
    /// `4 years 2 months`.
    std::string age(const Child& child, base::Date on) const;

    /// When something that happened then is written up: the same day, or early the next working
    /// day.
    base::Instant written_up(base::Date day, base::TimeOfDay at, Dice& dice) const;
    /// The same, but so many days late.
    base::Instant written_up_late(base::Date day, int days, Dice& dice) const;

private:
    const manual::Manual& m_manual;
    base::Date m_today;
};

} // namespace demo
