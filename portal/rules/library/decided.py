"""What has decided is not rewritten: the guard over changed rule files."""

from collections.abc import Callable, Set
from datetime import date

from portal.rules.errors import Finding, Position
from portal.rules.table import Table, Version

IsDecided = Callable[[str, str], bool]


def rewritten(
    old: Table, new: Table, today: date, is_decided: Callable[[Version], bool]
) -> list[Finding]:
    """Findings where `new` changes an answer that was already given.

    Titles, labels, notes and examples may change at any time.
    """
    decided = [version for version in old.versions if is_decided(version)]
    coming = {version.since: version for version in new.versions}
    known = {version.since for version in old.versions}
    findings = [
        changed(version.since, version.text, coming.get(version.since), new.file, today)
        for version in decided
        if version.since not in coming or coming[version.since].core != version.core
    ]
    days = {version.since for version in decided}
    return findings + [
        too_early(version, today) for version in backdated(new, known, days, today)
    ]


def backdated(
    new: Table, known: Set[date], decided: Set[date], today: date
) -> list[Version]:
    """New versions for days on which another one has decided already."""
    return [
        version
        for version in new.versions
        if version.since not in known
        and version.since < today
        and any(day <= version.since for day in decided)
    ]


def gone(name: str) -> Finding:
    """The file of a table is missing: the table stays in force without it."""
    message = "文件不见了，表仍按原来的内容有效"
    return Finding(Position(name, 1, 1), "file", message, "请放回文件。")


def changed(
    since: date, text: str, coming: Version | None, file: str, today: date
) -> Finding:
    """The version `since`, kept as `text`, is another or gone in the file."""
    at = coming.at if coming else Position(file, 1, 1)
    what = "改动" if coming else "删去"
    message = f"版本 {since} 已经作过决定，不能{what}，原来的内容继续有效"
    lines = lines_of(coming.text if coming else text, since, today)
    fix = f"请恢复它；要改，另写一个新版本：\n{lines}"
    return Finding(at, "decided", message, fix, version=str(since))


def too_early(version: Version, today: date) -> Finding:
    """The version would change what was already decided."""
    message = f"新版本的日期 {version.since} 早于今天，以前的决定会变样"
    fix = f"请把 since 改为 {today} 或以后。"
    return Finding(version.at, "decided", message, fix, version=str(version.since))


def lines_of(text: str, old: date, since: date) -> str:
    """The lines of a new version with these rows, to paste under `versions:`."""
    body = text[text.index("\nversions:\n") + len("\nversions:\n") :]
    return body.replace(str(old), str(since), 1).rstrip()
