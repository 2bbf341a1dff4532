"""Cells of text in a CSV file, such that a spreadsheet neither computes nor converts them.

Quotation marks do not help: a spreadsheet reads `"3/12"` as a date as well. What it would read as a
formula, number, date, time, amount of money or truth value gets an apostrophe in front. No name
contains one, so that a program restores the name by removing it.

Source: OWASP, "CSV Injection"; what is converted depends on the language of the spreadsheet.
"""

import re

_COMPUTED = frozenset("=+-@\t\r\n")
_NUMBER = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_JAPANESE_DATE = re.compile(r"[mtshr]\d+[-./]\d+[-./]\d+", re.IGNORECASE)
_MONTHS = """
    jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july
    august september october november december
    jaen mrz mai okt dez januar februar juni juli oktober dezember
    janv avr juin juil janvier mars avril juillet septembre octobre novembre
    ene abr ago dic enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre
    noviembre diciembre
    gen mag giu lug set ott gennaio febbraio aprile maggio giugno luglio settembre ottobre
    dicembre
    fev out janeiro fevereiro maio junho julho setembro outubro novembro dezembro
    mrt mei januari februari maart augustus
    maj des marts augusti desember
    sty lut kwi cze lip sie wrz lis gru luty marzec maj czerwiec lipiec listopad stycznia lutego
    marca kwietnia maja czerwca lipca sierpnia listopada grudnia
    led dub srp leden duben srpen prosinec
    febr szept szeptember
    tammi helmi maalis huhti touko elo syys loka marras joulu
    oca nis haz tem eyl eki kas ara ocak mart nisan haziran temmuz ekim
    ian iun iul noi ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie
    decembrie
"""
_MONEY = "eur usd gbp chf kr zl kc ft lei tl rp rs"
_TRUTH_WORDS = """
    true false wahr falsch vrai faux verdadero falso vero verdadeiro waar onwaar sand falsk
    sant usann prawda tosi
"""
_TRUTH = frozenset(_TRUTH_WORDS.split())
_WITH_A_NUMBER = _TRUTH.union(_MONTHS.split(), _MONEY.split(), ("am", "pm"))
"""Words that make a date, a time or an amount of money of the number beside them."""


def cell(text: str) -> str:
    """Return a text as a cell that opens as this text; an apostrophe is added if need be."""
    return text if _opens_as_text(text) else f"'{text}"


def _opens_as_text(text: str) -> bool:
    if text[:1] in _COMPUTED:
        return False
    words = _LETTERS.findall(text.lower())
    if not _NUMBER.search(text):
        return text.lower() not in _TRUTH
    if text[0] == "_":
        return True
    if text[0].isalpha():
        date = _JAPANESE_DATE.fullmatch(text)
        return date is None and any(word not in _WITH_A_NUMBER for word in words)
    # beside a number in front, one or two letters may be an exponent, a time or a currency
    return any(len(word) > 2 and word not in _WITH_A_NUMBER for word in words)
