"""``deadlines`` from the command line."""


def test_deadlines_are_listed_and_go_into_a_calendar_file(cli, tmp_path):
    cli("platform", "add", "某消金", "--kind", "consumer_finance")
    cli(
        "complaint",
        "add",
        "--platform",
        "某消金",
        "--channel",
        "lender",
        "--sent-at",
        "2026-03-05",
        "--reference",
        "TS-1",
    )
    items = cli("deadlines", "--json").json()
    assert items["schema"] == "evidencelog.deadlines/1"
    assert [one["on"] for one in items["items"]] == ["2026-03-20", "2026-04-04", "2026-05-04", None]
    told = cli("deadlines", "--ics", tmp_path / "days.ics", lang="zh")
    assert told.status == 0
    assert "2026-03-20  已到期  某消金" in told.out
    assert "接下来" in told.out
    assert (tmp_path / "days.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    again = cli("deadlines", "--ics", tmp_path / "days.ics")
    assert again.status == 2
    assert "days.ics" in again.err


def test_a_case_without_periods_says_so(cli):
    cli("platform", "add", "某消金", "--kind", "consumer_finance")
    result = cli("deadlines")
    assert (result.status, result.out) == (0, "")
    assert "No period runs" in result.err


def test_a_missing_case_is_wrong_usage(cli, tmp_path):
    assert cli("deadlines", case=tmp_path / "gone").status == 2
