"""A member's statement as a page of its own, to print or to send; everything in it is escaped."""

from collections.abc import Iterator
from html import escape
from string import Template
from typing import Final

from bot.command_line.stating import BenefitStated, MembershipStated, Stated

PAGE: Final = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body { color: #222; font: 16px/1.5 Georgia, "Times New Roman", serif; margin: 3rem auto;
  max-width: 40rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; font-weight: normal; margin: 0; }
h2 { border-bottom: 1px solid #ccc; font-size: 1.1rem; font-weight: normal; margin: 2rem 0 0; }
header p, .when { color: #666; margin: 0; }
table { border-collapse: collapse; width: 100%; }
th { font-weight: normal; padding: 0.5rem 1rem 0 0; text-align: left; vertical-align: top; }
td { padding: 0.5rem 0 0; text-align: right; vertical-align: top; }
td.uses { color: #666; font-size: 0.9rem; padding: 0 0 0 1rem; text-align: left; }
ul { list-style: none; margin: 0; padding: 0; }
li { overflow-wrap: anywhere; }
@media print {
  body { font-size: 11pt; margin: 0; max-width: none; }
  section, tbody { break-inside: avoid; }
}
</style>
</head>
<body>
<header>
<p>$organisation</p>
<h1>$member</h1>
<p>Benefits as of $on</p>
</header>
$sections
</body>
</html>
""")


def as_html(says: Stated) -> str:
    """The whole page."""
    sections = "\n".join(_section(each) for each in says.memberships)
    return PAGE.substitute(
        title=escape(f"{says.member}, {says.on}"),
        organisation=escape(says.organisation),
        member=escape(says.member),
        on=escape(says.on),
        sections=sections or "<p>No membership.</p>",
    )


def _section(membership: MembershipStated) -> str:
    return "\n".join(("<section>", *_parts(membership), "</section>"))


def _parts(membership: MembershipStated) -> Iterator[str]:
    yield f"<h2>{escape(membership.name)}</h2>"
    if membership.when:
        yield f'<p class="when">{escape(membership.when)}</p>'
    yield "<table>"
    for benefit in membership.benefits:
        yield _benefit(benefit)
    yield "</table>"


def _benefit(benefit: BenefitStated) -> str:
    return "\n".join(("<tbody>", *_rows(benefit), "</tbody>"))


def _rows(benefit: BenefitStated) -> Iterator[str]:
    yield (f'<tr><th scope="row">{escape(benefit.name)}</th><td>{escape(benefit.left)}</td></tr>')
    if benefit.uses:
        uses = "".join(f"<li>{escape(use)}</li>" for use in benefit.uses)
        yield f'<tr><td class="uses" colspan="2"><ul>{uses}</ul></td></tr>'
