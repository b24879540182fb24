"""Every action of the terminal app, once: this table feeds the key bindings, the footer, the help and the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidencelog.i18n import N_, _, language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType


class Action(NamedTuple):
    """One thing a person can do with a key."""

    id: str
    """``scope.name``: names the binding, so that a key can be given to it elsewhere."""
    keys: str
    """Keys as Textual names them, separated by commas; the first one is shown."""
    label: str
    """Two or three words for the footer (message id)."""
    help: str
    """One sentence for the help and the palette (message id)."""
    footer: bool = False
    """Shown in the footer of its scope."""
    priority: bool = False
    """Reaches the screen even while a field has the focus."""

    @property
    def scope(self) -> str:
        """Where it works: ``app`` everywhere, else a screen or a kind of widget."""
        return self.id.partition(".")[0]

    @property
    def call(self) -> str:
        """Name of the method ``action_…`` that does it."""
        return self.id.partition(".")[2]


SCOPES = {
    "app": N_("Everywhere"),
    "list": N_("In every list"),
    "grid": N_("In the picture"),
    "text": N_("In a text to read"),
    "filter": N_("In the filter line"),
    "choice": N_("In a row of choices"),
    "home": N_("Timeline"),
    "form": N_("Writing an entry"),
    "quick": N_("Quick entry"),
    "import": N_("Import"),
    "live": N_("While it happens"),
    "card": N_("Card"),
    "evening": N_("Today"),
    "contact": N_("One contact"),
    "findings": N_("Findings"),
    "picture": N_("Picture"),
    "rotation": N_("Numbers used"),
    "statutes": N_("Statutes"),
    "follow": N_("Complaints and time limits"),
    "platforms": N_("Platforms and numbers"),
    "standing": N_("What stands about a platform"),
    "platform": N_("Platform"),
    "export": N_("Evidence packet"),
    "rule": N_("Rule"),
    "ask": N_("Question"),
    "pick": N_("Choosing"),
    "hidden": N_("Hidden"),
    "help": N_("Help"),
    "palette": N_("All commands"),
}
"""What each scope is called, in the order in which the help shows them after the screen's own."""

