"""The packet as one page for a browser: words, styles and pictures inside, recordings beside it, no network, no script."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.packet.blocks import Show, Table
from evidencelog.text.neutral import neutral

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from markupsafe import Markup

    from evidencelog.models.packet import Packet
    from evidencelog.packet.blocks import Document

_INLINE_LIMIT = 4_000_000
"""Bytes; a larger picture is shown from its file beside the page."""
_ID = re.compile(r"(?<![A-Za-z0-9])[A-Z]\d{4,}(?![A-Za-z0-9])")
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}


def page(packet: Packet, documents: Sequence[Document], folder: Path, links: Sequence[tuple[str, str]] = ()) -> str:
    """The HTML of the packet in the language in use; ``folder`` holds the files the documents show.

    ``links`` are further entries of the contents: label and relative address.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup, escape

    anchors = {row.anchor for document in documents for block in document.blocks if isinstance(block, Table)
               for row in block.rows if row.anchor}  # fmt: skip
    shown = {block.number for document in documents for block in document.blocks if isinstance(block, Show)}

    def linked(text: str) -> Markup:
        safe = str(escape(neutral(text)))
        safe = _ID.sub(lambda match: f'<a href="#{match[0]}">{match[0]}</a>' if match[0] in anchors else match[0], safe)
        return Markup(safe)  # noqa: S704 - escaped above; only links to places of this page were added

    def picture(path: str) -> str:
        file = folder / path
        kind = _TYPES.get(file.suffix[1:])
        if kind is None or file.stat().st_size > _INLINE_LIMIT:
            return path
        return f"data:{kind};base64,{b64encode(file.read_bytes()).decode()}"

    templates = files("evidencelog.packet") / "templates"
    style = (templates / "index.css").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    environment.globals |= {
        "linked": linked,
        "picture": picture,
        "kind_of": lambda block: type(block).__name__,
        "stamp": lambda number: _("Exhibit {number}", number=number),
        "shown": shown,
    }
    template = environment.from_string((templates / "index.html.j2").read_text(encoding="utf-8"))
    text: str = template.render(
        lang="zh-CN" if packet.language == "zh" else "en",
        title=documents[0].title,
        running=f"{packet.date} · {packet.platform['name']}",
        lead=documents[0].subtitle,
        documents=documents,
        links=links,
        style=Markup(style),  # noqa: S704 - a file of this program
        style_hash=f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}",
        local="'self' file:",
        words={
            "contents": _("Contents"),
            "blank": _("to be filled in by hand"),
            "signature": _("To be signed on the printed paper."),
            "open": _("Open the file"),
            "foot": _(
                "This page needs no network and runs no script. How to check that nothing was changed: see "
                "HOW-TO-VERIFY.txt."
            ),
        },
    )
    return text
