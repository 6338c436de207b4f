// Plays the made-up world into an installation, through the operations that a person uses.
#pragma once

#include "access/directory.h"
#include "access/viewer.h"
#include "base/clock.h"
#include "demo/compose.h"
#include "record/desk.h"
#include "site/site.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace demo {

namespace access = heed::access;

struct SignInLink {
    std::string
        role; ///< `social-worker`, `manager` and so on for the first of each; else the login
    std::string name;
    std::string token;
};

struct PlayProgress {
    std::size_t done = 0;
    std::size_t total = 0;
};

/// Where a world is played.
struct Stage {
    record::Desk& desk;
    const access::Directory& directory;
    const access::Viewers& viewers;
};

/// Adds the people and does what the stories say, moving `clock` along; at the end it stands at
/// nine in the morning of `today`. Throws CheckFailed, naming the story, when the manual would not
/// let something be signed.
void play(const Stage& stage, base::SetClock& clock, const World& world, base::Date today,
          const std::function<void(const PlayProgress&)>& progress);

/// The same, on the whole of an installation.
void play(site::Site& site, base::SetClock& clock, const World& world, base::Date today,
          const std::function<void(const PlayProgress&)>& progress);

/// A link for each member of staff of an installation that is a demonstration.
std::vector<SignInLink> sign_in_links(site::Site& site);

} // namespace demo
