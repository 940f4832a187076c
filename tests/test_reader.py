"""The reader: words, windows, and decoding under constraints (scores made by hand)."""

import hashlib
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution import extract
from attribution.layout import paragraphs
from attribution.lexicon import load_lexicon
from attribution.models import CharSpan, Draft
from attribution.quotations import find_quotations
from attribution.reader.decoding import (
    B_CONTENT,
    B_CUE,
    B_SOURCE,
    I_CONTENT,
    I_SOURCE,
    OTHER,
    TAGS,
    Choice,
    Decoded,
    best_path,
    char_span,
    choose,
    decode,
    gather,
    spans,
)
from attribution.reader.entities import TAGS as ENTITY_TAGS
from attribution.reader.entities import find_entities
from attribution.reader.network import LINK, Window, encode, load_network, plan_windows
from attribution.reader.words import CLOSING, INSIDE, LOWER, MIXED, OPENING, OUTSIDE, TITLE, UPPER, split_words
from attribution.records import Article
from attribution.relations.parting import keep_headline_apart, keep_paragraphs_apart
from attribution.relations.step import (
    Raw,
    find_headline,
    is_likely,
    is_no_statement,
    raw_relation,
    raw_relations,
)
from attribution.relations.vouched import find_vouched

NO_ENTITIES = np.zeros((200, ENTITY_TAGS), dtype=np.float32)
NO_STEPS = np.zeros((200, TAGS * TAGS), dtype=np.float32)


def test_sums_of_8_bit_products_are_exact_on_every_processor() -> None:
    """Without VNNI the fast kernel of onnxruntime saturates: scores shift by up to half a point, names change."""
    kept = load_network().session.get_session_options()
    assert kept.get_session_config_entry("session.x64quantprecision") == "1"


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("She said “it rains” again", (10, 18)),
        ('She said "it rains" again', (10, 18)),
        ("She said «it rains» now", (10, 18)),
    ],
)
def test_reader_words_show_every_mark_in_one_style(text, quotation):
    """Whatever the marks, the network sees “ and ”, and what stands between them."""
    words = split_words(text, [quotation])
    assert [(word.form, word.mark) for word in words][2:6] == [
        ("“", OPENING),
        ("it", INSIDE),
        ("rains", INSIDE),
        ("”", CLOSING),
    ]
    assert words[0].mark == words[-1].mark == OUTSIDE


def test_reader_words_keep_case_and_paragraph_as_features():
    """Forms are lower case without accents; case and paragraph are kept beside them."""
    words = split_words("Élan NATO iPhone now\n\nend", [])
    assert [word.form for word in words] == ["elan", "nato", "iphone", "now", "end"]
    assert [word.case for word in words] == [TITLE, UPPER, MIXED, LOWER, LOWER]
    assert [word.paragraph for word in words] == [0, 0, 0, 0, 1]


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_reader_words_of_any_text_are_slices(text):
    """Words are ordered slices that leave out white space only."""
    quotations, _ = find_quotations(text)
    words = split_words(text, [(q.span.start, q.span.end) for q in quotations if q.depth == 0])
    assert all(a.end <= b.start for a, b in pairwise(words))
    assert all(0 <= word.start < word.end <= len(text) and word.form for word in words)
    covered = {at for word in words for at in range(word.start, word.end)}
    for paragraph in paragraphs(text):
        assert all(text[at].isspace() or at in covered for at in range(paragraph.start, paragraph.end))


def test_reader_weights_are_those_of_the_model_card():
    """The card tells the digest of the weights that the package carries; they stay under 25 MB."""
    weights = (files("attribution") / "data" / "en" / "reader.onnx").read_bytes()
    card = Path(__file__).parent.parent / "docs" / "reference" / "model-card.md"
    assert hashlib.sha256(weights).hexdigest() in card.read_text("utf8")
    assert len(weights) < 25e6


