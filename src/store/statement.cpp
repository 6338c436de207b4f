#include "store/statement.h"

#include "base/errors.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace store {

void Statement::bind(Parameters parameters)
{
    for (const Parameter& parameter : parameters) {
        const auto found = std::find(m_parameters.begin(), m_parameters.end(), parameter.name);
        if (found == m_parameters.end()) {
            refuse(fmt::format("there is no parameter {}", parameter.name));
        }
        const auto place = static_cast<std::size_t>(found - m_parameters.begin());
        if (m_bound[place]) refuse(fmt::format("{} is given twice", parameter.name));
        m_bound[place] = true;
        bind_at(place, parameter.value);
    }
    const auto missing = std::find(m_bound.begin(), m_bound.end(), false);
    if (missing != m_bound.end()) {
        const auto& name = m_parameters[static_cast<std::size_t>(missing - m_bound.begin())];
        refuse(fmt::format("the parameter {} is missing", name));
    }
}

void Statement::reset()
{
    clear();
    m_bound.assign(m_parameters.size(), false);
}

void Statement::set_parameters(std::vector<std::string> names)
{
    m_parameters = std::move(names);
    m_bound.assign(m_parameters.size(), false);
}

void Statement::set_columns(std::vector<std::string> names)
{
    for (auto name = names.begin(); name != names.end(); ++name) {
        if (std::find(names.begin(), name, *name) != name) {
            refuse(fmt::format("two columns are called {}", *name));
        }
    }
    m_columns = std::move(names);
}

std::size_t Statement::place_of(std::string_view column) const
{
    const auto found = std::find(m_columns.begin(), m_columns.end(), column);
    if (found == m_columns.end()) refuse(fmt::format("there is no column {}", column));
    return static_cast<std::size_t>(found - m_columns.begin());
}

void Statement::refuse(std::string_view why) const
{
    throw base::CheckFailed{fmt::format("query {}: {}", m_name, why)};
}

void Statement::refuse_type(std::size_t place) const
{
    refuse(fmt::format("column {} holds another type", m_columns[place]));
}

} // namespace store
