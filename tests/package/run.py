#!/usr/bin/env python3
"""The Debian package: what it holds, and what becomes of a machine that installs, upgrades, removes and
purges it. The last line is `N passed, N failed`.

It packages the program that script/test has just built, by the same CPack rules as script/package, because
a second build for release would take minutes of every run and would test the compiler, not the package.
The clean Debian that it is installed in has what the package asks for and nothing else; it is made once and
kept under build/. All of it needs root, for chroot and mounts: without, it fails and says so.
"""
import json
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import traceback
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import containerfile
from root import CannotRun, Root, kept_root, text_of

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = pathlib.Path(os.environ.get("HEED_BINARY", SOURCE / "build/dev/src/app/heed")).resolve()
BUILD = BINARY.parent.parent.parent
DATA = "/var/lib/heed/data"
HIGHER = "99.0.0"
MOST_EXPOSED = 15  # tenths: 1.5


def check(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(what)


def done(result: subprocess.CompletedProcess, code: int = 0) -> str:
    check(result.returncode == code,
          f"{result.args} ended with {result.returncode}: {result.stdout[-800:]}{result.stderr[-800:]}")
    return result.stdout


def make_package(folder: pathlib.Path, *words: str) -> pathlib.Path:
    """As script/package does. What is packaged was built by script/test already."""
    before = set(folder.glob("*.deb"))
    result = subprocess.run(["cpack", "--config", str(BUILD / "CPackConfig.cmake"), *words],
                            cwd=folder, capture_output=True, text=True)
    if result.returncode != 0:
        raise CannotRun("cpack could not make the package:\n" + result.stdout + result.stderr)
    return (set(folder.glob("*.deb")) - before).pop()


class Server:
    """heed serve, as its user, on a free port."""

    def __init__(self, root: Root):
        self._process = subprocess.Popen(root.command(["heed", "serve", "--port", "0"], "heed"),
                                         stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        said = []
        for line in self._process.stderr:
            said.append(line)
            found = re.search(r'"port":\s*(\d+)', line)
            if found:
                self.port = int(found.group(1))
                return
        raise AssertionError("heed serve ended: " + "".join(said))

    def page(self, root: Root, path: str) -> str:
        context = ssl.create_default_context(cafile=str(root.path(f"{DATA}/tls/certificate.pem")))
        with urllib.request.urlopen(f"https://localhost:{self.port}{path}", context=context) as answer:
            return answer.read().decode()

    def stop(self) -> int:
        self._process.terminate()
        code = self._process.wait()
        self._process.stderr.close()
        return code


def fingerprint(root: Root) -> str:
    """Of every file below the data folder: name, owner, mode and content."""
    return done(root.run("bash", "-c", f"cd {DATA} && find . -printf '%p %u %m\\n' | sort && "
                                       "find . -type f -print0 | sort -z | xargs -0 sha256sum"))


def systemctl_calls(root: Root) -> list[str]:
    log = root.path("/var/log/systemctl")
    calls = log.read_text().splitlines() if log.is_file() else []
    log.unlink(missing_ok=True)
    return calls


def pretend_systemd(root: Root) -> None:
    """So that what the package asks of systemd is seen; a chroot cannot run the real one."""
    root.path("/run/systemd/system").mkdir(parents=True)
    program = root.path("/usr/bin/systemctl")
    program.write_text('#!/bin/sh\necho "$*" >>/var/log/systemctl\n')
    program.chmod(0o755)


def install(root: Root, package: pathlib.Path) -> str:
    shutil.copy(package, root.path("/tmp/heed.deb"))
    return done(root.run("dpkg", "--force-unsafe-io", "--install", "/tmp/heed.deb"))


def answers(root: Root, *words: str, code: int = 0, text: str = "") -> str:
    return done(root.run("heed", *words, user="heed", text=text), code)


# The tests, in the order of a machine's life. Each goes on where the one before it ended.

def installs_with_what_it_asks_for_and_starts_nothing(world):
    root = world["root"]
    said = install(root, world["package"])
    check("not started" in said, "it says that nothing was started")
    check(systemctl_calls(root) == ["daemon-reload", "try-restart heed.service"], "nothing is started")
    check(done(root.run("heed", "version")).startswith("heed "), "the program runs")
    home = root.path("/var/lib/heed").stat()
    check(home.st_mode & 0o7777 == 0o700, "the folder is closed to others")
    check(done(root.run("stat", "-c", "%U:%G", "/var/lib/heed")).strip() == "heed:heed", "and is heed's")
    check(root.run("getent", "shadow", "heed").stdout.split(":")[1] in ("!", "*", "!*"), "nobody signs in as heed")
    check(not any(root.path("/var/lib/heed").iterdir()), "and is empty")


def its_service_is_sound_and_closed(world):
    unit = world["root"].path("/usr/lib/systemd/system/heed.service")
    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder, "heed.service")
        here.write_text(unit.read_text().replace("/usr/bin/heed", str(world["root"].path("/usr/bin/heed"))))
        verified = subprocess.run(["systemd-analyze", "verify", "--man=no", str(here)],
                                  capture_output=True, text=True)
    about = [line for line in (verified.stdout + verified.stderr).splitlines() if "heed.service" in line]
    check(not about, f"systemd finds fault with the unit: {about}")
    exposed = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}",
                              str(unit)], capture_output=True, text=True)
    check(exposed.returncode == 0, exposed.stdout[-200:] + exposed.stderr)


