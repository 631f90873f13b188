"""Cells and columns as people call them: A1, B2 and so on."""


def cell_name(row: int, column: int) -> str:
    """A cell as people call it: the first one is A1."""
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """The letters of a column counted from zero: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_of(name: str) -> int:
    """The column, counted from zero, that these letters name."""
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