@pytest.mark.model
def test_reader_windows_decide_on_every_word_once():
    """The cores of the windows cover the article without overlap, whatever its paragraphs."""
    pieces = load_network().pieces
    for text in ("word " * 1500, ("Some words here. " * 20 + "\n\n") * 12, "x", "a. " * 900):
        words = split_words(text, [])
        windows = list(plan_windows(words, pieces))
        assert [place for _, start, end, _ in windows for place in range(start, end)] == list(range(len(words)))
        for first, start, end, last in windows:
            assert first <= start < end <= last
            ids, marks, cases, places = encode(words[first:last], pieces)
            assert len(ids) == len(marks) == len(cases) <= 512
            assert len(places) == last - first


@pytest.mark.model
def test_reader_windows_leave_out_what_is_far_from_the_wanted_words():
    """Where only some words are wanted, the cores hold them and what stands around them, and nothing far off."""
    words = split_words(("Seven words stand in this one here. " * 3 + "\n\n") * 60, [])
    wanted = [place in (5, 400, 401, 430) for place in range(len(words))]
    windows = list(plan_windows(words, load_network().pieces, wanted))
    read = {place for _, start, end, _ in windows for place in range(start, end)}
    assert {5, 400, 401, 430} <= read
    assert len(read) < len(words) // 3
    assert len(windows) == 2
    assert words[windows[1][1]].form == "seven"
    assert list(plan_windows(words, load_network().pieces, [False] * len(words))) == []


@pytest.mark.model
def test_reader_context_begins_with_a_paragraph_or_sentence():
    """What a window sees beside its core is not cut in the middle of a sentence where it can be helped."""
    words = split_words(("Seven words stand in this one here. " * 3 + "\n\n") * 60, [])
    windows = list(plan_windows(words, load_network().pieces))
    assert len(windows) > 5
    for first, _, _, last in windows[1:-1]:
        assert words[first].form == "seven"
        assert last == len(words) or words[last].form == "seven"


def test_reader_reads_an_article_of_one_word_paragraphs():
    """Paragraph breaks take room too; no window outgrows the positions of the network."""
    words = split_words("a\n\n" * 900, [])
    windows = load_network().read(words)
    assert sum(window.core_last - window.core_first for window in windows) == 900


def test_reader_best_path_follows_bio():
    """I- never comes without its B-, even where it scores best."""
    tags = np.full((3, 7), -5.0, dtype=np.float32)
    tags[0, I_CONTENT], tags[0, OTHER] = 0.0, -1.0
    tags[1, I_CONTENT], tags[1, B_CONTENT] = 0.0, -0.5
    tags[2, I_SOURCE], tags[2, I_CONTENT] = 0.0, -0.1
    path = best_path(tags)
    assert path[0] in (OTHER, B_CONTENT)
    assert all(not (b in (I_CONTENT, I_SOURCE) and a not in (b, b - 1)) for a, b in pairwise(path))


def test_reader_best_path_weighs_steps_against_tags():
    """A step that was learned to be likely carries a span over a word that looks like none of it."""
    tags = np.full((3, TAGS), -5.0, dtype=np.float32)
    tags[0, B_CONTENT] = tags[1, OTHER] = tags[2, OTHER] = 0.0
    tags[1, I_CONTENT] = tags[2, I_CONTENT] = -0.4
    steps = np.zeros((3, TAGS, TAGS), dtype=np.float32)
    assert best_path(tags, steps).tolist() == [B_CONTENT, OTHER, OTHER]
    steps[2, I_CONTENT, I_CONTENT] = 1.0
    assert best_path(tags, steps).tolist() == [B_CONTENT, I_CONTENT, I_CONTENT]
    steps[0, OTHER, B_CONTENT] = -9.0
    assert best_path(tags, steps).tolist() == [OTHER, OTHER, OTHER]


def test_reader_choose_prefers_none_where_none_is_likelier():
    """A candidate must carry more than none; the runner-up is told."""
    assert choose(0.6, {1: 0.3}, [range(1, 2)]).words is None
    chosen = choose(0.1, {1: 0.3, 2: 0.25, 5: 0.35}, [range(1, 3), range(5, 6)])
    assert chosen.words == range(1, 3)
    assert chosen.runner_up == range(5, 6)
    assert chosen.probability == pytest.approx(0.55)


