"""Who may do what, who may see what. The only place where it is decided.

A permission is the name of the command it allows. A person acts in a *capacity* (capacities.py): the role of the
account, and, on a dossier that has designated this person, `representant_unccas` (convention State-UNCCAS, art. 3).
`GRANTS` (grants.py) says by which rule (rules.py) each role holds each permission; channels.py says what is seen.
"""

from .capacities import (
    COORDINATION,
    FIELD,
    LINKS,
    NATIONAL,
    REFERENTS,
    RIGHTS_CARDS,
    Capacity,
    OutOfScope,
    capacities_of,
)
from .channels import COUNTS_ALL, channels, holds, may_count, view
from .deciding import SPENT, ReadsOnly, allowed, authorize, may_name, may_open, signature
from .directory import (
    DIRECTORY,
    DIRECTORY_ACTS,
    DIRECTORY_RULES,
    Of,
    authorize_directory,
    directory_holders,
    may_anywhere,
    may_in_directory,
    may_reach,
)
from .exposures import answers_exposure, reads_exposure, reported
from .grants import GRANTS
from .links import Giving, giving, has_own_page, may_ask, own_cards, own_reports, sees_who_is_here
from .rules import AUTHOR_MAY_ERASE, Case, Rule, is_for
from .said import ACTS, RULES, act_said, holders, is_for_people, rights, role_said, rule_said
from .signing import must_sign_first
from .standing import is_in_emergency, linked

__all__ = [
    "ACTS",
    "AUTHOR_MAY_ERASE",
    "COORDINATION",
    "COUNTS_ALL",
    "DIRECTORY",
    "DIRECTORY_ACTS",
    "DIRECTORY_RULES",
    "FIELD",
    "GRANTS",
    "LINKS",
    "NATIONAL",
    "REFERENTS",
    "RIGHTS_CARDS",
    "RULES",
    "SPENT",
    "Capacity",
    "Case",
    "Giving",
    "Of",
    "OutOfScope",
    "ReadsOnly",
    "Rule",
    "act_said",
    "allowed",
    "answers_exposure",
    "authorize",
    "authorize_directory",
    "capacities_of",
    "channels",
    "directory_holders",
    "giving",
    "has_own_page",
    "holders",
    "holds",
    "is_for",
    "is_for_people",
    "is_in_emergency",
    "linked",
    "may_anywhere",
    "may_ask",
    "may_count",
    "may_in_directory",
    "may_name",
    "may_open",
    "may_reach",
    "must_sign_first",
    "own_cards",
    "own_reports",
    "reads_exposure",
    "reported",
    "rights",
    "role_said",
    "rule_said",
    "sees_who_is_here",
    "signature",
    "view",
]