def its_documents_name_every_command(world):
    root = world["root"]
    page = root.path("/usr/share/man/man1/heed.1.gz")
    shown = subprocess.run(["man", "--warnings", "--local-file", str(page)], capture_output=True, text=True,
                           env={**os.environ, "MANWIDTH": "100", "LC_ALL": "C.UTF-8"})
    check(shown.returncode == 0 and not shown.stderr, "man finds fault with the page: " + shown.stderr)
    commands = [line.split()[0] for line in answers(root, "--help").split("Subcommands:")[1].splitlines()
                if line.startswith("  ") and line[2] != " "]
    check(len(commands) > 8, "the help lists the commands")
    for command in commands:
        check(f"heed {command}" in shown.stdout, f"the manual page does not know heed {command}")
    completed = done(root.run("bash", "-c", ". /usr/share/bash-completion/completions/heed; COMP_WORDS=(heed "
                              "user ''); COMP_CWORD=2; _heed; echo ${COMPREPLY[@]}; COMP_WORDS=(heed user add "
                              "--log); COMP_CWORD=3; _heed; echo ${COMPREPLY[@]}"))
    check(completed.splitlines() == ["add token --help", "--login"], f"completed with {completed}")
    for name in ("copyright", "changelog.gz", "running.md.gz", "SECURITY.md.gz"):
        check(root.path(f"/usr/share/doc/heed/{name}").stat().st_size > 100, f"{name} is there")
    notices = root.path("/usr/share/doc/heed/copyright").read_text()
    for library in ("govuk-frontend", "libfmt-dev", "libtomlplusplus-dev", "libcli11-dev", "OFL"):
        check(library in notices, f"the notice of {library} is missing")


def an_installation_is_made_and_serves(world):
    root = world["root"]
    answers(root, "init", "--name", "Larkfield Children’s Partnership", "--origin", "heed.example.org/larkfield")
    check(root.path(DATA).stat().st_mode & 0o7777 == 0o700, "where heed.conf says, closed to others")
    person = ["--login", "r.marlow", "--name", "Robin Marlow", "--role", "manager", "--post-title",
              "Team manager", "--agency", "Larkfield Council", "--team", "Larkfield East"]
    answers(root, "user", "add", *person, text="nine grey herons at dawn\n")
    server = Server(root)
    try:
        check("Larkfield Children’s Partnership" in server.page(root, "/sign-in"), "the sign-in page is served")
        world["running"] = json.loads(
            root.run("heed", "doctor", "--json", "--port", str(server.port), user="heed").stdout)
    finally:
        check(server.stop() == 0, "it stops cleanly")


def its_doctor_finds_the_installation_well(world):
    for state, report in (("running", world["running"]), ("stopped", json.loads(
            world["root"].run("heed", "doctor", "--json", user="heed").stdout))):
        found = {one["name"]: one for one in report["checks"]}
        for name in ("folder", "files", "master-key", "key-store", "migrations", "checkpoint", "manuals", "server"):
            check(found[name]["state"] in ("well", "note"), f"{state}: {found[name]}")
        check(found["server"]["state"] == ("well" if state == "running" else "note"), f"{state}: {found['server']}")


