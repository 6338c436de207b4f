// A timescale of the manual: how long something may take, what starts it, and the working out of
// the day on which it ends. Timescales are the least that is asked: a shorter time may always be
// set (TIM-1).
#pragma once

#include "manual/calendar.h"
#include "manual/form.h"

#include <optional>
#include <string>
#include <vector>

namespace manual {

/// A day, or a moment of a day where the time is known.
struct When {
    base::Date day;
    std::optional<base::TimeOfDay> time; ///< United Kingdom wall clock

    friend bool operator==(const When&, const When&) = default;
};

struct TimescaleExample {
    std::string why;
    When start;
    std::optional<When> due;  ///< a time only where the timescale is in hours
    std::optional<When> done; ///< with `late`: when it was done
    std::optional<Timeliness> late;
    int line = 0;
};

struct Timescale {
    std::string id;
    std::string title;
    std::string why;
    int version = 1;
    InForce in_force;
    Measures measures = Measures::recording;
    Circumstance applies_to = Circumstance::every_child;
    /// The forms whose entries start it, the latest of them counting. None for recording: what the
    /// entry is about starts it.
    std::vector<std::string> starts_on;
    int amount = 0;
    Unit unit = Unit::working_days;
    Extension extension = Extension::none;
    std::vector<std::string> cites;
    std::vector<TimescaleExample> examples;
    Place place;

    std::string plain() const; ///< `10 working days`, `1 month`
};

/// The end of a timescale.
struct Due {
    base::Date day;
    base::Instant last_moment; ///< the end of the day, or for hours the moment itself

    bool is_late(base::Instant done) const { return done > last_moment; }
};

/// The start is day nought. In hours, a start without a time counts from the beginning of its day.
Due due(const Timescale& timescale, const Calendar& calendar, const When& start);

} // namespace manual
