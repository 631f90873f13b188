"""Formulas that people type: what they come to, and how they follow moved cells."""

from typing import Any

import pytest

from playground.google import Drive, Spreadsheet
from playground.google.formulas.moving import copied_formula, moved_formula

ME = "me@example.org"

#       A        B   C     D
SHEET = [
    ["Acme", "10", "TRUE", "2024-01-31"],
    ["Bolt", "20", "FALSE", "2024-02-29"],
    ["Cog", "30", "x", "2023-12-31"],
    ["acme", "", "=1/0", ""],
]


@pytest.fixture
def book() -> Spreadsheet:
    """A spreadsheet with a few cells to ask about."""
    made = Drive().create_spreadsheet("Sums", owner=ME)
    made.paste("Sheet1", 0, 0, SHEET, user=ME)
    return made


def result(book: Spreadsheet, formula: str) -> Any:
    """What a formula in F1 comes to; an error as its text."""
    book.type_into("Sheet1", 0, 5, formula, user=ME)
    value = book.typed_rows("Sheet1")[0][5]
    return getattr(value, "text", value)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3", 7),
        ("=(1+2)*3", 9),
        ("=2^3^2", 64),
        ("=-2^2", 4),
        ("=50%*4", 2),
        ("=7/2", 3.5),
        ('="a"&"b"&1', "ab1"),
        ('="a""b"', 'a"b'),
        ("=1<2", True),
        ('="A"="a"', True),
        ('="a"<>"b"', True),
        ("=1=TRUE", False),
        ('="5"+1', 6),
        ('="12%"*100', 12),
        ("=B1", 10),
        ("=$B$1+B2", 30),
        ("=E9", 0),
        ("=SUM(B1:B4)", 60),
        ("=SUM(B:B)", 60),
        ('=sum(B1:B2,5,"6")', 41),
        ("=AVERAGE(B1:B4)", 20),
        ("=COUNT(B1:B4)", 3),
        ("=COUNTA(A1:B4)", 7),
        ("=COUNTBLANK(B1:B4)", 1),
        ("=MIN(B1:B3)", 10),
        ("=MAX(B1:B3)", 30),
        ("=MEDIAN(B1:B3)", 20),
        ("=PRODUCT(B1:B2)", 200),
        ('=SUMIF(A1:A4,"acme",B1:B4)', 10),
        ('=SUMIF(B1:B3,">=20")', 50),
        ('=SUMIFS(B1:B3,B1:B3,">10",A1:A3,"B*")', 20),
        ('=COUNTIF(A1:A4,"acme")', 2),
        ('=COUNTIF(A1:A4,"<>acme")', 2),
        ('=COUNTIFS(A1:A3,"?olt",B1:B3,20)', 1),
        ('=AVERAGEIF(B1:B3,">10")', 25),
        ('=MAXIFS(B1:B3,A1:A3,"*o*")', 30),
        ("=SUMPRODUCT(B1:B2,B2:B3)", 800),
        ("=ROUND(2.345,2)", 2.35),
        ("=ROUNDUP(2.1,0)", 3),
        ("=ROUNDDOWN(-2.9)", -2),
        ("=INT(-2.5)", -3),
        ("=MOD(-3,5)", 2),
        ("=CEILING(7,5)", 10),
        ("=FLOOR(7,5)", 5),
        ("=ABS(-3)+SIGN(-2)+SQRT(16)", 6),
        ("=POWER(2,10)", 1024),
        ('=IF(B1>5,"big","small")', "big"),
        ("=IF(B1>50,1)", False),
        ('=IF(B1>50,1/0,"safe")', "safe"),
        ('=IFS(B1>50,"a",B1>5,"b")', "b"),
        ('=IFERROR(1/0,"none")', "none"),
        ('=IFNA(MATCH("x",A1:A3,0),"none")', "none"),
        ('=SWITCH(A1,"Bolt",1,"Acme",2,3)', 2),
        ('=CHOOSE(2,"a","b")', "b"),
        ("=AND(TRUE,B1=10)", True),
        ("=OR(FALSE,B1=11)", False),
        ("=NOT(C1)", False),
        ("=XOR(TRUE,TRUE,TRUE)", True),
        ("=ISBLANK(B4)", True),
        ("=ISNUMBER(B1)", True),
        ("=ISTEXT(A1)", True),
        ("=ISERROR(C4)", True),
        ("=ISNA(C4)", False),
        ('=CONCATENATE(A1," ",A2)', "Acme Bolt"),
        ('=JOIN("-",A1:A3)', "Acme-Bolt-Cog"),
        ('=TEXTJOIN(",",TRUE,A1:B4)', "Acme,10,Bolt,20,Cog,30,acme"),
        ("=LEFT(A1,2)&RIGHT(A2,2)&MID(A3,2,1)", "Aclto"),
        ('=LEN(TRIM("  a  b "))', 3),
        ('=UPPER("a")&LOWER("B")&PROPER("c d")', "AbC D"),
        ('=FIND("o",A2)', 2),
        ('=SEARCH("O?T",A2)', 2),
        ('=SUBSTITUTE("a-b-c","-","+",2)', "a-b+c"),
        ('=REPLACE("abc",2,1,"X")', "aXc"),
        ('=REPT("ab",3)', "ababab"),
        ('=TEXT(D1,"d mmm yyyy")', "31 Jan 2024"),
        ('=TEXT(0.5,"0%")', "50%"),
        ('=VALUE("$1,200")', 1200),
        ('=EXACT("a","A")', False),
        ('=REGEXMATCH("abc","b.")', True),
        ('=REGEXEXTRACT("key 42","[0-9]+")', "42"),
        ("=DATE(2024,2,30)", 45352),
        ("=YEAR(D1)*10000+MONTH(D1)*100+DAY(D1)", 20240131),
        ("=EDATE(D1,1)-D2", 0),
        ("=EOMONTH(D1,0)-D1", 0),
        ("=WEEKDAY(D1)", 4),
        ("=WEEKDAY(D1,2)", 3),
        ("=DAYS(D2,D1)", 29),
        ('=DATEDIF(D3,D2,"M")', 1),
        ('=DATEVALUE("2024-01-31")-D1', 0),
        ("=HOUR(TIME(13,30,0))", 13),
        ("=TODAY()-INT(NOW())", 0),
        ('=VLOOKUP("bolt",A1:B3,2,FALSE)', 20),
        ("=VLOOKUP(25,B1:B3,1)", 20),
        ('=INDEX(B1:B3,MATCH("Cog",A1:A3,0))', 30),
        ('=XLOOKUP("Nobody",A1:A3,B1:B3,"none")', "none"),
        ("=ROW(A7)+COLUMN(C1)", 10),
        ("=ROWS(A1:B4)*COLUMNS(A1:B4)", 8),
        ('=INDIRECT("B"&2)', 20),
        ("=SUM({1,2;3,4})", 10),
        ('=HLOOKUP("b",{"a","b";1,2},2,FALSE)', 2),
        ("=HLOOKUP(25,{10,20,30;1,2,3},2)", 2),
        ("=MATCH(25,B1:B3)", 2),
        ("=MATCH(15,{30,20,10},-1)", 2),
        ("=SUM(INDEX(A1:B3,0,2))", 60),
        ("=SUM(INDEX(A1:B3,2,0))", 20),
        ("=INDEX({1,2,3},2)", 2),
        ('=XLOOKUP("Cog",A1:A3,B1:B3)', 30),
        ("=COUNTUNIQUE(A1:A4)", 4),
        ("=COUNTBLANK(B4)", 1),
        ('=AVERAGEIFS(B1:B3,A1:A3,"<>Acme")', 25),
        ('=MINIFS(B1:B3,B1:B3,">10")', 20),
        ("=QUOTIENT(7,2)", 3),
        ("=LOG(8,2)", 3),
        ("=MROUND(7,5)", 5),
        ("=ISODD(3)", True),
        ("=ROUND(PI(),2)", 3.14),
        ('=SUBSTITUTE("a-b","-","+")', "a+b"),
        ('=SUBSTITUTE("a-b","-","+",5)', "a-b"),
        ('=T(5)&CHAR(65)&CODE("B")', "A66"),
        ('=TEXT("12.5","0.0")&TEXT("x","0")', "12.5x"),
        ("=CONCAT(A1,A2)", "AcmeBolt"),
        ("=EDATE(D1,-2)-D3", -31),
        ('=DATEDIF(D3,D2,"Y")', 0),
        ("=MINUTE(0.5)+SECOND(0.5)", 0),
        ("=ISERR(NA())", False),
        ("=ISNONTEXT(B1)", True),
        ("=ISLOGICAL(C1)", True),
        ("=IFERROR(B1)", 10),
        ("=IFNA(B1,0)", 10),
        ("=SWITCH(9,1,2)", "#N/A"),
        ("=IFS(FALSE,1)", "#N/A"),
        ("=ARRAYFORMULA(B1:B2)", 10),
        ("=ROW()", 1),
        ("=COLUMN()", 6),
        ("=FALSE()", False),
        ("=+B1%", 0.1),
        ("=B1:B3*2", 20),
        ('=COUNTIF(B1:B4,"")', 1),
        ("=COUNTIF(B1:B4,10)", 1),
        ('=COUNTIF(A1:A4,"~*")', 0),
        ("=IF(,1,2)", 2),
        ("=N(C1)", 1),
        ('=HYPERLINK("https://example.org","here")', "here"),
    ],
)
def test_a_formula_comes_to(book: Spreadsheet, formula: str, value: Any) -> None:
    """Sums, comparisons, texts, dates and look-ups, as the grid works them out."""
    assert result(book, formula) == value


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("=1/0", "#DIV/0!"),
        ("=AVERAGE(E1:E9)", "#DIV/0!"),
        ("=C4+1", "#DIV/0!"),
        ("=SUM(C1:C4)", "#DIV/0!"),
        ("=A1+1", "#VALUE!"),
        ('=FIND("z",A1)', "#VALUE!"),
        ("=NOSUCH(1)", "#NAME?"),
        ("=nowhere", "#NAME?"),
        ("=Nowhere!A1", "#REF!"),
        ("=ZZ1", "#REF!"),
        ("=F1", "#REF!"),
        ('=MATCH("x",A1:A3,0)', "#N/A"),
        ("=NA()", "#N/A"),
        ("=LEN()", "#N/A"),
        ("=SQRT(-1)", "#NUM!"),
        ("=10^999", "#NUM!"),
        ("=1+", "#ERROR!"),
        ("=(1", "#ERROR!"),
        ("=A1:A3 B1", "#ERROR!"),
        ("=#REF!+1", "#REF!"),
        ("=VLOOKUP(1,B1:B3,5)", "#REF!"),
        ("=HLOOKUP(1,B1:B3,9)", "#REF!"),
        ("=VLOOKUP(1,B1:B3,1)", "#N/A"),
        ("=INDEX(B1:B3,9)", "#NUM!"),
        ("=CHOOSE(5,1)", "#NUM!"),
        ('=MID("a",0,1)', "#NUM!"),
        ('=LEFT("a",-1)', "#VALUE!"),
        ('=SEARCH("z","a")', "#VALUE!"),
        ('=REGEXMATCH("a","(")', "#REF!"),
        ('=REGEXEXTRACT("a","b")', "#N/A"),
        ("=MOD(1,0)", "#DIV/0!"),
        ("=QUOTIENT(1,0)", "#DIV/0!"),
        ("=MEDIAN(E1:E2)", "#NUM!"),
        ("=SUMPRODUCT(B1:B2,B1:B3)", "#VALUE!"),
        ("=LOG(-1)", "#NUM!"),
        ("=POWER(0,-1)", "#NUM!"),
        ("=WEEKDAY(1,9)", "#NUM!"),
        ('=DATEDIF(D2,D1,"D")', "#NUM!"),
        ('=DATEDIF(D1,D2,"Q")', "#NUM!"),
        ('=DATEVALUE("soon")', "#VALUE!"),
        ("=YEAR(1E10)", "#NUM!"),
        ("=DATE(20000,1,1)", "#NUM!"),
        ('=AND("maybe")', "#VALUE!"),
        ("=ROW(5)", "#N/A"),
        ("=UPPER(A1:A2)", "#VALUE!"),
        ("=A1:A3+1", "#VALUE!"),
        ("={1,2", "#ERROR!"),
        ("=1,2", "#ERROR!"),
    ],
)
def test_a_formula_fails_with_its_error(book: Spreadsheet, formula: str, error: str) -> None:
    """Each kind of mistake shows its own mark."""
    assert result(book, formula) == error


