"""Legal forms of firms, by which a name is written with and without: Ltd, GmbH, 有限公司."""

import re

# What says how a body is incorporated, not which one it is: folded, without dots.
LEGAL = frozenset(
    "ab ag ao aps as asa bhd bv cjsc co company corp corporation cv doo ehf eood est fzc fzco fze "
    "gmbh inc incorporated jsc kft kg kgaa kk ks limited llc llp lp ltd ltda mbh nv oao ojsc ood "
    "ooo oy oyj pao pjsc plc private psc pt pte pty pvt sa sae sal saog sarl sas sdn se sl snc sp "
    "spa spol sro srl tbk ug wll zao zoo".split()
)
LEADING = re.compile(
    r"(?:(?:(?:open|public|closed) )?joint stock company|limited liability company"
    r"|ao|cjsc|jsc|llc|oao|ojsc|ooo|pao|pjsc|pt|zao) "
)
LEADING_WORDS = 4
TRAILING = re.compile(rf"(?:(?: and| de)? (?:joint stock company|{'|'.join(sorted(LEGAL))}))+$")
IDEOGRAPHIC_LEGAL = re.compile(
    "^(?:株式会社|有限会社)|(?:股份有限公司|有限责任公司|有限公司|集团公司|公司|株式会社|有限会社)$"
)
SHORTEST_IDEOGRAPHIC = 4  # characters; fewer are part of other words too often


def without_legal_form(words: str) -> str:
    """What is left of folded `words`; all of them if they are nothing but legal forms."""
    core = TRAILING.sub("", LEADING.sub("", words, count=1) if LEADING.match(words) else words)
    return core if core not in LEGAL else words


def without_ideographic_legal_form(name: str) -> str:
    """What is left of a folded Chinese or Japanese name, if it is long enough; else ""."""
    core = IDEOGRAPHIC_LEGAL.sub("", IDEOGRAPHIC_LEGAL.sub("", name))
    return core if core != name and len(core) >= SHORTEST_IDEOGRAPHIC else ""
