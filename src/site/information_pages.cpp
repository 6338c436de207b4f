#include "site/information_pages.h"

#include "site/frame.h"
#include "web/components.h"

#include <vector>

namespace site {

namespace {

struct Part {
    std::string_view heading; ///< empty: goes on from the one before
    std::string_view words;
};

web::Html article(std::string_view title, const std::vector<Part>& parts)
{
    web::Html main = web::heading_1(title);
    for (const Part& part : parts) {
        if (!part.heading.empty()) main.add(web::heading_2(part.heading));
        main.add(web::paragraphs(part.words));
    }
    return main;
}

const std::vector<Part>& help_parts()
{
    static const std::vector<Part> parts = {
        {"If a child is in danger now",
         "Ring 999. Do not wait to write anything down first. Record it afterwards and say when it "
         "happened."},
        {"Recording a visit",
         "Open My work and choose the visit. The children of the household are ticked already. "
         "Write what you all did once, then say how you saw each child and what they said. Check "
         "your answers and sign. Each child's own record gets that child's own part."},
        {"If you lose your connection",
         "What you type is saved as a draft every few seconds. If it could not be saved, the page "
         "says so and your words stay on the page. You find your drafts under My work."},
        {"If something is wrong in an entry",
         "Nothing that was signed can be changed. Open the entry and choose Correct this entry. "
         "Both what was written and your correction are shown from then on."},
    };
    return parts;
}

const std::vector<Part>& accessibility_parts()
{
    static const std::vector<Part> parts = {
        {"", "Heed is meant to be used by everybody. You can use it with a keyboard alone, with a "
             "screen reader, at 400% zoom, on a phone, and with scripts switched off."},
        {"What we test",
         "Every page is tested against WCAG 2.2 at level AA with automatic checks. Automatic "
         "checks "
         "find only some problems. Tests by people with disabilities have not been done yet."},
        {"If something does not work for you",
         "Tell whoever looks after Heed in your agency what you were trying to do and what "
         "happened. Your agency must answer you and can give you what you need in another way."},
    };
    return parts;
}

const std::vector<Part>& privacy_parts()
{
    static const std::vector<Part> parts = {
        {"What Heed keeps",
         "Records about children and the people in their lives, kept to keep children safe. Every "
         "entry says who wrote it and when. Entries are never changed; corrections stand beside "
         "them."},
        {"Who can see it",
         "Only people whose work with the child needs it. Every time somebody looks at a record, "
         "that is written down for good: who, what and when."},
        {"How it is protected",
         "Each child's record is locked with a key of its own before it is written to disk. Heed "
         "sends nothing to any other website and uses only the cookies that keep you signed in."},
    };
    return parts;
}

const std::vector<Part>& about_parts()
{
    static const std::vector<Part> parts = {
        {"", "Heed is the safeguarding record of a children's partnership. To heed is to notice, "
             "and to "
             "take notice."},
        {"A record for each child",
         "Each child has one record of their own. What happens is written as signed entries, "
         "numbered without a gap. What you see on any page is made from those entries."},
        {"Nothing is changed in secret",
         "The entries of all records form one ledger that only grows. Each entry has a proof that "
         "anybody can check, even years later and without Heed."},
    };
    return parts;
}

struct ErrorWords {
    std::string_view title;
    std::string_view words;
};

ErrorWords words_for(int status)
{
    switch (status) {
    case 400:
    case 413:
    case 415: return {"That could not be read", "Go back and try again."};
    case 403:
        return {"You cannot do that",
                "Your role does not allow this, or the page was open for too long. Go back, load "
                "the page again and try once more. If it is part of your work, ask your manager."};
    case 404:
        return {"There is nothing here that you can open",
                "The address may be wrong, or your work may not need this record. If you are "
                "worried about a child, speak to your manager or ring the team that takes "
                "referrals. Do not wait."};
    case 409:
        return {
            "Somebody else changed this first",
            "Nothing of yours was lost. Go back, load the page again and look at what changed."};
    case 503:
        return {"Heed cannot save anything just now",
                "Nothing you have signed is lost. Try again in a few minutes. If a child is in "
                "danger, act now and record it later."};
    default:
        return {
            "Something went wrong",
            "It is not your fault. What was called signed is in the ledger. Try again. If it goes "
            "on, do not write about it anew: tell whoever looks after Heed, who can check the "
            "ledger, and give the reference."};
    }
}

void add_article(web::Router& router, Site& site, const char* path, std::string title,
                 const std::vector<Part>& parts)
{
    router.add({
        .method = web::Method::get,
        .pattern = path,
        .name = std::string{"information."} + (path + 1),
        .needs = web::Needs::session_if_any,
        .handler =
            [&site, title = std::move(title), &parts](web::Request& request) {
                return show(site, request, {.title = title}, article(title, parts));
            },
    });
}

} // namespace

void add_information_pages(web::Router& router, Site& site)
{
    add_article(router, site, "/help", "Help", help_parts());
    add_article(router, site, "/accessibility", "Accessibility", accessibility_parts());
    add_article(router, site, "/privacy", "Privacy", privacy_parts());
    add_article(router, site, "/about", "About Heed", about_parts());
}

web::Response error_page(const Site& site, const web::Request& request, int status)
{
    const ErrorWords words = words_for(status);
    web::Html main = web::heading_1(words.title);
    main.add(web::paragraph(words.words));
    if (status >= 500) {
        main.add(web::paragraph("If you ask for help, give this reference: " + request.id));
    }
    return show(site, request, {.title = std::string{words.title}, .status = status}, main);
}

} // namespace site
