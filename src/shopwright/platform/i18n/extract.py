"""Finds every sentence that a person can see in the source, so that a test can hold the catalogues against it."""

import ast
import re
import string
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from shopwright.platform.i18n.catalogues import SentenceId

TEMPLATE_SUFFIXES = frozenset({".html", ".txt", ".xml", ".j2"})

# The first argument of these calls is a sentence; the counted one takes a singular and a plural.
_SENTENCE_CALLS = frozenset({"_", "translate", "FieldError"})
_PLURAL_CALL = "translate_plural"
_SENTENCE_ATTRIBUTES = frozenset({"sentence", "title"})
_ROOT_REFUSAL = "Refusal"

_STRING = r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_TEMPLATE_BLOCK = re.compile(rf"\{{[{{%]((?:{_STRING}|[^\"'])*?)[%}}]\}}", re.DOTALL)
_TEMPLATE_CALL = re.compile(rf"(?<![\w.])t\(\s*({_STRING})")
_TEMPLATE_FILTER = re.compile(rf"({_STRING})\s*\|\s*t(?!\w)")
_TEMPLATE_PLURAL = re.compile(rf"(?<![\w.])n\(\s*({_STRING})\s*,\s*({_STRING})")


class Sentence(msgspec.Struct, frozen=True, order=True):
    """One sentence in the source: its id (or singular and plural) and the place where it stands."""

    path: str
    line: int
    id: SentenceId


class SentenceNotLiteral(Exception):
    """A sentence is built by an f-string, so no catalogue can hold it; the message gives the place."""


def extract(root: Path) -> list[Sentence]:
    """Every sentence under `root`, in Python files and templates, by path and line.

    Raises SentenceNotLiteral for an f-string where a sentence belongs.
    """
    trees = {path: ast.parse(path.read_bytes(), str(path)) for path in _files(root, {".py"})}
    refusals = _refusal_names(trees.values())
    found = [
        Sentence(path.relative_to(root).as_posix(), line, key)
        for path, tree in trees.items()
        for line, key in _python_sentences(tree, refusals, path)
    ]
    for path in _files(root, TEMPLATE_SUFFIXES):
        found += [
            Sentence(path.relative_to(root).as_posix(), line, key)
            for line, key in template_sentences(path.read_text(encoding="utf-8"))
        ]
    return sorted(found, key=lambda sentence: (sentence.path, sentence.line, str(sentence.id)))


def template_sentences(source: str) -> Iterator[tuple[int, SentenceId]]:
    """The line and id of each `t("…")`, `n("…", "…", …)` and `"…"|t` inside the tags of one template."""
    blanked = _TEMPLATE_COMMENT.sub(lambda match: "\n" * match.group().count("\n"), source)
    for block in _TEMPLATE_BLOCK.finditer(blanked):
        inside, start = block.group(1), block.start(1)
        for pattern in (_TEMPLATE_CALL, _TEMPLATE_FILTER, _TEMPLATE_PLURAL):
            for match in pattern.finditer(inside):
                words = tuple(ast.literal_eval(word) for word in match.groups())
                line = blanked.count("\n", 0, start + match.start()) + 1
                yield line, words[0] if len(words) == 1 else (words[0], words[1])


def placeholders(text: str) -> frozenset[str]:
    """The names in braces of a sentence."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _files(root: Path, suffixes: Iterable[str]) -> list[Path]:
    """The files of ours; vendored ones carry no words that we could translate."""
    wanted = frozenset(suffixes)
    return sorted(path for path in root.rglob("*") if path.suffix in wanted and "vendor" not in path.parts)


def _refusal_names(trees: Iterable[ast.Module]) -> frozenset[str]:
    """Names of the classes that descend from the kernel's Refusal, followed by name over all files."""
    bases = {
        node.name: {_last_name(base) for base in node.bases}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    refusals = {_ROOT_REFUSAL}
    while grown := {name for name, of in bases.items() if name not in refusals and of & refusals}:
        refusals |= grown
    return frozenset(refusals)


def _python_sentences(tree: ast.Module, refusals: frozenset[str], path: Path) -> Iterator[tuple[int, SentenceId]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _call_sentences(node, path)
        elif isinstance(node, ast.ClassDef) and node.name in refusals:
            yield from _attribute_sentences(node)


def _call_sentences(call: ast.Call, path: Path) -> Iterator[tuple[int, SentenceId]]:
    name = _last_name(call.func)
    count = 2 if name == _PLURAL_CALL else 1 if name in _SENTENCE_CALLS else 0
    words = [_choices(word) for word in call.args[:count]]
    if any(isinstance(choice, ast.JoinedStr) for word in words for choice in word):
        raise SentenceNotLiteral(f"{path}:{call.lineno}: give the sentence {{placeholders}} and values")
    texts = [[choice.value for choice in word if isinstance(choice, ast.Constant)] for word in words]
    if len(texts) != count:
        return
    for key in zip(*texts, strict=True):
        if all(isinstance(text, str) for text in key):
            yield call.lineno, key[0] if count == 1 else (key[0], key[1])


def _choices(word: ast.expr) -> list[ast.expr]:
    """Both sides of `"…" if … else "…"`, or the expression itself."""
    return [*_choices(word.body), *_choices(word.orelse)] if isinstance(word, ast.IfExp) else [word]


def _attribute_sentences(node: ast.ClassDef) -> Iterator[tuple[int, SentenceId]]:
    for statement in node.body:
        if isinstance(statement, ast.Assign):
            names = {target.id for target in statement.targets if isinstance(target, ast.Name)}
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            names = {statement.target.id}
        else:
            continue
        value = statement.value
        if names & _SENTENCE_ATTRIBUTES and isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield statement.lineno, value.value


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
