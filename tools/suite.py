#!/usr/bin/env python3
"""Runs every part of the suite and counts. script/test builds first and then calls this.

    tools/suite.py --build FOLDER [--only NAME]…

A part is tools/tidy, the tools' own tests, each test program that CMake knows of, and each
tests/*/run.mjs or run.py. Those print `N passed, N failed[, N skipped]` as their last line and find the
program in HEED_BINARY. A part that cannot run, or runs nothing, has failed.
"""
import argparse
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
UNIT_TESTS_AT_ONCE = 2
LONGEST_SECONDS = 20 * 60
COUNTS = re.compile(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?")


@dataclasses.dataclass
class Outcome:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    output: str = ""
    notes: list[str] = dataclasses.field(default_factory=list)

    def __str__(self) -> str:
        text = f"{self.passed} passed, {self.failed} failed"
        return text + (f", {self.skipped} skipped" if self.skipped else "")


@dataclasses.dataclass(frozen=True)
class Part:
    name: str
    command: list[str]
    kind: str  # counts (its last line says), gtest, unittest
    environment: tuple[tuple[str, str], ...] = ()


def failure(reason: str, output: str = "") -> Outcome:
    return Outcome(failed=1, output=output, notes=[reason])


def run_command(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    try:
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, text=True,
                              errors="replace", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=LONGEST_SECONDS)
    except subprocess.TimeoutExpired as late:
        shown = late.stdout or b""
        return -1, shown.decode(errors="replace") + f"\nstopped after {LONGEST_SECONDS // 60} minutes\n"
    except OSError as error:
        return -1, f"{error.strerror}\n"
    return done.returncode, done.stdout


def read_counts(code: int, output: str) -> Outcome:
    """What a runner's last line says, held against the code it ended with."""
    lines = [line for line in output.splitlines() if line.strip()]
    found = COUNTS.fullmatch(lines[-1].strip()) if lines else None
    if not found:
        return failure(f"ended with {code} and did not say how many passed", output)
    outcome = Outcome(*(int(number or 0) for number in found.groups()), output=output)
    if outcome.passed + outcome.failed + outcome.skipped == 0:
        return failure("ran no test", output)
    if code != 0 and outcome.failed == 0:
        outcome.failed += 1
        outcome.notes.append(f"ended with {code} though it counted no failure")
    outcome.notes += [line for line in lines if line.lower().startswith("skipped:")]
    return outcome


def read_gtest(code: int, output: str, report: pathlib.Path) -> Outcome:
    if not report.is_file() or not report.read_text():
        return failure(f"ended with {code} before it was through", output)
    outcome = Outcome(output=output)
    for suite in json.loads(report.read_text())["testsuites"]:
        for case in suite["testsuite"]:
            name = f"{suite['name']}.{case['name']}"
            if case.get("failures"):
                outcome.failed += 1
                outcome.notes.append(f"failed: {name}")
            elif case["result"] == "SKIPPED" or case["status"] == "NOTRUN":
                outcome.skipped += 1
                outcome.notes.append(f"skipped: {name}")
            else:
                outcome.passed += 1
    if outcome.passed + outcome.failed == 0:
        return failure("ran no test", output)
    if code != 0 and outcome.failed == 0:
        outcome.failed += 1
        outcome.notes.append(f"ended with {code} though no test failed")
    return outcome


def run_unittest(folder: pathlib.Path) -> Outcome:
    """The tools' own tests, in this process."""
    sys.path.insert(0, str(folder))
    tests = unittest.defaultTestLoader.discover(str(folder), pattern="*_test.py")
    with tempfile.TemporaryFile("w+") as stream:
        result = unittest.TextTestRunner(stream, verbosity=1).run(tests)
        stream.seek(0)
        output = stream.read()
    failed = len(result.failures) + len(result.errors)
    outcome = Outcome(result.testsRun - failed - len(result.skipped), failed, len(result.skipped), output)
    return outcome if result.testsRun else failure("ran no test", output)


def run_part(part: Part, environment: dict[str, str]) -> tuple[Outcome, float]:
    started = time.monotonic()
    environment = {**environment, **dict(part.environment)}
    if part.kind == "unittest":
        outcome = run_unittest(ROOT / "tools")
    elif part.kind == "gtest":
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder, "report.json")
            code, output = run_command([*part.command, f"--gtest_output=json:{report}"], environment)
            outcome = read_gtest(code, output, report)
    else:
        outcome = read_counts(*run_command(part.command, environment))
    return outcome, time.monotonic() - started


