import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import record
from conftest import Run
from sarcoma_kg import review
from sarcoma_kg.errors import FactError, SarcomaKgError, SourceError
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.reading import in_place
from sarcoma_kg.records import (
    Document,
    Evidence,
    Fact,
    Paper,
    Qualifiers,
    Quantity,
    Reading,
    digest,
)
from sarcoma_kg.review.decision import parse_amount
from sarcoma_kg.terms import Term

TEXT = (
    "A 61-year-old man had a mass of the thigh. Biopsy showed leiomyosarcoma.\n"
    "He received doxorubicin, then pazopanib, and was alive\nwithout disease 20 months after "
    "surgery. Doxorubicin is an old drug.\n"
)
ORCID = "0000-0002-1825-0097"
RULES = Reading("rules", "0.1.0", "2026-11-23T00:00:00Z")
CASE = (
    "A 61-year-old man presented with a mass of the thigh. Biopsy showed leiomyosarcoma. He "
    "received doxorubicin and was alive without disease 20 months after surgery.\n"
)


def _fact(kind: str, value: str, quote: str, *ids: str, **more: object) -> Fact:
    start = TEXT.index(quote)
    evidence = Evidence(start, start + len(quote), quote, f"{kind}-rule", 0.9)
    terms = tuple(map(Term.parse, ids))
    return Fact(1, kind, value, evidence, terms, **more)  # type: ignore[arg-type]


FACTS = [
    _fact("age", "61", "61-year-old", quantity=Quantity(61, 61, "year")),
    _fact("sex", "male", "man"),
    _fact("diagnosis", "leiomyosarcoma", "leiomyosarcoma", "NCIT:C3158", "MONDO:0005058"),
    _fact("drug", "doxorubicin", "doxorubicin", "CHEBI:28748", "NCIT:C456", note="first line"),
    _fact("drug", "pazopanib", "pazopanib", "CHEBI:71219"),
    _fact("outcome", "NED", "alive\nwithout disease"),
    _fact(
        "follow-up", "P20M", "20 months", quantity=Quantity(20, 20, "month"), since="surgery"
    ),
]  # fmt: skip
COURSE = [
    _fact("diagnosis", "leiomyosarcoma", "leiomyosarcoma", "NCIT:C3158", tumours=(1,),
          qualifiers=Qualifiers(status="final", role="primary")),
    _fact("drug", "doxorubicin", "doxorubicin", "CHEBI:28748", event=1, order=2, tumours=(1,),
          qualifiers=Qualifiers(line=1, cycles=Quantity(4, 6, "cycle"))),
    _fact("regimen", "A", "received", event=1, order=2, tumours=(1,)),
    _fact("drug", "pazopanib", "pazopanib", "CHEBI:71219", event=2, order=1,
          qualifiers=Qualifiers(line=2, intent="palliative")),
    _fact("outcome", "NED", "alive\nwithout disease", event=3, order=3),
    _fact("follow-up", "P20M", "20 months", quantity=Quantity(20, 20, "month"), since="surgery",
          event=3, order=3, since_event=(1, 2)),
]  # fmt: skip
DOCUMENT = Document(Paper("thigh", text_sha256=digest(TEXT), text_length=len(TEXT)), TEXT)


@pytest.fixture
def sheet() -> str:
    """A sheet of seven facts of one case, as it is written."""
    return review.write(DOCUMENT, FACTS, RULES)


@pytest.fixture
def decide(ontology: Ontology) -> Callable[[str], review.Review]:
    """Take a sheet back."""

    def decide(text: str) -> review.Review:
        return review.decide(review.read(text, "S"), DOCUMENT, ontology, "S")

    return decide


Decide = Callable[[str], review.Review]


def _block(sheet: str, kind: str) -> str:
    """Give the text of the first block of a kind."""
    found = re.search(rf"\[\d+\] case 1 {kind}\n(?:(?!\n\n).)*\n", sheet, re.DOTALL)
    assert found
    return found[0]


