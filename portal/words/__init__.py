"""Words for people: texts in the reader's language, figures as he expects them."""

from portal.words.figures import (
    NOT_SET,
    format_date,
    format_datetime,
    format_hours,
    format_minutes,
    format_money,
    format_phone,
    format_time,
    format_weekday,
    use_zone,
)
from portal.words.languages import LANGUAGES, SOURCE_LOCALE, Language, asked_for
from portal.words.speaking import (
    Say,
    choose,
    current_language,
    current_locale,
    gettext,
    listed,
    ngettext,
    rule_labels,
    rule_text,
    use_locale,
)

__all__ = [
    "LANGUAGES",
    "NOT_SET",
    "SOURCE_LOCALE",
    "Language",
    "Say",
    "asked_for",
    "choose",
    "current_language",
    "current_locale",
    "format_date",
    "format_datetime",
    "format_hours",
    "format_minutes",
    "format_money",
    "format_phone",
    "format_time",
    "format_weekday",
    "gettext",
    "listed",
    "ngettext",
    "rule_labels",
    "rule_text",
    "use_locale",
    "use_zone",
]
