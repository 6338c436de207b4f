#include "manual/raw_answers.h"

#include "base/text.h"
#include "manual/answer_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <optional>

namespace manual {

namespace {

/// The values sent under one field's name, by what follows the name.
struct Sent {
    std::map<std::string, std::vector<std::string_view>, std::less<>> values;

    bool has_repeats(std::string_view name) const
    {
        const auto found = values.find(name);
        return found != values.end() && found->second.size() > 1;
    }
    std::string_view one(std::string_view name) const
    {
        const auto found = values.find(name);
        return found == values.end() ? std::string_view{} : base::trim(found->second.front());
    }
};

Sent sent_for(const Field& field, std::span<const RawAnswer> raw, std::string_view prefix)
{
    Sent sent;
    for (const auto& [name, value] : raw) {
        std::string_view rest = name;
        if (!rest.starts_with(prefix)) continue;
        rest.remove_prefix(prefix.size());
        if (!rest.starts_with(field.id)) continue;
        rest.remove_prefix(field.id.size());
        if (!rest.empty() && rest.front() != '.') continue;
        sent.values[std::string{rest}].push_back(value);
    }
    return sent;
}

std::optional<int> to_number(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || text.size() > 9) return {};
    return number;
}

/// `3`, `03`, `March` or `mar`.
std::optional<int> to_month(std::string_view text)
{
    if (const auto number = to_number(text)) return number;
    constexpr std::array<std::string_view, 12> months = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    const std::string word = base::is_clean_utf8(text) ? base::fold(text) : std::string{};
    if (word.size() < 3) return {};
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (months[i].starts_with(word)) return static_cast<int>(i) + 1;
    }
    return {};
}

/// Reads one field; collects what could not be read.
class Reading {
public:
    Reading(const Field& field, const Sent& sent) : m_field{field}, m_sent{sent} {}

    ReadAnswer read()
    {
        if (m_field.kind != FieldKind::choices) refuse_repeats();
        Answer answer = read_value();
        const std::string_view unknown = m_sent.one(".unknown");
        if (!unknown.empty()) answer = read_unknown(unknown, answer);
        if (!m_errors.empty()) return {{}, std::move(m_errors)};
        if (answer.is_blank() || lacks_only_its_reason(m_field, answer))
            return {std::move(answer), {}};
        if (auto fault = fault_of(m_field, answer)) {
            refuse(std::move(*fault));
            return {{}, std::move(m_errors)};
        }
        return {std::move(answer), {}};
    }

private:
    void refuse(std::string message)
    {
        if (m_errors.empty()) m_errors.push_back({m_field.id, std::move(message)});
    }

    void refuse(std::string_view what, std::string_view rest)
    {
        refuse(fmt::format("“{}” {}{}", m_field.label, what, rest));
    }

    void refuse_repeats()
    {
        for (const auto& [name, values] : m_sent.values) {
            if (m_sent.has_repeats(name)) refuse("was sent more than once.", " Answer it again.");
        }
    }

    Answer read_value()
    {
        switch (m_field.kind) {
        case FieldKind::date: return read_date();
        case FieldKind::time: return read_time();
        case FieldKind::choices: return read_choices();
        case FieldKind::statements: return read_statements();
        case FieldKind::number: return read_number();
        case FieldKind::yes_no: return read_yes_no();
        case FieldKind::text:
        case FieldKind::long_text:
        case FieldKind::choice:
        case FieldKind::person: break;
        }
        return to_answer(cleaned(m_sent.one("")));
    }

    static Answer to_answer(std::string text)
    {
        if (text.empty()) return {};
        return {.value = std::move(text), .reason = {}};
    }

    /// Line ends made alike, and the page breaks that word processors leave made line ends.
    static std::string cleaned(std::string_view text)
    {
        std::string lines = base::normalise_lines(text);
        std::replace(lines.begin(), lines.end(), '\v', '\n');
        std::replace(lines.begin(), lines.end(), '\f', '\n');
        return lines;
    }

    Answer read_date()
    {
        const std::string_view day = m_sent.one(".day");
        const std::string_view month = m_sent.one(".month");
        const std::string_view year = m_sent.one(".year");
        if (day.empty() && month.empty() && year.empty()) return {};
        std::vector<std::string> lacking;
        if (day.empty()) lacking.emplace_back("a day");
        if (month.empty()) lacking.emplace_back("a month");
        if (year.empty()) lacking.emplace_back("a year");
        if (!lacking.empty()) {
            refuse("must include ", base::join_plain(lacking) + ".");
            return {};
        }
        if (year.size() != 4) {
            refuse("must have a year of four digits", ", like 2026.");
            return {};
        }
        const auto date = base::Date::from_parts(
            to_number(year).value_or(0), to_month(month).value_or(0), to_number(day).value_or(0));
        if (!date || !base::Date::parse(date->iso())) {
            refuse("must be a real date", ", like 27 3 2026.");
            return {};
        }
        return to_answer(date->iso());
    }

    Answer read_time()
    {
        const std::string_view typed = m_sent.one("");
        if (typed.empty()) return {};
        const auto time = base::TimeOfDay::parse(typed);
        if (!time) {
            refuse("must be a time", ", like 4:30pm or 16:30.");
            return {};
        }
        return to_answer(time->iso());
    }

    Answer read_number()
    {
        const std::string_view typed = m_sent.one("");
        if (typed.empty()) return {};
        const auto number = to_number(typed);
        if (!number) {
            refuse("must be a whole number", ", like 3.");
            return {};
        }
        return to_answer(std::to_string(*number));
    }