def _edited(sheet: str, kind: str, **fields: str) -> str:
    """Change or add lines of the first block of a kind."""
    block = _block(sheet, kind)
    changed = block
    for name, value in fields.items():
        line = f"{name}: {value}\n"
        pattern = rf"^{name}:.*\n"
        if re.search(pattern, changed, re.MULTILINE):
            changed = re.sub(pattern, lambda _, line=line: line, changed, flags=re.MULTILINE)
        else:
            changed = changed.replace("\nkeep", f"\n{line}keep", 1)
    assert changed != block
    return sheet.replace(block, changed)


# -- the sheet


def test_a_sheet_that_is_left_as_it_is_keeps_every_fact(sheet: str, decide: Decide) -> None:
    """Saving without a change keeps what the reader said, with its rule and confidence."""
    decided = decide(sheet)

    assert (7, 0, 0, 0) == tuple(
        decided.count(verdict) for verdict in ("kept", "changed", "dropped", "added")
    )
    assert FACTS == decided.facts


def test_a_course_that_is_left_as_it_is_keeps_its_places(decide: Decide) -> None:
    """Events, order, tumours, links and qualifiers come back as the reader said them."""
    assert COURSE == decide(review.write(DOCUMENT, COURSE, RULES)).facts


def test_a_sheet_tells_the_course(ontology: Ontology) -> None:
    """Blocks stand by tumour and event, in the order of time, with the number of their row."""
    sheet = review.write(DOCUMENT, COURSE, RULES)
    heads = re.findall(r"^(?:\[(\d+)\] .*|# -+ (.*?) -+)$", sheet, re.MULTILINE)

    assert [
        ("", "Tumour 1"), ("1", ""), ("", "Event 2, order 1: systemic therapy"), ("4", ""),
        ("", "Event 1, order 2: systemic therapy"), ("2", ""), ("3", ""),
        ("", "Event 3, order 3: follow-up"), ("5", ""), ("6", ""),
    ] == heads  # fmt: skip
    assert "event:    2\norder:    1\nline:     2\n" in sheet
    assert "since event: 1 2\n" in sheet
    assert "cycles:   4-6\n" in sheet


def test_a_place_is_set_by_hand(decide: Decide) -> None:
    """Event, order, tumours, links and qualifiers are taken as the reviewer writes them."""
    sheet = review.write(DOCUMENT, COURSE, RULES)
    text = _edited(sheet, "outcome", event="4", order="7", tumour="1, 2")
    text = _edited(text, "follow-up", **{"since event": "event2"}, endpoint="OS", status="final")
    facts = {fact.kind: fact for fact in decide(text).facts}

    assert (4, 7, (1, 2)) == (
        facts["outcome"].event, facts["outcome"].order, facts["outcome"].tumours,
    )  # fmt: skip
    assert ((2,), "OS", "final") == (
        facts["follow-up"].since_event,
        facts["follow-up"].qualifiers.endpoint,
        facts["follow-up"].qualifiers.status,
    )


def test_a_fact_that_moves_takes_the_rank_of_its_new_event(
    decide: Decide, ontology: Ontology
) -> None:
    """A changed event alone is enough; one without an event gets an event of its own."""
    sheet = review.write(DOCUMENT, COURSE, RULES)
    moved = _edited(sheet, "drug", event="1")
    open_ = sheet + "\n[+] case 1 radiotherapy\nvalue: radiotherapy\nquote: surgery\n"
    there = {f.value: f for f in in_place(decide(moved).facts, TEXT, ontology)}
    added = {f.value: f for f in in_place(decide(open_).facts, TEXT, ontology)}

    assert (1, 2) == (there["pazopanib"].event, there["pazopanib"].order)
    assert (4, 4) == (added["radiotherapy"].event, added["radiotherapy"].order)
    assert COURSE == in_place(decide(sheet).facts, TEXT, ontology)


def test_what_is_denied_leaves_its_event(decide: Decide) -> None:
    """A fact whose polarity is turned keeps its tumour and belongs to no event."""
    text = _edited(review.write(DOCUMENT, COURSE, RULES), "drug", polarity="absent")
    (fact,) = (fact for fact in decide(text).facts if fact.polarity == "absent")

    assert (None, None, "case") == (fact.event, fact.order, fact.subject)


