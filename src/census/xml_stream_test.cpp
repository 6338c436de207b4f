// Files that are no return, or are meant to do harm.
#include "census/test_files.h"

#include <algorithm>

namespace census {

TEST(census_file, refuses_what_is_no_whole_return)
{
    const std::string clean = sample("clean-2026.xml");
    const std::string head = clean.substr(0, clean.find("<Message>"));
    const std::string body = clean.substr(clean.find("<Message>"));
    std::string bomb = "<!DOCTYPE Message [<!ENTITY a \"aaaaaaaaaa\">";
    for (char c = 'b'; c <= 'k'; ++c) {
        const std::string before(1, static_cast<char>(c - 1));
        bomb += std::string{"<!ENTITY "} + c + " \"&" + before + ";&" + before + ";&" + before +
                ";&" + before + ";\">";
    }
    bomb += "]>";
    std::string latin = replaced(clean, "UTF-8", "ISO-8859-1");
    std::string wide;
    for (const char c : clean)
        wide += {c, '\0'};
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "<a>";

    struct Row {
        const char* why;
        std::string text;
    };
    const Row rows[] = {
        {"nothing at all", ""},
        {"only white space", "  \n"},
        {"not XML", "LAchildID,UPN\nC1,A1\n"},
        {"another root",
         replaced(replaced(clean, "<Message>", "<Messages>"), "</Message>", "</Messages>")},
        {"cut off", clean.substr(0, clean.size() / 2)},
        {"cut off after the last child", clean.substr(0, clean.find("  </Children>"))},
        {"something after the end", clean + "<Message/>"},
        {"an entity bomb", head + bomb + replaced(body, "SAMPLE0001", "&k;")},
        {"a document type alone", head + "<!DOCTYPE Message>" + body},
        {"a document type from elsewhere",
         head + "<!DOCTYPE Message SYSTEM \"http://127.0.0.1:1/x.dtd\">" + body},
        {"a file from the disk",
         head + "<!DOCTYPE Message [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>" +
             replaced(body, "SAMPLE0001", "&f;")},
        {"an entity nobody declared", replaced(clean, "SAMPLE0001", "&f;")},
        {"a bare ampersand", replaced(clean, "SAMPLE0001", "A & B")},
        {"another encoding declared", latin},
        {"two bytes a character", "\xFF\xFE" + wide},
        {"two bytes a character, unmarked", wide},
        {"bytes that are not UTF-8", replaced(clean, "SAMPLE0001", "SAMPLE\xE9")},
        {"a zero byte", replaced(clean, "SAMPLE0001", std::string("SAM\0PLE", 7))},
        {"far too deep", replaced(clean, "<LAchildID>", deep)},
        {"no header",
         clean.substr(0, clean.find("  <Header>")) + clean.substr(clean.find("  <Children>"))},
        {"no authority", replaced(clean, "<LEA>999</LEA>", "")},
        {"two authorities",
         replaced(clean, "</Source>", "</Source><Source><LEA>998</LEA></Source>")},
        {"another collection", replaced(clean, "<Collection>CIN", "<Collection>SSDA903")},
        {"no children", clean.substr(0, clean.find("    <Child>")) + "</Children></Message>"},
    };
    for (const Row& row : rows) {
        const Reading reading = read_text(row.text);
        EXPECT_TRUE(reading.summary.unusable) << row.why;
        EXPECT_FALSE(reading.summary.sound()) << row.why;
        ASSERT_FALSE(reading.refusals.empty()) << row.why;
        EXPECT_EQ(reading.refusals.back().code, "file") << row.why << "\n" << reading.plain();
        EXPECT_FALSE(reading.refusals.back().action.empty()) << row.why;
        EXPECT_EQ(reading.refusals.back().child, 0U) << row.why;
    }
}

TEST(census_file, takes_a_byte_order_mark_comments_and_an_unused_prefix)
{
    const std::string clean = sample("clean-2026.xml");
    const std::string text =
        "\xEF\xBB\xBF" +
        replaced(replaced(clean, "<Message>",
                          "<!-- made for a test -->\n<Message "
                          "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"),
                 "SAMPLE0002", "SAMPLE<!-- x -->0002");
    const Reading reading = read_text(text);
    EXPECT_TRUE(reading.summary.sound()) << reading.plain();
    EXPECT_EQ(reading.children.at(1).la_child_id->value, "SAMPLE0002");
}

TEST(census_file, refuses_attributes_and_namespaces_once)
{
    const std::string clean = sample("clean-2026.xml");
    const Reading attribute = read_text(replaced(clean, "<Child>", "<Child type=\"x\">"));
    EXPECT_EQ(attribute.refusals.size(), 1U) << attribute.plain();
    const Reading space = read_text(replaced(clean, "<Message>", "<Message xmlns=\"urn:x\">"));
    EXPECT_EQ(space.refusals.size(), 1U) << space.plain();
    EXPECT_EQ(space.refusals.front().code, "structure");
}

TEST(census_file, refuses_a_tag_longer_than_any_before_it_is_parsed)
{
    const std::string clean = sample("clean-2026.xml");
    std::string attributes;
    for (int i = 0; i < 200'000; ++i)
        attributes += " a" + std::to_string(i) + "='>'";
    const std::string half = "<Child" + attributes.substr(0, attributes.size() / 2);
    struct Row {
        const char* why;
        std::string before;
        std::string tag;
    };
    const Row rows[] = {
        {"very many attributes", "", "<Child" + attributes + ">"},
        {"the same after a comment that holds a quote", "<!-- isn't - >\n<a -->", half + ">"},
        {"the same after a CDATA section", "<![CDATA[ <a b=' ]] > ]]]>", half + ">"},
        {"the same after an instruction", "<?note it isn't > ? ?>", half + ">"},
        {"a name without end", "", "<" + std::string(500'000, 'a')},
        {"an end tag without end", "", "</Child" + std::string(500'000, ' ')},
    };
    for (const Row& row : rows) {
        const Reading reading =
            read_text(replaced(clean, "<Child>", "\n\n" + row.before + row.tag));
        EXPECT_TRUE(reading.summary.unusable) << row.why;
        ASSERT_FALSE(reading.refusals.empty()) << row.why;
        const Refusal& refusal = reading.refusals.back();
        EXPECT_EQ(refusal.wrong, "A tag that begins here is longer than any in a return.")
            << row.why;
        const std::string until = clean.substr(0, clean.find("<Child>")) + row.before;
        EXPECT_EQ(refusal.line, 3 + std::count(until.begin(), until.end(), '\n')) << row.why;
    }
}

TEST(census_file, takes_long_comments_and_quotes_in_texts)
{
    const std::string filler = "isn't <a " + std::string(20'000, 'x') + " ";
    const std::string text =
        replaced(replaced(replaced(sample("clean-2026.xml"), "<Child>",
                                   "<!-- " + filler + "--><?note " + filler + "?><Child>"),
                          "<LAchildID>SAMPLE0001", "<LAchildID\n  ><![CDATA[SAMPLE0001]]>"),
                 "SAMPLE0002", "SAMPLE'\"02");
    const Reading reading = read_text(text);
    EXPECT_FALSE(reading.summary.unusable) << reading.plain();
    EXPECT_EQ(reading.children.at(0).la_child_id->value, "SAMPLE0001");
}

TEST(census_file, cuts_off_a_value_without_end)
{
    const Reading reading =
        read_text(replaced(sample("clean-2026.xml"), "SAMPLE0001", std::string(8'000'000, 'A')));
    EXPECT_FALSE(reading.summary.unusable);
    ASSERT_NE(reading.find("8500"), nullptr) << reading.plain();
    EXPECT_LT(reading.find("8500")->value.size(), 200U);
    EXPECT_EQ(reading.summary.refused_children, std::set<std::size_t>{1});
}

TEST(census_file, may_be_cut_short_or_spoilt_anywhere)
{
    const std::string clean = sample("clean-2026.xml");
    // Steps that are prime visit every kind of place without visiting every place.
    for (std::size_t at = 0; at < clean.rfind("</Message>"); at += 37) {
        EXPECT_TRUE(read_text(clean.substr(0, at)).summary.unusable) << at;
        std::string spoilt = clean;
        spoilt[at] = static_cast<char>(spoilt[at] ^ 0x20);
        const Reading reading = read_text(spoilt);
        EXPECT_EQ(reading.summary.sound(), reading.summary.errors == 0) << at;
    }
}

TEST(census_file, is_not_read_beyond_its_limit)
{
    const Reading reading = read_text(sample("clean-2026.xml"), {.most_bytes = 1000});
    EXPECT_TRUE(reading.summary.unusable);
}

TEST(census_file, gives_back_values_fit_to_be_shown)
{
    EXPECT_EQ(clip("plain"), "plain");
    EXPECT_EQ(clip("two\nlines\x1b[31m"), "two lines [31m");
    EXPECT_EQ(clip("\xC2\x9B"
                   "1m"),
              " 1m");
    const std::string long_text = clip(std::string(79, 'a') + "é" + std::string(50, 'b'));
    EXPECT_EQ(long_text, std::string(79, 'a') + "é…");
}

} // namespace census
