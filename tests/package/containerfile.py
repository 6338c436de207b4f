"""Reads a Containerfile against the tree, because a build in a container takes longer than all other tests
together: files that are copied and scripts that are run are there, stages are known, and it ends as a user
of its own with a health check and a volume."""
import pathlib
import re

NAME = "Containerfile"


def instructions(text: str) -> list[tuple[str, str]]:
    text = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    found = [line.split(None, 1) for line in text.splitlines() if line.strip()]
    return [(words[0].upper(), words[1] if len(words) > 1 else "") for words in found]


def _copied(source: pathlib.Path, rest: str, stages: set[str]) -> list[str]:
    words = rest.split()
    origin = [word.split("=", 1)[1] for word in words if word.startswith("--from=")]
    if origin:
        return [] if origin[0] in stages else [f"COPY from {origin[0]}, which is no stage"]
    paths = [word for word in words if not word.startswith("--")][:-1]
    return [f"COPY {path}: there is no such file" for path in paths if not (source / path).exists()]


def faults(source: pathlib.Path, text: str = "") -> list[str]:
    found: list[str] = []
    stages: set[str] = set()
    last: dict[str, str] = {}
    for word, rest in instructions(text or (source / NAME).read_text()):
        if word == "FROM":
            named = re.search(r"\bAS\s+(\S+)", rest, re.IGNORECASE)
            stages |= {named.group(1)} if named else set()
            last = {}
        elif word == "COPY":
            found += _copied(source, rest, stages)
        elif word == "RUN":
            found += [f"RUN {script}: there is no such file" for script in re.findall(r"\bscript/\w+", rest)
                      if not (source / script).is_file()]
        last[word] = rest
    if last.get("USER", "root").split(":")[0] in ("root", "0"):
        found.append("the last stage runs as root")
    found += [f"the last stage has no {word}" for word in ("HEALTHCHECK", "VOLUME", "ENTRYPOINT") if word not in last]
    return found
