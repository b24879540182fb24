"""The packet as one page for a browser: words, styles and pictures inside, recordings beside it, no network.

It can be read whole without its script; the script only hides what does not belong to a chosen day or rule.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.packet import phrases
from evidencelog.packet.blocks import Table
from evidencelog.packet.render.markup import Html, element, joined
from evidencelog.packet.render.page_blocks import Composer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from evidencelog.models.law import Words
    from evidencelog.models.packet import Packet
    from evidencelog.packet.blocks import Document
    from evidencelog.packet.render.page_blocks import Marks


def page(
    packet: Packet, documents: Sequence[Document], folder: Path, links: Sequence[tuple[str, str]] = ()
) -> Iterator[str]:
    """The HTML of the packet in the language in use, piece by piece; ``folder`` holds the files the documents show.

    ``links`` are further entries of the contents: label and relative address.
    """
    anchors = frozenset(
        row.anchor
        for document in documents
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        if row.anchor
    )
    style, script = _own("index.css"), _own("index.js")
    local = "'self' file:"
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data: {local}; "
        f"media-src {local}; base-uri 'none'; form-action 'none'"
    )
    title = documents[0].title
    head = (
        element("meta", charset="utf-8"),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{title} {packet.platform['name']}"),
        Html(f"<style>{style}</style>"),
    )
    yield f'<!DOCTYPE html>\n<html lang="{"zh-CN" if packet.language == "zh" else "en"}">\n<head>\n'
    yield "\n".join(piece.source for piece in head)
    yield "\n</head>\n<body>\n"
    yield element(
        "header",
        element("p", f"{packet.date} · {_in(packet.channel.title, packet.language)}", _class="kicker"),
        element("h1", _("Papers on contacts by {platform}", platform=packet.platform["name"])),
    ).source
    entries = [(document.title, f"#{document.stem}") for document in documents] + list(links)
    items = joined(element("li", element("a", label, href=target)) for label, target in entries)
    yield "\n" + element("nav", element("ol", items), aria_label=_("Contents")).source
    marks = _marks(packet)
    yield "\n" + _filters(packet).source + "\n<main>\n"
    composer = Composer(folder, anchors, marks)
    for document in documents:
        yield from composer.section(document)
    foot = _(
        "This page needs no network. Its only script hides what a filter leaves out; without it everything is shown. How "
        "to check that nothing was changed: see HOW-TO-VERIFY.txt."
    )
    yield f"</main>\n{element('footer', element('p', foot)).source}\n<script>{script}</script>\n</body>\n</html>\n"


def _in(words: Words, language: str) -> str:
    return words.zh if language == "zh" else words.en


def _own(name: str) -> str:
    return (files("evidencelog.packet") / "templates" / name).read_text(encoding="utf-8")


def _digest(source: str) -> str:
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode()}"


def _marks(packet: Packet) -> dict[str, Marks]:
    """Day and rules of every contact, finding and exhibit, by the id of its place."""
    rules: dict[str, dict[str, None]] = {}
    found: dict[str, Marks] = {}
    for finding in packet.findings:
        found[finding.id] = (finding.on, finding.rule)
        for contact in finding.contacts:
            rules.setdefault(contact, {})[finding.rule] = None
    for entry in packet.entries:
        found[entry.id] = (entry.day, " ".join(rules.get(entry.id, ())))
    for exhibit in packet.exhibits:
        if exhibit.contact in found:
            found[f"e{exhibit.number}"] = found[exhibit.contact]
    return found


def _filters(packet: Packet) -> Html:
    """Two lists to choose from, shown by the script, and a line that says what is left out."""
    contacts: dict[str, set[str]] = {}
    titles: dict[str, str] = {}
    for finding in packet.findings:
        titles.setdefault(finding.rule, finding.title)
        contacts.setdefault(finding.rule, set()).update(finding.contacts)
    days = Counter(entry.day for entry in packet.entries)
    by_rule = [(code, f"{code} {title} ({len(contacts[code])})") for code, title in titles.items()]
    by_day = [(day, f"{day} {phrases.weekday(day)} ({n})") for day, n in sorted(days.items())]
    return element(
        "div",
        _choice("rule", _("Rule"), _("every rule"), by_rule),
        _choice("day", _("Day"), _("every day"), by_day),
        element("button", _("Show everything"), type="button", id="all", hidden=True),
        element(
            "p",
            id="shown",
            role="status",
            data_words=_("Filtered: {shown} of {all} places shown; what is left out is still in the packet."),
        ),
        id="filters",
        hidden=True,
    )


def _choice(name: str, label: str, everything: str, options: Sequence[tuple[str, str]]) -> Html:
    listed = joined(element("option", words, value=value) for value, words in [("", everything), *options])
    return element("label", f"{label} ", element("select", listed, id=f"by-{name}"))