def an_upgrade_keeps_data_and_settings(world):
    root = world["root"]
    settings = root.path("/etc/heed/heed.conf")
    settings.write_text(settings.read_text().replace("HEED_PORT=8443", "HEED_PORT=9000"))
    answers(root, "verify")
    before = fingerprint(root)
    systemctl_calls(root)
    install(root, world["higher"])
    check(HIGHER in done(root.run("dpkg-query", "--show", "heed")), "the higher version is installed")
    check(systemctl_calls(root) == ["daemon-reload", "daemon-reload", "try-restart heed.service"],
          "only a server that runs is restarted, and it is not stopped before")
    check(fingerprint(root) == before, "an upgrade leaves the data as it was")
    check("HEED_PORT=9000" in settings.read_text(), "and the settings")
    check("The ledger is whole" in answers(root, "verify"), "the ledger is whole")
    server = Server(root)
    try:
        check("r.marlow" not in server.page(root, "/sign-in"), "it serves again")
    finally:
        server.stop()


def removing_leaves_data_and_settings(world):
    root = world["root"]
    world["data"] = fingerprint(root)
    systemctl_calls(root)
    done(root.run("dpkg", "--remove", "heed"))
    check(systemctl_calls(root)[0] == "stop heed.service", "the server is stopped first")
    check(not root.path("/usr/bin/heed").exists(), "the program is gone")
    check(root.path("/etc/heed/heed.conf").exists(), "the settings stay")
    check(fingerprint(root) == world["data"], "the data stay")


def purging_leaves_the_data_and_says_so(world):
    root = world["root"]
    own = root.path("/etc/systemd/system/heed.service.d")
    own.mkdir(parents=True)
    (own / "own.conf").write_text("[Service]\n")
    root.path("/etc/heed/private-key.pem").write_text("made up\n")
    said = done(root.run("dpkg", "--purge", "heed"))
    check(not own.exists() and not root.path("/etc/heed/heed.conf").exists(), "the settings are gone")
    check(root.path("/etc/heed/private-key.pem").exists(), "a key is not taken away")
    check("/var/lib/heed is left" in said and "/etc/heed is left" in said, f"it says what is left: {said}")
    check(fingerprint(root) == world["data"], "the data stay, and their owner")


def installing_again_finds_the_data(world):
    root = world["root"]
    install(root, world["package"])
    check("The ledger is whole" in answers(root, "verify"), "the ledger is whole")
    done(root.run("rm", "-r", "/var/lib/heed", "/etc/heed/private-key.pem"))
    said = done(root.run("dpkg", "--purge", "heed"))
    check("left" not in said, f"nothing is left: {said}")
    check(not root.path("/etc/heed").exists() and not root.path("/var/lib/heed").exists(), "no folder stays")
    check("heed" not in root.path("/etc/passwd").read_text(), "nor the user")


def the_containerfile_names_what_there_is(_):
    faults = containerfile.faults(SOURCE)
    check(not faults, "\n".join(faults))
    check(containerfile.faults(SOURCE, "FROM a AS b\nCOPY no-such-file /x\nRUN script/no-such\n"
                                       "COPY --from=c /x /y\nUSER root\n"), "a wrong one is found out")


TESTS = [
    installs_with_what_it_asks_for_and_starts_nothing, its_service_is_sound_and_closed,
    its_documents_name_every_command, an_installation_is_made_and_serves, its_doctor_finds_the_installation_well,
    an_upgrade_keeps_data_and_settings, removing_leaves_data_and_settings, purging_leaves_the_data_and_says_so,
    installing_again_finds_the_data, the_containerfile_names_what_there_is,
]


def run_tests(world: dict) -> int:
    failed = 0
    for test in TESTS:
        name = test.__name__.replace("_", " ")
        try:
            test(world)
            print(f"ok: {name}")
        except Exception:
            failed += 1
            print(f"FAILED: {name}\n{traceback.format_exc()}")
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return 1 if failed else 0


def main() -> int:
    if os.geteuid() != 0:
        raise CannotRun("installing a package in a clean root needs root: chroot and mounts. Run it as root.")
    if os.environ.get("HEED_OWN_MOUNTS") != "yes":
        os.environ["HEED_OWN_MOUNTS"] = "yes"
        os.execvp("unshare", ["unshare", "--mount", "--propagation=private", sys.executable, __file__])
    with tempfile.TemporaryDirectory(prefix="heed-packages-") as folder:
        packages = pathlib.Path(folder)
        world = {"package": make_package(packages)}
        world["higher"] = make_package(packages, "-D", f"CPACK_PACKAGE_VERSION={HIGHER}")
        world["root"] = Root(kept_root(world["package"], SOURCE / "build/clean-root"))
        try:
            pretend_systemd(world["root"])
            return run_tests(world)
        finally:
            world["root"].close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotRun as reason:
        print(f"The package cannot be tested: {reason}\n0 passed, 1 failed")
        sys.exit(1)
