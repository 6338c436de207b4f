#include "store/postgres/dialect.h"

#include "base/errors.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace store::postgres {

namespace {

bool is_word(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Cuts SQL into words, quoted texts and single characters; comments are left out.
class Tokens {
public:
    explicit Tokens(std::string_view sql) : m_rest{sql} {}

    /// Empty at the end. A run of white space is one token.
    std::string_view next()
    {
        skip_comment();
        if (m_rest.empty()) return {};
        if (std::isspace(static_cast<unsigned char>(m_rest.front())) != 0) {
            return take(m_rest.find_first_not_of(" \t\r\n"));
        }
        if (m_rest.front() == '\'' || m_rest.front() == '"') {
            const std::size_t end = m_rest.find(m_rest.front(), 1);
            base::check(end != std::string_view::npos, "a text in SQL has an end");
            return take(end + 1);
        }
        if (!is_word(m_rest.front())) return take(1);
        const auto end = std::find_if_not(m_rest.begin(), m_rest.end(), is_word);
        return take(static_cast<std::size_t>(end - m_rest.begin()));
    }

private:
    void skip_comment()
    {
        while (m_rest.starts_with("--")) {
            const std::size_t end = m_rest.find('\n');
            m_rest.remove_prefix(end == std::string_view::npos ? m_rest.size() : end);
        }
    }

    std::string_view take(std::size_t size)
    {
        const std::string_view token = m_rest.substr(0, size);
        m_rest.remove_prefix(token.size());
        return token;
    }

    std::string_view m_rest;
};

std::vector<std::string_view> words_of(std::string_view sql)
{
    std::vector<std::string_view> words;
    Tokens tokens{sql};
    for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
        if (is_word(token.front())) words.push_back(token);
    }
    return words;
}

bool has_word(std::string_view sql, std::string_view word)
{
    const auto words = words_of(sql);
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view translated_word(std::string_view word)
{
    if (word == "BLOB") return "BYTEA";
    if (word == "INTEGER") return "BIGINT";
    // SQLite orders text by its bytes.
    if (word == "TEXT") return "TEXT COLLATE \"C\"";
    if (word == "STRICT") return "";
    return word;
}

/// One statement of a migration, up to its semicolon; a trigger's own end with it.
std::string_view take_statement(std::string_view& rest)
{
    Tokens tokens{rest};
    bool is_trigger = false;
    std::string_view previous;
    for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
        if (token == "TRIGGER") is_trigger = true;
        if (token == ";" && (!is_trigger || previous == "END")) {
            const auto size = static_cast<std::size_t>(token.data() - rest.data());
            const std::string_view statement = rest.substr(0, size);
            rest.remove_prefix(size + 1);
            return statement;
        }
        if (is_word(token.front())) previous = token;
    }
    return std::exchange(rest, {});
}

struct Refusal {
    std::string table;
    std::string right; ///< UPDATE or DELETE
    std::string trigger;
    std::string text; ///< with its quotes
};

/// `CREATE TRIGGER x BEFORE UPDATE ON t BEGIN SELECT RAISE(ABORT, 'why'); END`.
Refusal read_trigger(std::string_view statement)
{
    const auto words = words_of(statement);
    constexpr std::array<std::string_view, 12> shape = {
        "CREATE", "TRIGGER", "", "BEFORE", "", "ON", "", "BEGIN", "SELECT", "RAISE", "ABORT", "END",
    };
    const bool fits =
        std::equal(words.begin(), words.end(), shape.begin(), shape.end(),
                   [](auto word, auto wanted) { return wanted.empty() || word == wanted; });
    base::check(fits, "a trigger in a migration refuses one kind of change, and nothing else");
    const std::size_t begin = statement.find('\'');
    const std::size_t end = statement.rfind('\'');
    return {.table = std::string{words[6]},
            .right = std::string{words[4]},
            .trigger = std::string{words[2]},
            .text = std::string{statement.substr(begin, end - begin + 1)}};
}

std::string translated_statement(std::string_view statement)
{
    std::string translated;
    Tokens tokens{statement};
    for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
        translated += translated_word(token);
    }
    return translated;
}

std::string to_refusing_trigger(const Refusal& refusal)
{
    return fmt::format("CREATE TRIGGER {} BEFORE {} ON {} FOR EACH STATEMENT\n"
                       "EXECUTE FUNCTION heed_refuse_change({});\n",
                       refusal.trigger, refusal.right, refusal.table, refusal.text);
}

constexpr std::string_view refusing_function = R"sql(
CREATE OR REPLACE FUNCTION heed_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = TG_ARGV[0];
END $$;
)sql";

} // namespace

TranslatedQuery translate_query(std::string_view sql)
{
    TranslatedQuery query;
    Tokens tokens{sql};
    bool follows_colon = false;
    for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
        if (token == ":") {
            follows_colon = true;
            continue;
        }
        if (token == "?" || token == "$") query.has_unnamed = true;
        if (!std::exchange(follows_colon, false)) {
            query.sql += token;
            continue;
        }
        auto found = std::find(query.parameters.begin(), query.parameters.end(), token);
        if (found == query.parameters.end()) found = query.parameters.emplace(found, token);
        query.sql += fmt::format("${}", found - query.parameters.begin() + 1);
    }
    return query;
}

bool only_reads(std::string_view sql)
{
    const auto words = words_of(sql);
    if (words.empty()) return false;
    if (words.front() != "SELECT" && words.front() != "WITH" && words.front() != "VALUES") {
        return false;
    }
    return std::none_of(words.begin(), words.end(), [](std::string_view word) {
        return word == "INSERT" || word == "UPDATE" || word == "DELETE";
    });
}

bool returns_rows(std::string_view sql)
{
    return only_reads(sql) || has_word(sql, "RETURNING");
}

std::string quoted_name(std::string_view name)
{
    std::string text = "\"";
    for (const char c : name) {
        text += c;
        if (c == '"') text += c;
    }
    return text + '"';
}

std::string translate_migration(std::string_view sql, std::string_view working_role)
{
    std::string script;
    std::vector<std::string> tables;
    std::vector<Refusal> refusals;
    while (!sql.empty()) {
        const std::string_view statement = take_statement(sql);
        const auto words = words_of(statement);
        if (words.empty()) continue;
        if (words.size() > 1 && words[0] == "CREATE" && words[1] == "TRIGGER") {
            refusals.push_back(read_trigger(statement));
            continue;
        }
        if (words.size() > 2 && words[0] == "CREATE" && words[1] == "TABLE") {
            tables.emplace_back(words[2]);
        }
        script += translated_statement(statement) + ";\n";
    }
    if (!refusals.empty()) script += refusing_function;
    std::set<std::pair<std::string, std::string>> refused;
    for (const Refusal& refusal : refusals) {
        script += to_refusing_trigger(refusal);
        refused.emplace(refusal.table, refusal.right);
    }
    for (const std::string& table : tables) {
        std::string rights = "SELECT, INSERT";
        for (const char* right : {"UPDATE", "DELETE"}) {
            if (!refused.contains({table, right})) rights += fmt::format(", {}", right);
        }
        script += fmt::format("GRANT {} ON {} TO {};\n", rights, table, quoted_name(working_role));
    }
    return script;
}

} // namespace store::postgres