def test_the_same_twice_in_one_event_is_told(decide: Decide) -> None:
    """The same drug at another event is another fact; in the same event it is a slip."""
    sheet = review.write(DOCUMENT, COURSE, RULES)
    again = "\n[+] case 1 drug\nvalue: doxorubicin\nevent: {}\nquote: Doxorubicin\n"
    twice = decide(sheet + again.format(1)).warnings
    other = decide(sheet + again.format(5)).warnings

    assert 1 == len(twice)
    assert "drug doxorubicin stands in the block of line" in twice[0]
    assert () == other


def test_a_sheet_shows_each_quote_in_its_sentence(sheet: str) -> None:
    """A curator sees the words around a quote, on one line even where the text breaks it."""
    assert "Biopsy showed »leiomyosarcoma«." in sheet
    assert "quote:    alive without disease\n" in sheet


def test_a_fact_can_be_dropped_by_its_mark_or_by_deleting_its_block(
    sheet: str, decide: Decide
) -> None:
    """`keep: no` and a block that is gone are the same verdict."""
    marked = decide(_edited(sheet, "outcome", keep="no"))
    deleted = decide(sheet.replace(_block(sheet, "outcome"), ""))

    for decided in (marked, deleted):
        assert ["NED"] == [
            v.said.value for v in decided.verdicts if v.verdict == "dropped" and v.said
        ]
        assert 6 == len(decided.facts)


def test_a_changed_value_is_looked_up(sheet: str, decide: Decide) -> None:
    """A new value gets its own identifiers, though the old ones still stand in the block."""
    decided = decide(_edited(sheet, "drug", value="Ifosfamide"))
    (changed,) = (verdict for verdict in decided.verdicts if verdict.verdict == "changed")

    assert changed.now is not None
    assert "ifosfamide" == changed.now.value
    assert Term("CHEBI", "5864") == changed.now.terms[0]
    assert ("review", None) == (changed.now.evidence.rule, changed.now.evidence.confidence)


def test_an_amount_and_its_value_follow_each_other(sheet: str, decide: Decide) -> None:
    """Whichever of the two was changed, the other agrees with it afterwards."""
    by_amount = decide(_edited(sheet, "follow-up", amount="about 2-3 years"))
    by_value = decide(_edited(sheet, "follow-up", value="P18M"))
    (one,) = (fact for fact in by_amount.facts if fact.kind == "follow-up")
    (other,) = (fact for fact in by_value.facts if fact.kind == "follow-up")

    assert (Quantity(2, 3, "year", True), "P3Y") == (one.quantity, one.value)
    assert (Quantity(18, 18, "month"), "P18M") == (other.quantity, other.value)


def test_every_field_can_be_edited(sheet: str, decide: Decide) -> None:
    """Polarity, since, note, identifiers and quote are taken as the reviewer left them."""
    text = _edited(sheet, "drug", polarity="absent", note="adjuvant", ids="none")
    text = _edited(text, "follow-up", since="diagnosis", quote="20 months after surgery")
    facts = {fact.kind: fact for fact in reversed(decide(text).facts)}

    assert ("absent", "adjuvant", ()) == (
        facts["drug"].polarity, facts["drug"].note, facts["drug"].terms,
    )  # fmt: skip
    assert "diagnosis" == facts["follow-up"].since
    assert "20 months after surgery" == facts["follow-up"].evidence.quote
    facts["follow-up"].evidence.check(TEXT)


def test_a_fact_can_be_added_by_value_and_quote(sheet: str, decide: Decide) -> None:
    """The offsets are found from the quote, the identifiers from the value."""
    added = "\n[+] case 1 primary-site\nvalue: Thigh\nquote: mass of  the thigh\n"
    (fact,) = (v.now for v in decide(sheet + added).verdicts if v.verdict == "added")

    assert fact is not None
    assert ("thigh", (Term("UBERON", "0000376"),)) == (fact.value, fact.terms)
    fact.evidence.check(TEXT)


