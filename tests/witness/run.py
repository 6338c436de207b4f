#!/usr/bin/env python3
"""Other agencies hold the ledger's checkpoints: real servers, real witnesses, and a history told twice.

    tests/witness/run.py [--heed PROGRAM] [--only PART]…

PROGRAM is also found in HEED_BINARY. Everything happens on loopback addresses of this machine.
"""
import argparse
import concurrent.futures
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from typing import Iterator

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "verifier"), str(ROOT / "tools")]

import proofs
import verify
from installation import Heed, Installation, Site, sign_visit, usable

PATIENCE_SECONDS = 60
AT_ONCE = 4  # they mostly wait
RIGHTS = ["--allow-root"] if os.geteuid() == 0 else []


def expect(is_so: bool, otherwise: object) -> None:
    if not is_so:
        raise AssertionError(otherwise)


def wait_for(is_so, what: str) -> None:
    started = time.monotonic()
    while not is_so():
        expect(time.monotonic() - started < PATIENCE_SECONDS, f"waited in vain: {what}")
        time.sleep(0.1)


class Witness:
    """A witness in a folder of its own."""

    def __init__(self, heed: Heed, folder: pathlib.Path, name: str, is_plain: bool = True) -> None:
        self.heed = heed
        self.folder = folder
        self.name = name
        self.is_plain = is_plain
        self.key = heed.do("witness", "init", "--data", folder, "--name", name).strip()

    def run(self, command: str, *words: object) -> subprocess.CompletedProcess:
        return self.heed.run("witness", command, "--data", self.folder, *words)

    @contextlib.contextmanager
    def serving(self) -> Iterator[str]:
        """Gives what `--witness` takes."""
        how = ["--plain"] if self.is_plain else []
        with self.heed.running('"event":"witnessing"', self.folder.parent / f"{self.folder.name}.log", "witness",
                               "serve", "--data", self.folder, "--port", 0, *how, *RIGHTS) as ready:
            self.port = ready["port"]
            scheme = "http" if self.is_plain else "https"
            yield f"{scheme}://localhost:{self.port}={self.key}"

    def certificate(self) -> pathlib.Path:
        return self.folder / "tls" / "certificate.pem"

    def held(self) -> dict:
        [log] = json.loads(self.run("list", "--json").stdout)["logs"]
        return log

    def evidence(self) -> list[dict]:
        done = self.run("evidence", "--json")
        rows = json.loads(done.stdout)
        expect(done.returncode == int(bool(rows)), done)
        return rows


class Scene:
    """An installation with a record, and two witnesses that know its ledger."""

    def __init__(self, heed: Heed, folder: pathlib.Path) -> None:
        self.heed = heed
        self.folder = folder
        self.installation = usable(heed, folder / "data")
        with self.installation.serving() as site:
            self.record = self.installation.open_record(site)
            self.ledger_key = site.api("GET", "/ledger/checkpoint")["verifier_key"]
        self.north = Witness(heed, folder / "north", "witness.example/north")
        self.south = Witness(heed, folder / "south", "witness.example/south", is_plain=False)
        for witness in (self.north, self.south):
            done = witness.run("add-log", self.ledger_key)
            expect(done.returncode == 0, done)

    @contextlib.contextmanager
    def witnesses(self) -> Iterator[list[str]]:
        """Both serve; gives the words for `heed serve`."""
        with self.north.serving() as north, self.south.serving() as south:
            yield ["--witness", north, "--witness", south, "--witness-certificates", self.south.certificate()]

    def copy(self, name: str) -> Installation:
        """The folder as it is now, keys and all."""
        other = self.folder / name
        shutil.copytree(self.installation.folder, other)
        return Installation(self.heed, other, self.installation.token, self.installation.team)


def figures(site: Site) -> dict[tuple[str, str], float]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", site.metrics_port, timeout=60)) as connection:
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
    return {(name, witness): float(value) for name, witness, value in
            re.findall(r'^heed_witness_(\w+)\{witness="([^"]+)"\} (\S+)$', text, re.MULTILINE)}


def all_cosigned(site: Site, size: int = 0) -> bool:
    signed = [value for (name, _), value in figures(site).items() if name == "cosigned_entries"]
    return len(signed) == 2 and min(signed) >= size


def wait_until_cosigned(site: Site) -> float:
    """Seconds, until both witnesses have cosigned what is signed now."""
    size = site.api("GET", "/ledger/checkpoint")["size"]
    started = time.monotonic()
    wait_for(lambda: all_cosigned(site, size), "what is signed is cosigned")
    return time.monotonic() - started


def readiness(site: Site) -> tuple[int, str]:
    answer, content = site.send("GET", "/readyz")
    return answer.status, content.decode()


def can_sign(site: Site, record: str, key: str) -> bool:
    try:
        sign_visit(site, record, key)
    except RuntimeError as error:
        expect("answers 503" in str(error), error)
        return False
    return True


def check_proof(scene: Scene, file: str) -> verify.Report:
    path = scene.folder / "entry.tlog-proof"
    path.write_text(file)
    words = ["--data", str(scene.installation.folder), "--key", scene.ledger_key, "--proof", str(path),
             "--witness", scene.north.key, "--witness", scene.south.key]
    return verify.check_folder(scene.installation.folder, verify.parse(words))


