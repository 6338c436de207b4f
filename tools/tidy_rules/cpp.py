"""Reads C++ well enough to know comments from code, and where functions begin and end.

Not a parser: it follows brackets and looks at what stands before each opening brace. It relies on the
project's own style (no function macros, braces around namespaces, one declaration a statement).
"""
import dataclasses
import re
from typing import Iterator, Optional

RAW_STRING = re.compile(r'(?:u8|u|U|L)?R"([^()\\\s]{0,16})\(')
NOT_A_NAME = {"noexcept", "decltype", "requires", "explicit", "alignas", "if", "for", "while",
              "switch", "catch", "return", "sizeof", "static_assert", "__attribute__"}
TYPE_WORDS = re.compile(r"\b(class|struct|union|enum)\b")
ACCESS = re.compile(r"^\s*(?:public|private|protected)\s*:(?!:)")


@dataclasses.dataclass(frozen=True)
class Stripped:
    code: str  # comments and quoted text are spaces; every character keeps its place
    strings: list[tuple[int, str]]  # offset of the opening quote, and what is inside


@dataclasses.dataclass(frozen=True)
class Function:
    name: str
    start: int  # offset of the first character of the declaration
    parameters: list[str]
    body_lines: Optional[int]  # None for a declaration


def strip(text: str) -> Stripped:
    pieces: list[str] = []
    strings: list[tuple[int, str]] = []
    at = 0
    while at < len(text):
        end, inside = _skip_special(text, at)
        if end is None:
            pieces.append(text[at])
            at += 1
            continue
        if inside is not None:
            strings.append((at, inside))
            pieces.append('"' + _blank(text[at + 1:end - 1]) + '"')
        else:
            pieces.append(_blank(text[at:end]))
        at = end
    return Stripped("".join(pieces), strings)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _skip_special(text: str, at: int) -> tuple[Optional[int], Optional[str]]:
    """Where a comment or quoted text that starts at `at` ends, and what the quotes hold."""
    two = text[at:at + 2]
    if two == "//":
        end = text.find("\n", at)
        return (len(text) if end < 0 else end), None
    if two == "/*":
        end = text.find("*/", at + 2)
        return (len(text) if end < 0 else end + 2), None
    before = text[at - 1] if at else " "
    if not (before.isalnum() or before == "_"):
        raw = RAW_STRING.match(text, at)
        if raw:
            closing = ")" + raw.group(1) + '"'
            end = text.find(closing, raw.end())
            end = len(text) if end < 0 else end
            return min(len(text), end + len(closing)), text[raw.end():end]
    if text[at] == '"' or (text[at] == "'" and not before.isdigit() and not _in_number(text, at)):
        return _skip_quoted(text, at)
    return None, None


def _in_number(text: str, at: int) -> bool:
    """True for the separator in 1'000 or 0xff'ff."""
    return bool(re.search(r"\b0[xX][0-9a-fA-F']*$|\b0[bB][01']*$|\b[0-9][0-9']*$", text[max(0, at - 40):at]))


def _skip_quoted(text: str, at: int) -> tuple[int, Optional[str]]:
    quote = text[at]
    end = at + 1
    while end < len(text) and text[end] not in (quote, "\n"):
        end += 2 if text[end] == "\\" else 1
    return min(end + 1, len(text)), text[at + 1:end] if quote == '"' else None


def functions(code: str) -> Iterator[Function]:
    """Every function declared or defined in stripped code, at namespace or type scope."""
    code = _without_directives(code)
    start = at = 0
    while at < len(code):
        character = code[at]
        if character in "([":
            at = matching(code, at) + 1
        elif character in ";}":
            yield from _read(code, start, at, None)
            start = at = at + 1
        elif character == "{":
            header = code[start:at]
            if _opens_scope(header):
                start = at = at + 1
            elif _is_initialiser(header):
                at = matching(code, at) + 1
            else:
                end = matching(code, at)
                yield from _read(code, start, at, _lines_between(code, at, end))
                start = at = end + 1
        else:
            at += 1