class Scene:
    """An article whose scores are set by hand: tags by word form, links by first words."""

    def __init__(self, text, tags, links=(), said=()):
        found, _ = find_quotations(text)
        self.quotations = [(i, q) for i, q in enumerate(found) if q.depth == 0]
        self.words = split_words(text, [(q.span.start, q.span.end) for _, q in self.quotations])
        forms = [word.form for word in self.words]
        scores = np.full((len(forms), 7), -8.0, dtype=np.float32)
        scores[:, OTHER] = 0.0
        for form, tag in tags.items():
            scores[forms.index(form), tag] = 9.0
        vectors = np.zeros((len(forms) + 1, 3 * 2 * LINK), dtype=np.float32)
        for link in range(3):
            start = link * 2 * LINK
            vectors[np.arange(len(forms) + 1), start + LINK + np.arange(len(forms) + 1)] = 200.0
        for form, link, target in links:
            row = forms.index(form) + 1
            vectors[row, link * 2 * LINK + (forms.index(target) + 1 if target else 0)] = 1.0
        marked = np.array([8.0 if word.mark == INSIDE and word.form not in said else -8.0 for word in self.words])
        size = len(forms)
        places, said_scores = np.arange(1, size + 1), marked.astype(np.float32)
        window = Window(0, size, 0, size, places, scores, said_scores, vectors, NO_ENTITIES[:size], NO_STEPS[:size])
        self.scores = gather(self.words, [window])
        self.text = text

    def decode(self, vouched=frozenset()):
        starts, ends = [w.start for w in self.words], [w.end for w in self.words]
        places = [
            (i, q, range(int(np.searchsorted(ends, q.span.start, "right")), int(np.searchsorted(starts, q.span.end))))
            for i, q in self.quotations
        ]
        return decode(self.scores, places, vouched)

    def show(self, span):
        return char_span(self.words, span).of(self.text) if span is not None else None


def test_reader_decoding_holds_said_quotations_together():
    """A said quotation is content from mark to mark whatever the tags say, and links to its cue and source."""
    scene = Scene(
        "“Rain is coming,” Ana says.",
        {"ana": B_SOURCE, "says": B_CUE, "is": B_CUE},
        [(form, 0, "says") for form in ("rain", "is", "coming", ",")]
        + [(form, 1, "ana") for form in ("rain", "is", "coming", ",")]
        + [("says", 2, "ana")],
    )
    (found,) = scene.decode()
    assert [scene.show(span) for span in found.contents] == ["Rain is coming"]
    assert (scene.show(found.cue), scene.show(found.source.words)) == ("says", "Ana")
    assert found.quotations == (0,)


def test_reader_decoding_takes_a_source_that_the_links_are_sure_of_though_no_tag_marks_it():
    """A source that the tags left out is found by the links, with the words that the tags would have put to it."""
    quoted = ("rain", "is", "coming", ",")
    links = [(form, 0, "says") for form in quoted] + [(form, 1, "ana") for form in (*quoted, "says")]
    scene = Scene("“Rain is coming,” Ana Lima says.", {"lima": I_SOURCE, "says": B_CUE}, [*links, ("says", 2, "ana")])
    (found,) = scene.decode()
    assert scene.show(found.source.words) == "Ana Lima"
    assert scene.show(found.cue) == "says"


def test_reader_leaves_out_the_title_of_something_that_the_tags_took_for_words():
    """What an advert is titled is nobody's statement, marked as said or only tagged as content."""
    tags, links = {"advert": B_SOURCE, "enough": B_CONTENT}, [("enough", 1, "advert")]
    for verb, found in (("titled", 0), ("whispered", 1)):
        for unsaid in ((), ("enough", ",")):
            cue = [("enough", 0, verb), (verb, 2, "advert")]
            scene = Scene(f"The advert {verb} “Enough,” again.", {**tags, verb: B_CUE}, [*links, *cue], unsaid)
            draft = Draft(Article(scene.text), quotations=tuple(quotation for _, quotation in scene.quotations))
            assert len(raw_relations(scene.scores, draft, load_lexicon())) == found


