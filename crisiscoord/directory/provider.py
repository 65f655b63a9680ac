"""Signing in by an identity provider: OpenID Connect, authorization code with PKCE (ProConnect, or any other).

OpenID Connect Core 1.0 (3.1), RFC 7636 (PKCE, S256 only), RFC 9207 (`iss` in the answer), RP-Initiated Logout 1.0.
ProConnect signs what it says of a person (userinfo as a JWT) and expects `id_token_hint` at the end.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from ..errors import Unavailable

PATIENCE_S = 10.0
#: The longest answer read from a provider, in bytes.
MOST_BYTES = 256 * 1024
#: What the provider says of itself, and its keys, are asked again after this; keys also when one is unknown.
KEPT, KEYS_AGAIN = timedelta(hours=1), timedelta(minutes=1)
#: Clocks of two machines differ.
LEEWAY_S = 60

_ALGORITHMS = ["RS256", "PS256", "ES256"]


class ProviderMute(Unavailable):
    code, title = "provider_mute", "Fournisseur d’identité muet"


class ProviderLies(Exception):
    """What came back cannot be believed; `str()` says why, for the log, in words of ours alone."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in under way: where the browser goes, and what is checked when it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the provider has recognised. `id_token` is what it wants back when they sign out."""

    issuer: str
    subject: str
    email: str
    id_token: str


@dataclass(slots=True)
class _Kept:
    said: Mapping[str, Any] = field(default_factory=dict)
    said_at: datetime | None = None
    keys: KeySet | None = None
    keys_at: datetime | None = None


