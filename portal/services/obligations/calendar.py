"""The house's working calendar, read again when its file changes."""

from functools import lru_cache
from pathlib import Path

from portal.rules.calendar import WorkCalendar, load_calendar
from portal.services.house import House


def calendar_of(house: House) -> WorkCalendar:
    """The calendar in force: published holidays and rules/calendar/overrides.yaml."""
    path = house.settings.rules_dir / "calendar" / "overrides.yaml"
    changed = path.stat().st_mtime_ns if path.is_file() else None
    return _read(path, house.settings.rules_dir, changed)


@lru_cache(maxsize=2)
def _read(path: Path, root: Path, changed: int | None) -> WorkCalendar:
    return load_calendar(path, root)