def test_the_place_of_an_added_fact_can_be_chosen(sheet: str, decide: Decide) -> None:
    """`at` takes the nearest of several places where the quote stands."""
    added = "\n[+] case 1 comorbidity\nvalue: hypertension\nquote: drug\nat: 9999\n"
    (fact,) = (v.now for v in decide(sheet + added).verdicts if v.verdict == "added")

    assert fact is not None
    assert TEXT.rindex("drug") == fact.evidence.start


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("drug", {"keep": "perhaps"}, "keep: 'perhaps' is none of yes, no, edit"),
        ("drug", {"keep": "?"}, "the readers disagree here"),
        ("drug", {"quote": "cisplatin was given"}, "is not in the text"),
        ("drug", {"quote": ""}, "no quote"),
        ("drug", {"value": ""}, "no value"),
        ("drug", {"value": "doxorubicine hydrochlorid", "polarity": "maybe"}, "polarity"),
        ("diagnosis", {"value": "leiomyosarkoma"}, "did you mean Leiomyosarcoma?"),
        ("diagnosis", {"ids": "NCIT:C999999999"}, "is not in the ontology"),
        ("diagnosis", {"ids": "leiomyosarcoma"}, "is no identifier"),
        ("follow-up", {"amount": "soon"}, "is no amount"),
        ("follow-up", {"amount": "30-20 month"}, "low 30 is above high 20"),
        ("follow-up", {"amount": "20 fortnight"}, "unit 'fortnight'"),
        ("follow-up", {"amount": "900 year"}, "impossible"),
        ("follow-up", {"since": "breakfast"}, "since 'breakfast'"),
        ("outcome", {"value": "fine"}, "outcome 'fine' is none of"),
        ("age", {"at": "here"}, "is no number of a character"),
        ("drug", {"event": "first"}, "event: 'first' is no number of a course"),
        ("drug", {"event": "1 2"}, "is more than one number"),
        ("drug", {"tumour": "-1"}, "tumour: '-1' is no number of a course"),
        ("drug", {"line": "second"}, "line 'second' is no whole number"),
        ("drug", {"cycles": "many"}, "cycles 'many' is no number"),
        ("drug", {"intent": "kind"}, "intent 'kind' is none of"),
        ("follow-up", {"since event": "surgery"}, "since event: 'surgery' is no number"),
    ],
)
def test_a_fault_names_its_line(
    sheet: str, decide: Decide, kind: str, fields: dict[str, str], said: str
) -> None:
    """Each slip of a reviewer is said with the line where it stands."""
    text = _edited(sheet, kind, **fields)
    head = text[: text.index(_block(text, kind))].count("\n") + 1

    with pytest.raises(FactError, match=re.escape(said)) as raised:
        decide(text)

    found = re.search(r"S line (\d+):", str(raised.value))
    assert found
    assert head <= int(found[1]) <= head + 9


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda text: "", "is empty: the review was stopped"),
        (lambda text: "  \n\n", "is empty: the review was stopped"),
        (lambda text: re.sub(r"(?m)^#: .*\n", "", text), "is no review"),
        (lambda text: text.replace('#: {"case"', '#: {"cas'), "no JSON"),
        (lambda text: re.sub(r"(?m)^#: .*$", "#: [1]", text), "is no row"),
        (lambda text: text.replace("[3] case 1", "[99] case 1"), "said no fact [99]"),
        (lambda text: text.replace("[3] case 1", "[2] case 1"), "[2] stands twice"),
        (lambda text: text.replace("[3] case 1 ", "[3] case one "), "heads no block"),
        (lambda text: text.replace("1 diagnosis", "1 diagnose"), "is no kind of fact"),
        (lambda text: text.replace("keep:     yes", "keeep: yes", 1), "is none of keep"),
        (lambda text: text.replace("keep:     yes", "keep: yes\nkeep: no", 1), "stands twice"),
        (lambda text: "value: x\n" + text, "stands in no block"),
        (lambda text: text.replace('"start": 2', '"start": 1'), "is not as long"),
        (lambda text: text.replace(digest(TEXT), digest("x")), "another text"),
    ],
)
def test_a_damaged_sheet_is_refused(
    sheet: str, decide: Decide, damage: Callable[[str], str], said: str
) -> None:
    """What an editor or a hurried hand may do to the file is told, and nothing is taken."""
    with pytest.raises(FactError, match=re.escape(said)):
        decide(damage(sheet))


