"""A clean Debian 12 to try a package in: made once, kept as a tar under build/, unpacked for each run."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

SUITE = "bookworm"


class CannotRun(Exception):
    """Why the tests cannot run here, in words for whoever started them."""


def text_of(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotRun(f"{command[0]} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def mirror() -> str:
    """Where this machine's apt has Debian from."""
    fields = "$(RELEASE) $(COMPONENT) $(SITE)"
    for line in text_of(["apt-get", "indextargets", "--format", fields, "Created-By: Packages"]).splitlines():
        release, component, site = line.split(" ", 2)
        if release == SUITE and component == "main":
            return site
    raise CannotRun(f"this machine's apt has no source for Debian {SUITE}, so no clean root can be made")


def needed_by(package: pathlib.Path) -> list[str]:
    """The names of the packages that this one asks for, without versions."""
    depends = text_of(["dpkg-deb", "--field", str(package), "Depends"])
    return sorted({re.split(r"[ (|]", one.strip())[0] for one in depends.split(",")})


def kept_root(package: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """The tar of a Debian with what the package asks for and no more. Another list of what it asks for
    makes another one."""
    packages = needed_by(package)
    name = hashlib.sha256(" ".join(packages).encode()).hexdigest()[:12]
    tar = folder / f"clean-{SUITE}-{name}.tar"
    if tar.is_file():
        return tar
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f"half-made-{os.getpid()}.tar"
    command = ["mmdebstrap", "--quiet", "--variant=apt", "--dpkgopt=force-unsafe-io",
               f"--include={','.join(packages)}", SUITE, str(half), mirror()]
    try:
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise CannotRun("no clean root could be made; mmdebstrap says:\n" + done.stderr[-1500:])
        half.rename(tar)
    except FileNotFoundError:
        raise CannotRun("there is no mmdebstrap; script/setup --for test installs it") from None
    finally:
        half.unlink(missing_ok=True)
    return tar


class Root:
    """Unpacked into memory, so that it goes with this process. Needs a mount namespace of its own."""

    def __init__(self, tar: pathlib.Path):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="heed-root-"))
        self._run(["mount", "-t", "tmpfs", "-o", "mode=755,size=1g", "heed-root", str(self.folder)])
        self._run(["tar", "--extract", f"--file={tar}", f"--directory={self.folder}", "--exclude=./dev/*"])
        self._run(["mount", "--rbind", "/dev", str(self.folder / "dev")])
        self._run(["mount", "-t", "proc", "proc", str(self.folder / "proc")])

    @staticmethod
    def _run(command: list[str]) -> None:
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise CannotRun(f"the clean root cannot be set up: {done.stderr.strip()}")

    def path(self, inside: str) -> pathlib.Path:
        return self.folder / inside.lstrip("/")

    def command(self, words: list[str], user: str = "root") -> list[str]:
        return ["chroot", f"--userspec={user}:{user}", str(self.folder), "env", "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive",
                *words]

    def run(self, *words: str, user: str = "root", text: str = "") -> subprocess.CompletedProcess:
        return subprocess.run(self.command(list(words), user), input=text, capture_output=True, text=True)

    def close(self) -> None:
        subprocess.run(["umount", "--recursive", "--lazy", str(self.folder)], capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)
