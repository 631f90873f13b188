"""What somebody told lately, kept up entry by entry."""

from bot.latest import MOST, Latest
from tests.bot.office import ORGANISER, SlackOffice


def keys(latest: Latest) -> list[int]:
    """What the organiser told, by key."""
    return [act.key for act in latest.of(ORGANISER.id)]


def test_each_look_has_what_came_since_the_last(office: SlackOffice) -> None:
    """The latest first; what was taken back makes room for what was told before."""
    latest = Latest(office.desk)
    told = [office.use(benefit_type="NOTARY").key for _ in range(MOST + 2)]
    assert keys(latest) == told[:1:-1]
    told.append(office.use(benefit_type="NOTARY").key)
    assert keys(latest) == told[:2:-1]
    office.desk.void(told[-1], reason="No", idempotency_key="void", actor=ORGANISER)
    assert keys(latest) == told[-2:1:-1]
    assert latest.of("cli:somebody") == []


def test_what_is_a_week_old_is_let_go(office: SlackOffice) -> None:
    """Whether it was seen before or not."""
    latest = Latest(office.desk)
    office.use(benefit_type="NOTARY")
    assert len(keys(latest)) == 1
    office.clock.pass_time(days=6)
    newer = office.use(benefit_type="NOTARY").key
    office.clock.pass_time(days=2)
    assert keys(latest) == keys(Latest(office.desk)) == [newer]


def test_a_use_of_several_levels_is_one_act(office: SlackOffice) -> None:
    """With the units of all of them."""
    office.enroll()
    latest = Latest(office.desk)
    office.use(quantity="6")
    (act,) = latest.of(ORGANISER.id)
    assert act.quantity == 6