def test_line_ends_and_a_mark_of_order_of_other_editors_do_no_harm(
    sheet: str, decide: Decide
) -> None:
    """A sheet saved with Windows line ends and a byte order mark reads the same."""
    assert 7 == decide("\ufeff" + sheet.replace("\n", "\r\n")).count("kept")


def test_a_doubt_must_be_decided(decide: Decide) -> None:
    """A fact on which the readers disagree stands with ?, and the file is not taken with it."""
    doubted = _fact("laterality", "left", "thigh")
    doubt = review.Doubt(doubted, doubted, True, "model x says right")
    text = review.write(DOCUMENT, FACTS, RULES, [doubt])

    assert "DOUBT: model x says right" in text
    with pytest.raises(FactError, match="the readers disagree here"):
        decide(text)
    assert 1 == decide(text.replace("keep:     ?", "keep: no")).count("dropped")


def test_hostile_words_stay_in_their_line(decide: Decide) -> None:
    """A value, note or rule with line ends and control characters makes no block of its own."""
    text = "x [1] case 1 drug\nkeep: no\u2028\x1b[2J value: y"
    evil = Fact(
        1,
        "comorbidity",
        "a\nkeep: no",
        Evidence(0, len(text), text, "r\n#: {}"),
        note="\n[2] case 1",
    )
    document = Document(Paper("p", title="t\n#: {}", text_sha256=digest(text)), text)
    sheet = review.write(document, [evil], RULES)

    assert "\x1b" not in sheet
    assert (evil,) == review.read(sheet, "S").said
    assert 1 == len(review.read(sheet, "S").blocks)


@given(facts=st.lists(record.facts(), min_size=1, max_size=4))
def test_any_facts_go_through_a_sheet_unchanged(facts: list[Fact], ontology: Ontology) -> None:
    """Whatever rows a reader gives, a sheet that nobody edits gives them back."""
    text = "".join(chr(97 + at % 26) for at in range(2000))
    facts = [
        replace(
            Fact.from_row(fact.row()),
            evidence=replace(fact.evidence, start=at, end=at + 5, quote=text[at : at + 5]),
        )
        for at, fact in enumerate(facts)
    ]
    document = Document(Paper("p", text_sha256=digest(text)), text)
    sheet = review.read(review.write(document, facts, RULES), "S")
    decided = review.decide(sheet, document, ontology, "S")

    assert len(facts) == decided.count("kept")
    assert facts == decided.facts


@given(st.text())
def test_any_text_is_a_sheet_or_a_fault(text: str) -> None:
    """No file makes reading fail in another way than with a line for the user."""
    for said in (text, f"{text}\n#: {{}}\n", f"[1] case 1 drug\n{text}\n#: {{}}\n#: {text}"):
        try:
            review.read(said, "S")
        except FactError as error:
            assert "S" in str(error)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("24 months", Quantity(24, 24, "month")),
        ("about 3-4 Month", Quantity(3, 4, "month", True)),
        ("40 to 60 %", Quantity(40, 60, "%")),
        ("8 cm", Quantity(80, 80, "mm")),
        ("50.4 Gy", Quantity(50.4, 50.4, "Gy")),
        ("75 mg/m2", Quantity(75, 75, "mg/m2")),
        ("12 /10 HPF", Quantity(12, 12, "/10 HPF")),
        ("20 mutations/Mb", Quantity(20, 20, "mutations/Mb")),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, quantity: Quantity) -> None:
    """Plurals, ranges, centimetres and decimals are understood."""
    assert quantity == parse_amount(text)


