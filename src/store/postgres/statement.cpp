#include "store/postgres/statement.h"

#include "base/errors.h"
#include "store/postgres/dialect.h"

#include <atomic>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <utility>

namespace store::postgres {

namespace {

// The server's numbers for types (pg_type.dat); they never change.
constexpr unsigned type_boolean = 16;
constexpr unsigned type_bytes = 17;
constexpr unsigned type_integer_8 = 20;
constexpr unsigned type_integer_4 = 23;
constexpr unsigned type_text = 25;

constexpr int binary = 1;

std::string new_name()
{
    static std::atomic<std::uint64_t> last = 0;
    return fmt::format("heed_{}", ++last);
}

/// Most significant byte first.
std::int64_t to_integer(base::ByteView bytes)
{
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes) {
        number = (number << 8U) | byte;
    }
    // The sign of a shorter one is in its own first bit.
    if (bytes.size() == sizeof(std::int32_t)) {
        return static_cast<std::int32_t>(static_cast<std::uint32_t>(number));
    }
    return static_cast<std::int64_t>(number);
}

} // namespace

Statement::Statement(Session& session, const Query& query)
    : store::Statement{query}, m_session{session}, m_only_reads{postgres::only_reads(query.sql)},
      m_returns_rows{postgres::returns_rows(query.sql)}
{
    TranslatedQuery translated = translate_query(query.sql);
    if (translated.has_unnamed) refuse("a parameter has no :name");
    m_translated = std::move(translated.sql);
    const std::size_t count = translated.parameters.size();
    m_integers.resize(count);
    m_arguments = {.values = std::vector<const char*>(count, nullptr),
                   .sizes = std::vector<int>(count, 0),
                   .formats = std::vector<int>(count, binary),
                   .types = std::vector<unsigned>(count, 0)};
    set_parameters(std::move(translated.parameters));
}

void Statement::bind_at(std::size_t place, const Value& value)
{
    const auto set = [&](const char* data, std::size_t size, unsigned type) {
        m_arguments.values[place] = data;
        m_arguments.sizes[place] = static_cast<int>(size);
        m_arguments.types[place] = type;
    };
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        auto& bytes = m_integers[place];
        auto rest = static_cast<std::uint64_t>(*number);
        for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
            *byte = static_cast<char>(rest & 0xffU);
            rest >>= 8U;
        }
        set(bytes.data(), bytes.size(), type_integer_8);
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
        set(text->data() == nullptr ? "" : text->data(), text->size(), type_text);
    } else if (const auto* bytes = std::get_if<base::ByteView>(&value)) {
        const std::string_view view = base::view_text(*bytes);
        set(view.data() == nullptr ? "" : view.data(), view.size(), type_bytes);
    } else {
        set(nullptr, 0, 0); // the server takes the type from where the NULL stands
    }
}

const std::string& Statement::prepared()
{
    if (m_epoch != m_session.epoch()) m_prepared.clear();
    m_epoch = m_session.epoch();
    const auto known = m_prepared.find(m_arguments.types);
    if (known != m_prepared.end()) return known->second;
    std::string server_name = new_name();
    m_session.queue_prepare(server_name, m_translated, m_arguments, name());
    return m_prepared.emplace(m_arguments.types, std::move(server_name)).first->second;
}

void Statement::start()
{
    m_row = 0;
    m_session.queue_prepared(prepared(), m_arguments, name());
    if (!m_returns_rows) return;
    try {
        m_result = m_session.finish();
    } catch (const base::Unavailable&) {
        if (!m_session.began_again()) throw;
        m_session.queue_prepared(prepared(), m_arguments, name());
        m_result = m_session.finish();
    }
    if (!m_knows_columns) learn_columns();
}

void Statement::learn_columns()
{
    std::vector<std::string> names;
    for (int column = 0; column < PQnfields(m_result.get()); ++column) {
        names.emplace_back(PQfname(m_result.get(), column));
    }
    set_columns(std::move(names));
    m_knows_columns = true;
}

bool Statement::step()
{
    if (m_row < 0) {
        start();
    } else {
        ++m_row;
    }
    return m_result && m_row < PQntuples(m_result.get());
}

void Statement::clear()
{
    m_result.reset();
    m_row = -1;
}

bool Statement::is_null_at(std::size_t place) const
{
    return PQgetisnull(m_result.get(), m_row, static_cast<int>(place)) == 1;
}

const char* Statement::value_at(std::size_t place, unsigned type) const
{
    const int column = static_cast<int>(place);
    if (is_null_at(place) || PQftype(m_result.get(), column) != type) refuse_type(place);
    return PQgetvalue(m_result.get(), m_row, column);
}

std::int64_t Statement::integer_at(std::size_t place) const
{
    const unsigned type = PQftype(m_result.get(), static_cast<int>(place));
    const bool is_number = type == type_integer_8 || type == type_integer_4 || type == type_boolean;
    if (!is_number) refuse_type(place);
    const char* const value = value_at(place, type);
    const int size = PQgetlength(m_result.get(), m_row, static_cast<int>(place));
    return to_integer(base::view_bytes({value, static_cast<std::size_t>(size)}));
}

std::string_view Statement::text_at(std::size_t place) const
{
    const char* const value = value_at(place, type_text);
    const int size = PQgetlength(m_result.get(), m_row, static_cast<int>(place));
    return {value, static_cast<std::size_t>(size)};
}

base::ByteView Statement::bytes_at(std::size_t place) const
{
    const char* const value = value_at(place, type_bytes);
    const int size = PQgetlength(m_result.get(), m_row, static_cast<int>(place));
    return base::view_bytes({value, static_cast<std::size_t>(size)});
}

} // namespace store::postgres
