#include "store/place_for_test.h"

#include "base/errors.h"
#include "base/json.h"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <map>
#include <memory>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace store {

namespace {

constexpr const char* program = HEED_SOURCE_FOLDER "/tests/support/postgres_server.py";

std::string read_line(int input)
{
    std::string line;
    char byte = 0;
    while (::read(input, &byte, 1) == 1 && byte != '\n') {
        line += byte;
    }
    return line;
}

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};

void run(const std::string& connection, const std::string& sql)
{
    const std::unique_ptr<PGconn, Finish> session{PQconnectdb(connection.c_str())};
    PGresult* const result = PQexec(session.get(), sql.c_str());
    const bool is_done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    base::check(is_done, "the tests' PostgreSQL server does what it is told");
}

} // namespace

PostgresServerForTest& PostgresServerForTest::get()
{
    static PostgresServerForTest server;
    return server;
}

PostgresServerForTest::PostgresServerForTest()
{
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    base::check(::pipe2(input.data(), O_CLOEXEC) == 0 && ::pipe2(output.data(), O_CLOEXEC) == 0,
                "pipes can be made");
    m_process = ::fork();
    base::check(m_process >= 0, "a process can be started");
    if (m_process == 0) {
        ::dup2(input[0], STDIN_FILENO);
        ::dup2(output[1], STDOUT_FILENO);
        ::execlp("python3", "python3", program, nullptr);
        ::_exit(127);
    }
    ::close(input[0]);
    ::close(output[1]);
    m_input = input[1];
    const auto told = base::parse_json(read_line(output[0]));
    ::close(output[0]);
    base::check(told && told->is_object(), "a PostgreSQL server for the tests starts");
    m_host = std::string{told->as_object().at("host").as_string()};
}

PostgresServerForTest::~PostgresServerForTest()
{
    ::close(m_input);
    ::waitpid(m_process, nullptr, 0);
}

PostgresPlace PostgresServerForTest::new_database()
{
    const std::string owner = fmt::format("host={} user=heed_owner", m_host);
    const std::string name = fmt::format("test_{}", ++m_databases);
    run(owner + " dbname=postgres", "CREATE DATABASE " + name);
    return {.connection = fmt::format("{} dbname={}", owner, name)};
}

PostgresPlace PostgresServerForTest::as_working_role(const PostgresPlace& place)
{
    PostgresPlace working = place;
    const std::string_view owner = "user=heed_owner";
    working.connection.replace(working.connection.find(owner), owner.size(), "user=heed");
    return working;
}

Place place_for_test(const std::filesystem::path& file)
{
    const char* const engine = std::getenv("HEED_TEST_ENGINE");
    if (engine == nullptr || std::string_view{engine} != "postgres") return file;
    static std::map<std::filesystem::path, PostgresPlace> databases;
    const auto known = databases.find(file);
    if (known != databases.end()) return known->second;
    return databases.emplace(file, PostgresServerForTest::get().new_database()).first->second;
}

} // namespace store