# -- the reviewer


@pytest.mark.parametrize(
    "text", [ORCID, "0000000218250097", f"https://orcid.org/{ORCID}", "0000-0001-5109-3700",
             "0000-0002-1694-233X", "0000-0002-1694-233x"],
)  # fmt: skip
def test_an_orcid_is_given_in_its_usual_form(text: str) -> None:
    """The digits alone and the address are the same reviewer."""
    assert re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", review.orcid(text))


@pytest.mark.parametrize(
    "text",
    ["", "0000-0002-1825-0096", "0000-0002-1825-009X", "0000-0002-1825-009", "me",
     "https://example.org/0000-0002-1825-0097", "٠٠٠٠-0002-1825-0097", f"{ORCID}\n{ORCID}"],
)  # fmt: skip
def test_a_wrong_orcid_is_refused(text: str) -> None:
    """A wrong digit, form or script is told (ISO 7064 mod 11-2)."""
    with pytest.raises(FactError, match="ORCID"):
        review.orcid(text)


# -- the ledger


def _reviewed(at: str) -> Reading:
    return Reading(f"person:{ORCID}", "0.1.0", at)


def test_the_last_review_of_a_paper_counts(tmp_path: Path, sheet: str, decide: Decide) -> None:
    """Two reviews of a paper are one in the tally, two papers are two."""
    dropped = decide(_edited(sheet, "outcome", keep="no"))
    kept = decide(sheet)
    done_at = [
        ("a", dropped, "2026-01-01"),
        ("a", kept, "2026-02-01"),
        ("b", dropped, "2026-01-01"),
    ]
    for paper, done, at in done_at:
        review.record(tmp_path, paper, done, RULES, _reviewed(at), quotes=True)
    tallies = {tally.kind: tally for tally in review.tallies(tmp_path)}

    assert (1, 0, 1, 0) == tallies["outcome"].row[2:6]
    assert (0.5, 1.0) == (tallies["outcome"].precision, tallies["outcome"].recall)
    assert 13 == tallies["all"].kept


def test_a_ledger_may_begin_with_a_byte_order_mark(
    tmp_path: Path, sheet: str, decide: Decide
) -> None:
    """A ledger that an editor began with a byte order mark counts as before."""
    path = review.record(
        tmp_path, "a", decide(sheet), RULES, _reviewed("2026-01-01T00:00:00Z"), quotes=True
    )
    before = review.tallies(tmp_path)
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")

    assert before == review.tallies(tmp_path)


def test_a_ledger_can_leave_the_words_of_the_article_out(
    tmp_path: Path, sheet: str, decide: Decide
) -> None:
    """Without quotes no sentence of the text is in the file."""
    path = review.record(
        tmp_path, "a", decide(sheet), RULES, _reviewed("2026-01-01T00:00:00Z"), quotes=False
    )

    assert all("" == json.loads(line)["row"]["quote"] for line in path.read_text().splitlines())


@pytest.mark.parametrize(
    "line", ["{", "[]", "null", '{"row": {}}', '{"row": {"fact": "x"}}', '{"row": 3}', '"row"']
)
def test_a_broken_ledger_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    """A line that is no verdict is a fault of the file, said once."""
    (tmp_path / "a.jsonl").write_text(f"\n{line}\n", encoding="utf-8")

    with pytest.raises(SourceError, match=r"a\.jsonl line 2"):
        review.tallies(tmp_path)


