"""Keys, passphrases, and what is sealed with them."""

from __future__ import annotations

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.session import SealKey
from alliance_tui.storage.keyring import SMALLEST, AlteredKey, Keyring, NotSealedHere, WrongPassphrase
from tests.unit.samples import CORPUS
from tests.unit.sealing import quick_key, unlocked, without_scrypt

HERS = quick_key("hers")
HIS = quick_key("his")


@pytest.fixture
def hers() -> Keyring:
    return unlocked(HERS)


@given(
    st.text(st.characters(codec=None)) | st.sampled_from([*CORPUS.values(), "\ud800", "\x00\x1b]0;x\x07", " " * 900])
)
def test_what_is_sealed_is_opened_as_it_was(text: str) -> None:
    """Halves of characters, too: what may not be saved is refused elsewhere, never changed here."""
    seal = unlocked(HERS).seal({"text": text}, "here", HERS.recipient)
    assert unlocked(HERS).open(seal, "here") == {"text": text}


def test_nobody_else_opens_it_unless_it_is_shared(hers: Keyring) -> None:
    mine = hers.seal("words", "here", HERS.recipient)
    ours = hers.seal("words", "here", HERS.recipient, HIS.recipient)
    assert (mine.shared, ours.shared) == ("", HIS.recipient)
    for ring in (Keyring(), unlocked(HIS)):
        assert ring.open(mine, "here") is None
    assert Keyring().open(ours, "here") is None
    assert unlocked(HIS).open(ours, "here") == "words"


def test_neither_ciphertext_nor_hash_tells_anything_of_the_words(hers: Keyring) -> None:
    """The same words are never sealed twice in the same way, and short and long ones have the same length."""
    first, again, long = (hers.seal(text, "here", HERS.recipient) for text in ("a", "a", "a" * 900))
    assert len({first.hash, again.hash}) == len({first.ciphertext, again.ciphertext}) == 2
    sizes = [len(b64decode(seal.ciphertext)) for seal in (first, again, long)]
    assert max(sizes) - min(sizes) < SMALLEST // 2  # age adds a stanza of a random length, lest programs rely on one


def test_what_was_put_elsewhere_or_altered_is_not_taken_for_what_was_sealed(hers: Keyring) -> None:
    one, other = (hers.seal(text, "here", HERS.recipient) for text in ("one", "other"))
    for seal, place in ((one, "there"), (one._replace(hash=other.hash), "here")):
        with pytest.raises(NotSealedHere):
            unlocked(HERS).open(seal, place)
    for broken in ("", "not base64!", one.ciphertext[:-8], one.ciphertext.replace("A", "B")):
        assert unlocked(HERS).open(one._replace(ciphertext=broken), "here") is None


def test_a_passphrase_opens_its_own_key_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    without_scrypt(monkeypatch)
    made = Keyring()
    key = made.new_key("caf\u00e9 au lait")
    seal = made.seal("words", "here", key.recipient)
    other = Keyring()
    for wrong in ("cafe au lait", "", "caf\u00e9 au lait "):
        with pytest.raises(WrongPassphrase):
            other.unlock(key, wrong)
    with pytest.raises(WrongPassphrase):
        other.unlock(SealKey(HERS.recipient, key.identity), "caf\u00e9 au lait")
    assert not other.holds(key) and other.open(seal, "here") is None
    other.unlock(key, "cafe\u0301 au lait")  # as another keyboard sends it
    assert other.holds(key) and other.open(seal, "here") == "words"


def test_a_key_is_locked_by_scrypt() -> None:
    """The one test that works as long as that does."""
    key, other = Keyring().new_key("right"), Keyring()
    with pytest.raises(WrongPassphrase):
        other.unlock(key, "wrong")
    other.unlock(key, "right")
    assert other.holds(key)


def test_nothing_is_sealed_to_what_is_no_key(hers: Keyring) -> None:
    for other in ("age1…", "\ud800", "an identity"):
        with pytest.raises(AlteredKey):
            hers.seal("words", "here", HERS.recipient, other)


def test_a_damaged_key_is_opened_by_nothing() -> None:
    for identity in ("", "!", "AAAA"):
        with pytest.raises(WrongPassphrase):
            Keyring().unlock(HERS._replace(identity=identity), "hers")