def test_formulas_follow_one_another_whatever_their_order(book: Spreadsheet) -> None:
    """A long chain, each cell needing the one below, is worked out."""
    count = 600
    rows = [[f"=G{row + 2}+1"] for row in range(count)] + [["1"]]
    book.paste("Sheet1", 0, 6, rows, user=ME)
    assert book.typed_rows("Sheet1")[0][6] == count + 1
    book.type_into("Sheet1", count, 6, "5", user=ME)
    assert book.typed_rows("Sheet1")[0][6] == count + 5


def test_a_circle_is_an_error_and_no_hang(book: Spreadsheet) -> None:
    """Two cells that need each other show #REF!."""
    book.paste("Sheet1", 0, 6, [["=H1", "=G1"]], user=ME)
    assert book.rows("Sheet1")[0][6:8] == ["#REF!", "#REF!"]


def test_a_result_takes_the_format_of_what_it_is_made_of(book: Spreadsheet) -> None:
    """A sum of money is money, a date of a function is a date, a difference of dates is days."""
    book.paste(
        "Sheet1",
        5,
        0,
        [["$1.50", "$2.00", "=SUM(A6:B6)", "=D1+1", "=D2-D1", "=DATE(2024,1,5)"]],
        user=ME,
    )
    assert book.rows("Sheet1")[5] == ["$1.50", "$2.00", "$3.50", "2024-02-01", "29", "1/5/2024"]


