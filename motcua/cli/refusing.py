"""What is wrong with a command's words, in the language of the terminal.

``argparse`` says it in English only, and hands it over as a finished sentence.
"""

import re
from collections.abc import Sequence

from i18n import Texts

# The sentence in ``i18n``, and what argparse says; the named groups fill it.
_SAID: Sequence[tuple[str, str]] = (
    (
        "choice",
        r"argument (?P<option>.+?): invalid choice: (?P<value>.*) \(choose from (?P<allowed>.*)\)",
    ),
    ("number", r"argument (?P<option>.+?): invalid (?:int|float) value: '(?P<value>.*)'"),
    ("value", r"argument (?P<option>.+?): invalid \S+ value: '(?P<value>.*)'"),
    ("no_value", r"argument (?P<option>.+?): expected (?:one|at least one|\d+) arguments?"),
    ("takes_none", r"argument (?P<option>.+?): ignored explicit argument '(?P<value>.*)'"),
    ("not_together", r"argument (?P<option>.+?): not allowed with argument (?P<other>.+)"),
    ("lacking", r"the following arguments are required: (?P<names>.+)"),
    ("one_of", r"one of the arguments (?P<names>.+) is required"),
    ("unknown", r"unrecognized arguments: (?P<names>.+)"),
    ("ambiguous", r"ambiguous option: (?P<option>\S+) could match (?P<allowed>.+)"),
    ("own", r"argument (?P<option>.+?): (?P<sentence>.+)"),
)


def refusal(texts: Texts, message: str) -> str:
    """The sentence for argparse's ``message``; the message itself where it is a rare one."""
    for name, pattern in _SAID:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return texts.of("cli.refused", name, **_plain(found.groupdict()))
    return message


def _plain(facts: dict[str, str]) -> dict[str, str]:
    """Without Python's quotation marks."""
    return {
        name: fact if name == "sentence" else fact.replace("'", "") for name, fact in facts.items()
    }
