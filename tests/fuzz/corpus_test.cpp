// Every input that the fuzzers of the other slices start from or once failed on, replayed.
#include "base_inputs.h"
#include "census_inputs.h"
#include "ledger_inputs.h"
#include "manual_inputs.h"
#include "record_inputs.h"
#include "seal_inputs.h"
#include "witness_inputs.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace fuzz {

namespace {

struct Row {
    const char* name; ///< of the folder, and of the target without `_fuzz`
    void (*input)(std::string_view);
};

class Corpus : public testing::TestWithParam<Row> {};

} // namespace

TEST_P(Corpus, has_no_input_that_breaks_a_rule)
{
    const std::filesystem::path folder =
        std::filesystem::path{HEED_SOURCE_FOLDER "/tests/fuzz/corpus"} / GetParam().name;
    int replayed = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        SCOPED_TRACE(entry.path().filename().string());
        std::ifstream file{entry.path(), std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
        EXPECT_NO_THROW(GetParam().input(bytes));
        // Cut short here and there, an input reaches what lies beside it.
        const std::size_t step = bytes.size() / 50 + 1;
        for (std::size_t size = 0; size < bytes.size(); size += step) {
            EXPECT_NO_THROW(GetParam().input(std::string_view{bytes}.substr(0, size)));
        }
        ++replayed;
    }
    EXPECT_GT(replayed, 0);
}

INSTANTIATE_TEST_SUITE_P(
    fuzz, Corpus,
    testing::Values(Row{"base_json", base_json}, Row{"base_words", base_words},
                    Row{"census_cin", census_cin}, Row{"ledger_file", ledger_file},
                    Row{"ledger_header", ledger_header}, Row{"ledger_note", ledger_note},
                    Row{"ledger_proof", ledger_proof}, Row{"manual_answers", manual_answers},
                    Row{"manual_library", manual_library}, Row{"manual_toml", manual_toml},
                    Row{"manual_typed", manual_typed}, Row{"record_typed", record_typed},
                    Row{"seal_envelope", seal_envelope}, Row{"witness_reply", witness_reply},
                    Row{"witness_request", witness_request}),
    [](const auto& row) { return std::string{row.param.name}; });

} // namespace fuzz
