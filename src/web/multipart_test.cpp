#include "base/text.h"
#include "web/multipart.h"

#include <gtest/gtest.h>

namespace web {

namespace {

/// Writes down what it is told, one line a part.
class Notes final : public PartSink {
public:
    void begin(const PartHeader& header) override
    {
        m_text +=
            header.name + "|" + header.file_name.value_or("-") + "|" + header.content_type + "|";
    }
    void content(std::string_view piece) override { m_text += piece; }
    void end() override { m_text += "\n"; }

    const std::string& text() const { return m_text; }

private:
    std::string m_text;
};

constexpr std::string_view two_parts =
    "--xYx\r\n"
    "Content-Disposition: form-data; name=\"note\"\r\n"
    "\r\n"
    "two\r\nlines --xYx inside\r\n"
    "--xYx\r\n"
    "content-disposition: form-data; name=\"photo\"; filename=\"door; \\ Zo\xc3\xab.png\"\r\n"
    "Content-Type: image/png\r\n"
    "\r\n"
    "\r\n--xY\r\n"
    "--xYx\r\n"
    "Content-Disposition: form-data; name=\"empty\"\r\n"
    "\r\n"
    "\r\n"
    "--xYx--\r\n";

constexpr std::string_view two_parts_noted = "note|-|text/plain|two\r\nlines --xYx inside\n"
                                             "photo|door; \\ Zo\xc3\xab.png|image/png|\r\n--xY\n"
                                             "empty|-|text/plain|\n";

std::optional<MultipartRefusal> refusal_of(std::string_view body,
                                           const MultipartLimits& limits = {})
{
    Notes notes;
    MultipartReader reader{"xYx", notes, limits};
    if (const auto fed = reader.feed(body); !fed) return fed.error();
    if (const auto finished = reader.finish(); !finished) return finished.error();
    return std::nullopt;
}

std::string part(std::string_view headers, std::string_view content = "a")
{
    return "--xYx\r\n" + std::string{headers} + "\r\n\r\n" + std::string{content} +
           "\r\n--xYx--\r\n";
}

} // namespace

TEST(multipart, reads_fields_and_files)
{
    Notes notes;
    MultipartReader reader{"xYx", notes};
    EXPECT_TRUE(reader.feed(two_parts));
    EXPECT_TRUE(reader.finish());
    EXPECT_EQ(notes.text(), two_parts_noted);
}

TEST(multipart, reads_the_same_however_the_body_is_cut)
{
    for (std::size_t size = 1; size < two_parts.size(); ++size) {
        Notes notes;
        MultipartReader reader{"xYx", notes};
        for (std::size_t at = 0; at < two_parts.size(); at += size) {
            ASSERT_TRUE(reader.feed(two_parts.substr(at, size))) << size;
        }
        ASSERT_TRUE(reader.finish()) << size;
        ASSERT_EQ(notes.text(), two_parts_noted) << size;
    }
}

TEST(multipart, refuses_a_body_that_breaks_off_anywhere)
{
    for (std::size_t size = 0; size + 2 < two_parts.size();
         ++size) { // the last line end may be missing
        EXPECT_EQ(refusal_of(two_parts.substr(0, size)), MultipartRefusal::malformed) << size;
    }
    EXPECT_EQ(refusal_of(two_parts.substr(0, two_parts.size() - 2)), std::nullopt);
}

TEST(multipart, refuses_what_browsers_do_not_send)
{
    const std::string named = "Content-Disposition: form-data; name=\"a\"";
    struct Row {
        const char* why;
        std::string body;
    };
    const Row rows[] = {
        {"text before the first boundary", "hello\r\n" + part(named)},
        {"text after the last boundary", part(named) + "more"},
        {"no header", part("")},
        {"no name", part("Content-Disposition: form-data")},
        {"a blank name", part("Content-Disposition: form-data; name=\"\"")},
        {"two names", part(named + "; name=\"b\"")},
        {"two file names", part(named + "; filename=\"b\"; filename=\"c\"")},
        {"an encoded file name", part(named + "; filename*=UTF-8''b")},
        {"an unquoted name", part("Content-Disposition: form-data; name=a")},
        {"a quote left open", part("Content-Disposition: form-data; name=\"a")},
        {"another disposition", part("Content-Disposition: attachment; name=\"a\"")},
        {"two dispositions", part(named + "\r\n" + named)},
        {"two types", part(named + "\r\nContent-Type: a/b\r\nContent-Type: a/b")},
        {"a transfer encoding", part(named + "\r\nContent-Transfer-Encoding: base64")},
        {"a name that is not UTF-8", part("Content-Disposition: form-data; name=\"\xff\"")},
        {"a control character", part(named + "\r\nX: \x01")},
        {"a folded line", part(named + ";\r\n filename=\"b\"")},
        {"a line without a colon", part(named + "\r\nX")},
        {"junk after a boundary", "--xYxjunk\r\n" + named + "\r\n\r\na\r\n--xYx--\r\n"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(refusal_of(row.body), MultipartRefusal::malformed) << row.why;
    }
    EXPECT_EQ(refusal_of(part(named)), std::nullopt);
}

TEST(multipart, holds_to_its_limits)
{
    const std::string named = "Content-Disposition: form-data; name=\"a\"";
    EXPECT_EQ(refusal_of(two_parts, {.parts = 2}), MultipartRefusal::too_many_parts);
    EXPECT_EQ(refusal_of(two_parts, {.parts = 3}), std::nullopt);
    EXPECT_EQ(
        refusal_of(part(named + "\r\nX: " + std::string(200, 'x')), {.part_header_bytes = 100}),
        MultipartRefusal::header_too_long);
    EXPECT_EQ(refusal_of("--xYx\r\n" + std::string(5'000, 'x')), MultipartRefusal::header_too_long);
    EXPECT_EQ(refusal_of(part(named, "12345"), {.part_bytes = 4}), MultipartRefusal::part_too_long);
    EXPECT_EQ(refusal_of(part(named, "12345"), {.part_bytes = 5}), std::nullopt);
}

TEST(multipart, finds_the_boundary_or_none)
{
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""), "a b");
    for (const std::string_view type :
         {"multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=abc",
          "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"a \"", "",
          "multipart/form-data; boundary=a\"b",
          "multipart/form-data; "
          "boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
        EXPECT_FALSE(multipart_boundary(type)) << type;
    }
}

} // namespace web
