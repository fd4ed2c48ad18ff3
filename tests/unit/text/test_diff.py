"""What changed between two texts."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from alliance_tui.text.diff import TextKind, compare_text, measure
from alliance_tui.text.spans import Op
from alliance_tui.text.words import read_prose
from tests.unit.text.prose import EXAMPLES, pairs, picture, sentences_moved

MIRRORED = {
    TextKind.ADDED: TextKind.REMOVED,
    TextKind.REMOVED: TextKind.ADDED,
}


def without_numbers(text: str) -> list[str]:
    """What the tokens are compared by, but for those that number items of lists."""
    prose = read_prose(text)
    return [key for token, key in enumerate(prose.keys) if token not in prose.list_numbers]


@EXAMPLES
@given(pairs)
def test_both_texts_come_back(pair: tuple[str, str]) -> None:
    """The spans hold all of both texts, and each its own kind of sides."""
    change = compare_text(*pair)
    assert tuple("".join(getattr(span, side) for span in change.spans) for side in ("old", "new")) == pair
    for span in change.spans:
        assert span.old or span.new
        if span.op is Op.EQUAL:
            assert without_numbers(span.old) == without_numbers(span.new)
        else:
            assert not (span.old and span.new)
            assert not (span.op is Op.INSERT and span.old) and not (span.op is Op.DELETE and span.new)


@EXAMPLES
@given(pairs)
def test_a_text_and_itself_are_equal(pair: tuple[str, str]) -> None:
    """Nothing changed, nothing marked; spaces put elsewhere between words are nothing either."""
    for text in pair:
        change = compare_text(text, text)
        assert change.kind is TextKind.KEPT
        assert {span.op for span in change.spans} <= {Op.EQUAL}


@EXAMPLES
@given(pairs)
def test_the_way_back_is_the_way_there_mirrored(pair: tuple[str, str]) -> None:
    """As many of each, and just the same texts in them."""
    there, back = compare_text(*pair), compare_text(*reversed(pair))
    turned = {Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT}
    marks = Counter((span.op, span.old.strip(), span.new.strip()) for span in there.spans if span.op is not Op.EQUAL)
    mirrored = Counter(
        (turned.get(span.op, span.op), span.new.strip(), span.old.strip())
        for span in back.spans
        if span.op is not Op.EQUAL
    )
    assert marks == mirrored
    assert MIRRORED.get(there.kind, there.kind) is back.kind
    assert there.coarse is back.coarse


@EXAMPLES
@given(pairs)
def test_kinds_agree_with_spans(pair: tuple[str, str]) -> None:
    """KEPT marks nothing, MOVED moves only, REWRITTEN keeps nothing; each move arrives where it left for."""
    change = compare_text(*pair)
    ops = {span.op for span in change.spans}
    assert (change.kind is TextKind.KEPT) is (ops <= {Op.EQUAL})
    assert (change.kind is TextKind.MOVED) is (Op.MOVE in ops and ops <= {Op.EQUAL, Op.MOVE})
    if change.kind is TextKind.REWRITTEN:
        assert [span.op for span in change.spans] == [Op.DELETE, Op.INSERT]
    moves = [span for span in change.spans if span.op is Op.MOVE]
    away = Counter("".join(span.old.split()) for span in moves if span.old)
    here = Counter("".join(span.new.split()) for span in moves if span.new)
    assert away == here


@EXAMPLES
@given(sentences_moved())
def test_a_sentence_on_both_sides_is_never_deleted_and_added(pair: tuple[str, str]) -> None:
    """If it is there once and once, it stays or it moved; only a text shown before/after repeats it."""
    old, new = map(read_prose, pair)
    once = [
        Counter(tuple(prose.words[token] for token in sentence) for sentence in prose.sentences) for prose in (old, new)
    ]
    change = compare_text(*pair)
    for span in change.spans if change.kind is not TextKind.REWRITTEN else ():
        marked = read_prose(span.old + span.new)
        for tokens in marked.sentences:
            sentence = tuple(marked.words[token] for token in tokens)
            if span.op in (Op.DELETE, Op.INSERT) and len(sentence) > 2:
                assert not once[0][sentence] == once[1][sentence] == 1


SMALL = {
    "a word is swapped once": (
        "We talk on Sundays. I will be kind.",
        "We talk on Mondays. I will be kind.",
        "We talk on [-Sundays-]{+Mondays+}. I will be kind.",
    ),
    "several words are swapped once": (
        "We fall back on the smallest version of this: a message in the morning and a meal in the evening.",
        "We fall back on the smallest version of this: one long call each week and a meal in the evening.",
        "We fall back on the smallest version of this: "
        "[-a message in the morning-]{+one long call each week+} and a meal in the evening.",
    ),
    "a clause comes in": (
        "I will be honest, and kind.",
        "I will be honest, even when it hurts, and kind.",
        "I will be honest, {+even when it hurts, +}and kind.",
    ),
    "a word goes": ("It is almost never so.", "It is never so.", "It is [-almost -]never so."),
    "a word between far longer changes is merged into them": (
        "Before we begin, the old stone house of my mother on the hill by the sea needs a roof from both of us.",
        "Before we begin, a small flat in a town on some street with cars needs a roof from both of us.",
        "Before we begin, [-the old stone house of my mother on the hill by the sea-]"
        "{+a small flat in a town on some street with cars+} needs a roof from both of us.",
    ),
    "a word between others is not": (
        "Before we begin, the old house on the hill needs a roof from both of us.",
        "Before we begin, a small flat on some street needs a roof from both of us.",
        "Before we begin, [-the old house-]{+a small flat+} on [-the hill-]{+some street+} "
        "needs a roof from both of us.",
    ),
    "as many words as possible stay": (
        "The call (to both) passes context and all values that were given (but the first), the function.",
        "The call (to both) gives the function context and every value (but one), which were got.",
        "The call (to both) [-passes-]{+gives the function+} context and [-all values that were given-]{+every value+} "
        "(but [-the first-]{+one+}), [-the function-]{+which were got+}.",
    ),
    "of equal ones the last stays": (
        "Even if you write no full pages, writing helps.",
        "Even if you are of those who love long texts, and rather speak, speaking helps.",
        "Even if you [-write no full pages-]{+are of those who love long texts, and rather speak+}, "
        "[-writing-]{+speaking+} helps.",
    ),
    "a word between two that came in is not": ("we talk", "we often talk much here", "we {+often +}talk {+much here+}"),
    "punctuation": (
        "We start on time; we stop.",
        "We start on time, we stop!",
        "We start on time[-;-]{+,+} we stop[-.-]{+!+}",
    ),
    "white space is no change": ("We talk.  Always.\n", "We\ntalk. Always.", "We\ntalk. Always."),
    "an apostrophe is part of its word": ("We don't shout.", "We won't shout.", "We [-don't-]{+won't+} shout."),
    "so is a dot": ("See example.org now.", "See example.net now.", "See [-example.org-]{+example.net+} now."),
    "a hyphen too": ("A well-kept word.", "A well-worn word.", "A [-well-kept-]{+well-worn+} word."),
    "a sentence moves, and an edit beside it survives": (
        "I go quiet when I am hurt. Tell me early. I would rather hear it raw than late.",
        "Tell me early. I would rather hear it raw than polished and late. I go quiet when I am hurt.",
        "[<I go quiet when I am hurt. <]Tell me early. "
        "I would rather hear it raw than {+polished and +}late. {>I go quiet when I am hurt.>}",
    ),
    "of two that change places the shorter moves": (
        "Be kind. Tell me when you cannot sleep at night.",
        "Tell me when you cannot sleep at night. Be kind.",
        "[<Be kind. <]Tell me when you cannot sleep at night. {>Be kind.>}",
    ),
    "a paragraph moves whole, its short sentence too": (
        "Yes. We walk. Yes.\n\nAnd we keep one long evening every single week free. Yes.",
        "And we keep one long evening every single week free. Yes.\n\nYes. We walk. Yes.",
        "[<Yes. We walk. Yes.\n\n<]And we keep one long evening every single week free. Yes.\n\n{>Yes. We walk. Yes.>}",
    ),
    "an item is rewritten, and numbered in another way": (
        "Our rules:\n1. Trust is all.\nAnd so on.",
        "Our rules:\n1) Money helps.\nAnd so on.",
        "Our rules:\n1[-. Trust is all-]{+) Money helps+}.\nAnd so on.",
    ),
    "a list is put in another order": (
        "1. Trust\n2. Humour\n3. Patience",
        "1. Humour\n2. Patience\n3. Trust",
        "[<1. Trust\n<]1. Humour\n2. Patience\n{>3. Trust>}",
    ),
    "a list is numbered anew": (
        "1. We talk every Sunday.\n2. We say sorry.",
        "1. We say thanks.\n2. We talk every Sunday.\n3. We say sorry.",
        "{+1. We say thanks.\n+}2. We talk every Sunday.\n3. We say sorry.",
    ),
    "a list of letters is numbered anew, and an item edited": (
        "a) We talk on Sundays.\nb) We say sorry.",
        "a) We cook.\nb) We talk on Mondays.\nc) We say sorry.",
        "{+a) We cook.\n+}b) We talk on [-Sundays-]{+Mondays+}.\nc) We say sorry.",
    ),
    "a list inside another": (
        "1. Trust\n   (i) in words\n   (ii) in deeds\n2. Humour",
        "1. Time\n2. Trust\n   (i) in words\n   (ii) in thoughts\n   (iii) in deeds\n3. Humour",
        "{+1. Time\n+}2. Trust\n   (i) in words\n   {+(ii) in thoughts\n   +}(iii) in deeds\n3. Humour",
    ),
    "sections": (
        "2.1 Trust is first.\n2.2 Humour is next.",
        "2.1 Time is money.\n2.2 Trust is first.\n2.3 Humour is next.",
        "{+2.1 Time is money.\n+}2.2 Trust is first.\n2.3 Humour is next.",
    ),
    "signs that number": ("① 信任\n② 幽默", "① 时间\n② 信任\n③ 幽默", "{+① 时间\n+}② 信任\n③ 幽默"),
    "a year that begins a line": (
        "Since\n2019. It was a good year.\n2020. It was not.",
        "Since\n2018. It was a good year.\n2020. It was not.",
        "Since\n[-2019-]{+2018+}. It was a good year.\n2020. It was not.",
    ),
    "Chinese lists": ("一、信任\n二、幽默", "一、时间\n二、信任\n三、幽默", "{+一、时间\n+}二、信任\n三、幽默"),
    "an item is put in another's place": (
        "1. Trust\n2. Humour",
        "1. Trust\n2. Time",
        "1. Trust\n2. [-Humour-]{+Time+}",
    ),
    "numbers that do not count a list": (
        "30. May is our day.\n7. June too.",
        "31. May is our day.\n7. June too.",
        "[-30-]{+31+}. May is our day.\n7. June too.",
    ),
    "a sentence is rewritten among others": (
        "We decide together. I dislike surprises of every sort. We review this.",
        "We decide together. Birthdays are when secrecy counts as a gift. We review this.",
        "We decide together. [-I dislike surprises of every sort-]{+Birthdays are when secrecy counts as a gift+}."
        " We review this.",
    ),
    "a sentence is split": (
        "We stay in the room unless one of us asks for a break, and then that one says when we go on.",
        "We stay in the room unless one of us asks for a break. Then that one says when we go on.",
        "We stay in the room unless one of us asks for a break[-, and then-]{+. Then+} that one says when we go on.",
    ),
    "an answer is rewritten": (
        "I do not know. Maybe more calm.",
        "By spring both of us earn enough.",
        "[-I do not know. Maybe more calm.-]{+By spring both of us earn enough.+}",
    ),
    "a phrase stays in an answer that else is rewritten": (
        "Someone who pays attention tells us, with the phones in the drawer, how the week went and what it cost.",
        "Ada reads the list out, with the phones in the drawer, then all of us may ask, once each, or wait.",
        "[-Someone who pays attention tells us-]{+Ada reads the list out+}, with the phones in the drawer, "
        "[-how the week went and what it cost-]{+then all of us may ask, once each, or wait+}.",
    ),
    "three words are no phrase": (
        "Be so good, with all the care you have, as to tell me how our week went, what it cost and who paid.",
        "Ada reads lists aloud, with all the patience needed when guests come late; all may speak once, or wait.",
        "[-Be so good, with all the care you have, as to tell me how our week went, what it cost and who paid.-]"
        "{+Ada reads lists aloud, with all the patience needed when guests come late; all may speak once, or wait.+}",
    ),
    "so does a beginning": (
        "处理意见首先：警告继续违纪之后果。如有违反，可致封禁乃至开除。",
        "处理意见首先：警告并对连续性行为进行处理。这包括避免在社区场所和外部渠道中的互动。",
        "处理意见首先：警告[-继续违纪之后果。如有违反，可致封禁乃至开除-]"
        "{+并对连续性行为进行处理。这包括避免在社区场所和外部渠道中的互动+}。",
    ),
    "an answer only grew": (
        "Be kind.",
        "Be kind. When it gets late and loud, let us stop and sleep on it, and begin with tea.",
        "Be kind. {+When it gets late and loud, let us stop and sleep on it, and begin with tea.+}",
    ),
    "a short word stays between two words for one and one for two": (
        "I will tell you next week or some day.",
        "I will tell you today or never.",
        "I will tell you [-next week-]{+today+} or [-some day-]{+never+}.",
    ),
    "Chinese": ("我们每天说话。我爱你。", "我们每周说话。我爱你。", "我们每[-天-]{+周+}说话。我爱你。"),
    "Chinese sentences move": (
        "我们每天一起吃晚饭。有话直说。",
        "有话直说。我们每天一起吃晚饭。",
        "{>有话直说。>}我们每天一起吃晚饭。[<有话直说。<]",
    ),
    "Thai": ("เราคุยกันทุกวันเสาร์", "เราคุยกันทุกวันศุกร์", "เราคุยกันทุกวัน[-เสาร์-]{+ศุกร์+}"),
    "a Chinese word of which one character changed": ("果汁很接近。", "果汁很亲近。", "果汁很[-接近-]{+亲近+}。"),
    "a Chinese word begins as the one for which it comes ended": (
        "我们关注社区的诉求。",
        "我们注重社区的诉求。",
        "我们[-关注-]{+注重+}社区的诉求。",
    ),
    "a Chinese list in one line": (
        "* 提出有益批评 * 面对过失，承担责任",
        "* 提出建设性意见 * 承担责任",
        "* 提出[-有益批评-]{+建设性意见+} * [-面对过失，-]承担责任",
    ),
    "a Japanese word of which one sign changed": (
        "そのバツを新しいコンピュータで直す。",
        "そのバグを新しいコンピュータで直す。",
        "その[-バツ-]{+バグ+}を新しいコンピュータで直す。",
    ),
    "Arabic": ("نتحدث كل يوم أحد، بصدق.", "نتحدث كل يوم جمعة، بصدق.", "نتحدث كل يوم [-أحد-]{+جمعة+}، بصدق."),
    "emoji": ("We laugh 👍🏽 a lot", "We laugh 👍🏿 a lot", "We laugh [-👍🏽-]{+👍🏿+} a lot"),
    "an accent in another form": (
        "We meet in the café now.",
        "We meet in the cafe\u0301 now.",
        "We meet in the cafe\u0301 now.",
    ),
    "signs that nobody sees": (
        "We co\u00adoperate, always.",
        "\ufeffWe\u200b cooperate,\u200f always.",
        "\ufeffWe\u200b cooperate,\u200f always.",
    ),
    "other quotes": ("“We don’t,” you said.", '"We don\'t," you said.', '"We don\'t," you said.'),
    "a flag of tags": (
        "We live in 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f now",
        "We live in 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f now",
        "We live in [-🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f-]"
        "{+🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f+} now",
    ),
    "two swaps": (
        "Two weeks' notice, three in August",
        "Three weeks' notice, four in August",
        "[-Two-]{+Three+} weeks' notice, [-three-]{+four+} in August",
    ),
    "a short word that says something, in Vietnamese": (
        "Bạn sẽ thấy và học thông qua các bài",
        "Chúng tôi cùng học với các bài",
        "[-Bạn sẽ thấy và-]{+Chúng tôi cùng+} học [-thông qua-]{+với+} các bài",
    ),
    "of a word and a phrase that changed places, the phrase stays": (
        "Açık projeler için fon bulmak hala zor",
        "Açık projelere fon bulmak için hala zor",
        "Açık [-projeler için-]{+projelere+} fon bulmak {+için +}hala zor",
    ),
    "two swaps of numbers": (
        "Ada has 51% and Grace 49%",
        "Ada has 50% and Grace 50%",
        "Ada has [-51-]{+50+}% and Grace [-49-]{+50+}%",
    ),
    "an insertion begins with its phrase": (
        "有话直说，不要在晚上说。",
        "有话直说，不要批评，不要在晚上说。",
        "有话直说，{+不要批评，+}不要在晚上说。",
    ),
    "or ends with it": (
        "我们不要在晚上吵架。",
        "我们不要批评，不要在晚上吵架。",
        "我们{+不要批评，+}不要在晚上吵架。",
    ),
    "what goes begins with its phrase": (
        "I will listen, and not judge, and not leave.",
        "I will listen, and not leave.",
        "I will listen, [-and not judge, -]and not leave.",
    ),
    "before brackets": (
        "We rest at home (in the evening).",
        "We rest at home (in the morning) (in the evening).",
        "We rest at home {+(in the morning) +}(in the evening).",
    ),
    "with its small words": (
        "I will be kind and I will be fair.",
        "I will be kind and I will be honest and I will be fair.",
        "I will be kind {+and I will be honest +}and I will be fair.",
    ),
    "in Thai behind a space": (
        "เราไม่ตะโกน เราไม่หนี",
        "เราไม่ตะโกน เราไม่โกหก เราไม่หนี",
        "เราไม่ตะโกน {+เราไม่โกหก +}เราไม่หนี",
    ),
    "in Thai behind the letter that a word ends with": (
        "เราคุยกันตอนเย็น",
        "เราคุยกันทุกวันตอนเย็น",
        "เราคุยกัน{+ทุกวัน+}ตอนเย็น",
    ),
    "in Japanese behind a particle": ("東京と大阪に行く。", "東京と京都と大阪に行く。", "東京と{+京都と+}大阪に行く。"),
    "a sentence moves and is edited": (
        "We walk on Sundays at ten. Be kind to each other. Tell me early. I answer within a day.",
        "Be kind, please. Tell me early. I answer within two days. We walk on Mondays at ten.",
        "[<We walk on <][-Sundays -][<at ten. <]Be kind[-to each other-]{+, please+}. Tell me early. "
        "I answer within [-a day-]{+two days+}. {>We walk on >}{+Mondays +}{>at ten.>}",
    ),
    "the sentence that was edited moves, not the others": (
        "We walk on Sundays at ten in the park. We eat at home. We never shout at each other.",
        "We eat at home. We never shout at each other. We walk on Mondays at ten in the park.",
        "[<We walk on <][-Sundays -][<at ten in the park. <]We eat at home. We never shout at each other. "
        "{>We walk on >}{+Mondays +}{>at ten in the park.>}",
    ),
    "a sentence of which little is elsewhere has not moved": (
        "We walk on Sundays at ten. Be kind to each other. Tell me early. I answer within a day.",
        "Be kind to each other. Tell me early. I answer within a day. Money waits on the table at ten.",
        "[-We walk on Sundays at ten. -]Be kind to each other. Tell me early. I answer within a day. "
        "{+Money waits on the table at ten.+}",
    ),
    "a new text": ("", "We talk.", "{+We talk.+}"),
    "a text that goes": ("We talk.", " ", "[-We talk.-] "),
}


@pytest.mark.parametrize("name", SMALL)
def test_small_changes_as_pictures(name: str) -> None:
    """What a reader would mark by hand."""
    old, new, expected = SMALL[name]
    assert picture(compare_text(old, new).spans) == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a word is swapped once", TextKind.REWORDED),
        ("white space is no change", TextKind.KEPT),
        ("of two that change places the shorter moves", TextKind.MOVED),
        ("a sentence moves, and an edit beside it survives", TextKind.REWORDED),
        ("an answer is rewritten", TextKind.REWRITTEN),
        ("an answer only grew", TextKind.REWORDED),
        ("a new text", TextKind.ADDED),
        ("a text that goes", TextKind.REMOVED),
    ],
)
def test_kinds_of_small_changes(name: str, kind: TextKind) -> None:
    """Some of the changes above."""
    assert compare_text(*SMALL[name][:2]).kind is kind


def test_a_repeated_sentence_does_not_pass_for_its_edited_twin() -> None:
    """Found by hypothesis: the edit belongs to the first of the two, and the second is another sentence."""
    old, new = (
        "This is sentence 1 of 7. This is sentence 1 of 7.",
        "This is sentence 7 of 49.\n\nThis is sentence 0 of 0.",
    )
    assert {span.op for span in compare_text(old, new).spans} == {Op.EQUAL, Op.DELETE, Op.INSERT}
    assert all(span.old.split() == span.new.split() for span in compare_text(old, new).spans if span.op is Op.EQUAL)


def test_a_repeated_sentence_is_not_said_to_have_moved() -> None:
    """With two candidates nobody knows which one it was."""
    change = compare_text("We talk. Be very kind to me. We talk.", "Be very kind to me. We talk. We talk.")
    assert Op.MOVE not in {span.op for span in change.spans}


def test_a_huge_repetitive_text_is_marked_coarsely_and_says_so() -> None:
    """No anchor to hold on to: before/after instead of a frozen screen."""
    old, new = "yes no " * 5_000 + "no", "no no yes " * 4_000 + "yes"
    change = compare_text(old, new)
    assert change.coarse
    assert ("".join(span.old for span in change.spans), "".join(span.new for span in change.spans)) == (old, new)
    assert not compare_text("We talk.", "We walk.").coarse


@EXAMPLES
@given(pairs)
def test_how_much_changed_is_what_the_spans_say(pair: tuple[str, str]) -> None:
    """In less time: the kind, and the share of the words that are not in EQUAL spans."""
    change = compare_text(*pair)
    kept = 0
    for text, parts in (
        (pair[0], [(span.op, span.old) for span in change.spans]),
        (pair[1], [(span.op, span.new) for span in change.spans]),
    ):
        ops = [op for op, part in parts for _ in part]  # of each character
        kept += sum(ops[start] is Op.EQUAL for start in read_prose(text).starts)
    kind, share = measure(*pair)
    assert kind is change.kind
    total = sum(len(read_prose(text).words) for text in pair)
    assert share == pytest.approx(1 - kept / total if total else 0)
