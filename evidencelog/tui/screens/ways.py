"""The ways from the first screen to all others that need to know nothing of it."""

from __future__ import annotations

from evidencelog.tui.screens.page import Page


class Ways(Page[None]):
    """Base of the first screen: opens other screens, each imported when it is opened."""

    async def action_call(self) -> None:
        """A call runs."""
        await self.face.action_call()

    async def action_quick(self) -> None:
        """Plain words become entries."""
        await self.face.action_quick()

    async def action_visit(self) -> None:
        """Someone is at the door."""
        await self.face.action_visit()

    async def action_import(self) -> None:
        """Takes in a file of the phone."""
        from evidencelog.tui.screens.importing import ImportScreen

        await self.app.push_screen(ImportScreen())

    async def action_evening(self) -> None:
        """The evening card."""
        from evidencelog.tui.screens.evening import EveningScreen

        await self.app.push_screen(EveningScreen())

    async def action_findings(self) -> None:
        """Opens the findings."""
        from evidencelog.tui.screens.findings import FindingsScreen

        await self.app.push_screen(FindingsScreen())

    async def action_statutes(self) -> None:
        """Opens the statutes."""
        from evidencelog.tui.screens.statutes import StatutesScreen

        await self.app.push_screen(StatutesScreen())

    async def action_follow_up(self) -> None:
        """Opens complaints and time limits."""
        from evidencelog.tui.screens.follow_up import FollowUpScreen

        await self.app.push_screen(FollowUpScreen())

    async def action_platforms(self) -> None:
        """Opens platforms and numbers."""
        from evidencelog.tui.screens.platforms import PlatformsScreen

        await self.app.push_screen(PlatformsScreen())

    async def action_you(self) -> None:
        """Opens the form about the person who complains."""
        from evidencelog.tui.screens.about_case import about_you

        await about_you(self)

    def action_zone(self) -> None:
        """Asks for the time zone of the case."""
        from evidencelog.tui.screens.about_case import ask_zone

        ask_zone(self)

    async def action_export(self) -> None:
        """Opens the packet."""
        from evidencelog.tui.screens.export import ExportScreen

        await self.app.push_screen(ExportScreen())