def test_reader_decoding_takes_no_article_alone_for_a_source():
    """Links that are sure of "a" lead to nobody; "A" may be who answers."""
    quoted = ("rain", "is", "coming", ",")
    for text, first, source in (
        ("“Rain is coming,” says a.", "a", None),
        ("A says “Rain is coming,”", "a", "A"),
    ):
        links = [(form, 0, "says") for form in quoted] + [(form, 1, first) for form in (*quoted, "says")]
        scene = Scene(text, {"says": B_CUE}, [*links, ("says", 2, first)])
        (found,) = scene.decode()
        assert scene.show(found.source.words) == source


def test_reader_decoding_takes_the_cue_of_its_own_paragraph():
    """Where a little of the links goes to a cue in another paragraph, the one here that they are sure of is taken."""
    quoted = ("rain", "is", "coming", ",")
    links = [(form, 0, "says") for form in quoted[:3]] + [(",", 0, "asks")]
    links += [(form, 1, "ana") for form in quoted]
    scene = Scene("Tom asks.\n\n“Rain is coming,” Ana says.", {"asks": B_CUE, "ana": B_SOURCE}, links)
    (found,) = scene.decode()
    assert (scene.show(found.cue), scene.show(found.source.words)) == ("says", "Ana")


COLON = "“Rain is coming,” Ana says. Cllr Tom Ode, by text: “Dig now.”"


@pytest.mark.parametrize(
    ("text", "tag", "source"),
    [
        (COLON, 9.0, "Tom"),
        (COLON, -1.0, "Tom Ode"),  # no tag says so, but it is likelier than anything else there
        (COLON, -8.0, "Ana"),
        (COLON.replace("now.”", "now” and went."), 9.0, "Ana"),
    ],
)
def test_reader_decoding_takes_the_source_before_a_colon(text, tag, source):
    """What a colon introduces and the sentence ends with is said by the one before the colon, wherever links lead."""
    links = [(form, link, target) for form in ("rain", "dig", "now") for link, target in ((0, "says"), (1, "ana"))]
    scene = Scene(text, {"ana": B_SOURCE, "says": B_CUE}, links)
    forms = [word.form for word in scene.words]
    scene.scores.tags[forms.index("tom"), B_SOURCE] = tag
    scene.scores.tags[forms.index("ode"), I_SOURCE] = 0.5 if tag == -1.0 else -8.0
    last = scene.decode()[-1]
    assert scene.show(last.source.words) == source
    assert (scene.show(last.cue) == "says") is (source == "Ana")


def test_reader_decoding_leaves_out_what_nobody_said():
    """A marked stretch that the network does not take for said is no content."""
    scene = Scene("He read “Dune” twice.", {}, said=("dune",))
    assert scene.decode() == []


def test_reader_decoding_joins_a_split_quotation():
    """Both halves of a split quotation are one relation with one source."""
    forms = ("stay", "calm", "help", "comes")
    scene = Scene(
        "“Stay calm,” Ana says, “help comes.”",
        {"ana": B_SOURCE, "says": B_CUE},
        [(form, 0, "says") for form in forms] + [(form, 1, "ana") for form in forms] + [("says", 2, "ana")],
    )
    (found,) = scene.decode()
    assert [scene.show(span) for span in found.contents] == ["Stay calm", "help comes"]
    assert scene.show(found.source.words) == "Ana"


def test_reader_decoding_keeps_a_quotation_that_goes_on():
    """What goes on in the next paragraph belongs to the relation of its first part."""
    scene = Scene(
        "Ana says: “Stay calm.\n\n“Help comes.”",
        {"ana": B_SOURCE, "says": B_CUE},
        [(form, 0, "says") for form in ("stay", "calm")]
        + [(form, 1, "ana") for form in ("stay", "calm")]
        + [("says", 2, "ana")],
    )
    assert scene.quotations[1][1].continues == 0
    (found,) = scene.decode()
    assert len(found.contents) == 2
    assert scene.show(found.source.words) == "Ana"


