"""What kind of number called: told from the mainland numbering plan, or from the country code of the others."""

from __future__ import annotations

import re

from evidencelog.i18n import N_, _
from evidencelog.numbers.normal import normalise

MOBILE, LANDLINE, LOCAL, SERVICE, FREEPHONE, SMS_PORT, OUTSIDE, MASKED, HIDDEN, NAME, UNKNOWN = KINDS = (
    "mobile", "landline", "local", "service", "freephone", "sms_port", "outside", "masked", "hidden", "name", "unknown",
)  # fmt: skip

LABELS = {
    MOBILE: N_("mobile"),
    LANDLINE: N_("landline"),
    LOCAL: N_("landline without area code"),
    SERVICE: N_("service number"),
    FREEPHONE: N_("400 or 800 number"),
    SMS_PORT: N_("SMS port"),
    OUTSIDE: N_("number from outside the mainland"),
    MASKED: N_("masked number"),
    HIDDEN: N_("hidden number"),
    NAME: N_("sender's name"),
    UNKNOWN: N_("unknown kind of number"),
}

# In this order: the first that fits decides. Service codes stand before landlines because libphonenumber takes
# ten-digit codes beginning with 95 for landlines.
_PLAN = (
    (FREEPHONE, re.compile(r"[48]00\d{7}")),
    (SERVICE, re.compile(r"9[56]\d{3,12}|100\d{2}|101\d{2}|12\d{3}|11\d|12[0-2]|11[68]\d{2,3}")),
    (SMS_PORT, re.compile(r"106\d{5,17}")),
    (MOBILE, re.compile(r"1[3-9]\d{9}")),
    (LANDLINE, re.compile(r"0(?:10|2[0-57-9])[2-8]\d{7}|0[3-9]\d{2}[2-8]\d{6,7}")),
    (LOCAL, re.compile(r"[2-8]\d{6,7}")),
)


def kind(raw: str | None) -> str:
    """One of ``KINDS`` for a number as written or as normalised; None and the signs for a hidden caller are ``hidden``."""
    number = normalise(raw or "")
    if not number:
        return HIDDEN
    if number.startswith("+"):
        return OUTSIDE if number[1:].isdigit() else UNKNOWN
    if number.isdigit():
        return next((name for name, form in _PLAN if form.fullmatch(number)), UNKNOWN)
    if re.search(r"\d[*•●…xX]+|[*•●…]{2,}", number):
        return MASKED
    return NAME if re.search(r"[^\W\d_]", number) else UNKNOWN


def label(name: str) -> str:
    """A kind of ``KINDS`` in the language in use."""
    return _(LABELS[name])


def region(raw: str) -> str | None:
    """The two-letter region of a ``+`` number that exists in its country's plan; None for any other."""
    number = normalise(raw)
    if not number.startswith("+"):
        return None
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.region_code_for_number(parsed) if phonenumbers.is_valid_number(parsed) else None
