"""The one Jinja environment: where templates lie, and the words they may use."""

from pathlib import Path
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal import words

TEMPLATES = Path(__file__).parents[2] / "templates"


def environment() -> Environment:
    """The one Jinja environment; a name a page does not give is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        _plain_gettext, _plain_ngettext, newstyle=True
    )
    made.globals["new_key"] = new_key
    made.filters |= {
        "money": words.format_money,
        "date": words.format_date,
        "datetime": words.format_datetime,
        "time": words.format_time,
        "minutes": words.format_minutes,
        "hours": words.format_hours,
        "phone": words.format_phone,
    }
    return made


def _plain_gettext(message: str) -> str:
    return words.gettext(message)


def _plain_ngettext(singular: str, plural: str, n: int) -> str:
    # newstyle fills in the values after the choice.
    return words.choose(singular, plural, n)


def new_key() -> str:
    """A form's own number: sent twice, it acts once."""
    return str(uuid4())