ACTIONS: tuple[Action, ...] = (
    # the timeline
    Action(
        "home.add", "n", N_("Add"), N_("Write down a call, a message, a visit or a letter."), footer=True, priority=True
    ),
    Action("home.findings", "f", N_("Findings"), N_("See what was found, with the provisions beside it."), footer=True),
    Action(
        "home.platforms", "p", N_("Platforms"), N_("Lenders and platforms, and numbers nobody has placed yet.")
    ),
    Action("home.export", "e", N_("Packet"), N_("Make an evidence packet for an addressee."), footer=True),
    Action("home.filter", "slash", N_("Filter"), N_("Show only contacts with certain words in them."), priority=True),
    Action("home.reset", "escape", N_("Show all"), N_("Drop the filter and show everything again.")),
    Action("home.withdrawn", "w", N_("Withdrawn"), N_("Show or hide withdrawn entries.")),
    Action("home.discard_draft", "x", N_("Drop draft"), N_("Throw away the half-written entry that was kept.")),
    Action("home.demo", "d", N_("Demo"), N_("Look around a filled, invented case (only while this case is empty).")),
    Action("home.call", "c", N_("Call"), N_("Note a call while it runs: clock, questions, keys for what is heard."), footer=True, priority=True),
    Action("home.visit", "v", N_("Door"), N_("Someone is at the door: what you may say, and what to note."), footer=True, priority=True),
    Action("home.evening", "t", N_("Today"), N_("The evening card: what today amounts to, and what is left to do.")),
    Action("home.quick", "q", N_("Quick"), N_("Write down in plain words, one line or many at once."), footer=True, priority=True),
    Action("home.import", "i", N_("Import"), N_("Take in the call log and messages of the phone."), footer=True),
    Action("home.you", "y", N_("About you"), N_("Your name and how to reach you, for addressees that ask for it.")),
    Action("home.zone", "z", N_("Time zone"), N_("Change the time zone in which hours and days are counted.")),
    # import
    Action("import.take", "ctrl+s", N_("Take it in"), N_("Record what the file holds, everything or nothing."), footer=True, priority=True),
    Action("import.look", "ctrl+r", N_("Look again"), N_("Look at the file again; writes nothing."), footer=True, priority=True),
    Action("import.leave", "escape", N_("Back, stop"), N_("Stop the work under way, or go back."), footer=True),
    # quick entry
    Action("quick.save", "ctrl+s", N_("Save"), N_("Save every entry that was read, all of them or none."), footer=True, priority=True),
    Action("quick.edit", "ctrl+e", N_("In the form"), N_("Open the entry of the line under the cursor in the form."), footer=True, priority=True),
    Action("quick.leave", "escape", N_("Back"), N_("Go back; what was typed is kept as a draft."), footer=True),
    # while a call runs, or someone is at the door
    *(
        Action(f"live.heard_{n}", f"f{n + 1}", N_("Heard"), N_("Mark what stands beside this key as heard; again takes it back."), priority=True)
        for n in range(1, 11)
    ),
    Action("live.hang_up", "ctrl+s", N_("End, save"), N_("End it and save it as an entry."), footer=True, priority=True),
    Action("live.say_it", "ctrl+t", N_("I said it"), N_("Note that you said the next of the sentences, with its second."), footer=True, priority=True),
    Action("live.refused", "ctrl+r", N_("Refused"), N_("Note that they would not answer the question of this box."), footer=True, priority=True),
    Action("live.next", "enter", N_("Next field"), N_("Go to the next field."), priority=True),
    Action("live.leave", "escape", N_("Leave"), N_("Asks whether to save it, keep it for later or throw it away."), footer=True),
    # cards
    Action("card.genuine", "g", N_("Is genuine"), N_("Note in the entry that you looked it up, and the claim is genuine."), footer=True),
    Action("card.untrue", "x", N_("Is not"), N_("Note in the entry that you looked it up, and the claim is false."), footer=True),
    Action("card.back", "escape,q,enter", N_("Back"), N_("Go back."), footer=True),
    Action("evening.answer", "a", N_("Answer it"), N_("Open the entry in which the missing answer belongs."), footer=True),
    Action("evening.back", "escape,q", N_("Back"), N_("Go back."), footer=True),
    Action("home.picture", "g", N_("Picture"), N_("See days and hours as a picture, each day against its limit.")),
    Action("home.statutes", "l", N_("Statutes"), N_("Read laws, rules and standards, and see which findings cite them.")),
    Action("home.follow_up", "u", N_("Complaints"), N_("See what became of complaints, and which time limits run.")),
    # the entry form
    Action("form.save", "ctrl+s", N_("Save"), N_("Save the entry and go back."), footer=True, priority=True),
    Action(
        "form.save_next", "ctrl+n", N_("Save, next"), N_("Save the entry and start another one."), footer=True, priority=True
    ),
    Action("form.clear", "ctrl+l", N_("Clear"), N_("Empty every field."), footer=True, priority=True),
    Action("form.next", "enter", N_("Next field"), N_("Go to the next field."), priority=True),
    Action("form.file_time", "ctrl+o", N_("Time of file"), N_("Take the time from the name of the first file, else when it was written."), priority=True),
    Action("form.leave", "escape", N_("Back"), N_("Go back; what was typed is kept as a draft."), footer=True),
    # one contact
    Action("contact.correct", "c", N_("Correct"), N_("Write a corrected version; the old one stays."), footer=True),
    Action("contact.withdraw", "w", N_("Withdraw"), N_("Withdraw the entry with a reason; it stays readable."), footer=True),
    Action("contact.attach", "a", N_("Attach"), N_("Seal copies of files to this contact."), footer=True),
    Action("contact.open", "o,enter", N_("Open file"), N_("Open an attached file with the system's program."), footer=True),
    Action("contact.mark", "m", N_("Is a copy"), N_("Say that a file is the covered or playable copy of another one.")),
    Action("contact.newer", "left,h", N_("Newer"), N_("Go to the next newer contact of the list.")),
    Action("contact.older", "right,l", N_("Older"), N_("Go to the next older contact of the list.")),
    Action("contact.back", "escape,q", N_("Back"), N_("Go back to the list."), footer=True),
    # findings
    Action("findings.confirm", "y", N_("True"), N_("Confirm: it happened as the finding says."), footer=True),
    Action("findings.not_so", "x", N_("Not so"), N_("Dismiss the finding, with the reason."), footer=True),
    Action("findings.answer", "a", N_("Answer it"), N_("Answer what it asks; the answer is written down as a correction."), footer=True),
    Action("findings.law", "l", N_("Provision"), N_("Open the provision it rests on in the statutes.")),
    Action("findings.contacts", "c,enter", N_("Open"), N_("Open the contacts that were counted."), footer=True),
    Action("findings.group", "g", N_("Group"), N_("Group by rule, by platform or by day.")),
    Action("findings.waiting", "t", N_("To judge"), N_("Show only findings that wait for your judgement."), footer=True),
    Action("findings.filter", "slash", N_("Filter"), N_("Show only findings with certain words in them."), priority=True),
    Action("findings.reset", "escape", N_("Back"), N_("Drop the filter, or go back."), footer=True),
    # the picture
    Action("picture.platform", "p", N_("Platform"), N_("Choose whose contacts are drawn."), footer=True),
    Action("picture.numbers", "n", N_("Numbers"), N_("See which numbers the platform used, over time."), footer=True),
    Action("picture.write", "s", N_("Into a file"), N_("Draw every day into a picture file, .png or .svg."), footer=True),
    Action("picture.zoom", "z", N_("More days"), N_("Show more days, only with how many contacts; again shows what they were."), footer=True),
    Action("picture.back", "escape,q", N_("Back"), N_("Go back."), footer=True),
    Action("rotation.picture", "g", N_("Picture"), N_("See days and hours of this platform as a picture."), footer=True),
    Action("rotation.back", "escape,q", N_("Back"), N_("Go back."), footer=True),
    # complaints
    Action("follow.add", "n", N_("New"), N_("Write down a complaint that was sent."), footer=True),
    Action("follow.answer", "a", N_("Came back"), N_("Write down the reference number, acceptance and answer."), footer=True),
    Action("follow.attach", "f", N_("Attach"), N_("Seal copies of papers to this complaint, such as the answer."), footer=True),
    Action("follow.open", "o", N_("Open file"), N_("Open an attached file with the system's program.")),
    Action("follow.mark", "m", N_("Is a copy"), N_("Say that a file is the covered or playable copy of another one.")),
    Action("follow.calendar", "i", N_("Calendar"), N_("Write the time limits that run as a calendar file."), footer=True),
    Action("follow.withdraw", "w", N_("Withdraw"), N_("Withdraw a complaint that was never sent; it stays readable."), footer=True),
    Action("follow.back", "escape,q", N_("Back"), N_("Go back."), footer=True),
    # the statutes
    Action("statutes.filter", "slash", N_("Search"), N_("Show only articles with certain words in them."), footer=True, priority=True),
    Action("statutes.next", "right", N_("Next text"), N_("Go to the next law, rule or standard."), footer=True),
    Action("statutes.previous", "left", N_("Text before"), N_("Go to the law, rule or standard before.")),
    Action("statutes.rules", "r", N_("Rules"), N_("Open a rule that rests on the article."), footer=True),
    Action("statutes.findings", "f", N_("Findings"), N_("Open the findings that cite the article."), footer=True),
    Action("statutes.reset", "escape", N_("Back"), N_("Drop the search, or go back."), footer=True),
    # platforms and numbers
    Action("platforms.add", "n", N_("New"), N_("Add a lender or lending platform."), footer=True, priority=True),
    Action("platforms.edit", "e", N_("Edit"), N_("Say what kind of lender it is, its numbers and names."), footer=True),
    Action("platforms.assign", "a", N_("Assign"), N_("Say whose number this is; the rule is remembered."), footer=True),
    Action("platforms.facts", "f", N_("Facts"), N_("See and add agreed hours, refusals, requests, outside collectors."), footer=True),
    Action("platforms.contacts", "c", N_("Its contacts"), N_("Open the contacts of the platform, or behind the number."), footer=True),
    Action("platforms.merge", "m", N_("Merge"), N_("Two platforms are one: everything of the other goes to this one.")),
    Action("platforms.remembered", "r", N_("Remembered"), N_("See whose number is whose; one can be forgotten.")),
    Action("platforms.filter", "slash", N_("Filter"), N_("Show only rows with certain words in them."), priority=True),
    Action("platforms.reset", "escape", N_("Back"), N_("Drop the filter, or go back."), footer=True),
    Action("standing.add", "n", N_("New"), N_("Note agreed hours, a refusal, a request, an outside collector, a plan, a debt."), footer=True),
    Action("standing.withdraw", "w", N_("Withdraw"), N_("Withdraw a fact with a reason; it stays readable."), footer=True),
    Action("standing.edit", "e", N_("Edit"), N_("Say what kind of lender it is, its numbers and names."), footer=True),
    Action("standing.export", "x", N_("Packet"), N_("Make a packet; the one for the lender holds the letters of requests."), footer=True),
    Action("standing.letters", "l", N_("Letters"), N_("Write the letters of request: complete recording, copy of your data, others left alone."), footer=True),
    Action("standing.picture", "g", N_("Picture"), N_("See days and hours of this platform as a picture.")),
    Action("standing.numbers", "m", N_("Numbers"), N_("See which numbers the platform used, over time.")),
    Action("standing.back", "escape,q", N_("Back"), N_("Go back."), footer=True),
    Action("platform.save", "ctrl+s", N_("Save"), N_("Save what was filled in."), footer=True, priority=True),
    Action("platform.next", "enter", N_("Next field"), N_("Go to the next field."), priority=True),
    Action("platform.clear", "ctrl+l", N_("As before"), N_("Put back what stood there before you typed."), priority=True),
    Action("platform.leave", "escape", N_("Back"), N_("Go back; what was typed is kept as a draft."), footer=True),
    # the packet
    Action("export.next", "enter", N_("Go on"), N_("Go to the next step, or the next field."), footer=True, priority=True),
    Action("export.make", "ctrl+s", N_("Make it"), N_("Write the packet to the path shown."), footer=True, priority=True),
    Action("export.show", "ctrl+r", N_("What leaves"), N_("See again what the packet will hold."), footer=True, priority=True),
    Action("export.sent", "ctrl+k", N_("It is sent"), N_("Write down that the complaint was sent."), footer=True, priority=True),
    Action("export.you", "ctrl+y", N_("About you"), N_("Your name and how to reach you, for addressees that ask for it."), priority=True),
    Action("export.leave", "escape", N_("Back, stop"), N_("Stop the work under way, or go back."), footer=True),
    Action("rule.back", "escape,q", N_("Back"), N_("Go back."), footer=True),
    # small screens
    Action("hidden.back", "escape,f12", N_("Back"), N_("Show everything again; with a passphrase, ask for it.")),
    Action("ask.accept", "enter", N_("OK"), N_("Take what was typed."), footer=True),
    Action("ask.cancel", "escape", N_("Cancel"), N_("Go back; nothing changes."), footer=True),
    Action("pick.take", "enter", N_("Choose"), N_("Take the line under the cursor."), footer=True),
    Action("pick.filter", "slash", N_("Filter"), N_("Show only lines with certain words in them, or the initials of a name."), footer=True),
    Action("pick.cancel", "escape", N_("Back"), N_("Go back without choosing."), footer=True),
    Action("help.close", "escape,q,question_mark,f1", N_("Back"), N_("Close the help."), footer=True),
    Action("palette.accept", "enter", N_("Do it"), N_("Do or open the line under the cursor."), footer=True, priority=True),
    Action("palette.down", "down", N_("Down"), N_("Go to the next line."), priority=True),
    Action("palette.up", "up", N_("Up"), N_("Go to the line above."), priority=True),
    Action("palette.page_down", "pagedown", N_("Page down"), N_("Go a page down."), priority=True),
    Action("palette.page_up", "pageup", N_("Page up"), N_("Go a page up."), priority=True),
    Action("palette.close", "escape", N_("Back"), N_("Close the list of commands."), footer=True),
    # parts of screens
    Action("list.down", "down,j", N_("Down"), N_("Go to the next row.")),
    Action("list.up", "up,k", N_("Up"), N_("Go to the row above.")),
    Action("list.page_down", "pagedown,space", N_("Page down"), N_("Go a page down.")),
    Action("list.page_up", "pageup", N_("Page up"), N_("Go a page up.")),
    Action("list.first", "home", N_("First"), N_("Go to the first row.")),
    Action("list.last", "end,G", N_("Last"), N_("Go to the last row.")),
    Action("list.open", "enter", N_("Open"), N_("Open the row under the cursor.")),
    Action("grid.newer", "right,l", N_("Day on"), N_("Go a day on.")),
    Action("grid.older", "left,h", N_("Day back"), N_("Go a day back.")),
    Action("grid.earlier", "up,k", N_("Earlier"), N_("Go to an earlier hour.")),
    Action("grid.later", "down,j", N_("Later"), N_("Go to a later hour.")),
    Action("grid.page_newer", "pagedown", N_("Weeks on"), N_("Go four weeks on.")),
    Action("grid.page_older", "pageup", N_("Weeks back"), N_("Go four weeks back.")),
    Action("grid.first", "home", N_("First"), N_("Go to the first day.")),
    Action("grid.last", "end,G", N_("Last"), N_("Go to the last day.")),
    Action("grid.open", "enter", N_("Open"), N_("Open the contacts of the cell.")),
    Action("text.line_down", "down,j", N_("Down"), N_("Scroll down.")),
    Action("text.line_up", "up,k", N_("Up"), N_("Scroll up.")),
    Action("text.page_down", "pagedown,space", N_("Page down"), N_("Scroll a page down.")),
    Action("text.page_up", "pageup", N_("Page up"), N_("Scroll a page up.")),
    Action("text.top", "home", N_("Beginning"), N_("Go to the beginning.")),
    Action("text.bottom", "end,G", N_("End"), N_("Go to the end.")),
    Action("filter.apply", "down,enter", N_("To the list"), N_("Keep the filter and go to the list."), footer=True),
    Action("filter.drop", "escape", N_("Show all"), N_("Empty the filter and go back to the list."), footer=True),
    Action("choice.next", "right,space", N_("Next"), N_("Take the next choice; the mouse and the digits work too.")),
    Action("choice.previous", "left", N_("Previous"), N_("Take the choice before.")),
    Action("choice.none", "backspace,delete", N_("Not known"), N_("Leave it open: not known.")),
    # everywhere
    Action("app.help", "question_mark,f1", N_("Help"), N_("Show every key that works here."), footer=True),
    Action("app.palette", "ctrl+p", N_("Commands"), N_("Find any command, contact, rule or provision by a few letters.")),
    Action("app.language", "f2", N_("中文 / English"), N_("Switch between Chinese and English.")),
    Action("app.theme", "f3", N_("Colours"), N_("Take the next set of colours; two use the terminal's own.")),
    Action("app.call", "f4", N_("On a call"), N_("Note a call while it runs, from anywhere."), priority=True),
    Action("app.visit", "f6", N_("At the door"), N_("Note a visit while it happens, from anywhere."), priority=True),
    Action("app.quick", "f7", N_("Quick line"), N_("Write down in plain words, from anywhere."), priority=True),
    Action("app.verify_first", "f9", N_("Verify first"), N_("What to do when something looks like court or police.")),
    Action("app.help_line", "f10", N_("Help line"), N_("Whom to talk to when it is too much.")),
    Action("app.mask", "f8", N_("Hide words"), N_("Hide what was said and telephone numbers until asked for, or show them.")),
    Action("app.hide", "f12", N_("Hide all"), N_("Hide everything at once, also while typing; the same key shows it."), priority=True),
    Action("app.passphrase", "shift+f12", N_("Passphrase"), N_("Choose a passphrase for the hidden screen, or take it away.")),
    Action("app.undo", "ctrl+z", N_("Undo"), N_("Take back the last change: an entry that makes up for it is written.")),
    Action("app.reload", "f5", N_("Read again"), N_("Read the case again, after another program wrote to it.")),
    Action("app.focus_next", "tab", N_("Next part"), N_("Go to the next field or part of the screen."), priority=True),
    Action("app.focus_previous", "shift+tab", N_("Part before"), N_("Go to the field or part before."), priority=True),
    Action("app.copy", "ctrl+c", N_("Copy"), N_("Copy the text in front, or what was marked with the mouse.")),
    Action("app.quit", "ctrl+q", N_("Quit"), N_("Leave; everything typed is kept.")),
)  # fmt: skip


