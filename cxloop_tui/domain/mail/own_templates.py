"""Templates that an organisation wrote itself, beside those that there are from the start."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, cast

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.mail.templates.template import Step, Template
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.policy import Policy, is_language
from cxloop_tui.domain.policy_keys import OWN_TEMPLATES, TEMPLATE_MOST
from cxloop_tui.domain.text import is_plain_name

TEMPLATES_MOST: Final = 50
_TITLE_MOST: Final = 200


class OwnTemplate(NamedTuple):
    """One of them; what may stand between braces in it is said by FIELDS of the templates."""

    name: str
    language: str
    """As ISO 639-1 has it: it is offered first to customers who are written to in it."""
    template: Template


def own_templates(policy: Policy) -> Sequence[OwnTemplate]:
    """Return them by name."""
    written = cast("Mapping[str, Mapping[str, str]]", policy.value(OWN_TEMPLATES))
    return [
        OwnTemplate(name, one["language"], Template(one["title"], one["text"]))
        for name, one in sorted(written.items())
    ]


def own_template(name: str, policy: Policy) -> OwnTemplate | None:
    """Return the one of this name, whatever its case."""
    wanted = name.strip().casefold()
    return next((one for one in own_templates(policy) if one.name.casefold() == wanted), None)


def with_template(policy: Policy, template: OwnTemplate) -> Mapping[str, Json]:
    """Return the policy value with one more, or one of that name changed. Raises Unusable."""
    (title, text), name = template.template, template.name.strip()
    if not is_plain_name(name) or name.casefold() in set(Step):
        raise Unusable(f"{template.name!r} cannot be the name of a template: it is empty, too long or taken")
    if not is_language(template.language):
        raise Unusable(f"{template.language!r} is no language: two letters are expected, as en")
    if not title.strip() or not text.strip() or len(title) > _TITLE_MOST or len(text) > TEMPLATE_MOST:
        raise Unusable(
            f"a template has a title of up to {_TITLE_MOST} characters and a text of up to {TEMPLATE_MOST:,}"
        )
    kept = without_template(policy, name)
    if len(kept) >= TEMPLATES_MOST:
        raise Unusable(f"there are {len(kept)} templates; at most {TEMPLATES_MOST} are kept")
    return {**kept, name: {"language": template.language, "title": title.strip(), "text": text.strip("\n")}}


def without_template(policy: Policy, name: str) -> Mapping[str, Json]:
    """Return the policy value without the one of this name."""
    written = cast("Mapping[str, Json]", policy.value(OWN_TEMPLATES))
    return {known: one for known, one in written.items() if known.casefold() != name.strip().casefold()}
