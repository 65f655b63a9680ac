"""The undertaking of confidentiality, as a person and an administrator meet it, against the published contract."""

from tests.api.test_sign_in import enter, member
from tests.traffic import Traffic


def accept_the_undertaking(seen: Traffic) -> None:
    """Read the text, accept it, and export who has."""
    email = "engagee@exemple.invalid"
    member(seen.house, email, ("admin", ()), signed=False)
    with seen.house.client() as browser:
        assert enter(browser, email).status_code == 204
        text = browser.get("/api/undertaking")
        answers = [
            ("get", "/api/undertaking", text),
            ("post", "/api/undertaking", browser.post("/api/undertaking", json={"digest": "0" * 64})),
            ("post", "/api/undertaking", browser.post("/api/undertaking", json={"digest": text.json()["digest"]})),
            ("get", "/api/undertaking/signatures.csv", browser.get("/api/undertaking/signatures.csv")),
        ]
    assert [answer.status_code for *_, answer in answers] == [200, 409, 200, 200]
    for method, path, answer in answers:
        seen.note_answer(method, path, answer)