def _without_directives(code: str) -> str:
    return re.sub(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", lambda found: _blank(found.group()), code,
                  flags=re.MULTILINE)


def matching(code: str, at: int) -> int:
    """The offset of the bracket that closes the one at `at`."""
    closing = {"(": ")", "[": "]", "{": "}"}
    waiting = []
    for offset in range(at, len(code)):
        character = code[offset]
        if character in closing:
            waiting.append(closing[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()
            if not waiting:
                return offset
    return len(code) - 1


def _lines_between(code: str, opening: int, closing: int) -> int:
    return max(0, code.count("\n", opening, closing) - 1)


def _opens_scope(header: str) -> bool:
    header = _plain(header)
    if re.search(r"\bnamespace\b", header) or re.search(r'\bextern\s*"\s*"\s*$', header):
        return True
    if not TYPE_WORDS.search(header) or re.search(r"\benum\b", header):
        return False
    return _parameter_list(header) is None and not _top_level(header, "=")


def _is_initialiser(header: str) -> bool:
    """True for the brace of `x{1}`, `= {…}`, an enum's list, or a constructor's `: m_x{…}`."""
    header = _plain(header).rstrip()
    if re.search(r"\benum\b", header) and _parameter_list(header) is None:
        return True
    span = _parameter_list(header)
    if span is None:
        return True
    if _top_level(header[:span[0]], "="):
        return not header.endswith(")") and not re.search(r"\)\s*(mutable|noexcept|->.*)?$", header)
    after = header[span[1] + 1:]
    in_list = re.search(r"(?<!:):(?!:)", after)
    return bool(in_list) and bool(re.search(r"[\w>]$", header))


def _plain(header: str) -> str:
    header = ACCESS.sub(lambda found: " " * len(found.group()), header)
    return re.sub(r"\[\[.*?\]\]", lambda found: " " * len(found.group()), header, flags=re.DOTALL)


def _top_level(text: str, wanted: str) -> bool:
    """True when `wanted`, as a sign of its own, stands outside every bracket of `text`."""
    depth = 0
    for offset, character in enumerate(text):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == wanted and depth == 0:
            around = text[max(0, offset - 1):offset + 2]
            if not re.search(r"[=!<>+\-*/%&|^]=|==|=>", around) and "operator" not in text:
                return True
    return False


def _parameter_list(header: str) -> Optional[tuple[int, int]]:
    """The offsets of the brackets around the parameters, when this looks like a function."""
    at = 0
    while at < len(header):
        at = header.find("(", at)
        if at < 0:
            return None
        end = matching(header, at)
        name = re.search(r"(operator\s*(?:[^\s\w(]{1,3}|\(\)|[\w:]+[\s*&]*)|~?\w+)\s*(?:<[^()]*>)?\s*$",
                         header[:at])
        if name and name.group(1).strip() == "operator" or header[:at].rstrip().endswith("operator"):
            at = end + 1
            continue
        if name and name.group(1) not in NOT_A_NAME:
            return at, end
        at = end + 1
    return None


def _read(code: str, start: int, end: int, body_lines: Optional[int]) -> Iterator[Function]:
    header = _plain(code[start:end])
    span = _parameter_list(header)
    if span is None or _top_level(header[:span[0]], "="):
        return
    if re.search(r"\b(using|typedef|static_assert|friend\s+class)\b", header[:span[0]]):
        return
    name = re.search(r"[\w:~]*(?:operator\s*\S+)?\s*$", header[:span[0]]).group().strip()
    offset = start + len(header) - len(header.lstrip())
    yield Function(name or "operator()", offset, split_parameters(header[span[0] + 1:span[1]]),
                   body_lines)


def split_parameters(text: str) -> list[str]:
    parts, depth, last = [], 0, 0
    for offset, character in enumerate(text):
        if character in "([{<":
            depth += 1
        elif character in ")]}" or (character == ">" and text[offset - 1] != "-"):
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(text[last:offset].strip())
            last = offset + 1
    parts.append(text[last:].strip())
    return [part for part in parts if part and part != "void"]
