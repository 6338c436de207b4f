// Top and bottom of a page: header, phase banner, footer. No crown, no crest: this is not GOV.UK.
#pragma once

#include "web/components/notices.h"

namespace web {

struct GenericHeader {
    Content logo;
    Url href = "/";
    std::string classes = {};
    std::string container_classes = {};
    Attributes attributes = {};
};

Html generic_header(const GenericHeader& options);

struct PhaseBanner {
    Tag tag;
    Content content;
    std::string classes = {};
    Attributes attributes = {};
};

Html phase_banner(const PhaseBanner& options);

struct FooterLink {
    RequiredText text;
    Url href;
    Attributes attributes = {};
};

struct FooterSection {
    RequiredText title;
    std::vector<FooterLink> links = {};
    int columns = 0;
    std::string width = "full";
};

struct Footer {
    std::vector<FooterLink> links = {};
    std::optional<Content> words = {};
    std::vector<FooterSection> sections = {};
    std::string hidden_title = "Support links";
    std::string classes = {};
    std::string container_classes = {};
    Attributes attributes = {};
};

Html footer(const Footer& options);

} // namespace web
