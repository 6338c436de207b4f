// What two HTTP parsers could read in two ways, sent over real sockets: each is refused, nothing
// behind it is taken for a request, and the connection ends.
#include "web/server_test_support.h"

#include <atomic>
#include <gtest/gtest.h>

namespace web {

namespace {

struct Row {
    const char* why;
    int expected;
    std::string bytes;
};

const std::string host = "Host: localhost\r\n";
const std::string same_site = "Sec-Fetch-Site: same-origin\r\n";
const std::string form_type = "Content-Type: application/x-www-form-urlencoded\r\n";

std::string get(const std::string& more)
{
    return "GET /hello HTTP/1.1\r\n" + more + "\r\n";
}

std::string post(const std::string& more, const std::string& body)
{
    return "POST /form HTTP/1.1\r\n" + host + same_site + form_type + more + "\r\n" + body;
}

std::string chunked(const std::string& body)
{
    return post("Transfer-Encoding: chunked\r\n", body);
}

std::string bytes(std::initializer_list<std::string> parts)
{
    std::string all;
    for (const std::string& part : parts) {
        all += part;
    }
    return all;
}

std::vector<Row> length_rows()
{
    return {
        {"length and encoding", 400,
         post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
        {"encoding and length", 400,
         post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n")},
        {"two lengths", 400, post("Content-Length: 3\r\nContent-Length: 5\r\n", "a=b=c")},
        {"the same length twice", 400, post("Content-Length: 3\r\nContent-Length: 3\r\n", "a=b")},
        {"a list of lengths", 400, post("Content-Length: 3, 3\r\n", "a=b")},
        {"a length with a sign", 400, post("Content-Length: +3\r\n", "a=b")},
        {"a negative length", 400, post("Content-Length: -3\r\n", "a=b")},
        {"a hexadecimal length", 400, post("Content-Length: 0x3\r\n", "a=b")},
        {"a length with a low line", 400, post("Content-Length: 1_0\r\n", "a=b")},
        {"a length that is no number", 400, post("Content-Length: three\r\n", "a=b")},
        {"a blank length", 400, post("Content-Length: \r\n", "a=b")},
        {"a length with a space in it", 400, post("Content-Length: 1 0\r\n", "a=b")},
        {"a length with a form feed", 400, post("Content-Length: 3\f\r\n", "a=b")},
        {"a length on a folded line", 400, post("Content-Length:\r\n 3\r\n", "a=b")},
        {"a length with a fraction", 400, post("Content-Length: 3.0\r\n", "a=b")},
        {"a length in quotes", 400, post("Content-Length: \"3\"\r\n", "a=b")},
        {"a length past 64 bits", 413, post("Content-Length: 99999999999999999999\r\n", "a=b")},
        {"a length over the route's limit", 413, post("Content-Length: 2000000\r\n", "a=b")},
        {"no length for a form", 411, post("", "")},
        {"a body on a GET", 413, get(host + "Content-Length: 3\r\n") + "a=b"},
        {"chunks on a GET", 413,
         get(host + "Transfer-Encoding: chunked\r\n") + "3\r\na=b\r\n0\r\n\r\n"},
    };
}

std::vector<Row> encoding_rows()
{
    return {
        {"an unknown encoding", 501, post("Transfer-Encoding: gzip\r\n", "0\r\n\r\n")},
        {"an encoding before chunked", 501,
         post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
        {"chunked twice", 501, post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")},
        {"chunked in two headers", 400,
         post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
        {"chunked in capitals", 501, post("Transfer-Encoding: CHUNKED\r\n", "0\r\n\r\n")},
        {"a comma behind chunked", 501, post("Transfer-Encoding: chunked,\r\n", "0\r\n\r\n")},
        {"a parameter of chunked", 501, post("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n")},
        {"chunked in quotes", 501, post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n")},
        {"chunked on a folded line", 400, post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")},
        {"chunked behind a NUL", 400,
         post(bytes({"Transfer-Encoding: ", std::string(1, '\0'), "chunked\r\n"}), "0\r\n\r\n")},
        {"identity", 501, post("Transfer-Encoding: identity\r\n", "")},
        {"a blank encoding", 501, post("Transfer-Encoding: \r\n", "0\r\n\r\n")},
        {"an encoding with a vertical tab", 400,
         post("Transfer-Encoding: \x0b"
              "chunked\r\n",
              "0\r\n\r\n")},
        {"a chunk size with 0x", 400, chunked("0x3\r\na=b\r\n0\r\n\r\n")},
        {"a chunk size with a sign", 400, chunked("+3\r\na=b\r\n0\r\n\r\n")},
        {"a negative chunk size", 400, chunked("-3\r\na=b\r\n0\r\n\r\n")},
        {"a chunk size with a low line", 400, chunked("0_3\r\na=b\r\n0\r\n\r\n")},
        {"a chunk size behind a space", 400, chunked(" 3\r\na=b\r\n0\r\n\r\n")},
        {"a chunk size before a space", 400, chunked("3 \r\na=b\r\n0\r\n\r\n")},
        {"a blank chunk size", 400, chunked("\r\na=b\r\n0\r\n\r\n")},
        {"a chunk size past 64 bits", 400, chunked("10000000000000003\r\na=b\r\n0\r\n\r\n")},
        {"a chunk extension", 400, chunked("3;x=y\r\na=b\r\n0\r\n\r\n")},
        {"an extension on the last chunk", 400, chunked("3\r\na=b\r\n0;x\r\n\r\n")},
        {"a chunk line that ends with a bare LF", 400, chunked("3\na=b\r\n0\r\n\r\n")},
        {"a chunk that ends with a bare LF", 400, chunked("3\r\na=b\n0\r\n\r\n")},
        {"a chunk line that ends with a bare CR", 400, chunked("3\ra=b\r\n0\r\n\r\n")},
        {"a last chunk that ends with bare LFs", 400, chunked("3\r\na=b\r\n0\n\n")},
        {"a body that ends with a bare LF", 400, chunked("3\r\na=b\r\n0\r\n\n")},
        {"an extension with a bare LF in it", 400, chunked("3;x\ny\r\na=b\r\n0\r\n\r\n")},
        {"a chunk size behind a tab", 400, chunked("\t3\r\na=b\r\n0\r\n\r\n")},
        {"a chunk size with a NUL", 400,
         chunked(bytes({"3", std::string(1, '\0'), "\r\na=b\r\n0\r\n\r\n"}))},
        {"a chunk size with an h", 400, chunked("3h\r\na=b\r\n0\r\n\r\n")},
        {"a chunk without its line end", 400, chunked("3\r\na=bXX0\r\n\r\n")},
        {"a chunk longer than it says", 400, chunked("3\r\na=bc\r\n0\r\n\r\n")},
        {"a trailer", 400, chunked("3\r\na=b\r\n0\r\nX-Late: 1\r\n\r\n")},
        {"a trailer with a length", 400, chunked("3\r\na=b\r\n0\r\nContent-Length: 3\r\n\r\n")},
        {"a chunk line without an end", 400, chunked(std::string(200, '0'))},
        {"a chunk over the route's limit", 413, chunked("FFFFFF\r\na=b")},
        {"chunks that together are over the route's limit", 413, chunked([] {
             std::string many;
             for (int i = 0; i < 3; ++i)
                 many += "1000\r\n" + std::string(0x1000, 'a') + "\r\n";
             return many + "0\r\n\r\n";
         }())},
    };
}

std::vector<Row> line_rows()
{
    return {
        {"a space before the colon", 400, get(host + "X-A : b\r\n")},
        {"a tab before the colon", 400, get(host + "X-A\t: b\r\n")},
        {"a bare LF between headers", 400, get("Host: localhost\nX-A: b\r\n")},
        {"only bare LFs", 400, "GET /hello HTTP/1.1\nHost: localhost\n\n"},
        {"a bare CR in a value", 400, get(host + "X-A: b\rc\r\n")},
        {"a CR before the line end", 400, get(host + "X-A: b\r\r\n")},
        {"a NUL in a value", 400, get(host + bytes({"X-A: b", std::string(1, '\0'), "c\r\n"}))},
        {"a NUL in a name", 400, get(host + bytes({"X", std::string(1, '\0'), "A: b\r\n"}))},
        {"a control character in a value", 400, get(host + "X-A: b\x01\r\n")},
        {"a DEL in a value", 400, get(host + "X-A: b\x7f\r\n")},
        {"a folded line", 400, get(host + "X-A: b\r\n c\r\n")},
        {"a line folded with a tab", 400, get(host + "X-A: b\r\n\tc\r\n")},
        {"a fold on the first header", 400, "GET /hello HTTP/1.1\r\n X-A: b\r\n" + host + "\r\n"},
        {"a header without a name", 400, get(host + ": b\r\n")},
        {"a header without a colon", 400, get(host + "X-A b\r\n")},
        {"a name with a bracket", 400, get(host + "X(A): b\r\n")},
        {"a name that is not ASCII", 400, get(host + "X-\xc3\xa9: b\r\n")},
        {"too many headers", 431,
         get(host +
             [] {
                 std::string many;
                 for (int i = 0; i < 120; ++i)
                     many += "X: y\r\n";
                 return many;
             }())},
        {"too long a head", 431, get(host + "X-A: " + std::string(20'000, 'a') + "\r\n")},
        {"two cookie headers", 400, get(host + "Cookie: a=b\r\nCookie: c=d\r\n")},
        {"two tokens", 400, get(host + "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n")},
        {"two form tokens", 400, get(host + "X-Form-Token: a\r\nX-Form-Token: b\r\n")},
        {"two idempotency keys", 400, get(host + "Idempotency-Key: a\r\nIdempotency-Key: b\r\n")},
        {"two sites that it came from", 400,
         get(host + "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n")},
        {"two purposes", 400, get(host + "Sec-Fetch-Dest: document\r\nSec-Fetch-Dest: image\r\n")},
        {"two types", 400, post("Content-Type: application/json\r\nContent-Length: 3\r\n", "a=b")},
        {"two expectations", 400, get(host + "Expect: 100-continue\r\nExpect: 100-continue\r\n")},
        {"a name behind a space", 400, get(host + " X-A: b\r\n")},
        {"a name with a space in it", 400, get(host + "X A: b\r\n")},
        {"a line of spaces", 400, get(host + "  \r\n")},
        {"two origins", 400, get(host + "Origin: a\r\nOrigin: b\r\n")},
        {"an unknown expectation", 417, get(host + "Expect: tea\r\n")},
    };
}

std::vector<Row> request_line_rows()
{
    const std::string rest = "\r\n" + host + "\r\n";
    return {
        {"no target", 400, "GET HTTP/1.1" + rest},
        {"no version", 400, "GET /hello" + rest},
        {"an old version", 505, "GET /hello HTTP/1.0" + rest},
        {"HTTP/0.9", 400, "GET /hello\r\n\r\n"},
        {"a later version", 505, "GET /hello HTTP/2.0" + rest},
        {"a version that is none", 400, "GET /hello HTTP/1,1" + rest},
        {"a version in small letters", 400, "GET /hello http/1.1" + rest},
        {"two spaces", 400, "GET  /hello HTTP/1.1" + rest},
        {"a space at the end", 400, "GET /hello HTTP/1.1 " + rest},
        {"a tab for a space", 400, "GET\t/hello HTTP/1.1" + rest},
        {"a blank line first", 400, "\r\nGET /hello HTTP/1.1" + rest},
        {"a method that HTTP does not know", 501, "BREW /hello HTTP/1.1" + rest},
        {"a method in small letters", 501, "get /hello HTTP/1.1" + rest},
        {"a method with a colon", 400, "GE:T /hello HTTP/1.1" + rest},
        {"TRACE", 405, "TRACE /hello HTTP/1.1" + rest},
        {"OPTIONS", 405, "OPTIONS /hello HTTP/1.1" + rest},
        {"an asterisk", 400, "OPTIONS * HTTP/1.1" + rest},
        {"CONNECT", 400, "CONNECT localhost:80 HTTP/1.1" + rest},
        {"a whole address", 400, "GET http://localhost/hello HTTP/1.1" + rest},
        {"a target that is too long", 414, "GET /" + std::string(6'000, 'a') + " HTTP/1.1" + rest},
        {"a request line without an end", 414, "GET /" + std::string(30'000, 'a')},
        {"a CR in the target", 400, "GET /hel\rlo HTTP/1.1" + rest},
        {"a NUL in the target", 400,
         bytes({"GET /hel", std::string(1, '\0'), "lo HTTP/1.1", rest})},
        {"a NUL in the method", 400,
         bytes({"GE", std::string(1, '\0'), "T /hello HTTP/1.1", rest})},
        {"a version of two digits", 400, "GET /hello HTTP/1.10" + rest},
        {"a version with a space", 400, "GET /hello HTTP/ 1.1" + rest},
        {"the preface of version 2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
        {"a whole address of another host", 400, "GET http://example.org/hello HTTP/1.1" + rest},
        {"TLS on the plain port", 400,
         bytes({"\x16\x03\x01", std::string(1, '\0'), "\xa5\x01\r\n"})},
    };
}

std::vector<Row> target_rows()
{
    const auto target = [](const std::string& path) {
        return "GET " + path + " HTTP/1.1\r\n" + host + "\r\n";
    };
    return {
        {"a part up", 400, target("/files/../hello")},
        {"an encoded part up", 400, target("/files/%2e%2e/hello")},
        {"this part", 400, target("/./hello")},
        {"two slashes", 400, target("//hello")},
        {"two slashes inside", 400, target("/files//hello")},
        {"an encoded slash", 400, target("/files%2fhello")},
        {"a backslash", 400, target("/files\\hello")},
        {"an encoded backslash", 400, target("/files%5Chello")},
        {"an encoded NUL", 400, target("/hello%00")},
        {"an encoded line end", 400, target("/hello%0d%0a")},
        {"half an encoding", 400, target("/hello%4")},
        {"an encoding that is none", 400, target("/hello%zz")},
        {"an overlong slash", 400, target("/files/%c0%af")},
        {"half a character", 400, target("/hello%c3")},
        {"a fragment", 400, target("/hello#top")},
        {"a byte that is not ASCII", 400, target("/h\xc3\xa9llo")},
        {"a query that is not UTF-8", 400, target("/hello?a=%ff")},
        {"a query with an encoded NUL", 400, target("/hello?a=%00")},
    };
}

std::vector<Row> host_rows()
{
    return {
        {"no host", 400, get("")},
        {"two hosts", 400, get(host + "Host: other\r\n")},
        {"the same host twice", 400, get(host + host)},
        {"a blank host", 400, get("Host:\r\n")},
        {"only a port", 400, get("Host: :80\r\n")},
        {"a port that is no number", 400, get("Host: localhost:http\r\n")},
        {"another host", 421, get("Host: example.org\r\n")},
        {"a host with a path", 421, get("Host: localhost/x\r\n")},
        {"a host with a user", 421, get("Host: user@localhost\r\n")},
        {"a bracket left open", 400, get("Host: [::1\r\n")},
        {"two hosts in one header", 421, get("Host: localhost, example.org\r\n")},
        {"a port that is too long", 400, get("Host: localhost:800000\r\n")},
        {"two ports", 400, get("Host: localhost:80:80\r\n")},
        {"a host with a dot behind it", 421, get("Host: localhost.\r\n")},
        {"a host only for proxies", 400,
         "GET /hello HTTP/1.1\r\nX-Forwarded-Host: localhost\r\n\r\n"},
    };
}

/// A server whose handlers count how often they were reached.
class Malformed : public testing::Test {
protected:
    Router router()
    {
        Router router;
        const auto reached = [this](Request&) {
            ++m_reached;
            return plain_text("reached");
        };
        router.add(
            {.pattern = "/hello", .name = "hello", .needs = Needs::nothing, .handler = reached});
        router.add({.pattern = "/files/{name}",
                    .name = "file",
                    .needs = Needs::nothing,
                    .handler = reached});
        router.add({.method = Method::post,
                    .pattern = "/form",
                    .name = "form",
                    .needs = Needs::nothing,
                    .takes = Takes::form,
                    .body_limit = 10'000,
                    .handler = reached});
        return router;
    }

    void expect_refusals(const std::vector<Row>& rows)
    {
        RunningServer server{router()};
        for (const Row& row : rows) {
            SCOPED_TRACE(row.why);
            RawClient client{server.port()};
            client.send(row.bytes);
            client.send(get_request("/hello")); // must not be taken for a request of its own
            const auto all = client.receive_to_end();
            ASSERT_TRUE(all) << "the connection was left open";
            EXPECT_TRUE(all->starts_with("HTTP/1.1 " + std::to_string(row.expected) + " "))
                << all->substr(0, 60);
            EXPECT_EQ(all->find("HTTP/1.1 ", 1), std::string::npos) << "a second answer";
        }
        EXPECT_EQ(m_reached, 0);
        EXPECT_EQ(ask(server.port(), get_request("/hello")).body, "reached");
    }

    std::atomic<int> m_reached{0};
};

} // namespace

TEST_F(Malformed, refuses_a_length_that_can_be_read_in_two_ways)
{
    expect_refusals(length_rows());
}
TEST_F(Malformed, refuses_an_encoding_that_can_be_read_in_two_ways)
{
    expect_refusals(encoding_rows());
}
TEST_F(Malformed, refuses_header_lines_that_can_be_read_in_two_ways)
{
    expect_refusals(line_rows());
}
TEST_F(Malformed, refuses_request_lines_that_are_not_of_this_version)
{
    expect_refusals(request_line_rows());
}
TEST_F(Malformed, refuses_paths_with_tricks)
{
    expect_refusals(target_rows());
}
TEST_F(Malformed, refuses_every_host_but_its_own)
{
    expect_refusals(host_rows());
}

TEST_F(Malformed, takes_what_is_unusual_and_clear)
{
    const std::vector<Row> rows{
        {"one chunk", 200, chunked("3\r\na=b\r\n0\r\n\r\n")},
        {"chunk sizes with zeros in front", 200, chunked("003\r\na=b\r\n000\r\n\r\n")},
        {"a body of nought bytes", 200, post("Content-Length: 0\r\n", "")},
        {"a GET of nought bytes", 200, get(host + "Content-Length: 0\r\n")},
        {"a value with tabs around it", 200, get("Host:\tlocalhost\t\r\n")},
        {"a host with a port", 200, get("Host: LOCALHOST:8443\r\n")},
        {"an address for a host", 200, get("Host: 127.0.0.1:9\r\n")},
        {"a version 6 address for a host", 200, get("Host: [::1]:9\r\n")},
        {"a header without a value", 200, get(host + "X-A:\r\n")},
        {"a value that is not ASCII", 200, get(host + "X-A: \xc3\xa9\r\n")},
        {"an encoded letter", 200, "GET /%68ello HTTP/1.1\r\n" + host + "\r\n"},
        {"a query", 200, "GET /hello?q=a+b%26c&q=2 HTTP/1.1\r\n" + host + "\r\n"},
    };
    RunningServer server{router()};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.why);
        EXPECT_EQ(ask(server.port(), row.bytes).status, row.expected);
    }
}

} // namespace web
