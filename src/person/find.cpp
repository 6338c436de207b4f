#include "person/find.h"

#include "base/text.h"
#include "person/child_store.h"
#include "person/sealed.h"

#include <algorithm>
#include <array>
#include <set>
#include <sodium.h>
#include <utility>

namespace person {

namespace {

constexpr std::size_t token_size = 12;
constexpr std::size_t most_found = 50;

base::Bytes token(const seal::Key& key, std::string_view text)
{
    base::Bytes made(std::size_t{crypto_generichash_BYTES_MIN});
    const auto bytes = base::view_bytes(text);
    crypto_generichash(made.data(), made.size(), bytes.data(), bytes.size(), key.bytes().data(),
                       key.bytes().size());
    made.resize(token_size);
    return made;
}

/// Letters that are not made of another letter and an accent. Many people type the plain one.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> plain_letters = {
    {{"ł", "l"},
     {"ø", "o"},
     {"đ", "d"},
     {"ð", "d"},
     {"ı", "i"},
     {"æ", "ae"},
     {"œ", "oe"},
     {"þ", "th"}}};

bool is_punctuation(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    const bool letter_or_digit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80U;
    return !letter_or_digit;
}

/// The words of a name or of a search, as they are compared.
std::vector<std::string> words_of(std::string_view text)
{
    std::string folded = base::fold(text);
    for (const auto& [letter, plain] : plain_letters) {
        for (std::size_t at = folded.find(letter); at != std::string::npos;
             at = folded.find(letter, at)) {
            folded.replace(at, letter.size(), plain);
        }
    }
    std::replace_if(folded.begin(), folded.end(), is_punctuation, ' ');
    const auto words = base::split(folded, ' ');
    return {words.begin(), words.end()};
}

/// The beginnings of a word that can be searched for, in whole characters from the second on.
void add_beginnings(std::set<std::string>& texts, std::string_view word)
{
    std::size_t characters = 0;
    for (std::size_t i = 0; i <= word.size(); ++i) {
        const bool boundary =
            i == word.size() || (static_cast<unsigned char>(word[i]) & 0xC0U) != 0x80U;
        if (!boundary) continue;
        if (characters >= 2) texts.insert("word " + std::string{word.substr(0, i)});
        ++characters;
    }
}

std::optional<base::Date> date_in(std::string_view text)
{
    if (const auto date = base::Date::parse(text)) return date;
    std::vector<int> numbers;
    int number = -1;
    for (const char c : std::string{text} + " ") {
        if (c >= '0' && c <= '9' && number < 10'000) {
            number = std::max(number, 0) * 10 + (c - '0');
        } else if (c == ' ' || c == '/' || c == '.' || c == '-') {
            if (number >= 0) numbers.push_back(number);
            number = -1;
        } else {
            return std::nullopt;
        }
    }
    if (numbers.size() != 3) return std::nullopt;
    return base::Date::from_parts(numbers[2], numbers[1], numbers[0]);
}

std::vector<base::RecordId> records_asked_for(record::Desk& desk, store::Reader& reader,
                                              const std::vector<base::Bytes>& tokens)
{
    std::vector<base::RecordId> records;
    bool first = true;
    for (const base::Bytes& one : tokens) {
        auto with_token = records_with_token(reader, desk.partnership, one);
        std::sort(with_token.begin(), with_token.end());
        if (first) {
            records = std::move(with_token);
        } else {
            std::vector<base::RecordId> both;
            std::set_intersection(records.begin(), records.end(), with_token.begin(),
                                  with_token.end(), std::back_inserter(both));
            records = std::move(both);
        }
        first = false;
    }
    return records;
}

} // namespace

std::vector<base::Bytes> search_tokens(const seal::Key& key, const Child& child)
{
    std::set<std::string> texts;
    for (const std::string* const name : {&child.name, &child.known_as, &child.identifier}) {
        for (const std::string& word : words_of(*name))
            add_beginnings(texts, word);
    }
    if (child.born) texts.insert("born " + child.born->iso());
    std::vector<base::Bytes> tokens;
    for (const std::string& text : texts)
        tokens.push_back(token(key, text));
    return tokens;
}

std::vector<base::Bytes> asked_tokens(const seal::Key& key, std::string_view text)
{
    std::string numbers;
    std::string names;
    for (const std::string_view piece : base::split(text, ' ')) {
        const bool is_of_a_date =
            piece.find_first_not_of("0123456789/.-") == std::string_view::npos;
        (is_of_a_date ? numbers : names).append(piece).append(" ");
    }
    std::vector<base::Bytes> tokens;
    const auto born = date_in(base::trim(numbers));
    if (born) tokens.push_back(token(key, "born " + born->iso()));
    for (const std::string& word : words_of(born ? std::string_view{names} : text)) {
        if (base::count_characters(word) >= 2) tokens.push_back(token(key, "word " + word));
    }
    return tokens;
}

std::vector<Child> find_children(record::Desk& desk, const access::Viewer& viewer,
                                 std::string_view text)
{
    const seal::Key key = desk.keys.purpose_key(desk.partnership, "search");
    auto found = desk.data.read([&](store::Reader& reader) {
        std::vector<Child> children;
        for (const base::RecordId& record :
             records_asked_for(desk, reader, asked_tokens(key, text))) {
            if (children.size() == most_found) break;
            if (access::may_open(reader, viewer, record) == access::Access::closed) continue;
            children.push_back(child_of(desk, reader, viewer, record));
        }
        return children;
    });
    std::sort(found.begin(), found.end(),
              [](const Child& one, const Child& two) { return one.name < two.name; });
    std::vector<access::ReadNote> notes;
    for (const Child& child : found) {
        notes.push_back({child.record, access::Looked::search_result, {}});
    }
    if (!notes.empty()) desk.trail.note(viewer, notes);
    return found;
}

} // namespace person
