"""Finding text: equal to a plain scan at every moment, on both databases."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench import search
from workbench.models.platform import Account
from workbench.models.search import TEXTS
from workbench.rules import text as rules

ALPHABET = "王芳海东县aAb1 '\"%_*^\\-~|·，《\U0001f600\u3000Ａß"
TEXT = st.text(ALPHABET, min_size=1, max_size=8)


class TestRules:
    @given(TEXT)
    def test_the_plain_form_of_a_plain_form_is_itself(self, text):
        assert rules.plain(rules.plain(text)) == rules.plain(text)

    def test_width_case_and_blanks_do_not_matter(self):
        assert rules.plain("  Ａ１　b\n") == "a1 b"

    @given(TEXT, st.integers(0, 7), st.integers(1, 8))
    def test_every_fragment_is_a_run_of_pairs(self, text, start, length):
        plain = rules.plain(text)
        fragment = plain[start : start + length]
        tokens = rules.pairs(plain)
        if len(fragment) == 1:
            assert any(token.startswith(fragment) for token in tokens)
        elif fragment:
            wanted = [fragment[at : at + 2] for at in range(len(fragment) - 1)]
            runs = (tokens[at : at + len(wanted)] for at in range(len(tokens)))
            assert wanted in runs


@pytest.fixture
def accounts(parts):
    """Let a test write accounts' names and search them."""

    class Accounts:
        def write(self, names):
            with parts.sessions.begin() as session:
                session.connection(execution_options={"write": True})
                for key, name in names.items():
                    row = session.get(Account, key)
                    if row is None:
                        row = Account(
                            id=key,
                            name=f"user{key}",
                            password_hash="",
                            password_set_at=parts.now(),
                            must_change=False,
                        )
                        session.add(row)
                    row.person_name = name

        def delete(self, key):
            with parts.sessions.begin() as session:
                session.connection(execution_options={"write": True})
                session.delete(session.get_one(Account, key))

        def find(self, text):
            with parts.sessions() as session:
                condition = search.matching(session, "account", Account.id, text)
                return set(session.scalars(sa.select(Account.id).where(condition)))

        def clear(self):
            with parts.sessions.begin() as session:
                session.connection(execution_options={"write": True})
                session.execute(sa.delete(Account))

    return Accounts()


class TestFinding:
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        st.dictionaries(st.integers(1, 6), TEXT, max_size=5),
        st.dictionaries(st.integers(1, 6), TEXT, max_size=3),
        st.lists(TEXT, min_size=1, max_size=5),
    )
    def test_a_search_equals_a_plain_scan_after_every_change(
        self, accounts, first, then, wanted
    ):
        accounts.clear()
        accounts.write(first)
        accounts.write(then)
        names = first | then
        if names:
            gone = min(names)
            accounts.delete(gone)
            del names[gone]
        for text in wanted:
            plain = rules.plain(text)
            scan = {
                key
                for key, name in names.items()
                if plain in rules.plain(name) or plain in f"user{key}"
            }
            letters = plain.isascii() and plain.isalpha() and len(plain) > 1
            if letters:
                assert accounts.find(text) >= scan
            else:
                assert accounts.find(text) == scan

    def test_initials_find_every_reading_of_a_name(self, accounts):
        accounts.write({1: "单建设", 2: "曾玉音", 3: "翟庄", 4: "王海"})
        assert accounts.find("sjs") == accounts.find("djs") == {1}
        assert accounts.find("zyy") == accounts.find("cyy") == {2}
        assert accounts.find("zz") == {3}
        assert accounts.find("hai") == set()
        assert accounts.find("wh") == {4}

    def test_two_characters_are_found_as_surely_as_four(self, accounts):
        accounts.write({1: "连云港鑫源贸易有限公司", 2: "鑫 源"})
        assert accounts.find("鑫源") == {1}
        assert accounts.find("鑫源贸易") == {1}
        assert accounts.find("源") == {1, 2}

    def test_where_many_match_the_scan_gives_the_same(self, accounts, monkeypatch):
        accounts.write({key: f"王{key}号" for key in range(1, 9)})
        few = accounts.find("王")
        monkeypatch.setattr(search, "MANY", 3)
        assert accounts.find("王") == few == set(range(1, 9))

    def test_tables_built_by_older_rules_are_rebuilt(self, accounts, parts):
        accounts.write({1: "王芳"})
        with parts.sessions.begin() as session:
            session.connection(execution_options={"write": True})
            session.execute(sa.update(TEXTS["account"]).values(initials="?", text="旧"))
        assert accounts.find("wf") == set()
        with parts.sessions.begin() as session:
            session.connection(execution_options={"write": True})
            search.renew_all(session)
        assert accounts.find("wf") == accounts.find("王芳") == {1}
