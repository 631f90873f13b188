"""What a newcomer is asked to try."""

from playground.page.steps import LOWER, RECORD, WATCH, Steps
from playground.slack import Message

UNDO = {"type": "button", "action_id": "undo", "text": {"type": "plain_text", "text": "Undo"}}


def confirmation(benefit: str = "Guest pass") -> Message:
    """Write the app's answer to a recorded usage."""
    actions = {"type": "actions", "block_id": "b", "elements": [UNDO]}
    text = f"1 × {benefit} recorded for Acme"
    return Message(channel="C1", ts="1.0", text=text, user="U1", blocks=[actions])


def recorded() -> Steps:
    """Give the steps with the first one done."""
    steps = Steps()
    steps.command_typed("/benefit-use")
    steps.answered(confirmation())
    return steps


def test_an_answer_that_can_be_undone_finishes_recording() -> None:
    """The first step is done when the app's answer to /benefit-use can be undone."""
    steps = Steps()
    steps.answered(confirmation())
    assert not steps.done[RECORD]
    steps.command_typed("/benefit-use")
    steps.answered(Message(channel="C1", ts="1.0", text="No Guest pass is left", user="U1"))
    assert not steps.done[RECORD]
    steps.answered(confirmation())
    assert steps.done[RECORD]


def test_another_benefit_does_not_count() -> None:
    """The first step asks for a guest pass, so a banner ad leaves it open."""
    steps = Steps()
    steps.command_typed("/benefit-use")
    steps.answered(confirmation("Banner ad"))
    assert not steps.done[RECORD]


def test_used_counts_when_it_is_seen_after_recording() -> None:
    """The second step wants the app's change of Assignments, then Used before somebody's eyes."""
    steps = recorded()
    steps.columns_seen("Assignments", {"Used"})
    steps.sheet_changed_by_app({"History"})
    steps.columns_seen("Assignments", {"Used"})
    assert not steps.done[WATCH]
    steps.sheet_changed_by_app({"Assignments"})
    steps.columns_seen("Assignments", {"Contact", "Number"})
    steps.columns_seen("Usage report", {"Used"})
    assert not steps.done[WATCH]
    steps.columns_seen("Assignments", {"Contact", "Number", "Used"})
    assert steps.done[WATCH]


def test_a_change_before_recording_does_not_count() -> None:
    """What the app wrote before the first step was done is not what the second one asks for."""
    steps = Steps()
    steps.sheet_changed_by_app({"Assignments"})
    steps.command_typed("/benefit-use")
    steps.answered(confirmation())
    steps.columns_seen("Assignments", {"Used"})
    assert not steps.done[WATCH]


def test_lowering_then_checking() -> None:
    """The third step wants a lower Number, and then a check."""
    steps = Steps()
    steps.command_typed("/benefit-check")
    steps.cell_typed("Assignments", "Number", "4", "6")
    steps.command_typed("/benefit-check")
    assert not steps.done[LOWER]
    steps.cell_typed("Assignments", "Number", "4", "3")
    steps.command_typed("/benefit-check")
    assert steps.done[LOWER]


def test_listeners_hear_each_step_once_and_the_new_beginning() -> None:
    """Whoever draws the steps hears of every change, and of no other."""
    steps, heard = Steps(), []
    stop = steps.subscribe(lambda: heard.append(list(steps.done)))
    steps.command_typed("/benefit-use")
    steps.answered(confirmation())
    steps.answered(confirmation())
    steps.begin_again()
    stop()
    steps.command_typed("/benefit-use")
    steps.answered(confirmation())
    assert heard == [[True, False, False], [False, False, False]]
