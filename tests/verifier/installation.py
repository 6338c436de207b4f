"""Installations to check: a demonstration, and one so small that every byte of it can be tried."""
import contextlib
import dataclasses
import datetime
import http.client
import json
import os
import pathlib
import sqlite3
import ssl
import subprocess
import time
import urllib.parse
from typing import Iterator

import verify

PATIENCE_SECONDS = 60
PASSWORD = "nine grey herons at dawn\n"
DEMONSTRATION_DAY = "2026-03-25"
VISIT_FORM = "visit-to-child-at-home"


class Site:
    """What answers at an address of this machine."""

    def __init__(self, address: str, headers: dict[str, str] | None = None) -> None:
        parts = urllib.parse.urlsplit(address)
        self.secure = parts.scheme == "https"
        self.host, self.port = parts.hostname, parts.port
        self.headers = headers or {}

    def send(self, method: str, path: str, body: dict | None = None,
             **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        if self.secure:
            # Its certificate is its own.
            context = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection(self.host, self.port, context=context, timeout=PATIENCE_SECONDS)
        else:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE_SECONDS)
        sent = {**self.headers, **headers}
        content = None
        if body is not None:
            content, sent["Content-Type"] = json.dumps(body), "application/json"
        with contextlib.closing(connection):
            connection.request(method, path, body=content, headers=sent)
            answer = connection.getresponse()
            return answer, answer.read()

    def api(self, method: str, path: str, body: dict | None = None, **headers: str) -> dict:
        answer, content = self.send(method, f"/api/v1{path}", body, **headers)
        if answer.status != 200:
            raise RuntimeError(f"{method} {path} answers {answer.status}: {content.decode(errors='replace')}")
        return json.loads(content)


