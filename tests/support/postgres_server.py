#!/usr/bin/env python3
"""A PostgreSQL server of its own for tests: nobody else's, on no network, gone afterwards.

    tests/support/postgres_server.py

It makes an empty cluster in a temporary folder, with the roles `heed_owner` (makes databases and tables)
and `heed` (what Heed works as), starts it on a socket in that folder, prints one line of JSON with the
folder as `host`, and runs until its standard input is closed. Root starts it as the user `postgres`,
because PostgreSQL refuses to run as root.
"""
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile

SETTINGS = """
listen_addresses = ''
max_connections = 200
shared_buffers = 64MB
max_wal_size = 256MB
log_min_messages = fatal
logging_collector = off
"""
ROLES = """
CREATE ROLE heed LOGIN;
CREATE ROLE heed_owner LOGIN CREATEDB;
GRANT heed TO heed_owner;
"""


def programs() -> pathlib.Path:
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"),
                   key=lambda path: int(path.parent.parent.name))
    if not found:
        sys.exit("PostgreSQL's server is not installed: apt-get install postgresql")
    return found[-1].parent


class Server:
    def __init__(self) -> None:
        self.programs = programs()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="heed-postgres-"))
        self.run_as = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        if self.run_as:
            os.chown(self.folder, self.run_as.pw_uid, self.run_as.pw_gid)
        self.folder.chmod(0o755)
        self.data = self.folder / "data"

    def start_program(self, name: str, *words: str, **options) -> subprocess.Popen:
        if self.run_as:
            options |= {"user": self.run_as.pw_uid, "group": self.run_as.pw_gid, "extra_groups": []}
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        return subprocess.Popen([str(self.programs / name), *words], cwd=self.folder, env=environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, **options)

    def start(self) -> None:
        made = self.start_program("initdb", "--pgdata", str(self.data), "--username", "postgres", "--no-sync",
                                  "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
        if made.wait() != 0:
            sys.exit("initdb failed")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS)
        self.server = self.start_program("postgres", "-D", str(self.data), "-k", str(self.folder))
        self.await_socket()
        psql = [str(self.programs / "psql"), "-q", "-h", str(self.folder), "-U", "postgres", "-d", "postgres"]
        subprocess.run(psql, input=ROLES, text=True, check=True)

    def await_socket(self) -> None:
        ready = [str(self.programs / "pg_isready"), "-q", "-h", str(self.folder), "-U", "heed", "-t", "1"]
        for _ in range(600):
            if subprocess.run(ready).returncode == 0:
                return
            if self.server.poll() is not None:
                sys.exit("the PostgreSQL server ended while it was starting")
            subprocess.run(["sleep", "0.05"])
        sys.exit("the PostgreSQL server did not start")

    def stop(self) -> None:
        if getattr(self, "server", None) and self.server.poll() is None:
            self.server.send_signal(subprocess.signal.SIGQUIT)  # at once: nothing here is kept
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def main() -> None:
    server = Server()
    try:
        server.start()
        print(json.dumps({"host": str(server.folder)}), flush=True)
        sys.stdin.read()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
