// One made-up family as its file tells of it. Days are counted back from the demonstration's today.
#pragma once

#include "base/time.h"
#include "manual/answers.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace demo {

struct Child {
    std::string key;
    std::string name;
    std::string known_as;
    int months = 0;                 ///< old today
    int days = 0;                   ///< and days, as far as the file says
    std::optional<int> due_in_days; ///< of a child not yet born
    int began = 0;                  ///< days ago: when the record was opened
    std::string sex;
    std::string ethnicity;
    manual::Answer religion;
    manual::Answer language;
    manual::Answer disabilities;
    manual::Answer school;
    manual::Answer wants;
    std::vector<std::string> loves;
    std::string friend_name;
    std::string food;

    std::string first_name() const;
    bool is_unborn() const { return due_in_days.has_value(); }
};

struct Adult {
    std::string name;
    std::string relationship;
    bool lives_with = false;
    bool responsible = false; ///< has parental responsibility
    std::string phone;
};

/// How a child was seen on a visit.
enum class Sight { alone, with_others, seen_only, not_seen };

struct ChildPart {
    Sight sight = Sight::alone;
    std::string why; ///< for every sight but alone
    manual::Answer voice;
    std::vector<manual::Statement> worry;
    std::vector<manual::Statement> means;
};

struct Visit {
    int ago = 0;
    bool due_today = false; ///< then the day is such that the next visit is due today
    base::TimeOfDay at;
    std::string who_else;
    std::vector<manual::Statement> scene;
    std::vector<manual::Statement> next;
    int recorded_after = 0; ///< days
    std::string late_reason;
    std::map<std::string, ChildPart> parts; ///< by child
};

struct Contact {
    int ago = 0;
    base::TimeOfDay at;
    std::string child;
    std::string by; ///< empty: the family's worker
    std::string how;
    std::string who;
    std::string about;
    std::vector<manual::Statement> said;
    std::vector<manual::Statement> next;
};

/// About one child, or with `all` about every child whose record is open by then.
struct Alert {
    int ago = 0;
    std::string child;
    std::string text;
    std::string reason;
    int review_in = 0; ///< days from today
};

struct Summary {
    int ago = 0;
    std::string child;
    std::vector<manual::Statement> why;
    std::vector<manual::Statement> worries;
    std::vector<manual::Statement> strengths;
    std::vector<manual::Statement> plan;
};

struct Decision {
    int ago = 0;
    std::string by;
    std::string child;
    std::vector<manual::Statement> decision;
    std::string reasons;
    std::string alternatives;
    manual::Answer wishes;
    std::string weight;
    int review_in = 0; ///< days from the decision
};

struct Correction {
    int ago = 0;
    int of = 0; ///< the visit that many days ago
    std::string child;
    std::string wrong;
    std::vector<manual::Statement> instead;
    std::string how;
};

struct Family {
    std::string key;
    std::string household;
    std::string address;
    std::string postcode;
    std::string worker;
    std::string
        first_worker; ///< until `worker_changed` days ago; empty when it was always the same
    int worker_changed = 0;
    std::string changed_by;
    int began = 0;
    int routine_every = 0;         ///< days between ordinary visits
    std::optional<int> last_visit; ///< days ago
    std::vector<Child> children;
    std::vector<Adult> adults;
    std::vector<Alert> alerts;
    std::vector<Summary> summaries;
    std::vector<Visit> visits;
    std::vector<Contact> contacts;
    std::vector<Decision> decisions;
    std::vector<Correction> corrections;

    /// CheckFailed when there is no such child.
    const Child& child(std::string_view child_key) const;
};

Family read_family(std::string key, std::string_view toml);

} // namespace demo
