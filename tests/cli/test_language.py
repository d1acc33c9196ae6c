"""The command line speaks Chinese, and what PORTAL_LANGUAGE asks for."""

import pytest

from portal.cli import main

ROW = ("rules", "show", "dispatch.tier")


@pytest.fixture
def told(capsys, monkeypatch):
    """told("en", "rules", "show", ...) -> exit code and everything that was said."""

    def run(language, *words):
        monkeypatch.setenv("PORTAL_LANGUAGE", language)
        code = main(words)
        return code, "".join(capsys.readouterr())

    return run


def test_a_table_is_read_out_in_the_language_that_was_asked_for(told):
    assert "任何情况下" not in told("en", *ROW)[1]
    assert "造价" in told("", *ROW)[1]
    assert "造價" in told("zh_Hant", *ROW)[1]
    assert "Medium" in told("en", *ROW)[1]


def test_an_answer_is_told_in_the_language_that_was_asked_for(told):
    facts = ("rules", "eval", "dispatch.tier", "--facts", '{"estimated_amount": 48000}')
    assert "中单" in told("zh_Hans", *facts)[1]
    code, text = told("en", *facts)
    assert code == 0
    assert "Medium" in text


def test_a_language_we_do_not_speak_is_refused(told):
    code, text = told("fr", *ROW)
    assert code == 2
    assert "PORTAL_LANGUAGE" in text
