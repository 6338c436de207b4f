// Reading a Children in Need return (the Department for Education's yearly XML file): streamed,
// checked against the structure, the code sets and the rules of its own census year. Memory does
// not grow with the file, but for sixteen bytes a child to find ids used twice.
#pragma once

#include "census/child.h"
#include "census/refusal.h"

#include <cstdint>
#include <functional>
#include <istream>
#include <set>
#include <string>

namespace census {

/// Which return this is. `year` is the year in which the census year ends.
struct Return {
    std::string authority; ///< the local authority's three digits
    int year = 0;
    base::Date reference_date; ///< 31 March of `year`
};

struct Progress {
    std::uint64_t bytes_read = 0;
    std::uint64_t bytes_total = 0; ///< 0 when it is not known
    std::size_t children = 0;
};

/// Called while the file is read, in the order of the file. Any of them may be empty.
struct Sink {
    /// A child without an error of its own. Whether its id or number is used twice in the file is
    /// known only at the end: see Summary::refused_children.
    std::function<void(const Return&, const Child&)> child;
    std::function<void(const Refusal&)> refusal;
    std::function<void(const Progress&)> progress;
};

/// What the reader must be told, and the limits it holds to.
struct ReadOptions {
    /// Whether people work on this day: the manual's calendar. Weekdays when empty.
    std::function<bool(base::Date)> is_working_day;
    std::uint64_t bytes_total = 0; ///< for the progress only
    std::uint64_t most_bytes = std::uint64_t{1} << 30;
    std::size_t most_refusals = 100'000; ///< after so many the reader stops, and says so
};

struct Summary {
    Return source;
    std::string digest; ///< SHA-256 of the file, hexadecimal
    std::size_t children = 0;
    std::size_t errors = 0;
    std::size_t queries = 0;
    /// The file could not be read to its end, or is not one that can be imported at all.
    bool unusable = false;
    std::set<std::size_t> refused_children; ///< ordinals

    bool sound() const { return !unusable && errors == 0; }
};

/// Reads to the end whatever it finds: faults are given to the sink. Throws only what the sink
/// does.
Summary read(std::istream& input, const ReadOptions& options, const Sink& sink);

} // namespace census
