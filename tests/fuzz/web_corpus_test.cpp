// Every input that the web fuzzers start from or once failed on, replayed.
#include "web_inputs.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace fuzz {

namespace {

void replay(const std::string& name, void (*input)(std::string_view))
{
    const std::filesystem::path folder = HEED_SOURCE_FOLDER "/tests/fuzz/corpus/" + name;
    int replayed = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        SCOPED_TRACE(entry.path().filename().string());
        std::ifstream file{entry.path(), std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
        EXPECT_NO_THROW(input(bytes));
        // Cut short and with each of its bytes spoilt, an input reaches what lies beside it.
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            EXPECT_NO_THROW(input(std::string_view{bytes}.substr(0, i)));
            std::string spoilt = bytes;
            spoilt[i] = static_cast<char>(spoilt[i] ^ 0x20);
            EXPECT_NO_THROW(input(spoilt));
        }
        ++replayed;
    }
    EXPECT_GT(replayed, 0);
}

} // namespace

TEST(web_corpus, heads_have_one_reading)
{
    replay("web_head", web_head);
}
TEST(web_corpus, forms_come_out_clean)
{
    replay("web_form", web_form);
}
TEST(web_corpus, multipart_bodies_have_one_reading)
{
    replay("web_multipart", web_multipart);
}
TEST(web_corpus, cookies_come_out_clean)
{
    replay("web_cookies", web_cookies);
}
TEST(web_corpus, targets_lead_nowhere_else)
{
    replay("web_target", web_target);
}

} // namespace fuzz
