"""The suite counts what its parts say, and trusts none that says nothing."""
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import suite


def counts(outcome: suite.Outcome) -> tuple[int, int, int]:
    return outcome.passed, outcome.failed, outcome.skipped


class Runners(unittest.TestCase):
    def test_the_last_line_is_what_counts(self):
        rows = [
            ("all well", 0, "a\n3 passed, 0 failed\n\n", (3, 0, 0)),
            ("some skipped", 0, "skipped: b: no browser\n3 passed, 0 failed, 1 skipped\n", (3, 0, 1)),
            ("a failure", 1, "3 passed, 2 failed\n", (3, 2, 0)),
            ("says well and ends badly", 7, "3 passed, 0 failed\n", (3, 1, 0)),
            ("says nothing", 0, "fine\n", (0, 1, 0)),
            ("says it too early", 0, "3 passed, 0 failed\nand then\n", (0, 1, 0)),
            ("prints nothing at all", 0, "", (0, 1, 0)),
            ("ran nothing", 0, "0 passed, 0 failed\n", (0, 1, 0)),
        ]
        for why, code, output, expected in rows:
            with self.subTest(why):
                self.assertEqual(counts(suite.read_counts(code, output)), expected)

    def test_a_skipped_test_is_named(self):
        outcome = suite.read_counts(0, "skipped: b: no browser\n3 passed, 0 failed, 1 skipped\n")
        self.assertEqual(outcome.notes, ["skipped: b: no browser"])

    def test_a_program_that_is_not_there_has_failed(self):
        part = suite.Part("gone", ["./no-such-program"], "gtest")
        self.assertEqual(counts(suite.run_part(part, {})[0]), (0, 1, 0))


class GoogleTest(unittest.TestCase):
    def read(self, code: int, *cases: dict) -> suite.Outcome:
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder, "report.json")
            report.write_text(json.dumps({"testsuites": [{"name": "s", "testsuite": list(cases)}]}))
            return suite.read_gtest(code, "", report)

    def test_each_case_is_counted_once(self):
        good = {"name": "a", "status": "RUN", "result": "COMPLETED"}
        bad = {"name": "b", "status": "RUN", "result": "COMPLETED", "failures": [{"failure": "no"}] * 2}
        skipped = {"name": "c", "status": "RUN", "result": "SKIPPED"}
        off = {"name": "d", "status": "NOTRUN", "result": "SUPPRESSED"}
        outcome = self.read(1, good, bad, skipped, off)
        self.assertEqual(counts(outcome), (1, 1, 2))
        self.assertEqual(outcome.notes, ["failed: s.b", "skipped: s.c", "skipped: s.d"])

    def test_a_program_with_no_test_or_a_bad_end_has_failed(self):
        good = {"name": "a", "status": "RUN", "result": "COMPLETED"}
        self.assertEqual(counts(self.read(0)), (0, 1, 0))
        self.assertEqual(counts(self.read(139, good)), (1, 1, 0))

    def test_a_program_that_died_before_its_report_has_failed(self):
        self.assertEqual(counts(suite.read_gtest(-11, "boom", pathlib.Path("no-such-report"))), (0, 1, 0))


if __name__ == "__main__":
    unittest.main()