class Heed:
    def __init__(self, program: str) -> None:
        self.program = program

    def run(self, *words: object, given: str = "") -> subprocess.CompletedProcess:
        return subprocess.run([self.program, *map(str, words)], input=given, text=True, capture_output=True,
                              timeout=PATIENCE_SECONDS)

    def do(self, *words: object, given: str = "") -> str:
        done = self.run(*words, given=given)
        if done.returncode != 0:
            raise RuntimeError(f"heed {words[0]} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def verify(self, folder: pathlib.Path, *words: object) -> tuple[int, dict]:
        done = self.run("verify", "--data", folder, "--json", *words)
        if not done.stdout:
            raise RuntimeError(f"heed verify ended with {done.returncode}: {done.stderr}")
        return done.returncode, json.loads(done.stdout)

    @contextlib.contextmanager
    def running(self, ready: str, log: pathlib.Path, *words: object) -> Iterator[dict]:
        """Runs the program, gives the first line with `ready` in it, and ends the program."""
        with log.open("w") as output:
            process = subprocess.Popen([self.program, *map(str, words)], stdin=subprocess.DEVNULL,
                                       stdout=output, stderr=subprocess.STDOUT)
        try:
            yield self.first_line(process, ready, log)
        finally:
            process.terminate()
            try:
                code = process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                code = process.wait()
        if code != 0:
            raise RuntimeError(f"heed {words[0]} ended with {code}: {log.read_text()[-2000:]}")

    def first_line(self, process: subprocess.Popen, ready: str, log: pathlib.Path) -> dict:
        started = time.monotonic()
        while time.monotonic() - started < PATIENCE_SECONDS and process.poll() is None:
            for line in log.read_text().split("\n")[:-1]:
                if line.startswith("{") and ready in line:
                    return json.loads(line)
            time.sleep(0.05)
        raise RuntimeError(f"it did not get ready: {log.read_text()[-2000:]}")


def folder_with_nothing(heed: Heed, folder: pathlib.Path) -> None:
    """An installation without a ledger yet."""
    heed.do("init", "--data", folder, "--name", "Larkfield", "--origin", "heed.example/larkfield")


@dataclasses.dataclass(frozen=True)
class Installation:
    """One that a member of staff can use; it serves when it is told to."""
    heed: Heed
    folder: pathlib.Path
    token: str
    team: bytes

    @contextlib.contextmanager
    def serving(self, *words: object) -> Iterator[Site]:
        rights = ["--allow-root"] if os.geteuid() == 0 else []
        with self.heed.running('"event":"serving"', self.folder.parent / f"{self.folder.name}-serve.log", "serve",
                               "--data", self.folder, "--port", 0, "--metrics-port", 0, *rights, *words) as ready:
            site = Site(f"https://localhost:{ready['port']}", {"Authorization": f"Bearer {self.token}"})
            site.metrics_port = ready["metrics_port"]
            yield site

    def open_record(self, site: Site) -> str:
        wanted = record_to_open(verify.id_text(self.team))
        return site.api("POST", "/records", wanted, **{"Idempotency-Key": "open"})["entries"][0]["record"]


def usable(heed: Heed, folder: pathlib.Path) -> Installation:
    folder_with_nothing(heed, folder)
    person = ["--data", folder, "--login", "r.marlow"]
    heed.do("user", "add", *person, "--name", "Robin Marlow", "--role", "manager", "--post-title", "Manager",
            "--agency", "Council", "--team", "East", given=PASSWORD)
    token = heed.do("user", "token", *person, "--label", "test", "--days", 1).strip()
    with contextlib.closing(sqlite3.connect(folder / "heed.db")) as database:
        (team,) = database.execute("SELECT team_id FROM team").fetchone()
    return Installation(heed, folder, token, team)


def sign_visit(site: Site, record: str, key: str) -> int:
    """The number of the entry in its record."""
    return site.api("POST", "/events", visit(record), **{"Idempotency-Key": key})["entries"][0]["sequence"]


def small(heed: Heed, folder: pathlib.Path) -> dict:
    """One record with a few entries; gives what its pages say about the ledger."""
    installation = usable(heed, folder)
    with installation.serving() as site:
        record = installation.open_record(site)
        sequence = sign_visit(site, record, "visit")
        proof = site.api("GET", f"/records/{record}/entries/{sequence}/proof")["file"]
        return {**site.api("GET", "/ledger/checkpoint"), "proof": proof}


def record_to_open(team: str) -> dict:
    return {"team": team, "details": {
        "full_name": "Linnet Ashdown", "born": "2016-05-04", "sex": "F", "ethnicity": "NOBT",
        "religion": {"unknown": "not_known", "reason": "Not asked."}, "language": "English",
        "disabilities": ["NONE"], "address": "3 Heron Row", "household": "Ashdown", "school": "Brookside"}}


def visit(record: str) -> dict:
    def said(words: str, kind: str) -> list[dict]:
        return [{"text": words, "kind": kind, "source": "first_hand"}]

    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    shared = {"visited_on": str(yesterday), "visited_at": "08:15", "place": "Home", "others": "nobody",
              "what_happened": said("We talked.", "fact"), "bedrooms": "all",
              "next_steps": said("Again soon.", "decision")}
    answers = {"sight": "alone", "voice": "“I like it here.”", "worries": said("None today.", "judgement"),
               "analysis": said("Settled.", "assessment")}
    return {"form": VISIT_FORM, "shared": shared, "children": [{"record": record, "answers": answers}]}


@contextlib.contextmanager
def demonstration(heed: Heed, folder: pathlib.Path) -> Iterator[dict]:
    """What the pages of a demonstration say about its ledger, while it runs."""
    with heed.running("sign_in", folder.parent / "demo.log", "demo", "--data", folder, "--port", 0,
                      "--today", DEMONSTRATION_DAY, "--json") as ready:
        site = Site(ready["url"])
        link = urllib.parse.urlsplit(ready["sign_in"]["manager"]).path
        answer, _ = site.send("GET", link, Accept="text/html")
        site.headers["Cookie"] = answer.getheader("Set-Cookie").split(";")[0]
        yield site.api("GET", "/ledger/checkpoint")
