"""An article and its instrument in words: how binding, for whom, since when, how the text is known, what rests on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from evidencelog.i18n import _, language, ngettext
from evidencelog.models.labels import value_label
from evidencelog.tui.actions import key_of
from evidencelog.tui.law_text import listed
from evidencelog.tui.widgets.drawing import Paragraph, Part, cell_len
from evidencelog.tui.widgets.reading import BLANK, heading, named, plain, quiet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidencelog.models.findings import Finding

MOST_FINDINGS = 12


def short(article: Mapping[str, Any]) -> str:
    """What an article is called within its instrument."""
    return re.sub(r"^《[^》]*》", "", article["citation"]) or str(article["citation"])


def title(instrument: Mapping[str, Any]) -> str:
    """The instrument in the language in use."""
    return str(instrument["title_en"] or instrument["title"]) if language() == "en" else str(instrument["title"])


def span(item: Mapping[str, Any]) -> str:
    """Since when it is in force, and until when it was."""
    if item["in_force_to"]:
        return _("in force from {since} to {until}", since=item["in_force_from"], until=item["in_force_to"])
    return _("in force from {since}", since=item["in_force_from"])


def article_text(
    article: Mapping[str, Any],
    instrument: Mapping[str, Any],
    rules: Mapping[str, str],
    findings: Sequence[Finding] | None,
) -> list[Paragraph]:
    """The whole text of an article. ``rules``: titles by code; ``findings``: those of the case that cite it, if known."""
    text = [Paragraph((Part(article["citation"], "strong"),))]
    if article["heading"]:
        text.append(plain(article["heading"]))
    text.append(Paragraph((Part(value_label("force", article["force"]), "accent"), Part("   " + span(article)))))
    for passage in article["passages"]:
        text += [BLANK, *_passage(passage)]
    text += [BLANK, *_about(instrument, article["path"])]
    if article["rules"]:
        text += listed(_("Rules that rest on it"), tuple(f"{code}  {rules.get(code, '')}" for code in article["rules"]))
    return text + _citing(article, findings)


def _passage(passage: Mapping[str, Any]) -> list[Paragraph]:
    status = value_label("text_status", passage["text_status"])
    if passage["quoted_via"]:
        status = _("quoted from: {source}", source=passage["quoted_via"])
    text = [plain(line, indent=1) for line in passage["text"].splitlines() if line]
    if passage["translation"]:
        text.append(quiet(_("Unofficial translation:"), indent=1))
        text += [plain(line, indent=1) for line in passage["translation"].splitlines() if line]
    text.append(quiet(f"{status}   {span(passage)}", indent=1))
    if passage["note"]:
        text.append(quiet(passage["note"], indent=1))
    return text


def _about(instrument: Mapping[str, Any], path: Sequence[str]) -> list[Paragraph]:
    labels = {
        _("Instrument"): title(instrument),
        _("Original title"): instrument["title"] if language() == "en" and instrument["title_en"] else "",
        _("Part"): "  ".join(path),
        _("Document number"): instrument["number"],
        _("Issued by"): instrument["issuer"],
        _("Binds"): instrument["binds"],
        _("Source"): instrument["source"],
        _("Text compared on"): instrument["confirmed_on"],
        _("Remark"): instrument["note"] or "",
    }
    column = max(map(cell_len, labels)) + 2
    return [named(label, str(value), column=column) for label, value in labels.items() if value]


def _citing(article: Mapping[str, Any], findings: Sequence[Finding] | None) -> list[Paragraph]:
    if findings is None:
        return (
            [BLANK, quiet(_("{key} looks for the findings that cite it.", key=key_of("statutes.findings")))]
            if article["rules"]
            else []
        )
    if not findings:
        return [BLANK, quiet(_("No finding of this case cites it."))]
    heads = ngettext(
        "{n} finding cites it ({key} opens it)",
        "{n} findings cite it ({key} opens them)",
        len(findings),
        key=key_of("statutes.findings"),
    )
    lines = [f"{one.on}  {one.rule}  {one.platform or ''}" for one in findings[:MOST_FINDINGS]]
    text = listed(heads, tuple(lines))
    if len(findings) > MOST_FINDINGS:
        text.append(quiet(_("and {n} more", n=len(findings) - MOST_FINDINGS), indent=2))
    return text


def no_article(words: str) -> list[Paragraph]:
    """What stands where nothing was found."""
    return [
        heading(_("No article holds these words.")),
        BLANK,
        plain(_("Looked for in titles, numbers, texts and names of rules: {words}", words=words)),
        plain(_("{key} shows all again.", key=key_of("statutes.reset"))),
    ]