@pytest.mark.parametrize(
    ("text", "tagged", "cue", "content"),
    [
        ("He put it plainly. ‘I see the quay,’ she said.", "plainly. ‘I see the quay,’", "said", "I see the quay,"),
        ("He put it so – ‘I see the quay,’ she said.", "so – ‘I see the quay,’", "said", "so – ‘I see the quay,’"),
        ("He wrote that. ‘I see the quay.’", "that. ‘I see the quay.’", "wrote", "that. ‘I see the quay.’"),
        ("She said fog” was near.", "fog”", "said", "fog"),
        ("She said fog was near but stayed.", "fog was near but", "said", "fog was near"),
        ("She said “fog was near.", "“fog was near", "said", "fog was near"),
        ("It was a ‘wet’ day, she said.", "wet’ day", "said", "‘wet’ day"),
    ],
)
def test_reader_content_begins_at_the_mark_where_its_cue_follows(text, tagged, cue, content):
    """A sentence before a quotation is no part of what a cue behind it introduces; lone marks stay outside."""
    quotations, _ = find_quotations(text)
    words = split_words(text, [(quotation.span.start, quotation.span.end) for quotation in quotations])

    def run(part):
        start = text.index(part)
        inside = [i for i, word in enumerate(words) if start <= word.start < start + len(part)]
        return range(inside[0], inside[-1] + 1)

    one = Decoded((run(tagged),), 0.9, run(cue), 0.9, Choice(None, 0.1), tuple(range(len(quotations))))
    raw = raw_relation(text, words, one, quotations, load_lexicon())
    assert [span.of(text) for span in raw.content] == [content]


@pytest.mark.parametrize(
    "text",
    [
        "Pool shut ‘without any warning’\n\nBy Aino Laine\n\nThe pool will stay shut, the council said on Monday.",
        "‘I was so afraid’: survivors speak\n\nBy Aino Laine\n\n“We jumped,” said Pekka Oja, a survivor.",
    ],
)
def test_reader_takes_no_source_out_of_the_byline(text):
    """Who wrote the article did not say what its headline quotes."""
    assert all(record.source is None or "Aino" not in record.source.exact for record in extract(text).records)


@pytest.mark.parametrize(
    ("headline", "story", "repeated"),
    [
        ("Chip shop boss ‘gutted’ as haddock goes", "“I was gutted,” Terry said.", True),
        ("Aide Says He Was Told to ‘Find the Money’", "“Find the money, he told us,” Ana said.", True),
        ("Crowds for ‘Harbour Lights’ at last", "“I love Harbour Lights,” Ana said.", False),
        ("Crowds for the ‘late’ show", "“I was later than you,” Ana said.", False),
        ("Crowds for the ‘late’ show", "It was late, Ana said.", False),
        ("Crowds for the ‘…’ show", "“It was late,” Ana said.", False),
    ],
)
def test_reader_takes_words_of_the_headline_for_said_where_somebody_says_them_below(headline, story, repeated):
    """Words that come again in a said quotation are said in the headline, too; a name that comes again is a name."""
    text = f"{headline}\n\n{story}\n"
    quotations, _ = find_quotations(text)
    above = frozenset(i for i, q in enumerate(quotations) if q.span.start < len(headline))
    said = {i: 0.2 if i in above else 0.9 for i in range(len(quotations))}
    found = find_vouched(text, quotations, find_headline(text), said, load_lexicon(), least=0.7)
    assert found == (above if repeated else frozenset())
    assert not find_vouched(text, quotations, find_headline(text), said, load_lexicon(), least=0.95)


@pytest.mark.parametrize(
    ("text", "vouched"),
    [
        ("A banner hung from the tower reading “Shed off!” was gone by noon.", True),
        ("Some held placards with the words ‘Pay us’ up high.", True),
        ("The sign on the door said: “Back soon”.", True),
        ("He pressed the button that said “Back”.", False),
        ("The board met. She says “no” to that.", False),
        ("She read the “Harbour Lights” notice.", False),
    ],
)
def test_reader_takes_words_on_a_sign_for_said(text, vouched):
    """What a sign reads is written for all to read; buttons and the titles of notices are not."""
    quotations, _ = find_quotations(text)
    found = find_vouched(text, quotations, CharSpan(0, 0), {0: 0.2}, load_lexicon(), least=0.7)
    assert found == (frozenset({0}) if vouched else frozenset())


