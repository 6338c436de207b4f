#include "access/directory.h"

#include "access/secret.h"
#include "base/text.h"

#include <algorithm>

namespace heed::access {

namespace {

bool is_login_character(char c)
{
    constexpr std::string_view signs = ".-_@+'";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           signs.find(c) != std::string_view::npos;
}

} // namespace

std::string_view explain(DirectoryRefusal refusal)
{
    switch (refusal) {
    case DirectoryRefusal::name_missing: return "Give a name.";
    case DirectoryRefusal::name_too_long: return "Use a name of 200 characters or fewer.";
    case DirectoryRefusal::name_not_text: return "Use letters, numbers, spaces and signs only.";
    case DirectoryRefusal::name_taken:
        return "There is already one with this name. Choose another name.";
    case DirectoryRefusal::post_title_missing: return "Give the post title.";
    case DirectoryRefusal::post_title_too_long:
        return "Use a post title of 200 characters or fewer.";
    case DirectoryRefusal::login_too_short: return "Use a sign-in name of 3 characters or more.";
    case DirectoryRefusal::login_too_long: return "Use a sign-in name of 100 characters or fewer.";
    case DirectoryRefusal::login_has_other_characters:
        return "Use letters from A to Z, numbers and . - _ @ + ' only in a sign-in name.";
    case DirectoryRefusal::login_taken:
        return "Somebody already signs in with this name. Choose another sign-in name.";
    case DirectoryRefusal::no_such_agency: return "Choose an agency of this partnership.";
    case DirectoryRefusal::no_such_team: return "Choose a team of this partnership.";
    case DirectoryRefusal::no_such_staff: return "There is no such person in this partnership.";
    case DirectoryRefusal::no_such_role: return "Choose one of the manual's roles.";
    }
    return {};
}

std::optional<DirectoryRefusal> refusal_of_name(std::string_view name)
{
    if (base::trim(name).empty()) return DirectoryRefusal::name_missing;
    if (!base::is_clean_utf8(name)) return DirectoryRefusal::name_not_text;
    if (base::count_characters(name) > Directory::longest_name) {
        return DirectoryRefusal::name_too_long;
    }
    return std::nullopt;
}

std::optional<DirectoryRefusal> refusal_of_post(const Post& post, const manual::Manual& manual)
{
    if (base::trim(post.title).empty()) return DirectoryRefusal::post_title_missing;
    if (!base::is_clean_utf8(post.title)) return DirectoryRefusal::name_not_text;
    if (base::count_characters(post.title) > Directory::longest_name) {
        return DirectoryRefusal::post_title_too_long;
    }
    if (manual.find_role(post.role) == nullptr) return DirectoryRefusal::no_such_role;
    return std::nullopt;
}

std::optional<DirectoryRefusal> refusal_of_login(std::string_view login)
{
    if (login.size() < Directory::shortest_login) return DirectoryRefusal::login_too_short;
    if (login.size() > Directory::longest_login) return DirectoryRefusal::login_too_long;
    if (!std::all_of(login.begin(), login.end(), is_login_character)) {
        return DirectoryRefusal::login_has_other_characters;
    }
    return std::nullopt;
}

Directory::Directory(base::PartnershipId partnership, const seal::KeyStore& keys)
    : m_partnership{partnership}, m_names{keys.purpose_key(partnership, "staff")},
      m_tokens{m_names.derive("token")}
{
}

LoginToken Directory::login_token(std::string_view login) const
{
    return keyed_token(m_tokens, "login " + base::fold(login));
}

} // namespace heed::access
