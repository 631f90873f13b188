"""put and retire: one row of a list, typed."""

import pytest

from tests.bot.command_line.typing_in import CommandLine


def test_put_adds_a_row_and_changes_some_of_its_columns(line: CommandLine) -> None:
    """What isn't mentioned stays as it is; no text empties a column."""
    added = line.done("put", "contacts", "code=ACME", "name=Acme Hardware", "kind=organisation")
    assert added == "Added the contact Acme Hardware (ACME).\n"
    line.done("put", "contacts", "code=JANE", "name=Jane", "affiliated_to=ACME", "authorised=yes")
    changed = line.done("put", "contacts", "code=JANE", "name=Jane Field", "email=j@acme.example")
    assert changed == "Changed the contact Jane Field (JANE).\n"
    line.done("put", "contacts", "code=JANE", "email=")
    line.done("export", str(line.folder / "books"))
    assert (line.folder / "books" / "contacts.csv").read_text("utf-8").splitlines()[1:] == [
        "ACME,Acme Hardware,organisation,,no,,,",
        "JANE,Jane Field,person,ACME,yes,,,",
    ]
    same = line.done("put", "contact", "code=JANE", "name=Jane Field")
    assert same == "Nothing differs: the contact Jane Field (JANE).\n"


@pytest.mark.parametrize(
    ("discount", "means"),
    [
        ("0.5", "takes 0.50 USD off a place"),
        ("50%", "takes 50% off a place"),
        ("", "is a free place"),
    ],
)
def test_put_says_what_a_discount_comes_to(line: CommandLine, discount: str, means: str) -> None:
    """0.5 is half a unit of money, and no half of the price."""
    line.done("put", "benefit-types", "code=GALA", "name=Gala", "discount=1")
    assert line.done("put", "benefit-types", "code=GALA", f"discount={discount}") == (
        f"Changed the benefit type Gala (GALA). One unit {means} of an event.\n"
    )


def test_every_list_takes_a_typed_row(line: CommandLine) -> None:
    """The whole catalogue, an event and the way to register for it."""
    rows = [
        ("benefit-types", "code=ROOM", "name=Room", "unit=hour", "step=0.5", "categories=A;B"),
        ("membership-types", "code=GOLD", "name=Gold", "term_months=12", "price=100"),
        ("membership-benefits", "code=G1", "membership_type=GOLD", "benefit_type=ROOM",
         "number=unlimited", "period=month"),
        ("events", "code=GALA", "name=Gala", "held_on=2099-12-12"),
        ("registration-types", "event=GALA", "code=MEM", "name=Seat", "benefit_type=ROOM"),
    ]  # fmt: skip
    for row in rows:
        assert line.done("put", *row).startswith("Added the ")
        assert line.done("put", *row).startswith("Nothing differs: the ")
    assert line.done("put", *rows[4][:3], "price=95") == (
        "Changed the registration type Seat (GALA/MEM).\n"
    )


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["contacts", "code=X"], 2, "name is missing: give name=…."),
        (["contacts", "name=X"], 2, "code is missing: give code=…."),
        (["contacts"], 2, ("Give code=… name=…, and if you like kind, affiliated_to, authorised,"
         " email, authorised_until or authorised_max.")),
        (["people", "code=X"], 2, ("LIST: there is no list “people”; there is contacts,"
         " benefit-types, membership-types, membership-benefits, events or registration-types.")),
        (["contacts", "ACME"], 2, "“ACME” is not of the form COLUMN=TEXT."),
        (["contacts", "phone=1"], 2, ("There is no column “phone” in contacts; there is code, name,"
         " kind, affiliated_to, authorised, email, authorised_until or authorised_max.")),
        (["events", "code=A", "name=A", "held_on=soon"], 2,
         "held_on: “soon” is no date; write it as 2026-11-03."),
        (["contacts", "code=A", "name=A", "kind=dog"], 1,
         "kind: “dog” is not person or organisation."),
        (["membership-benefits", "code=A", "membership_type=NO", "benefit_type=B", "number=1"], 1,
         "There is no membership type “NO”."),
    ],
)  # fmt: skip
def test_a_row_that_can_t_be_put_says_why(
    line: CommandLine, words: list[str], status: int, sentence: str
) -> None:
    """By the same rules as a file's rows; nothing is written."""
    answer = line.type("put", *words)
    assert (answer.status, answer.out, answer.error) == (status, "", f"{sentence}\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["contacts", "acme"], ("Retired the contact Acme Hardware (ACME). It can't become a member"
         " any more, and no menu offers it. 5 benefit levels stay as they are.")),
        (["benefit-types", "GUEST"], ("Retired the benefit type Guest pass (GUEST). It comes with"
         " no new membership any more. 1 benefit level stays as it is.")),
        (["membership-types", "FRIEND"], ("Retired the membership type Friend of the house"
         " (FRIEND). Nobody can become such a member any more.")),
        (["membership-benefits", "G5"], ("Retired the membership benefit G5. It comes with no new"
         " membership any more. 1 benefit level stays as it is.")),
    ],
)  # fmt: skip
def test_retiring_says_what_it_means(acme: CommandLine, words: list[str], sentence: str) -> None:
    """What nobody can do any more, and what stays; --back undoes it."""
    assert acme.done("retire", *words) == f"{sentence}\n"
    assert "is retired already" in acme.done("retire", *words)
    assert acme.done("retire", *words, "--back").endswith("it can be chosen again.\n")
    assert "is not retired.\n" in acme.done("retire", *words, "--back")


def test_what_was_given_can_still_be_used(acme: CommandLine) -> None:
    """Retiring takes nothing from anybody; only new memberships go without it."""
    for words in (("contacts", "ACME"), ("benefit-types", "GUEST")):
        acme.done("retire", *words)
    assert acme.done("use", "ACME", "GUEST").splitlines()[0].endswith("3 of 4 left.")
    assert "Guest pass" not in acme.done("enroll", "OMAR", "GOLD", "--show")
    refused = acme.type("enroll", "ACME", "GOLD", "--starts-on", "2030-01-01")
    assert refused.error == (
        "The contact Acme Hardware has been retired and can't be chosen any more.\n"
    )
    acme.done("put", "contacts", "code=ACME", "email=new@acme.example")
    acme.done("enroll", "ACME", "GOLD", "--starts-on", "2030-01-01")
    answer = acme.type("add", "ACME", "G2")
    assert "Guest pass has been retired" in answer.error


def test_events_and_their_types_are_retired(acme: CommandLine) -> None:
    """Registrations stay; a registration type is named with its event."""
    acme.done("put", "events", "code=GALA26", "name=Winter gala")
    acme.done("put", "registration-types", "event=GALA26", "code=MEM", "name=Seat", "price=95")
    acme.done("register", "GALA26", "MEM", "ACME")
    assert acme.done("retire", "registration-types", "gala26/mem") == (
        "Retired the registration type Seat (GALA26/MEM). It takes no registrations any more."
        " 1 registration stays as it is.\n"
    )
    assert acme.type("register", "GALA26", "MEM", "OMAR").status == 1
    assert acme.done("retire", "events", "GALA26").endswith("1 registration stays as it is.\n")
    answer = acme.type("retire", "events", "OTHER")
    assert (answer.status, answer.error) == (1, "There is no event “OTHER”. There is GALA26.\n")


def test_put_brings_back_what_was_retired(acme: CommandLine) -> None:
    """As an import of the row would; it is said."""
    acme.done("retire", "benefit-types", "ROOM")
    assert acme.done("put", "benefit-types", "code=ROOM", "unit=hours").endswith(
        " It was retired, and can be chosen again.\n"
    )
