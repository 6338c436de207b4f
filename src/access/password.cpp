#include "access/password.h"

#include "base/errors.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <sodium.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

namespace heed::access {

namespace {

// What is left of a password when everything easy to guess is taken out of it.
constexpr std::size_t least_left_over = 8;
constexpr std::size_t shortest_context_word = 4;

constexpr std::array<std::string_view, 36> easy_words = {"password",
                                                         "passw0rd",
                                                         "pa55word",
                                                         "p@ssword",
                                                         "p@ssw0rd",
                                                         "welcome",
                                                         "letmein",
                                                         "changeme",
                                                         "qwertyuiop",
                                                         "asdfghjkl",
                                                         "zxcvbnm",
                                                         "qwerty",
                                                         "asdfgh",
                                                         "1qaz2wsx",
                                                         "3edc4rfv",
                                                         "iloveyou",
                                                         "administrator",
                                                         "admin",
                                                         "monkey",
                                                         "dragon",
                                                         "football",
                                                         "liverpool",
                                                         "sunshine",
                                                         "princess",
                                                         "abcdefgh",
                                                         "abc123",
                                                         "123123",
                                                         "trustno1",
                                                         "superman",
                                                         "secret",
                                                         "login",
                                                         "access",
                                                         "correct horse battery staple",
                                                         "correcthorsebatterystaple",
                                                         "heed",
                                                         "safeguarding"};

std::string normalised(std::string_view password)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* const normaliser = icu::Normalizer2::getNFKCInstance(status);
    base::check(U_SUCCESS(status) != 0, "the Unicode normaliser is there");
    const icu::UnicodeString text = normaliser->normalize(
        icu::UnicodeString::fromUTF8({password.data(), static_cast<std::int32_t>(password.size())}),
        status);
    std::string same;
    text.toUTF8String(same);
    return same;
}

void take_out(std::string& text, std::string_view word)
{
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
        text.replace(at, word.size(), " ");
    }
}

/// Characters that are not merely one more of the same, or the next in a row: `aaaa`, `3456`,
/// `dcba`.
std::size_t count_left_over(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ' ') continue;
        const int step = i == 0 ? 2 : text[i] - text[i - 1];
        if (step < -1 || step > 1) ++count;
    }
    return count;
}

bool repeats_a_short_piece(std::string_view text)
{
    constexpr std::size_t longest_piece = 8;
    for (std::size_t size = 1; size <= longest_piece && size * 2 <= text.size(); ++size) {
        const auto same = [&](std::size_t i) { return text[i] == text[i % size]; };
        std::size_t i = size;
        while (i < text.size() && same(i))
            ++i;
        if (i == text.size()) return true;
    }
    return false;
}

} // namespace

std::string_view explain(PasswordRefusal refusal)
{
    switch (refusal) {
    case PasswordRefusal::too_short:
        return "Use 15 characters or more. Three or four unrelated words work well.";
    case PasswordRefusal::too_long: return "Use a shorter password.";
    case PasswordRefusal::not_text: return "Use letters, numbers, spaces and signs only.";
    case PasswordRefusal::too_common:
        return "Choose a password that is harder to guess. Three or four unrelated words work "
               "well.";
    case PasswordRefusal::names_the_account:
        return "Choose a password that is not made of your name, your sign-in name or where you "
               "work.";
    }
    return {};
}

std::optional<PasswordRefusal> refusal_of(std::string_view password,
                                          std::span<const std::string> context)
{
    if (password.size() > longest_password) return PasswordRefusal::too_long;
    if (!base::is_clean_utf8(password)) return PasswordRefusal::not_text;
    if (base::count_characters(password) < shortest_password) return PasswordRefusal::too_short;

    std::string rest = base::fold(password);
    if (repeats_a_short_piece(rest)) return PasswordRefusal::too_common;
    for (const std::string_view word : easy_words)
        take_out(rest, word);
    if (count_left_over(rest) < least_left_over) return PasswordRefusal::too_common;

    for (const std::string& phrase : context) {
        const std::string folded = base::fold(phrase);
        if (!folded.empty()) take_out(rest, folded);
        for (const std::string_view word : base::split(folded, ' ')) {
            if (word.size() >= shortest_context_word) take_out(rest, word);
        }
    }
    if (count_left_over(rest) < least_left_over) return PasswordRefusal::names_the_account;
    return std::nullopt;
}

/// One caller's place among those that may hash at the same time.
class PasswordHasher::Turn {
public:
    explicit Turn(PasswordHasher& hasher) : m_hasher{hasher}
    {
        std::unique_lock lock{hasher.m_mutex};
        const auto is_free = [&] { return hasher.m_running < hasher.m_options.at_once; };
        if (!is_free()) {
            if (hasher.m_waiting >= hasher.m_options.waiting) {
                throw base::Unavailable{"too many people are signing in at this moment"};
            }
            ++hasher.m_waiting;
            hasher.m_free.wait(lock, is_free);
            --hasher.m_waiting;
        }
        ++hasher.m_running;
    }
    ~Turn()
    {
        {
            const std::lock_guard lock{m_hasher.m_mutex};
            --m_hasher.m_running;
        }
        m_hasher.m_free.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    PasswordHasher& m_hasher;
};

PasswordHasher::PasswordHasher(PasswordOptions options) : m_options{options}
{
    base::check(sodium_init() >= 0, "libsodium can start");
    base::check(options.at_once > 0, "at least one password can be checked at a time");
}

std::string PasswordHasher::hash(std::string_view password)
{
    std::string text = normalised(password);
    std::array<char, crypto_pwhash_STRBYTES> made{};
    int outcome = 0;
    {
        const Turn turn{*this};
        outcome = crypto_pwhash_str(made.data(), text.data(), text.size(), m_options.cost.passes,
                                    m_options.cost.memory_bytes);
    }
    sodium_memzero(text.data(), text.size());
    if (outcome != 0) throw base::Unavailable{"there is no memory to check a password"};
    return made.data();
}

PasswordCheck PasswordHasher::check(std::string_view password, const std::string& hash)
{
    std::string text = normalised(password);
    int outcome = 0;
    {
        const Turn turn{*this};
        outcome = crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size());
    }
    sodium_memzero(text.data(), text.size());
    if (outcome != 0) return PasswordCheck::wrong;
    const bool is_today = crypto_pwhash_str_needs_rehash(hash.c_str(), m_options.cost.passes,
                                                         m_options.cost.memory_bytes) == 0;
    return is_today ? PasswordCheck::right : PasswordCheck::right_but_outdated;
}

void PasswordHasher::check_nothing(std::string_view password)
{
    hash(password);
}

} // namespace heed::access
