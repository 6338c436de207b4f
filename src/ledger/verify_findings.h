// The list that a check fills: so many findings in full, the rest counted.
#pragma once

#include "ledger/verify.h"

#include <utility>

namespace ledger::verifying {

class Findings {
public:
    Findings(Report& report, std::size_t limit) : m_report{report}, m_limit{limit} {}

    void add(Finding finding)
    {
        if (m_report.findings.size() < m_limit) {
            m_report.findings.push_back(std::move(finding));
        } else {
            ++m_report.findings_not_listed;
        }
    }

    Report& report() { return m_report; }

private:
    Report& m_report;
    std::size_t m_limit;
};

} // namespace ledger::verifying
