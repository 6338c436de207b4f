"""Runs the rules, prints what they find, and counts."""
import argparse
import pathlib

from tidy_rules import code, documents, files, headers, includes, sizes, sql
from tidy_rules.rule import Repository, Rule, Skipped

MODULES = [includes, sizes, code, sql, files, documents, headers]


def all_rules() -> list[Rule]:
    return [rule for module in MODULES for rule in module.RULES]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools/tidy", description="Holds the repository to its own rules.")
    parser.add_argument("--build", type=pathlib.Path, help="the build folder with compile_commands.json")
    parser.add_argument("--only", action="append", help="a rule's name, or the start of it")
    parser.add_argument("--list", action="store_true", help="print the rules' names")
    options = parser.parse_args(arguments)
    rules = [rule for rule in all_rules()
             if not options.only or rule.name.startswith(tuple(options.only))]
    if options.list:
        print("\n".join(rule.name for rule in rules))
        return 0
    root = pathlib.Path(__file__).resolve().parents[2]
    build = options.build.resolve() if options.build else None
    return run(Repository(root, build), rules)


def run(repository: Repository, rules: list[Rule]) -> int:
    passed = failed = skipped = 0
    for rule in rules:
        try:
            findings = list(rule.look(repository))
        except Skipped as reason:
            print(f"skipped: {rule.name}: {reason}")
            skipped += 1
            continue
        if not findings:
            passed += 1
            continue
        failed += 1
        print(f"failed: {rule.name} ({len(findings)})")
        for finding in findings:
            print(f"  {finding}")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not rules else 0