    Answer read_yes_no()
    {
        Answer answer = to_answer(std::string{m_sent.one("")});
        const bool needs_reason =
            m_field.reason_when && answer.text() == to_word(*m_field.reason_when);
        if (needs_reason) answer.reason = cleaned(m_sent.one(".reason"));
        return answer;
    }

    /// In the order of the form, so that the same ticks are always the same answer.
    Answer read_choices()
    {
        const auto found = m_sent.values.find("");
        if (found == m_sent.values.end()) return {};
        std::vector<std::string> chosen;
        for (const Option& option : m_field.options) {
            const auto& ticked = found->second;
            if (std::find(ticked.begin(), ticked.end(), option.id) != ticked.end()) {
                chosen.push_back(option.id);
            }
        }
        for (const std::string_view ticked : found->second) {
            if (!ticked.empty() && m_field.find_option(ticked) == nullptr) {
                refuse("has no such answer.", " Choose from the list.");
            }
        }
        if (chosen.empty()) return {};
        return {.value = std::move(chosen), .reason = {}};
    }

    Answer read_statements()
    {
        std::vector<Statement> statements;
        for (const int number : statement_numbers()) {
            if (auto statement = read_statement("." + std::to_string(number))) {
                statements.push_back(std::move(*statement));
            }
        }
        if (statements.empty()) return {};
        return {.value = std::move(statements), .reason = {}};
    }

    /// The numbers of the statements sent; there may be gaps where one was taken away.
    std::vector<int> statement_numbers()
    {
        std::vector<int> numbers;
        for (const auto& [name, values] : m_sent.values) {
            const auto parts = base::split(name, '.');
            if (parts.size() != 2) continue;
            const auto number = to_number(parts.front());
            if (!number || *number < 0 || name != fmt::format(".{}.{}", *number, parts.back())) {
                refuse("could not be read.", " Type it again.");
                continue;
            }
            numbers.push_back(*number);
        }
        std::sort(numbers.begin(), numbers.end());
        numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
        return numbers;
    }

    /// Empty when neither the text nor the teller was typed: an unused row.
    std::optional<Statement> read_statement(const std::string& row)
    {
        const std::string_view kind = m_sent.one(row + ".kind");
        const std::string_view source = m_sent.one(row + ".source");
        const auto known_kind =
            kind.empty() ? std::optional{m_field.statement_kind} : parse_word<StatementKind>(kind);
        const auto known_source =
            source.empty() ? std::optional{m_field.statement_source} : parse_word<Source>(source);
        if (!known_kind || !known_source) {
            refuse("could not be read.", " Choose again what kind of statement it is.");
            return {};
        }
        Statement statement{.text = cleaned(m_sent.one(row + ".text")),
                            .kind = *known_kind,
                            .source = *known_source,
                            .told_by = {}};
        if (*known_source == Source::third_party) {
            statement.told_by = cleaned(m_sent.one(row + ".told_by"));
        }
        if (statement.text.empty() && statement.told_by.empty()) return {};
        return statement;
    }

    Answer read_unknown(std::string_view word, const Answer& answer)
    {
        const auto which = parse_word<UnknownAnswer>(word);
        if (!which || !m_field.allows(*which)) {
            refuse("cannot be left without an answer in this way.", "");
            return {};
        }
        if (!answer.is_blank()) {
            refuse("has an answer, and also says that there is none.", " Keep one of the two.");
            return {};
        }
        return {.value = Unknown{*which, cleaned(m_sent.one(".reason"))}, .reason = {}};
    }

    const Field& m_field;
    const Sent& m_sent;
    FieldErrors m_errors;
};

} // namespace

ReadAnswer read_answer(const Field& field, std::span<const RawAnswer> raw, std::string_view prefix)
{
    const Sent sent = sent_for(field, raw, prefix);
    return Reading{field, sent}.read();
}

ReadAnswers read_answers(const Form& form, Part part, std::span<const RawAnswer> raw,
                         std::string_view prefix)
{
    ReadAnswers all;
    for (const Field& field : form.fields) {
        if (field.part != part || field.filled_by == FilledBy::system) continue;
        ReadAnswer one = read_answer(field, raw, prefix);
        all.errors.insert(all.errors.end(), one.errors.begin(), one.errors.end());
        if (!one.answer.is_blank()) all.answers.emplace(field.id, std::move(one.answer));
    }
    return all;
}

FieldErrors all_errors(const Form& form, const FieldErrors& reading, const FieldErrors& checking)
{
    const auto is_about = [](const std::string& id) {
        return [&id](const FieldError& error) { return error.field == id; };
    };
    FieldErrors all;
    for (const Field& field : form.fields) {
        const auto read = std::find_if(reading.begin(), reading.end(), is_about(field.id));
        const auto checked = std::find_if(checking.begin(), checking.end(), is_about(field.id));
        if (read != reading.end())
            all.push_back(*read);
        else if (checked != checking.end())
            all.push_back(*checked);
    }
    const auto belongs_to_no_field = [&](const FieldError& error) {
        return form.find_field(error.field) == nullptr;
    };
    std::copy_if(reading.begin(), reading.end(), std::back_inserter(all), belongs_to_no_field);
    std::copy_if(checking.begin(), checking.end(), std::back_inserter(all), belongs_to_no_field);
    return all;
}

} // namespace manual
