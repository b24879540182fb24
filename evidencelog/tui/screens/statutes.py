"""The statutes: every law, rule and standard held, article by article, with a search and what in the case cites them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal

from evidencelog.app import rulebook
from evidencelog.app.display import one_line
from evidencelog.i18n import _, ngettext
from evidencelog.models.labels import value_label
from evidencelog.tui import statutes_text
from evidencelog.tui.actions import bindings
from evidencelog.tui.screens.dialogs import Option, Pick
from evidencelog.tui.screens.filtered import Filtered
from evidencelog.tui.widgets.drawing import Part, cell_len, fit
from evidencelog.tui.widgets.key_bar import KeyBar
from evidencelog.tui.widgets.reading import Reading, plain
from evidencelog.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from evidencelog.app.cases import Case
    from evidencelog.models.findings import Finding
    from evidencelog.models.progress import Progress
    from evidencelog.tui.background import Broke, Finished, Step

CHECKED_AT_ONCE = 50_000
"""Up to so many contacts the findings are looked for as soon as the screen opens; else when they are asked for."""

Article = dict[str, Any]


class ArticleList(RowList[Article]):
    """Articles under their instruments."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.instruments: dict[str, dict[str, Any]] = {}
        self._sizes: dict[str, int] = {}
        self._names = 0

    def take(self, articles: list[Article], cursor: int) -> None:
        """Shows articles that stand in the order of their instruments."""
        self._sizes = {}
        self._names = max((cell_len(statutes_text.short(article)) for article in articles), default=0)
        for article in articles:
            self._sizes[article["instrument"]] = self._sizes.get(article["instrument"], 0) + 1
        self.show_rows(articles, cursor)

    def group_of(self, row: Article) -> str:
        """Instruments."""
        return str(row["instrument"])

    def heading(self, row: Article, width: int) -> list[Part]:
        """How binding, the title, how many articles."""
        instrument = self.instruments[row["instrument"]]
        size = str(self._sizes[row["instrument"]])
        force = value_label("force", instrument["force"])
        room = width - len(size) - 3
        words = f"{statutes_text.title(instrument)}  {force}"
        if cell_len(words) > room:
            words = statutes_text.title(instrument)
        return [Part(" "), Part(fit(words, room), "strong"), Part(f" {size} ")]

    def parts(self, row: Article, width: int) -> list[Part]:
        """The article and what it is about."""
        name = statutes_text.short(row)
        cells = min(max(self._names, 8), max(width // 2, 8), 30)
        about = row["heading"] or (row["passages"][0]["text"] if row["passages"] else "")
        if row["in_force_to"]:
            about = _("ended {day}: {about}", day=row["in_force_to"], about=about)
        weight = "accent" if row["rules"] else ""
        return [Part("  "), Part(fit(name, cells), weight), Part(" "), Part(fit(about, width - cells - 4), "quiet")]

    def leap(self, step: int) -> None:
        """To the first article of the instrument ``step`` further on."""
        row = self.current()
        if row is None:
            return
        order = list(self._sizes)
        at = order.index(row["instrument"])
        first = sum(self._sizes[one] for one in order[:at])
        if step < 0 and self.cursor > first:
            self.cursor = first
            return
        goal = max(0, min(at + step, len(order) - 1))
        self.cursor = sum(self._sizes[one] for one in order[:goal])


class StatutesScreen(Filtered):
    """Reads the law texts the packs hold."""

    SCOPE = "statutes"
    BINDINGS = bindings("statutes")
    DEFAULT_CSS = """
    StatutesScreen #articles { width: 2fr; border-right: solid $foreground 15%; }
    StatutesScreen.-narrow #articles, StatutesScreen.-middle #articles { width: 1fr; }
    StatutesScreen.-narrow #article, StatutesScreen.-middle #article { width: 1fr; }
    StatutesScreen #article { width: 3fr; scrollbar-gutter: stable; }
    """

    def __init__(self, provision: str = "") -> None:
        """With the cursor on ``provision`` (its id) where one is given."""
        super().__init__()
        self._start = provision
        self._all: list[Article] = []
        self._rules: dict[str, str] = {}
        self._citing: dict[str, list[Finding]] | None = None
        self._wants_findings = False

    def body(self) -> ComposeResult:
        """The list and the text."""
        with Horizontal(id="body"):
            yield ArticleList(id="articles")
            yield Reading(id="article")

    @property
    def articles(self) -> ArticleList:
        """The list."""
        return self.query_one(ArticleList)

    def on_mount(self) -> None:
        """Reads the packs."""
        self.head(_("Statutes"))
        self.articles.focus()
        self.work("read", lambda case, _progress: _read(case))

    def case_changed(self) -> None:
        """Findings may cite other articles now."""
        self._citing = None
        self._look_for_findings()
        self._show()

    def take_along(self) -> None:
        """The article under the cursor."""
        row = self.articles.current()
        self._start = row["id"] if row is not None else self._start

    def built_again(self) -> None:
        """In the other language, on the same article."""
        self.on_mount()

    def _look_for_findings(self) -> None:
        self.work("citing", _citing if self._wants_findings else _citing_at_once)

    def on_step(self, message: Step) -> None:
        """A large case takes a while."""
        if message.job == "citing" and self._wants_findings:
            self.say(_("Checking: {n} contacts so far", n=message.done))

    def on_finished(self, message: Finished) -> None:
        """The texts, or the findings that cite them."""
        if message.job == "read":
            instruments, self._all, self._rules = message.result
            self.articles.instruments = instruments
            self._arrange(self._start)
            self._look_for_findings()
        elif message.job == "citing" and message.result is not None:
            self._citing = message.result
            self._show()
            if self._wants_findings:
                self._wants_findings = False
                self.say("")
                self._open_findings()

    def on_broke(self, message: Broke) -> None:
        """Without texts, says what went wrong where they would stand."""
        if message.job == "read":
            message.prevent_default()
            self.query_one("#article", Reading).show([plain(str(message.error))])
        elif message.job == "citing":
            self._wants_findings = False

    def _arrange(self, current: str = "") -> None:
        wanted = [article for article in self._all if self._passes(article)]
        at = next((index for index, article in enumerate(wanted) if article["id"] == current), 0)
        self.articles.take(wanted, at)
        figures = ngettext("{n} article", "{n} articles", len(wanted))
        words = f"/ {one_line(self._words)}" if self._words else ""
        self.head(_("Statutes"), words, figures)
        if not wanted:
            self.query_one("#article", Reading).show(statutes_text.no_article(one_line(self._words)))
        self.query_one(KeyBar).refresh()

    def _passes(self, article: Article) -> bool:
        instrument = self.articles.instruments[article["instrument"]]
        texts = [passage["text"] + passage["translation"] for passage in article["passages"]]
        titles = [instrument["title"], instrument["title_en"], instrument["number"], article["citation"]]
        rules = [f"{code} {self._rules.get(code, '')}" for code in article["rules"]]  # what people call what it forbids
        whole = " ".join([*titles, article["id"], article["heading"] or "", *rules, *texts]).casefold()
        return all(word in whole for word in self._words.casefold().split())

    # the article under the cursor

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another article is under the cursor."""
        event.stop()
        self._show()

    def _show(self) -> None:
        row = self.articles.current()
        if row is not None:
            instrument = self.articles.instruments[row["instrument"]]
            citing = None if self._citing is None else self._citing.get(row["id"], [])
            text = statutes_text.article_text(row, instrument, self._rules, citing)
            self.query_one("#article", Reading).show(text)

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Enter goes on to the text."""
        event.stop()
        self.query_one("#article", Reading).focus()

    # what can be done

    def action_next(self) -> None:
        """The next instrument."""
        self.articles.leap(1)

    def action_previous(self) -> None:
        """The instrument before."""
        self.articles.leap(-1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leaping between instruments needs no line in which one types; what concerns an article needs one."""
        if action == "next":
            return True
        if action in {"rules", "findings"} and self._all:
            return any(one.current() is not None for one in self.query(ArticleList))
        return super().check_action(action, parameters)

    async def action_rules(self) -> None:
        """Opens a rule that rests on the article."""
        row = self.articles.current()
        if row is None or not row["rules"]:
            self.say(_("No rule rests on this article; it stands here for procedure or proof."))
        elif len(row["rules"]) == 1:
            self._open_rule(row["rules"][0])
        else:
            options = [Option(code, code, self._rules.get(code, "")) for code in row["rules"]]
            await self.app.push_screen(Pick(_("Which rule?"), options), self._open_rule)

    def _open_rule(self, code: str | None) -> None:
        from evidencelog.tui.screens.rule import RuleScreen

        if code is not None:
            self.app.push_screen(RuleScreen(code))

    def action_findings(self) -> None:
        """Opens the findings that cite the article."""
        if self._citing is None:
            self._wants_findings = True
            self.say(_("Checking."))
            self._look_for_findings()
        else:
            self._open_findings()

    def _open_findings(self) -> None:
        from evidencelog.tui.screens.findings import FindingsScreen

        row = self.articles.current()
        if row is None or not (self._citing or {}).get(row["id"]):
            self.say(_("No finding of this case cites it."))
        else:
            self.open_after_work(FindingsScreen(provision=row["id"], cited_as=row["citation"]))

    def filter_changed(self) -> None:
        """Shows what holds the words typed."""
        row = self.articles.current()
        self._arrange(row["id"] if row is not None else "")

    def to_list(self) -> None:
        """To the list."""
        self.articles.focus()

    async def action_reset(self) -> None:
        """From the text to the list; drops the filter; without one, back."""
        if self.query_one("#article", Reading).has_focus:
            self.articles.focus()
        else:
            await super().action_reset()


def _read(case: Case) -> tuple[dict[str, dict[str, Any]], list[Article], dict[str, str]]:
    instruments = {one["id"]: one for one in rulebook.instruments(case)}
    titles = {one["code"]: one["title"] for one in rulebook.rules(case)}
    return instruments, rulebook.articles(case), titles


def _citing(case: Case, progress: Progress) -> dict[str, list[Finding]]:
    """The findings of the case by the provisions they cite, the latest first."""
    from evidencelog.app import checking

    found: dict[str, list[Finding]] = {}
    for finding in reversed(checking.check(case, progress=progress).findings):
        for provision in dict.fromkeys(basis.provision for basis in finding.bases):
            found.setdefault(provision, []).append(finding)
    return found


def _citing_at_once(case: Case, progress: Progress) -> dict[str, list[Finding]] | None:
    """The same; None for a case so large that they are looked for only when they are asked for."""
    return _citing(case, progress) if case.info().contacts <= CHECKED_AT_ONCE else None