TYPING = ("form", "quick", "import", "live", "platform", "export", "ask", "palette", "filter")
"""Scopes in which letters go into a field, so that a key which is a letter cannot be offered."""


def of_scope(scope: str) -> tuple[Action, ...]:
    """The actions of one scope, in the order of the table."""
    return tuple(action for action in ACTIONS if action.scope == scope)


def as_sent(keys: str) -> str:
    """Keys with what terminals send for some of them: Shift+F12 arrives as the twenty-fourth function key."""
    sent = []
    for key in keys.split(","):
        sent.append(key)
        before, _shift, number = key.strip().partition("shift+f")
        if number.isdigit():
            sent.append(f"{before}f{int(number) + 12}")
    return ",".join(sent)


def bindings(scope: str) -> list[BindingType]:
    """The key bindings of one scope; each carries the id of its action."""
    from textual.binding import Binding

    return [
        Binding(
            as_sent(action.keys), action.call, action.label, show=action.footer, priority=action.priority, id=action.id
        )
        for action in of_scope(scope)
    ]


OVER_DIALOGS = ("help", "language", "theme", "mask", "hide", "copy", "quit")
"""What works everywhere works over a question too, but for what would begin something else under it."""


def bindings_over_dialogs() -> list[BindingType]:
    """Key bindings of the app for the small screens, which keep all others from it."""
    from textual.binding import Binding

    return [
        Binding(as_sent(one.keys), f"app.{one.call}", one.label, show=False, priority=one.priority, id=one.id)
        for one in of_scope("app")
        if one.call in OVER_DIALOGS
    ]


