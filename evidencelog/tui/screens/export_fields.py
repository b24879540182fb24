"""What is asked for a packet: its addressee from a list, the rest in fields."""

from __future__ import annotations

from typing import Any

from evidencelog.i18n import N_, _
from evidencelog.tui.widgets.drawing import Part, fit
from evidencelog.tui.widgets.row_list import RowList

FIELDS = {
    "platform": N_("Platform"),
    "since": N_("From day"),
    "until": N_("To day"),
    "request": N_("You ask for"),
    "redact": N_("Also shorten"),
    "letter": N_("Own words"),
    "signed": N_("Signed scan"),
    "form": N_("As"),
    "out": N_("Written to"),
}


class ChannelList(RowList[dict[str, Any]]):
    """The addressees, those that fit first as the app gives them."""

    def parts(self, row: dict[str, Any], width: int) -> list[Part]:
        """One addressee and whether it fits."""
        words = {"yes": _("fits"), "no": _("unsuited")}.get(row["fits"], "")
        weight = "accent" if row["fits"] == "yes" else "quiet"
        return [Part(" "), Part(fit(row["title"], width - 11)), Part(" "), Part(fit(words, 8), weight)]


OWN_WORDS = ("request", "redact", "letter", "since", "until")
"""Fields that are kept for the platform when the screen is left before a packet is made."""
