// The frame that every page stands in: document, header, navigation, main part, footer.
#pragma once

#include "web/components/frame.h"
#include "web/components/navigation.h"
#include "web/components/record.h"

namespace web {

/// Who is signed in, as the frame shows them.
struct SignedIn {
    RequiredText name;
    RequiredText post;       ///< post and team
    RequiredText form_token; ///< for the sign-out form
    Url sign_out = "/sign-out";
    Url account = "/account";
};

/// Whether the page shows answers that must be put right: its title then begins with `Error: `.
enum class Outcome { plain, has_errors };

/// Shown on every page of a demonstration, so that nobody takes it for real.
struct Demonstration {
    RequiredText words;
    RequiredText date; ///< the day it is in the demonstration
};

enum class Width { reading, full };

struct PageOptions {
    RequiredText title;
    RequiredText partnership;
    std::string child = {}; ///< the child that the page is about: second in the page's title
    Outcome outcome = Outcome::plain;
    std::optional<SignedIn> user = {}; ///< none: the signed-out frame
    std::vector<NavigationItem> navigation = {};
    std::optional<Demonstration> demonstration = {};
    std::optional<BackLink> back = {};
    std::optional<ChildHeader> header = {};
    std::optional<SubNavigation> sections = {};
    Html notice = {}; ///< banner or error summary, first in the main part
    Width width = Width::full;
    std::string service = "Heed";
};

/// The whole document. `main` holds the page's one `h1`.
Html page(const PageOptions& options, const Html& main);

/// `Record a visit – Amina Yusuf – Heed`, with `Error: ` before it when there are errors.
std::string page_title(const PageOptions& options);

} // namespace web