def test_reader_decoding_takes_doubtful_words_for_said_where_the_text_vouches_for_them():
    """The network need not be sure then, but it may not be sure of the contrary."""
    for raw, taken in ((-1.0, [(0,)]), (-8.0, [])):
        scene = Scene("Boss ‘gutted’ again", {})
        scene.scores.said[:] = raw
        assert scene.decode() == []
        assert [one.quotations for one in scene.decode(frozenset({0}))] == taken


def test_reader_keeps_the_headline_apart_from_the_words_below():
    """What a headline quotes is not joined to words whose cue and source stand in the story."""
    text = "Swan ‘too angry’ to move\n\n‘She is nesting,’ said Pekka Oja."
    headline, story = CharSpan(6, 15), CharSpan(text.index("She"), text.index("’ said"))
    cue, source = CharSpan(text.index("said"), text.index(" Pekka")), CharSpan(text.index("Pekka"), len(text) - 1)
    raw = Raw((headline, story), (headline, story), 0.9, cue, 0.9, source, 0.8, None, 0.0)
    above, below = keep_headline_apart(raw, find_headline(text))
    assert (above.content, above.cue, above.source, above.runner_up) == ((headline,), None, None, source)
    assert (above.in_headline, below.in_headline) == (True, False)
    assert (below.content, below.cue, below.source) == ((story,), cue, source)
    assert list(keep_headline_apart(below, find_headline(text))) == [below]


def test_reader_keeps_the_words_of_a_labelled_paragraph_apart():
    """What stands behind "The other side: " goes to nobody whom only the paragraph above names; the rest stays."""
    text = "“It holds,” said Ana Lima.\n\nThe other side: Rui left. “It leaks.”"
    spans = [CharSpan(text.index(part), text.index(part) + len(part)) for part in ("It holds,", "It leaks.")]
    label, said = (CharSpan(text.index(part), text.index(part) + len(part)) for part in ("The other side: ", "said"))
    raw = Raw(tuple(spans), tuple(spans), 1.0, said, 1.0, CharSpan(17, 25), 1.0, None, 0.0)
    above, below = keep_paragraphs_apart(raw, [label])
    assert (above.content, above.source) == ((spans[0],), raw.source)
    assert (below.content, below.source, below.cue) == ((spans[1],), None, None)
    assert list(keep_paragraphs_apart(raw, [])) == [raw]
    assert not len(find_headline("He left. \n\n‘Yes,’ said Pekka Oja."))


def test_reader_content_leaves_out_the_time_before_it():
    """A part without letters is no part of a statement with other parts."""
    text = "14:32\n\nPower is out, Lima said."
    words = split_words(text, [])
    forms = [word.form for word in words]
    power, said = forms.index("power"), forms.index("said")
    parts = (range(power), range(power, power + 3))
    one = Decoded(parts, 0.9, range(said, said + 1), 0.9, Choice(None, 0.1))
    raw = raw_relation(text, words, one, [], load_lexicon())
    assert [span.of(text) for span in raw.content] == ["Power is out"]


@pytest.mark.parametrize(
    ("text", "tagged", "source"),
    [
        ("Acme Bank today said that it would close.", "Acme Bank today", "Acme Bank"),
        ("Ann Lee last night said that it would close.", "Ann Lee last night", "Ann Lee"),
        ("USA Today said that it would close.", "USA Today", "USA Today"),
        ("The people of today said that it would close.", "The people of today", "The people of today"),
        ("On said that it would close.", "On", None),
    ],
)
def test_reader_source_leaves_out_the_day_behind_it(text, tagged, source):
    """When somebody spoke is no part of who it was; a name or a phrase that ends with a day is whole."""
    words = split_words(text, [])
    said = [word.form for word in words].index("said")
    one = Decoded(
        (range(said + 1, len(words) - 1),),
        0.9,
        range(said, said + 1),
        0.9,
        Choice(range(len(tagged.split())), 0.9),
    )
    raw = raw_relation(text, words, one, [], load_lexicon())
    assert (raw.source and raw.source.of(text)) == source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("• On whether she had talked: “It is late.”", None),
        ("• On Monday she had said: “It is late.”", "she"),
        ("On whether she had talked: “It is late.”", "she"),
    ],
)
def test_reader_source_is_no_part_of_the_topic_in_a_list(text, source):
    """What an entry of a list is about says nothing, unless a verb of saying stands there."""
    quotations, _ = find_quotations(text)
    words = split_words(text, [(quotation.span.start, quotation.span.end) for quotation in quotations])
    forms = [word.form for word in words]
    she, cue, opens = forms.index("she"), forms.index(":") - 1, forms.index("“") + 1
    one = Decoded((range(opens, opens + 3),), 0.9, range(cue, cue + 1), 0.9, Choice(range(she, she + 1), 0.9), (0,))
    raw = raw_relation(text, words, one, quotations, load_lexicon())
    assert (raw.source and raw.source.of(text)) == source


