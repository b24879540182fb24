"""What a pack says to a person in the middle of it: what is heard, what may be said, whom to ask."""

from typing import NamedTuple

from evidencelog.models.law import Words

MOMENTS = ("call", "visit", "verify_first", "help_line")
"""A call that runs, someone at the door; something that looks like court or police; words of ending one's life."""

TIMES = ("asked_to_leave", "left_at")
"""Fields of a contact that take the moment at which a sentence was said."""


class Heard(NamedTuple):
    """Something that may be heard or happen, marked with one key."""

    tag: str
    words: Words
    role: str
    """Who they then claim to be, as in the field ``claimed_role``; empty: nobody."""


class Sentence(NamedTuple):
    """A sentence that may be said; that it was said is noted with its second."""

    words: Words
    request: str
    """Kind of request that is made with it; empty: none."""
    sets: str
    """Field that takes the moment; empty: none."""


class Guidance(NamedTuple):
    """The words of one pack for one moment."""

    title: Words | None = None
    advice: tuple[Words, ...] = ()
    tags: tuple[Heard, ...] = ()
    """In the order of their keys."""
    sentences: tuple[Sentence, ...] = ()
    roles: tuple[str, ...] = ()
    """Claimed roles that call for it."""
    tags_heard: tuple[str, ...] = ()
    """Tags, set by hand or read from the words, that call for it."""
    words: tuple[str, ...] = ()
    """Folded; any of them in a text calls for it, whoever said it and however it was meant."""
    patterns: tuple[str, ...] = ()
    """Regular expressions over folded texts without spaces, bounded in every repetition, that call for it likewise."""
