"""Numbers that prove themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.rules import Refusal
from workbench.rules.identifiers import (
    Sex,
    born_on,
    check_certificate_number,
    check_credit_code,
    check_id_number,
    check_phone,
    mask_id_number,
    mask_phone,
    sex_of,
)


class TestIdNumbers:
    def test_the_standards_example_is_accepted_in_its_one_form(self):
        assert check_id_number(" 11010519491231002x ") == "11010519491231002X"

    def test_full_width_digits_are_forgiven(self):
        assert check_id_number("１１０１０５１９４９１２３１００２Ｘ")[-1] == "X"

    def test_it_carries_birthday_and_sex(self):
        assert str(born_on("11010519491231002X")) == "1949-12-31"
        assert sex_of("11010519491231002X") is Sex.FEMALE

    @pytest.mark.parametrize(
        ("number", "says"),
        [
            ("110105194912310021", "应为X"),
            ("1101051949123100", "18位"),
            ("110105194902300020", "19490230不存在"),
            ("11010519491231002Y", "18位"),
        ],
    )
    def test_a_wrong_one_is_refused_with_what_is_wrong(self, number, says):
        with pytest.raises(Refusal, match=says):
            check_id_number(number)

    @given(st.integers(0, 16), st.integers(1, 9))
    def test_one_changed_digit_never_passes(self, place, shift):
        number = check_id_number("320722199001011230")
        changed = str((int(number[place]) + shift) % 10)
        with pytest.raises(Refusal):
            check_id_number(number[:place] + changed + number[place + 1 :])


class TestCreditCodes:
    @pytest.mark.parametrize("code", ["91350100M000100Y43", "11320000MB151840XJ"])
    def test_published_codes_pass(self, code):
        assert check_credit_code(code.lower()) == code

    @pytest.mark.parametrize(
        ("code", "says"),
        [
            ("91350100M000100Y4Z", "不含"),
            ("91350100M000100Y44", "应为3"),
            ("91", "18位"),
        ],
    )
    def test_wrong_ones_are_refused(self, code, says):
        with pytest.raises(Refusal, match=says):
            check_credit_code(code)


class TestOthers:
    def test_phones_lose_their_blanks(self):
        assert check_phone("138 1234 5678") == "13812345678"
        assert check_phone("0518－8765 4321") == "0518-87654321"
        with pytest.raises(Refusal, match="不是电话号码"):
            check_phone("12345")

    def test_certificates_follow_the_countys_pattern(self):
        assert check_certificate_number(" 10070112001 ", r"\d{8,12}") == "10070112001"
        with pytest.raises(Refusal, match="编号格式"):
            check_certificate_number("苏G-12", r"\d{8,12}")

    def test_masks_hide_what_need_not_be_seen(self):
        assert mask_id_number("11010519491231002X") == "110105********002X"
        assert mask_phone("13812345678") == "138****5678"
        assert mask_phone("0518-87654321") == "****321"
        assert mask_id_number("") == mask_phone("") == ""