def test_programs(build: pathlib.Path) -> list[Part]:
    """What CMake registered with add_test(); one that was not built is listed too, and will fail."""
    done = subprocess.run(["ctest", "--test-dir", str(build), "--show-only=json-v1"],
                          capture_output=True, text=True, check=True)
    parts = []
    for test in json.loads(done.stdout)["tests"]:
        command = test.get("command") or [str(build / test["name"])]
        properties = {found["name"]: found["value"] for found in test.get("properties", [])}
        variables = tuple(tuple(one.split("=", 1)) for one in properties.get("ENVIRONMENT", []))
        parts.append(Part(test["name"], command, "gtest", variables))
    return parts


def runners(build: pathlib.Path) -> list[Part]:
    parts = []
    for path in sorted(ROOT.glob("tests/*/run.*")):
        program = {".mjs": ["node"], ".py": [sys.executable], ".sh": ["bash"]}.get(path.suffix)
        if program:
            parts.append(Part(path.parent.name, [*program, str(path)], "counts"))
    return parts


def all_parts(build: pathlib.Path) -> list[Part]:
    return [
        Part("tidy", [str(ROOT / "tools" / "tidy"), "--build", str(build)], "counts"),
        Part("tools", [], "unittest"),
        *test_programs(build),
        *runners(build),
    ]


def report(part: Part, outcome: Outcome, seconds: float, logs: pathlib.Path) -> None:
    logs.mkdir(exist_ok=True)
    (logs / f"{part.name}.txt").write_text(outcome.output)
    print(f"{part.name:<12} {outcome}  ({seconds:.1f} s)")
    for note in outcome.notes:
        print(f"    {note}")
    if outcome.failed:
        for line in outcome.output.splitlines()[-80:]:
            print(f"  | {line}")
        print(f"    all of it: {os.path.relpath(logs / part.name, ROOT)}.txt")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs every part of the suite and counts.")
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--only", action="append", default=[], help="the name of a part")
    options = parser.parse_args()
    build = options.build.resolve()
    environment = {"HEED_BINARY": str(build / "src" / "app" / "heed"), "HEED_ROOT": str(ROOT)}
    parts = [part for part in all_parts(build) if not options.only or part.name in options.only]
    total = Outcome()
    for name in options.only:
        if name not in {part.name for part in parts}:
            print(f"there is no part of the suite called {name}")
            total.failed += 1
    units = [part for part in parts if part.kind == "gtest"]
    alone = [part for part in parts if part.kind != "gtest"]
    with concurrent.futures.ThreadPoolExecutor(UNIT_TESTS_AT_ONCE) as pool:
        running = [(part, pool.submit(run_part, part, environment)) for part in units]
        outcomes = [(part, *future.result()) for part, future in running]
    for part, outcome, seconds in outcomes:
        report(part, outcome, seconds, build / "test-output")
    for part in alone:
        outcome, seconds = run_part(part, environment)
        report(part, outcome, seconds, build / "test-output")
        outcomes.append((part, outcome, seconds))
    total.passed += sum(outcome.passed for _, outcome, _ in outcomes)
    total.failed += sum(outcome.failed for _, outcome, _ in outcomes)
    total.skipped += sum(outcome.skipped for _, outcome, _ in outcomes)
    print(total)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())