# -- on the command line


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A short case report of our own."""
    path = tmp_path / "thigh.txt"
    path.write_text(CASE, encoding="utf-8")
    return str(path)


def _editor(tmp_path: Path, script: str) -> str:
    path = tmp_path / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_review_in_two_steps(run: Run, case: str, tmp_path: Path) -> None:
    """A script writes the review, edits it and gives it back; the provenance names who did."""
    assert "wrote r.txt" in run("add", case, "--review-file", "r.txt").stderr
    path = tmp_path / "r.txt"
    text = path.read_text(encoding="utf-8")
    assert "case 1 drug" in text
    path.write_text(text + "\n[+] case 1 laterality\nvalue: left\nquote: thigh\n", encoding="utf-8")
    assert "signed" in run("add", case, "--reviewed", "r.txt", code=2).stderr
    added = run("add", case, "--reviewed", "r.txt", "--curator", ORCID)

    assert "added thigh" in added.stdout
    provenance = run("query", "provenance-of-paper", "paper=thigh", "--format", "csv").stdout
    assert ORCID in provenance
    tallies = json.loads(run("stats", "--reviews", "--format", "json").stdout)
    assert [1] == [row["added"] for row in tallies if row["fact"] == "laterality"]


def test_a_link_that_leads_nowhere_is_told(run: Run, case: str, tmp_path: Path) -> None:
    """A review that answers an event which is not there adds nothing, and is kept."""
    run("add", case, "--review-file", "r.txt")
    path = tmp_path / "r.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(_edited(text, "outcome", answers="77"), encoding="utf-8")
    refused = run("add", case, "--reviewed", "r.txt", "--curator", ORCID, code=2).stderr

    assert "it answers event 77, which this case does not have; nothing was added" in refused
    assert path.exists()


def test_a_review_in_the_editor(
    run: Run, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The editor gets the file; a fault keeps it, and the next review goes on with it."""
    monkeypatch.setenv("SARCOMA_KG_CURATOR", ORCID)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", _editor(tmp_path, 'echo "keep: perhaps" >> "$1"'))
    broken = run("add", case, "--review", code=2).stderr
    assert "line" in broken
    assert "the review is kept" in broken
    monkeypatch.setenv("EDITOR", _editor(tmp_path, "sed -i '/perhaps/d' \"$1\""))
    done = run("add", case, "--review")

    assert "going on with the review" in done.stderr
    assert "added thigh" in done.stdout
    reviews = tmp_path / "graph" / "reviews"
    assert [".done.txt"] == ["".join(p.suffixes[-2:]) for p in reviews.glob("*.txt")]
    again = run("add", case, "--review", code=1)
    assert "in the graph already" in again.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--review",), "no editor"),
        (("--review", "--curator", "0000-0002-1825-0096"), "wrong digit"),
        (("--review", "--reviewed", "thigh.txt"), "goes without --review"),
        (("--review", "--facts", "thigh.txt"), "go without a review"),
        (("--reviewed", "thigh.txt"), "is no review"),
    ],
)
def test_a_review_that_cannot_be_is_one_line(
    run: Run, case: str, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], said: str
) -> None:
    """What stands in the way is said before any work is done."""
    monkeypatch.setenv("SARCOMA_KG_CURATOR", ORCID)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)

    assert said in run("add", case, *args, code=2).stderr


def test_a_review_writes_over_nothing(run: Run, case: str, tmp_path: Path) -> None:
    """Another file is left alone; an older review is set aside."""
    assert "is no review" in run("add", case, "--review-file", case, code=2).stderr
    assert CASE == Path(case).read_text(encoding="utf-8")
    run("add", case, "--review-file", "r.txt")
    run("add", case, "--review-file", "r.txt")

    assert 1 == len(list(tmp_path.glob("r.txt.*.old")))


def test_an_editor_that_fails_adds_nothing(
    run: Run, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that ends badly, or is not there, leaves the graph as it is."""
    monkeypatch.setenv("SARCOMA_KG_CURATOR", ORCID)
    for editor, said in (("false", "ended with 1"), ("no-such-editor", "cannot be started")):
        monkeypatch.setenv("VISUAL", editor)
        assert said in run("add", case, "--review", code=2).stderr
    monkeypatch.setenv("VISUAL", _editor(tmp_path, ': > "$1"'))
    assert "the review was stopped" in run("add", case, "--review", code=2).stderr
    assert "thigh" not in run("papers", "--format", "csv").stdout


def test_every_error_of_a_review_is_one_of_ours() -> None:
    """Reviews raise what the command line prints as one line."""
    assert issubclass(FactError, SarcomaKgError)
