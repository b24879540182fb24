"""A form to let somebody else hand in the complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.packet.blocks import Document, Heading, Pairs, Paragraph, Signature, say
from evidencelog.packet.documents.clauses import ground_clauses
from evidencelog.packet.documents.complaint import addressee, complainant_rows

if TYPE_CHECKING:
    from evidencelog.models.addressees import Form
    from evidencelog.models.packet import Packet
    from evidencelog.packet.blocks import Block


def proxy(packet: Packet, form: Form) -> Document:
    """The form: who, by whom, for what, how far and how long; never for more than the complaint itself."""
    blocks: tuple[Block, ...] = (
        Heading(_("Principal"), 2),
        Pairs(tuple(complainant_rows(packet))),
        Heading(_("Agent"), 2),
        Pairs(((_("Full name"), None), (_("Identity number"), None), (_("Telephone"), None), (_("Relation"), None))),
        Heading(_("Matter and powers"), 2),
        Paragraph(
            say(
                _(
                    "I appoint the agent to hand in to {addressee} the complaint about contacts by {platform}, to supply "
                    "papers, and to receive answers.",
                    addressee=addressee(packet),
                    platform=packet.platform["name"],
                )
            )
        ),
        Paragraph(
            say(
                _(
                    "Not included: acknowledging or changing any debt, agreeing to repayment, receiving money, passing my "
                    "papers to others."
                )
            )
        ),
        Pairs(((_("Valid from"), None), (_("Valid until"), None))),
        *ground_clauses(packet, form.grounds),
        Signature((_("Principal (signature):"), _("Agent (signature):"), _("Date:"))),
    )
    return Document("proxy", _("Power of attorney for a complaint"), packet.platform["name"], blocks)
