import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabulary import ContactKind
from service.domain.imports import ContactRow, PersonRow, missing_kinds, parse_contacts, parse_people

HEADER = "slack_user_id,unit,manager_slack_user_id"
CONTACT = {"kind": "people_team", "name": "Ada", "reach": "ada@example.org", "country": "*"}


def people(*lines: str) -> str:
    return "\n".join((HEADER, *lines))


def contacts(*tables: dict[str, str]) -> str:
    return "\n".join("[[contact]]\n" + "".join(f'{k} = "{v}"\n' for k, v in table.items()) for table in tables)


def test_people_are_read_with_and_without_a_manager() -> None:
    got = parse_people(people("U01,Payments,", "W02,Payments, U01 ", "U03,Data,U99"))
    assert got.errors == ()
    assert got.rows == (
        PersonRow("U01", "Payments", None),
        PersonRow("W02", "Payments", "U01"),
        PersonRow("U03", "Data", "U99"),  # a manager who is not in the file
    )


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + people("U01,Payments,"),
        people("", "U01,Payments,", "  ", ",,", ""),
        people("U01,Payments,").replace("\n", "\r\n"),
        people("U01,Payments,").replace("\n", "\r"),
        people('U01,"Payments",'),
        people("U01,Payments,").replace(HEADER, HEADER.upper()),
    ],
)
def test_a_mark_blank_lines_quotes_and_line_ends_are_tolerated(text: str) -> None:
    assert parse_people(text) == parse_people(people("U01,Payments,"))
    assert parse_people(text).rows == (PersonRow("U01", "Payments", None),)


def test_a_quoted_comma_belongs_to_the_unit() -> None:
    assert parse_people(people('U01,"Payments, Oslo",')).rows[0].unit == "Payments, Oslo"


@pytest.mark.parametrize(
    "text", ["", "\n\n", "U01,Payments,", "slack_user_id,unit", "unit,slack_user_id,manager", "\0"]
)
def test_without_the_header_nothing_is_read(text: str) -> None:
    got = parse_people(text)
    assert got.rows == ()
    assert len(got.errors) == 1
    assert got.errors[0].startswith("line 1: the first line must be slack_user_id,unit,")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("u01,Data,", "line 4: 'u01' is not a Slack user id (U or W, then capitals and digits)"),
        ("U1,Data,", "line 4: 'U1' is not a Slack user id (U or W, then capitals and digits)"),
        ("U02x,Data,", "line 4: 'U02x' is not a Slack user id (U or W, then capitals and digits)"),
        ("U02\u0663,Data,", "line 4: 'U02\u0663' is not a Slack user id (U or W, then capitals and digits)"),
        ("B01,Data,", "line 4: 'B01' is not a Slack user id (U or W, then capitals and digits)"),
        ("U02,Data,ada", "line 4: 'ada' is not a Slack user id (U or W, then capitals and digits)"),
        ("U02,,", "line 4: U02 has no unit"),
        (f"U02,{'x' * 81},", "line 4: the unit of U02 has 81 characters, at most 80 fit"),
        ("U01,Data,", "line 4: U01 is there twice"),
        ("U02,Data,U02", "line 4: U02 cannot be their own manager"),
        ("U02,Data", "line 4: 2 columns instead of 3"),
        ("U02,Data,U01,x", "line 4: 4 columns instead of 3"),
    ],
)
def test_a_wrong_line_is_named_and_the_others_are_kept(line: str, complaint: str) -> None:
    got = parse_people(people("U01,Payments,", "", line, "U05,Data,"))
    assert got.errors == (complaint,)
    assert [row.user for row in got.rows] == ["U01", "U05"]


def test_a_cell_without_an_end_is_refused_with_its_line() -> None:
    got = parse_people(people("U01,Payments,", f'U02,"{"x" * 200_000}'))
    assert got.rows == ()
    assert [error[:23] for error in got.errors] == ["line 3: not a CSV file:"]


def test_a_unit_of_eighty_characters_fits() -> None:
    assert parse_people(people(f"U01,{'x' * 80},")).errors == ()


def test_a_ring_of_managers_is_named_once() -> None:
    got = parse_people(people("U09,A,U01", "U01,A,U03", "U02,A,U01", "U03,A,U02", "U04,A,U05", "U05,A,U04"))
    assert got.errors == (
        "line 3: managers form a ring: U01 -> U03 -> U02 -> U01",
        "line 6: managers form a ring: U04 -> U05 -> U04",
    )


