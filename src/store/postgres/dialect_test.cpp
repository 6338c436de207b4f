#include "base/errors.h"
#include "store/postgres/dialect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace store::postgres {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(dialect, numbers_parameters_by_their_first_use)
{
    const TranslatedQuery query = translate_query(
        "SELECT ':no', a FROM t -- :neither\n WHERE b = :one AND c = :two OR d = :one");
    EXPECT_EQ(query.sql, "SELECT ':no', a FROM t \n WHERE b = $1 AND c = $2 OR d = $1");
    EXPECT_THAT(query.parameters, ElementsAre("one", "two"));
    EXPECT_FALSE(query.has_unnamed);
    EXPECT_TRUE(translate_query("SELECT a FROM t WHERE b = ?").has_unnamed);
    EXPECT_TRUE(translate_query("SELECT a FROM t WHERE b = $1").has_unnamed);
}

TEST(dialect, knows_what_only_reads)
{
    EXPECT_TRUE(only_reads("\n  SELECT 'INSERT' AS word"));
    EXPECT_TRUE(only_reads("WITH x AS (SELECT 1 AS a) SELECT a FROM x"));
    EXPECT_FALSE(only_reads("WITH x AS (DELETE FROM t RETURNING a) SELECT a FROM x"));
    EXPECT_FALSE(only_reads("UPDATE t SET a = 1"));
    EXPECT_FALSE(only_reads(""));
    EXPECT_TRUE(returns_rows("INSERT INTO t VALUES (1) RETURNING a"));
    EXPECT_FALSE(returns_rows("INSERT INTO t VALUES (1)"));
}

TEST(dialect, gives_the_working_role_all_but_what_a_trigger_refuses)
{
    const std::string script = translate_migration(R"sql(
-- What is kept; for good
CREATE TABLE kept (a BLOB NOT NULL CHECK (length(a) > 0), b INTEGER, c TEXT) STRICT;
CREATE TABLE other (a BLOB) STRICT;
CREATE INDEX other_by_a ON other (a);
CREATE TRIGGER kept_is_never_changed BEFORE UPDATE ON kept
BEGIN SELECT RAISE(ABORT, 'it only grows'); END;
CREATE TRIGGER kept_is_never_deleted BEFORE DELETE ON kept
BEGIN SELECT RAISE(ABORT, 'it only grows'); END;
)sql",
                                                   "worker \"x\"");
    EXPECT_THAT(script, HasSubstr("CREATE TABLE kept (a BYTEA NOT NULL CHECK (length(a) > 0), "
                                  "b BIGINT, c TEXT COLLATE \"C\") ;"));
    EXPECT_THAT(script, HasSubstr("GRANT SELECT, INSERT ON kept TO \"worker \"\"x\"\"\";"));
    EXPECT_THAT(script, HasSubstr("GRANT SELECT, INSERT, UPDATE, DELETE ON other TO"));
    EXPECT_THAT(script, HasSubstr("CREATE TRIGGER kept_is_never_deleted BEFORE DELETE ON kept FOR "
                                  "EACH STATEMENT\nEXECUTE FUNCTION heed_refuse_change('it only "
                                  "grows');"));
    EXPECT_THAT(script, Not(HasSubstr("STRICT")));
    EXPECT_THAT(script, Not(HasSubstr("for good")));
}

TEST(dialect, refuses_a_trigger_that_does_more_than_refuse)
{
    EXPECT_THROW(translate_migration("CREATE TRIGGER t AFTER INSERT ON kept\n"
                                     "BEGIN DELETE FROM other; END;",
                                     "heed"),
                 base::CheckFailed);
}

} // namespace store::postgres
