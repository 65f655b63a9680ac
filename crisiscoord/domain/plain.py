"""What a text may hold that nobody sees: taken out as it comes in, so that what is read is what was written.

Characters that turn the direction of reading make a line say something else than what is kept (CVE-2021-42574);
invisible ones let two different names look alike (Unicode TR 36, 2.5 and UTS 39); control characters drive terminals,
where a board may be watched. They come with what is pasted from elsewhere, so they are taken out and not refused.
"""

import re

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# NUL is left, because it is refused (catalogue.read_command), and the joiners of emojis, U+200C and U+200D.
_HIDDEN = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# Most texts are without any: one reading, and done.
_STRANGE = re.compile("[^\n\x20-\x7e\xa0-\xac\xae-\u033f\u2010-\u2027\u202f-\u205e]")


def plain(text: str) -> str:
    """Return a text without what is hidden in it, its line ends as `\\n`."""
    return text if _STRANGE.search(text) is None else _HIDDEN.sub("", _BREAKS.sub("\n", text))


def plain_line(text: str) -> str:
    """Return a text as `plain` does, on one line: names and titles stand in headers, lists and file names."""
    found = plain(text)
    return " ".join(found.split("\n")) if "\n" in found else found
