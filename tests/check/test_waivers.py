"""The waivers' file: what it may say, and what is said of what it may not."""

from datetime import date
from pathlib import Path

import pytest

from backendrepo.check.reading import LARGEST, Mistakes
from backendrepo.check.waivers import read
from backendrepo.findings import Waiver

pytestmark = pytest.mark.e2e

TODAY = date(2026, 11, 24)
GOOD = "- control: migrations/forward-fix\n  reason: PAY-812\n  owner: payments\n  expires: 2027-03-31\n"


def waivers(path: Path, text: str | bytes, longest: int = 180) -> tuple[Waiver, ...]:
    file = path / "waivers.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(file, today=TODAY, longest=longest)


def mistakes(path: Path, text: str | bytes, longest: int = 180) -> list[str]:
    with pytest.raises(Mistakes) as error:
        waivers(path, text, longest)
    return [sentence.removeprefix(f"{path}/") for sentence in error.value.sentences]


@pytest.mark.parametrize(
    "text", [GOOD, f"\ufeff{GOOD}", GOOD.replace("\n", "\r\n"), GOOD.replace("2027-03-31", "'2027-03-31'")]
)
def test_a_waiver_has_control_reason_owner_and_last_day(tmp_path: Path, text: str):
    assert waivers(tmp_path, text) == (Waiver("migrations/forward-fix", "PAY-812", "payments", date(2027, 3, 31)),)


@pytest.mark.parametrize("text", ["", "# none yet\n", "[]\n", "---\n"])
def test_no_waivers_are_no_mistake(tmp_path: Path, text: str):
    assert waivers(tmp_path, text) == ()


def test_an_expired_waiver_is_read_so_that_the_report_can_say_so(tmp_path: Path):
    (waiver,) = waivers(tmp_path, GOOD.replace("2027-03-31", "2026-01-01"))
    assert not waiver.holds(TODAY)


def test_the_last_day_that_the_standard_allows_is_allowed(tmp_path: Path):
    assert waivers(tmp_path, GOOD, longest=127)
    assert mistakes(tmp_path, GOOD, longest=126) == [
        "waivers.yaml:4: A waiver may hold for 126 days at most: write 2027-03-30 or an earlier day as expires."
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "forward-fix",
            "forwrd-fix",
            "1: There is no control “migrations/forwrd-fix”. Did you mean migrations/forward-fix?",
        ),
        ("migrations/forward-fix", "zzz", "1: There is no control “zzz”."),
        ("  owner: payments\n", "", "1: owner of a waiver has to be a text."),
        ("owner: payments", "owner: ''", "3: owner of a waiver has to be a text."),
        ("owner: payments", "owner: [a]", "3: owner of a waiver has to be a text."),
        ("reason: PAY-812", "reason:", "2: reason of a waiver has to be a text."),
        ("reason", "reasons", "2: a waiver has no field “reasons”. Did you mean reason?"),
        ("owner: payments", "owner: payments\n  zzzz: 1", "4: a waiver has no field “zzzz”. It has control, reason"),
        ("  expires: 2027-03-31\n", "", "1: expires has to be a day of the calendar, for example 2027-05-23."),
        ("2027-03-31", "2027-02-31", "4: expires has to be a day of the calendar, for example 2027-05-23."),
        ("2027-03-31", "20270331", "4: expires has to be a day of the calendar"),
        ("2027-03-31", "never", "4: expires has to be a day of the calendar"),
        ("2027-03-31", "2028-03-31", "4: A waiver may hold for 180 days at most: write 2027-05-23 or an earlier day"),
        ("- control", "- gates/coverage\n- control", "1: A waiver has control, reason, owner, expires: write each on"),
    ],
)
def test_each_mistake_says_its_line_and_what_to_write(tmp_path: Path, old: str, new: str, sentence: str):
    assert any(told.startswith(f"waivers.yaml:{sentence}") for told in mistakes(tmp_path, GOOD.replace(old, new)))


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path):
    told = mistakes(tmp_path, GOOD + "- {control: no/thing, owner: us, expires: 2030-01-01}\n")
    assert [sentence.split(":")[1] for sentence in told] == ["5", "5", "5"]
    assert [told.split(":")[1] for told in mistakes(tmp_path, "- a\n- [b]\n-\n")] == ["1", "2", "3"]


def test_a_control_is_waived_once(tmp_path: Path):
    assert mistakes(tmp_path, GOOD + GOOD) == [
        "waivers.yaml:5: migrations/forward-fix is waived twice; keep one of the two."
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("waivers: []\n", "1: the file has to be a list, each item after a dash."),
        ("- {a: b\n", "2: not YAML"),
        ("- &a [*a]\n", "1: "),
        ("--- []\n--- []\n", "2: more than one document"),
        (b"\xff\xfe", "1: "),
        (f"- {{{'a: {' * 200}", "1: more than 100 levels deep"),
    ],
)
def test_what_is_no_list_of_waivers_is_told_by_its_line(tmp_path: Path, text: str | bytes, sentence: str):
    assert mistakes(tmp_path, text)[0].startswith(f"waivers.yaml:{sentence}")


def test_a_file_without_end_is_refused_unread(tmp_path: Path):
    assert mistakes(tmp_path, b" " * (LARGEST + 1)) == ["waivers.yaml: it is larger than 1024 KiB."]
    with pytest.raises(Mistakes, match="larger than"):
        read(Path("/dev/zero"), today=TODAY, longest=1)


def test_a_folder_is_no_file(tmp_path: Path):
    with pytest.raises(Mistakes, match=r"it cannot be read \(Is a directory\)"):
        read(tmp_path, today=TODAY, longest=1)