def ordinary_days(scene: Scene) -> str:
    with scene.witnesses() as words, scene.installation.serving(*words) as site:
        expect(all_cosigned(site, 1), "both have cosigned before the first request")
        sequence = sign_visit(site, scene.record, "visit")
        took = wait_until_cosigned(site)
        proof = site.api("GET", f"/records/{scene.record}/entries/{sequence}/proof")
        expect(readiness(site) == (200, "ready\n"), readiness(site))
    for witness in (scene.north, scene.south):
        expect(proofs.is_cosigned(proof["file"][proof["file"].index("\n\n") + 2:].encode(),
                                  *proofs.read_witness_key(witness.key)), witness.name)
    report = check_proof(scene, proof["file"])
    expect(not report.findings, report.findings)
    stripped = re.sub("— witness.example/south .*\n", "", proof["file"])
    expect(stripped != proof["file"], "its line is there")
    faults = [finding.fault for finding in check_proof(scene, stripped).findings]
    expect(faults == ["cosignature_missing"], faults)
    return f"cosigned by both {took:.1f} s after it was signed"


def both_verifiers_ask(scene: Scene) -> None:
    with scene.witnesses() as words, scene.installation.serving(*words) as site:
        sign_visit(site, scene.record, "visit")
        wait_until_cosigned(site)
    asked = ["--witness", scene.north.key, "--witness", scene.south.key]
    folder = scene.installation.folder
    code, own = scene.heed.verify(folder, *asked)
    other = verify.check_folder(folder, verify.parse(["--data", str(folder), *asked])).facts()
    expect(code == 0 and own["whole"] and other["whole"], (own, other))
    expect(own["witnesses"] == other["witnesses"] and len(own["witnesses"]) == 2, (own, other))
    expect(all(said["cosignatures"] >= 2 for said in own["witnesses"]), own)
    stranger = Witness(scene.heed, scene.folder / "stranger", "witness.example/stranger")
    code, own = scene.heed.verify(folder, "--witness", stranger.key)
    expect(code == 1 and [each["fault"] for each in own["findings"]] == ["cosignature_missing"], own)
    done = scene.heed.run("verify", "--data", folder, "--witness", scene.ledger_key)
    expect(done.returncode == 2, done)
    held = scene.folder / "held"
    held.write_text(scene.north.run("held", "heed.example/larkfield").stdout)
    code, own = scene.heed.verify(folder, "--held", held)
    expect(code == 0 and "— witness.example/north " in held.read_text(), own)


def told_twice(scene: Scene) -> str:
    """A copy of the folder signs entries of its own, and shows them to the same witnesses."""
    copy = scene.copy("copy")
    with copy.serving() as site:
        sign_visit(site, scene.record, "another visit")
    with scene.witnesses() as words:
        with scene.installation.serving(*words) as site:
            sign_visit(site, scene.record, "visit")
            wait_until_cosigned(site)
        before = [scene.north.held(), scene.south.held()]
        started = time.monotonic()
        with copy.serving(*words) as site:
            status, said = readiness(site)
            took = time.monotonic() - started
            expect(status == 503 and "witness.example/" in said, (status, said))
            expect(not can_sign(site, scene.record, "one more"), "the second history is gone on with")
            expect(figures(site)["holds_other_history", "witness.example/north"] == 1, figures(site))
        expect([scene.north.held(), scene.south.held()] == before, "the witnesses hold what they held")
        with scene.installation.serving(*words) as site:
            expect(readiness(site)[0] == 200 and can_sign(site, scene.record, "next"), "the first one goes on")
    for witness in (scene.north, scene.south):
        [row] = witness.evidence()
        notes = [proofs.open_note(row[side].encode(), *proofs.read_verifier_key(scene.ledger_key))
                 for side in ("held", "offered")]
        expect(all(notes) and notes[0].root != notes[1].root, row)
        expect(row["kind"] in ("other_root", "not_consistent", "smaller"), row)
    expect("Held then:" in scene.north.run("evidence").stdout, "it is shown in words")
    log = (scene.folder / "north.log").read_text()
    expect('"event":"history_contradicted"' in log and "Linnet" not in log, log)
    return f"refused {took:.1f} s after the second history was started"


def put_back(scene: Scene) -> None:
    """Data and keys, both as they were a day ago: here nothing can tell, and the witness can."""
    old = scene.copy("old")
    with scene.witnesses() as words:
        with scene.installation.serving(*words) as site:
            sign_visit(site, scene.record, "visit")
            wait_until_cosigned(site)
        code, report = scene.heed.verify(old.folder)
        expect(code == 0, report)
        with old.serving(*words) as site:
            status, said = readiness(site)
            expect(status == 503 and "has signed for" in said, (status, said))
            expect(not can_sign(site, scene.record, "again"), "it writes")
        held = scene.folder / "held"
        held.write_text(scene.south.run("held", "heed.example/larkfield").stdout)
        code, report = scene.heed.verify(old.folder, "--held", held)
        expect(code == 1 and "history_cut" in {each["fault"] for each in report["findings"]}, report)
        with scene.installation.serving(*words) as site:
            expect(can_sign(site, scene.record, "next"), "the whole history goes on")