@pytest.mark.parametrize(
    ("text", "tagged", "source", "content"),
    [
        ("According to the mayor, Ann Lee, the quay is shut.", 2, "the mayor, Ann Lee", "the quay is shut"),
        ("According to the mayor, Ann Lee and Bo Roe left.", 2, "the mayor", "Ann Lee and Bo Roe left"),
        (
            "According to the mayor, Hull Quay, Leeds Dock and York fell.",
            2,
            "the mayor",
            "Hull Quay, Leeds Dock and York fell",
        ),
        ("According to the mayor, Ann Lee, and Bo, it fell.", 2, "the mayor", "Ann Lee, and Bo, it fell"),
    ],
)
def test_reader_source_takes_the_name_along_that_stands_between_commas(text, tagged, source, content):
    """A name behind an office is no part of the words, unless others are listed with it."""
    words = split_words(text, [])
    one = Decoded((range(5, len(words) - 1),), 0.9, range(2), 0.9, Choice(range(2, 2 + tagged), 0.9))
    raw = raw_relation(text, words, one, [], load_lexicon())
    assert raw.source is not None
    assert (raw.source.of(text), [span.of(text) for span in raw.content]) == (source, [content])


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("In a memo of May, the auditor, Ann Lee, said that it would close.", "the auditor, Ann Lee"),
        ("At dawn, Ann Lee said that it would close.", "Ann Lee"),
        ("In Rome officials said that it would close.", "Rome officials"),
        ("A memo of May, the second, said that it would close.", "A memo of May, the second"),
    ],
)
def test_reader_source_leaves_out_the_phrase_that_opens_the_sentence(text, source):
    """What stands behind "In" as the sentence begins is no subject, whatever the tags took it for."""
    words = split_words(text, [])
    said = [word.form for word in words].index("said")
    opens = int(not text.startswith("A "))
    one = Decoded((range(said + 1, len(words) - 1),), 0.9, range(said, said + 1), 0.9, Choice(range(opens, said), 0.9))
    raw = raw_relation(text, words, one, [], load_lexicon())
    assert raw.source is not None
    assert raw.source.of(text) == source


def test_reader_spans_end_with_the_paragraph():
    """No span crosses a paragraph."""
    words = split_words("one two\n\nthree", [])
    path = np.array([B_CONTENT, I_CONTENT, I_CONTENT])
    assert spans(path, B_CONTENT, words) == [range(0, 2), range(2, 3)]


def test_reader_char_span_drops_punctuation_at_the_ends():
    """Commas at the ends are no part of a span."""
    words = split_words(", the mayor ,", [])
    assert char_span(words, range(0, 4)) == CharSpan(2, 11)


@pytest.mark.parametrize(
    ("said", "source", "quoted", "kept"),
    [
        (0.9, 0.95, False, True),
        (0.9, 0.05, False, False),  # a source that hardly belongs to it
        (0.3, 0.95, False, False),  # hardly a statement
        (0.3, 0.05, True, True),  # words between marks are never dropped
    ],
)
def test_reader_leaves_out_indirect_statements_that_are_likelier_wrong(said, source, quoted, kept):
    """An indirect statement becomes a record where content and source together are likely enough."""
    place = CharSpan(0, 5)
    raw = Raw((place,), (place,) if quoted else (), said, None, 0.0, CharSpan(6, 9), source, None, 0.0)
    assert is_likely(raw) is kept


