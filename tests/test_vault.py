"""Keys: derived, sealed, kept, printed and typed back."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import KEYS
from workbench import vault
from workbench.rules import UnavailableError
from workbench.vault import KeyPlace, Vault


class TestKeys:
    def test_sm3_gives_the_standards_own_example(self):
        assert vault.sm3(b"abc").hex() == (
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        )

    def test_each_purpose_has_a_key_of_its_own(self):
        keys = {KEYS.derive(purpose) for purpose in ("file", "field", "audit")}
        assert len(keys) == 3
        assert KEYS.derive("file") == Vault(KEYS.home_key).derive("file")

    @given(st.text())
    def test_what_was_sealed_opens_and_never_seals_twice_alike(self, text):
        one, other = KEYS.seal(text), KEYS.seal(text)
        assert KEYS.open(one) == KEYS.open(other) == text
        assert one != other

    def test_a_changed_byte_or_another_key_is_noticed(self):
        sealed = KEYS.seal("320722199001011234")
        broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
        for keys, what in ((KEYS, broken), (vault.new_vault(), sealed)):
            with pytest.raises(UnavailableError, match="密钥"):
                keys.open(what)

    def test_a_key_does_not_show_in_its_representation(self):
        assert KEYS.home_key.hex() not in repr(KEYS)
        assert str(KEYS.home_key) not in repr(KEYS)

    @given(st.binary(min_size=32, max_size=32))
    def test_a_printed_code_typed_back_is_the_same_key(self, key):
        code = Vault(key).recovery_code()
        typed = code.lower().replace("-", " ")
        assert vault.vault_from_code(typed).home_key == key

    def test_a_mistyped_code_is_refused(self):
        code = KEYS.recovery_code()
        wrong = ("B" if code[0] == "A" else "A") + code[1:]
        for typed in (wrong, "", "不是恢复码", code[:-4]):
            with pytest.raises(UnavailableError, match="恢复码"):
                vault.vault_from_code(typed)


class TestWhereTheKeyLies:
    def test_without_a_key_store_it_lies_in_a_file_only_its_owner_reads(self, tmp_path):
        place = vault.store(KEYS, tmp_path, "home")
        assert place is KeyPlace.FILE
        assert "没有可用的系统凭据库" in place.label
        mode = (tmp_path / vault.KEY_FILE).stat().st_mode
        assert stat.S_IMODE(mode) == 0o600
        assert vault.load(tmp_path, "home").home_key == KEYS.home_key

    def test_a_key_store_that_keeps_what_it_took_is_used(self, tmp_path, monkeypatch):
        import keyring

        kept = {}
        monkeypatch.setattr(
            keyring, "set_password", lambda *args: kept.update({args[:2]: args[2]})
        )
        monkeypatch.setattr(keyring, "get_password", lambda *args: kept.get(args))
        assert vault.store(KEYS, tmp_path, "home") is KeyPlace.KEYRING
        assert not (tmp_path / vault.KEY_FILE).exists()
        assert vault.load(tmp_path, "home").home_key == KEYS.home_key

    def test_a_key_store_that_forgets_is_not_trusted(self, tmp_path, monkeypatch):
        import keyring

        monkeypatch.setattr(keyring, "set_password", lambda *_args: None)
        monkeypatch.setattr(keyring, "get_password", lambda *_args: None)
        assert vault.store(KEYS, tmp_path, "home") is KeyPlace.FILE

    def test_a_key_that_is_nowhere_is_said_in_words(self, tmp_path):
        with pytest.raises(UnavailableError, match="找不到本库的密钥"):
            vault.load(tmp_path, "home")
