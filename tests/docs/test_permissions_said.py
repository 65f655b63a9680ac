"""« Qui peut quoi »: a command or a rule without its French words cannot be explained to whoever is refused."""

from crisiscoord.domain import policy


def test_every_permission_of_people_is_said_in_french():
    """Add the words of a new command to `ACTS` (crisiscoord/domain/policy/said.py)."""
    assert {do for do in policy.GRANTS if policy.is_for_people(do)} - policy.ACTS.keys() == set()
    assert policy.ACTS.keys() <= policy.GRANTS.keys()


def test_every_permission_and_rule_of_the_directory_is_said_in_french():
    """Add the words to `DIRECTORY_ACTS` and `DIRECTORY_RULES` (crisiscoord/domain/policy/directory.py)."""
    assert policy.DIRECTORY_ACTS.keys() == policy.DIRECTORY.keys()
    rules = {rule.__name__ for granted in policy.DIRECTORY.values() for rule in granted.values()}
    assert policy.DIRECTORY_RULES.keys() == rules


def test_every_rule_is_said_in_french():
    """Add the words of a new rule to `RULES` (crisiscoord/domain/policy/said.py)."""
    rules = {rule.__name__ for granted in policy.GRANTS.values() for rule in granted.values()}
    assert rules - policy.RULES.keys() == set()
    assert policy.RULES.keys() <= rules