def entity_window(tags, words):
    """Return a window that decides on all words and tags them so."""
    size = len(words)
    scores = np.full((size, ENTITY_TAGS), -1.0, dtype=np.float32)
    scores[:, 0] = -0.5
    scores[range(size), tags] = 1.0
    none = np.zeros((size, 0), dtype=np.float32)
    return Window(0, size, 0, size, np.arange(size), none, none, none, scores, none)


@pytest.mark.parametrize(
    ("text", "tags", "found"),
    [
        ("Ana Lima met Reuters", "P p . O", [("Ana Lima", "PERSON"), ("Reuters", "ORG")]),
        ("Ana Lima Reuters", "P p o", [("Ana Lima", "PERSON")]),
        ("Ana Tom", "P P", [("Ana", "PERSON"), ("Tom", "PERSON")]),
        ("Ana Lima", ". p", []),
        ("Ana\n\nLima", "P p", [("Ana", "PERSON")]),
        ("", "", []),
    ],
)
def test_reader_entities_begin_with_a_beginning_and_keep_one_label(text, tags, found):
    """An inner tag goes on with the entity of its own label in the same paragraph, and never begins one."""
    words = split_words(text, [])
    numbers = [{"P": 1, "p": 2, "O": 3, "o": 4, ".": 0}[tag] for tag in tags.split()]
    entities = find_entities(words, [entity_window(numbers, words)] if words else [])
    assert [(entity.span.of(text), entity.label) for entity in entities] == found


@pytest.mark.model
def test_reader_tags_the_entities_of_an_article():
    """The package's network finds people and bodies that it has never met."""
    text = "Ana Lima, a chemist at Corran University in Lisbon, said on Monday that it rained."
    words = split_words(text, [])
    found = {(entity.span.of(text), entity.label) for entity in find_entities(words, load_network().read(words))}
    assert {("Ana Lima", "PERSON"), ("Corran University", "ORG"), ("Lisbon", "GPE"), ("Monday", "DATE")} <= found


@pytest.mark.parametrize(
    ("source", "said", "wanted"),
    [("I", 0.7, True), ("You", 0.7, True), ("I", 0.98, False), ("she", 0.7, False), ("Ana Lima", 0.7, False)],
)
def test_reader_doubts_words_that_the_author_would_say(source, said, wanted):
    """Marked words of the author's own voice are said only where the network is sure: I don't see your “mindset”."""
    text = f"{source} guess it is the “mindset” of the day."
    marked = CharSpan(text.index("mindset"), text.index("”"))
    cue = CharSpan(len(source) + 1, len(source) + 6)
    raw = Raw((marked,), (marked,), said, cue, 0.9, CharSpan(0, len(source)), 0.9, None, 0.0)
    assert is_no_statement(text, raw, [], load_lexicon()) is wanted


@pytest.mark.parametrize(
    ("text", "unsaid", "wanted"),
    [
        ("The house was known as the “Ark” to all.", True, True),
        ("The house was known as the “Ark” to all.", False, False),
        ("The house was known as a draughty old “Ark” to all.", True, False),
        ("I call it my “Ark” for now.", True, True),
        ("Ana calls it my “Ark” for now.", True, False),
    ],
)
def test_reader_an_indirect_statement_of_hardly_more_than_unsaid_words_is_a_name(text, unsaid, wanted):
    """“Ark” that nobody said is not said by being told of: the house was known as the “Ark”."""
    marked = CharSpan(text.index("Ark"), text.index("”"))
    start = next(text.index(first) for first in ("the “", "a draughty", "my “") if first in text)
    cue = next(CharSpan(text.index(c), text.index(c) + len(c)) for c in ("known as", "calls", "call") if c in text)
    source = None if text.startswith("The") else CharSpan(0, text.index(" "))
    raw = Raw((CharSpan(start, marked.end + 1),), (), 0.9, cue, 0.9, source, 0.9, None, 0.0)
    assert is_no_statement(text, raw, [marked] if unsaid else [], load_lexicon()) is wanted