class Provider:
    """One provider. Its methods are of the loop, and speak to nobody but its own addresses.

    `vouches`: it gives nobody the address of somebody else, though it does not say `email_verified`. ProConnect does
    not: the claims that it lists are given_name, usual_name, email, uid, siret.
    """

    def __init__(self, issuer: str, client_id: str, client_secret: str, scopes: str, *, vouches: bool) -> None:
        self._issuer, self._id, self._secret, self._scopes = issuer, client_id, client_secret, scopes
        self._vouches = vouches
        self._kept = _Kept()

    async def begin(self, back: str, now: datetime) -> Begun:
        """Begin a sign-in that comes back to `back`. Raises ProviderMute."""
        said = await self._said(now)
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code",
            "client_id": self._id,
            "redirect_uri": back,
            "scope": self._scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return Begun(_with(said["authorization_endpoint"], asked), state, nonce, verifier)

    async def finish(
        self, code: str, nonce: str, verifier: str, back: str, now: datetime, issuer: str | None = None
    ) -> Identity:
        """Return who has signed in. Raises ProviderMute, or ProviderLies when anything does not fit."""
        said = await self._said(now)
        if issuer is None and said.get("authorization_response_iss_parameter_supported") is True:
            raise ProviderLies("the answer does not say whose it is")
        if issuer is not None and issuer != self._issuer:
            raise ProviderLies("the answer is of another provider")
        tokens = await self._tokens(said, code, verifier, back)
        id_token, access = tokens.get("id_token"), tokens.get("access_token")
        if not isinstance(id_token, str) or not isinstance(access, str):
            raise ProviderLies("a token is missing")
        claims = self._believed(await self._decoded(id_token, said, now), now)
        if claims.get("nonce") != nonce:
            raise ProviderLies("the nonce is not the one that was sent")
        person = await self._person(said, access, claims, now)
        email = person.get("email")
        verified = person.get("email_verified", self._vouches)  # Core 1.0, 5.1: what is not said is not so
        if not isinstance(email, str) or not 0 < len(email) <= 254 or verified is not True:
            raise ProviderLies("no address, or one that the provider has not verified")
        return Identity(self._issuer, str(claims["sub"]), email, id_token)

    async def goodbye(self, id_token: str, back: str, now: datetime) -> str | None:
        """Return where a browser goes to sign out at the provider too; None when it offers no such place."""
        said = await self._said(now)
        where = said.get("end_session_endpoint")
        if not isinstance(where, str):
            return None
        asked = {"id_token_hint": id_token, "post_logout_redirect_uri": back, "state": secrets.token_urlsafe(16)}
        return _with(where, asked)

    async def _said(self, now: datetime) -> Mapping[str, Any]:
        """Return what the provider says of itself (OpenID Connect Discovery 1.0), an hour old at most."""
        kept = self._kept
        if kept.said_at is None or now >= kept.said_at + KEPT:
            said = _object(await _read("GET", f"{self._issuer}/.well-known/openid-configuration"))
            for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"):
                if not isinstance(said.get(name), str) or not is_fit(said[name]):
                    raise ProviderMute("Le fournisseur d’identité ne se présente pas comme il le doit.")
            if said.get("issuer") != self._issuer:
                raise ProviderMute("Le fournisseur d’identité n’est pas celui qui est réglé.")
            kept.said, kept.said_at = said, now
        return kept.said

    async def _tokens(self, said: Mapping[str, Any], code: str, verifier: str, back: str) -> Mapping[str, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        proof = (self._id, self._secret) if "client_secret_basic" in ways else None
        if proof is None:
            form |= {"client_id": self._id, "client_secret": self._secret}
        answer = await _read("POST", said["token_endpoint"], form=form, auth=proof)
        return _object(answer)

    async def _person(
        self, said: Mapping[str, Any], access: str, claims: Mapping[str, Any], now: datetime
    ) -> Mapping[str, Any]:
        answer = await _read("GET", said["userinfo_endpoint"], bearer=access)
        signed = answer.headers.get("content-type", "").partition(";")[0].strip() == "application/jwt"
        if signed:
            person = await self._decoded(answer.text.strip(), said, now)
            if person.get("iss") != self._issuer or self._id not in _audience(person):
                raise ProviderLies("what is said of the person is for somebody else")
        else:
            person = _object(answer)
        if person.get("sub") != claims["sub"]:  # Core 1.0, 5.3.2: tokens may have been swapped
            raise ProviderLies("what is said of the person is of another one")
        return person

    async def _decoded(self, token: str, said: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
        try:
            try:
                return jwt.decode(token, await self._keys(said, now, KEPT), algorithms=_ALGORITHMS).claims
            except InvalidKeyIdError:  # keys have turned since
                return jwt.decode(token, await self._keys(said, now, KEYS_AGAIN), algorithms=_ALGORITHMS).claims
        except (JoseError, ValueError, TypeError, KeyError) as wrong:
            raise ProviderLies(f"a token is not signed as it must be ({type(wrong).__name__})") from wrong

    async def _keys(self, said: Mapping[str, Any], now: datetime, most: timedelta) -> KeySet:
        kept = self._kept
        if kept.keys is None or kept.keys_at is None or now >= kept.keys_at + most:
            published = _object(await _read("GET", said["jwks_uri"]))
            kept.keys = KeySet.import_key_set(published)  # type: ignore[arg-type]
            kept.keys_at = now
        return kept.keys

    def _believed(self, claims: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
        """Return the claims of an id_token that is for us, and of now (OpenID Connect Core 1.0, 3.1.3.7)."""
        audience, second = _audience(claims), now.timestamp()
        ends, made = claims.get("exp"), claims.get("iat")
        if claims.get("iss") != self._issuer:
            raise ProviderLies("the token is of another provider")
        if self._id not in audience or (len(audience) > 1 and claims.get("azp") != self._id):
            raise ProviderLies("the token is for another service")
        if not isinstance(ends, int | float) or second >= ends + LEEWAY_S:
            raise ProviderLies("the token has ended")
        if not isinstance(made, int | float) or made > second + LEEWAY_S:
            raise ProviderLies("the token is not of now")
        if not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= 255:
            raise ProviderLies("the token names nobody")
        return claims


def is_fit(address: str) -> bool:
    """Say whether secrets may be sent to an address: https, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost"))


def _audience(claims: Mapping[str, Any]) -> list[str]:
    said = claims.get("aud")
    return [said] if isinstance(said, str) else [one for one in said or () if isinstance(one, str)]


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def _object(answer: httpx2.Response) -> Mapping[str, Any]:
    try:
        said = answer.json()
    except ValueError as wrong:
        raise ProviderMute("Le fournisseur d’identité n’a pas répondu comme il le doit.") from wrong
    if not isinstance(said, dict):
        raise ProviderMute("Le fournisseur d’identité n’a pas répondu comme il le doit.")
    return said


async def _read(
    method: str,
    address: str,
    form: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    bearer: str | None = None,
) -> httpx2.Response:
    """Ask, and read `MOST_BYTES` at most. Raises ProviderMute; ProviderLies when what was shown is refused."""
    headers = {"Accept": "application/json, application/jwt"} | (
        {"Authorization": f"Bearer {bearer}"} if bearer else {}
    )
    try:
        async with (
            httpx2.AsyncClient(timeout=PATIENCE_S, follow_redirects=False, trust_env=False) as client,
            client.stream(method, address, data=form, auth=auth, headers=headers) as answer,
        ):
            read = bytearray()
            async for part in answer.aiter_bytes():
                read += part
                if len(read) > MOST_BYTES:
                    raise ProviderMute("Le fournisseur d’identité a trop à dire.")
    except httpx2.HTTPError as problem:
        raise ProviderMute(
            "Le fournisseur d’identité ne répond pas\u00a0: réessayez, ou entrez autrement."
        ) from problem
    if answer.status_code in (400, 401, 403):
        raise ProviderLies("the provider refuses what it gave")
    if not answer.is_success:
        raise ProviderMute("Le fournisseur d’identité ne répond pas\u00a0: réessayez, ou entrez autrement.")
    kept = {"content-type": answer.headers.get("content-type", "")}
    return httpx2.Response(answer.status_code, headers=kept, content=bytes(read))