def test_contacts_are_read() -> None:
    got = parse_contacts(contacts(CONTACT, {**CONTACT, "kind": "crisis", "country": "no"}))
    assert got.errors == ()
    assert got.rows == (
        ContactRow(ContactKind.people_team, "Ada", "ada@example.org", "*"),
        ContactRow(ContactKind.crisis, "Ada", "ada@example.org", "NO"),
    )


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({**CONTACT, "kind": "lawyer"}, "unknown kind 'lawyer': people_team, outside_line, crisis"),
        ({**CONTACT, "phone": "1"}, "unknown key 'phone'"),
        ({k: v for k, v in CONTACT.items() if k != "reach"}, "reach is missing"),
        ({**CONTACT, "name": "  "}, "name must be a text that is not empty"),
        ({**CONTACT, "name": "x" * 81}, "name has 81 characters, at most 80 fit"),
        ({**CONTACT, "reach": "x" * 201}, "reach has 201 characters, at most 200 fit"),
        ({**CONTACT, "country": "N"}, "country 'N' must be * or two letters"),
        ({**CONTACT, "country": "N1"}, "country 'N1' must be * or two letters"),
        ({**CONTACT, "country": "NOR"}, "country has 3 characters, at most 2 fit"),
        (CONTACT, "the same contact is there twice"),
    ],
)
def test_a_wrong_contact_is_named_and_the_others_are_kept(table: dict[str, str], complaint: str) -> None:
    got = parse_contacts(contacts(CONTACT, table))
    assert got.errors == (f"contact 2: {complaint}",)
    assert len(got.rows) == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[contact", "not a TOML file"),
        ("[contact]\nkind = 'crisis'", "two brackets"),
        ("contact = [1]", "contact 1: not a table"),
        ("colour = 'red'", "unknown entry 'colour'"),
        ("[[contact]]\nkind = 3", "contact 1: kind must be a text"),
    ],
)
def test_a_file_of_another_shape_is_explained(text: str, complaint: str) -> None:
    got = parse_contacts(text)
    assert got.rows == ()
    assert len(got.errors) == 1
    assert complaint in got.errors[0]


def test_missing_kinds_are_named_in_order() -> None:
    assert missing_kinds(()) == tuple(ContactKind)
    assert missing_kinds(parse_contacts(contacts(CONTACT)).rows) == (ContactKind.outside_line, ContactKind.crisis)
    every = [{**CONTACT, "kind": kind} for kind in ContactKind]
    assert missing_kinds(parse_contacts(contacts(*every)).rows) == ()


cells = st.lists(st.sampled_from(["U01", "U02", "U03", "W04", "", "Data", '"', "x", "\0"]), max_size=4).map(",".join)


@given(text=st.one_of(st.text(), st.lists(st.one_of(cells, st.text()), max_size=8).map(lambda lines: people(*lines))))
def test_no_text_makes_reading_people_fail(text: str) -> None:
    got = parse_people(text)
    assert all(error.startswith("line ") and "\n" not in error for error in got.errors)
    assert len({row.user for row in got.rows}) == len(got.rows)


chart = st.lists(
    st.tuples(st.sampled_from([f"U0{i}" for i in range(8)]), st.sampled_from([f"U0{i}" for i in range(8)])),
    max_size=8,
    unique_by=lambda pair: pair[0],
)


@given(pairs=chart)
def test_a_chart_without_complaints_has_no_ring(pairs: list[tuple[str, str]]) -> None:
    got = parse_people(people(*(f"{user},A,{manager}" for user, manager in pairs)))
    above = {row.user: row.manager for row in got.rows}
    for person in above if not got.errors else ():
        line = [person]
        while (manager := above.get(line[-1])) is not None:
            assert manager not in line
            line.append(manager)


toml_text = st.one_of(
    st.text(),
    st.lists(
        st.dictionaries(
            st.sampled_from([*CONTACT, "phone", "bad key"]),
            st.one_of(st.text(), st.sampled_from(["crisis", "*", "NO", "people_team"])),
        ),
        max_size=3,
    ).map(lambda tables: contacts(*tables)),
)


@given(text=toml_text)
def test_no_text_makes_reading_contacts_fail(text: str) -> None:
    got = parse_contacts(text)
    assert len(set(got.rows)) == len(got.rows)
    assert all(error and "\n" not in error for error in got.errors)
