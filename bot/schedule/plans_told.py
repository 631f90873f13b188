"""What runs by itself, told in plain words."""

from datetime import datetime

from slack_sdk import WebClient

from bot.opening import desk_to_try
from bot.schedule.chores import chores_of
from bot.schedule.rounds import Chore, last_done, left_out
from bot.settings import Settings
from core.desk import Desk
from core.errors import day


def told(desk: Desk, settings: Settings) -> list[str]:
    """One line for each thing that is planned, and one for what is switched off."""
    chores = [*chores_of(desk, settings, WebClient(), lambda: desk_to_try(settings))]
    lines = [f"All times are those of {settings.organisation.time_zone.key}."]
    every = settings.schedule.sync_every_seconds
    if settings.has_sheet and every:
        lines.append(f"Every {every} seconds ledger and sheet are made equal.")
    lines += [_line(desk, chore, desk.clock.now()) for chore in chores]
    lines += _left_out(settings, [chore.name for chore in chores])
    return lines


def _line(desk: Desk, chore: Chore, now: datetime) -> str:
    until = last_done(desk, chore)
    never = until is None or left_out(desk, chore)
    before = "Not done yet." if never or until is None else f"Last done for {day(until)}."
    following = chore.plan.after(until or chore.plan.last(now).planned_on)
    on = day(following.planned_on)
    due = following.planned_at <= now
    comes = f"Due since {on}, and done as soon as serve runs" if due else f"Next on {on}"
    return f"{chore.plan.when} {chore.says}. {comes}. {before}"


def _left_out(settings: Settings, names: list[str]) -> list[str]:
    kinds = ("nightly verify", "nightly backup", "alerts", "weekly report", "monthly digest")
    off = [kind for kind in kinds if not any(name.startswith(kind) for name in names)]
    if not settings.reports.channel and off:
        return [f"Switched off, or without a channel: {', '.join(off)}."]
    return [f"Switched off: {', '.join(off)}."] if off else []