_KEY_NAMES = {
    "escape": "Esc", "enter": "Enter", "slash": "/", "question_mark": "?", "space": "Space", "pagedown": "PgDn",
    "pageup": "PgUp", "home": "Home", "end": "End", "down": "Down", "up": "Up", "left": "Left", "right": "Right",
    "tab": "Tab", "backspace": "Backspace", "delete": "Del",
}  # fmt: skip


_UNPRINTED = {
    "down": N_("Down arrow"), "up": N_("Up arrow"), "left": N_("Left arrow"), "right": N_("Right arrow"),
    "space": N_("Space bar"), "backspace": N_("Backspace key"),
}  # fmt: skip
"""Keys that carry a sign, or nothing, and no English word; English is content with the short name."""


def key_name(key: str) -> str:
    """How one key is written for people: ``ctrl+s`` is ``Ctrl+S``. Keys are called by what stands on them."""
    *modifiers, last = key.split("+")
    own = _(_UNPRINTED[last]) if last in _UNPRINTED and language() != "en" else None
    shown = (
        own or _KEY_NAMES.get(last) or (last.upper() if modifiers or (last[0] == "f" and last[1:].isdigit()) else last)
    )
    return "+".join([*(word.capitalize() for word in modifiers), shown])


_given: dict[str, str] = {}


def give_keys(keys: Mapping[str, str]) -> None:
    """Other keys for some actions, by id, instead of those of the table; what was given before is forgotten."""
    _given.clear()
    _given.update(keys)


def keys_of(action: Action) -> str:
    """The keys of an action as Textual names them, the person's own where they gave some."""
    return _given.get(action.id, action.keys)


def sent_for(id: str) -> frozenset[str]:
    """The keys of the action with that id as they arrive from a terminal."""
    (action,) = (action for action in ACTIONS if action.id == id)
    return frozenset(key.strip() for key in as_sent(keys_of(action)).split(","))


def key_of(id: str) -> str:
    """The first key of the action with that id as written for people."""
    (action,) = (action for action in ACTIONS if action.id == id)
    return key_name(keys_of(action).split(",")[0])


def keys_shown(action: Action) -> str:
    """All keys of an action as written for people, e.g. ``Down, j``."""
    return ", ".join(key_name(key) for key in keys_of(action).split(","))