def test_a_named_range_can_be_summed(book: Spreadsheet) -> None:
    """Names stand for their cells in formulas, whatever the case of letters."""
    named = {
        "namedRangeId": "1",
        "name": "Units",
        "range": {"startColumnIndex": 1, "endColumnIndex": 2},
    }
    with book.editing(by=ME):
        book.facts.named_ranges.append(named)
    assert result(book, "=SUM(units)") == 60


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=A5", "=A7"),
        ("=A2", "=A2"),
        ("=$A$5:B6", "=$A$7:B8"),
        ("=SUM(A1:A5)", "=SUM(A1:A7)"),
        ("=A:A+3:4", "=A:A+5:6"),
        ("=Other!A5", "=Other!A5"),
        ("='Home'!A5&\"A5\"", '=Home!A7&"A5"'),
        ("=A5+", "=A7+"),
    ],
)
def test_references_follow_rows_that_are_put_in(formula: str, moved: str) -> None:
    """Two rows come in above row 3: later references move, texts and other sheets don't."""
    assert moved_formula(formula, "Home", "home", dimension="ROWS", at=2, by=2) == moved


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=A5", "=A3"),
        ("=A3", "=#REF!"),
        ("=SUM(A1:A4)", "=SUM(A1:A2)"),
        ("=SUM(A3:A4)", "=SUM(#REF!)"),
        ("=SUM(A4:A9)", "=SUM(A3:A7)"),
    ],
)
def test_references_follow_rows_that_are_taken_out(formula: str, moved: str) -> None:
    """Rows 3 and 4 go: references to them alone are lost, ranges shrink."""
    assert moved_formula(formula, "Home", "Home", dimension="ROWS", at=2, by=-2) == moved


def test_a_copied_formula_moves_what_is_not_fixed() -> None:
    """Dollar signs hold a row or a column; beyond the edge there is nothing."""
    assert copied_formula("=A1+$A1+A$1+$A$1", 2, 1) == "=B3+$A3+B$1+$A$1"
    assert copied_formula("=A1", -1, 0) == "=#REF!"
    assert copied_formula("=SUM(B:B)", 0, 1) == "=SUM(C:C)"
