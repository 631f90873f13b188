"""What a newcomer is asked to try."""

from playground.page.steps import LOWER, RECORD, WATCH, Steps
from playground.slack import Message

UNDO = {"type": "button", "action_id": "undo", "text": {"type": "plain_text", "text": "Undo"}}


def confirmation() -> Message:
    """Write the app's answer to a recorded usage."""
    actions = {"type": "actions", "block_id": "b", "elements": [UNDO]}
    return Message(channel="C1", ts="1.0", text="Recorded", user="U1", blocks=[actions])


def test_an_accepted_form_finishes_recording() -> None:
    """The first step is done when a form that /benefit-use opened was accepted."""
    steps = Steps()
    steps.form_accepted()
    assert not steps.done[RECORD]
    steps.command_typed("/benefit-use")
    steps.form_accepted()
    assert steps.done[RECORD]


def test_an_answer_that_can_be_undone_finishes_recording() -> None:
    """The typed form of the command counts when the app's answer can be undone."""
    steps = Steps()
    steps.answered(confirmation())
    assert not steps.done[RECORD]
    steps.command_typed("/benefit-use")
    steps.answered(confirmation())
    assert steps.done[RECORD]


def test_the_sheet_counts_after_recording() -> None:
    """The second step is done by the app's own change of Assignments, after the first."""
    steps = Steps()
    steps.sheet_changed_by_app({"Assignments"})
    assert not steps.done[WATCH]
    steps.command_typed("/benefit-use")
    steps.form_accepted()
    steps.sheet_changed_by_app({"History"})
    assert not steps.done[WATCH]
    steps.sheet_changed_by_app({"Assignments"})
    assert steps.done[WATCH]


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
    steps.form_accepted()
    steps.form_accepted()
    steps.begin_again()
    stop()
    steps.command_typed("/benefit-use")
    steps.form_accepted()
    assert heard == [[True, False, False], [False, False, False]]