def out_of_reach(scene: Scene) -> None:
    with scene.witnesses() as words:
        pass
    with scene.installation.serving(*words) as site:
        expect(can_sign(site, scene.record, "visit"), "nobody waits for a witness")
        status, said = readiness(site)
        expect(status == 200 and "witness.example/north cannot be reached" in said, (status, said))
        shown = figures(site)
        expect(shown["entries_not_cosigned", "witness.example/south"] > 0, shown)
        expect(shown["seconds_since_cosignature", "witness.example/south"] == float("inf"), shown)


def once(scene: Scene) -> None:
    place = ["witness", "push", "--data", scene.installation.folder]
    with scene.witnesses() as words:
        done = scene.heed.run(*place, *words)
        expect(done.returncode == 0 and done.stdout.count("has cosigned") == 2, done)
        expect(scene.north.held()["size"] == scene.south.held()["size"] > 0, scene.north.held())
        without = scene.heed.run(*place, *words[:4])
        expect(without.returncode == 1 and "witness.example/south cannot be reached" in without.stdout,
               "a certificate that nobody vouches for is believed")
    done = scene.heed.run(*place, *words)
    expect(done.returncode == 1 and done.stdout.count("cannot be reached") == 2, done)
    expect(scene.heed.run(*place).returncode == 2, "no witness is named")
    for wrong in (f"http://witness.example={scene.north.key}", "https://witness.example", "https://witness.example=x",
                  f"https://witness.example={scene.ledger_key}"):
        expect(scene.heed.run(*place, "--witness", wrong).returncode == 2, wrong)


def a_witness_that_is_killed(scene: Scene) -> None:
    log = scene.folder / "killed.log"
    with log.open("w") as output:
        process = subprocess.Popen([scene.heed.program, "witness", "serve", "--data", str(scene.north.folder),
                                    "--port", "0", "--plain", *RIGHTS], stdout=output, stderr=subprocess.STDOUT)
    ready = scene.heed.first_line(process, '"event":"witnessing"', log)
    words = ["--witness", f"http://localhost:{ready['port']}={scene.north.key}"]
    done = scene.heed.run("witness", "push", "--data", scene.installation.folder, *words)
    process.kill()
    process.wait()
    expect(done.returncode == 0, done)
    said = int(re.search(r"cosigned (\d+) entries", done.stdout)[1])
    expect(scene.north.held()["size"] == said > 0, "what it said yes to is what it holds")


def its_files(scene: Scene) -> None:
    mode = stat.S_IMODE((scene.north.folder / "witness.key").stat().st_mode)
    expect(mode == 0o600, oct(mode))
    expect(scene.north.run("init", "--name", "witness.example/other").returncode == 1, "a key is written over")
    expect(scene.north.run("add-log", "heed.example/x+1+x").returncode == 2, "that is no key")
    expect(scene.north.run("held", "heed.example/other").returncode == 1, "nothing is held of it")
    expect(scene.heed.run("witness", "list", "--data", scene.folder / "none").returncode == 3, "there is none")
    expect(scene.north.run("list").stdout.startswith(scene.north.key), "it says its key")


TESTS = {
    "both witnesses cosign what is signed, and the proof says so": ordinary_days,
    "both verifiers ask for the witnesses, and find them": both_verifiers_ask,
    "of two histories the second is refused, with evidence": told_twice,
    "data and keys that were both put back are not written to": put_back,
    "nobody waits for witnesses that cannot be reached": out_of_reach,
    "a stopped installation shows its checkpoint once": once,
    "what a witness said yes to outlives it": a_witness_that_is_killed,
    "a witness keeps its own things to itself": its_files,
}


def run_one(name: str, test, program: str, place: pathlib.Path) -> bool:
    started = time.monotonic()
    place.mkdir()
    try:
        said = test(Scene(Heed(program), place))
    except Exception as error:
        print(f"FAILED {name}\n  {type(error).__name__}: {error}", flush=True)
        return False
    print(f"ok {name} ({time.monotonic() - started:.1f} s)" + (f": {said}" if said else ""), flush=True)
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description="Sets real witnesses beside a real server.")
    parser.add_argument("--heed", default=os.environ.get("HEED_BINARY"), help="the program")
    parser.add_argument("--only", action="append", default=[], help="part of a test's name")
    options = parser.parse_args()
    if not options.heed or not pathlib.Path(options.heed).is_file():
        print("say which program to test with --heed", file=sys.stderr)
        print("0 passed, 1 failed")
        return 1
    chosen = {name: test for name, test in TESTS.items()
              if not options.only or any(part in name for part in options.only)}
    with tempfile.TemporaryDirectory(prefix="heed-witness-") as folder, \
            concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(run_one, name, test, options.heed, pathlib.Path(folder, str(number)))
                   for number, (name, test) in enumerate(chosen.items())]
        outcomes = [each.result() for each in running]
    passed, failed = outcomes.count(True), outcomes.count(False)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
