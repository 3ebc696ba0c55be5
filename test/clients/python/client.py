#!/usr/bin/env python3
"""An independent client of the tribunal: plain JOSE and HTTP message signatures, nothing of this project.

It makes keys, issues a note as the bank, has the first holder pass it on twice, redeems it twice, submits the
conflict with a signed request, waits for the verdict, and checks that verdict with the key that the tribunal
publishes. The last line of standard output is one JSON object; the exit status is 0 where everything held, else 1.

    client.py --url http://127.0.0.1:4800 --bank-key bank.json
    client.py --url http://127.0.0.1:4800 --bank-key bank.json --dry-run     # print what would be sent, send nothing

It needs Python 3.9 and the package `cryptography` (38 or newer; Debian: python3-cryptography).

Written from RFC 7515, 7517, 7519, 7638, 8037, 8812, 9421, 9530 and the protocol's own pages.
"""

import argparse
import base64
import datetime
import hashlib
import http.client
import json
import secrets
import sys
import time
import urllib.parse
import uuid

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

MILLION = 1_000_000


class Failed(Exception):
    """A check did not hold."""


def check(name, holds, detail=""):
    """Notes a check that held; ends the run at one that did not."""
    if not holds:
        raise Failed(f"{name}: {detail}" if detail else name)
    CHECKS.append(name)


CHECKS = []


# --- base64url (RFC 7515 section 2) and JSON ---------------------------------------------------------------------


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64u(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def compact_json(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def sha256(data):
    return hashlib.sha256(data).digest()


# --- Keys (RFC 7517, 8037, 8812) and thumbprints (RFC 7638) -------------------------------------------------------


CURVES = {"P-256": (ec.SECP256R1, "ES256"), "secp256k1": (ec.SECP256K1, "ES256K")}


class Key:
    """A private key with its JWK, its JOSE algorithm, and the party id that is its thumbprint."""

    def __init__(self, private):
        self.private = private
        if isinstance(private, ed25519.Ed25519PrivateKey):
            raw = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            self.alg = "Ed25519"
            self.jwk = {"kty": "OKP", "crv": "Ed25519", "x": b64u(raw)}
        else:
            numbers = private.public_key().public_numbers()
            name = "P-256" if isinstance(private.curve, ec.SECP256R1) else "secp256k1"
            self.alg = CURVES[name][1]
            x, y = (b64u(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
            self.jwk = {"kty": "EC", "crv": name, "x": x, "y": y}
        self.id = thumbprint(self.jwk)

    @staticmethod
    def make(kind):
        if kind == "Ed25519":
            return Key(ed25519.Ed25519PrivateKey.generate())
        return Key(ec.generate_private_key(CURVES[kind][0]()))

    @staticmethod
    def read(jwk):
        if jwk.get("kty") == "OKP" and jwk.get("crv") == "Ed25519":
            key = Key(ed25519.Ed25519PrivateKey.from_private_bytes(unb64u(jwk["d"])))
        else:
            curve = CURVES[jwk["crv"]][0]()
            key = Key(ec.derive_private_key(int.from_bytes(unb64u(jwk["d"]), "big"), curve))
        if any(key.jwk[name] != jwk[name] for name in key.jwk):
            raise Failed("the private key does not belong to its public half")
        return key

    def sign(self, message):
        """64 bytes: Ed25519's own, or r and s of ECDSA with SHA-256, big-endian."""
        if self.alg == "Ed25519":
            return self.private.sign(message)
        r, s = decode_dss_signature(self.private.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def thumbprint(jwk):
    required = ("crv", "kty", "x") if jwk["kty"] == "OKP" else ("crv", "kty", "x", "y")
    return b64u(sha256(json.dumps({name: jwk[name] for name in required}, separators=(",", ":")).encode("ascii")))


def verify(jwk, message, signature):
    """Whether a signature verifies under a public JWK of any of the three suites."""
    try:
        if jwk["kty"] == "OKP":
            ed25519.Ed25519PublicKey.from_public_bytes(unb64u(jwk["x"])).verify(signature, message)
        else:
            x, y = (int.from_bytes(unb64u(jwk[name]), "big") for name in ("x", "y"))
            public = ec.EllipticCurvePublicNumbers(x, y, CURVES[jwk["crv"]][0]()).public_key()
            if len(signature) != 64:
                return False
            r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
            public.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
        return True
    except InvalidSignature:
        return False


# --- Statements: JWS in compact serialization (RFC 7515) ----------------------------------------------------------


def statement(typ, key, claims, state_key=True):
    header = {"alg": key.alg, "typ": typ, "kid": key.id}
    if state_key:
        header["jwk"] = key.jwk
    signing_input = f"{b64u(compact_json(header))}.{b64u(compact_json({'iss': key.id, **claims}))}"
    return f"{signing_input}.{b64u(key.sign(signing_input.encode('ascii')))}"


def digest(text):
    """A statement's digest: of what was signed, without the signature."""
    return b64u(sha256(text.rsplit(".", 1)[0].encode("ascii")))


def double_redemption(bank, now):
    """A note of the bank whose first holder signs it over to two people, both of whom redeem it at the bank."""
    alice, bob, carol = Key.make("Ed25519"), Key.make("P-256"), Key.make("secp256k1")
    note = statement(
        "note+jwt",
        bank,
        {
            "iat": now - 600,
            "jti": f"py-{uuid.uuid4()}",
            "cls": "endorsed",
            "val": {"amt": "25.50", "cur": "EUR"},
            "cnf": {"jwk": alice.jwk},
        },
    )
    claims, redemptions = [], {}
    for i, payee in enumerate((bob, carol)):
        # Readers know these keys from the `cnf` before, so that the headers need not state them.
        transfer = statement(
            "transfer+jwt",
            alice,
            {
                "iat": now - 300 + i,
                "jti": str(uuid.uuid4()),
                "sub": digest(note),
                "prv": digest(note),
                "cnf": {"jwk": payee.jwk},
            },
            state_key=False,
        )
        redemption = statement(
            "redemption+jwt",
            payee,
            {
                "iat": now - 60 + i,
                "jti": str(uuid.uuid4()),
                "sub": digest(note),
                "prv": digest(transfer),
                "aud": bank.id,
            },
            state_key=False,
        )
        # Bob keeps a receipt, Carol does not.
        receipt = statement(
            "receipt+jwt",
            payee,
            {"iat": now - 200, "sub": digest(note), "frm": alice.id, "ref": digest(transfer)},
        )
        claims.append(
            {
                "transcript": [note, transfer, redemption],
                "bank": bank.id,
                "receivedAt": rfc3339(now - 30 + i),
                "evidence": [receipt] if i == 0 else [],
                "paid": False,
            }
        )
        redemptions[digest(redemption)] = payee.id
    submission = {"reference": "python", "claims": claims, "evidence": []}
    return submission, {"note": note, "payer": alice.id, "redemptions": redemptions}


def rfc3339(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")


# --- HTTP message signatures (RFC 9421) and Content-Digest (RFC 9530) ----------------------------------------------


def signed_fields(key, method, url, body, created=None, nonce=None):
    """The fields that say who asks: they cover the method, the target URI, and the body through its digest."""
    fields = {}
    covered = [("@method", method), ("@target-uri", url)]
    if body:
        fields["content-digest"] = f"sha-256=:{base64.b64encode(sha256(body)).decode('ascii')}:"
        covered.append(("content-digest", fields["content-digest"]))
    names = " ".join(f'"{name}"' for name, _ in covered)
    params = f'({names});created={created or int(time.time())};nonce="{nonce or secrets.token_urlsafe(18)}";keyid="{key.id}"'
    base = "".join(f'"{name}": {value}\n' for name, value in covered) + f'"@signature-params": {params}'
    signature = base64.b64encode(key.sign(base.encode("ascii"))).decode("ascii")
    return {**fields, "signature-input": f"sig1={params}", "signature": f"sig1=:{signature}:"}


class Service:
    """Requests over one address; `key` signs them where it is given."""

    def __init__(self, url, timeout):
        self.url = url.rstrip("/")
        self.timeout = timeout

    def send(self, method, path, key=None, body=None, fields=None):
        """Sends one request and gives status, fields and parsed body."""
        url = f"{self.url}{path}"
        parts = urllib.parse.urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.netloc, timeout=self.timeout)
        headers = {"Accept": "application/json", **(fields or {})}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers.update(signed_fields(key, method, url, body))
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request(method, target, body=body, headers=headers)
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        self.last = headers
        is_json = "json" in (response.getheader("content-type") or "")
        return response.status, response.headers, json.loads(text) if is_json and text else None

    def expect(self, status, method, path, **more):
        """Sends a request, again where the service is busy, and gives the fields and body of a good answer."""
        for _ in range(20):
            got, headers, body = self.send(method, path, **more)
            if got not in (429, 503):
                break
            time.sleep(min(float(headers.get("retry-after") or 1), 5))
        accepted = status if isinstance(status, tuple) else (status,)
        if got not in accepted:
            raise Failed(f"{method} {path} answered {got}: {json.dumps(body)}")
        return got, headers, body


# --- The run ------------------------------------------------------------------------------------------------------


def submit(service, bank, submission):
    body = compact_json(submission)
    fields = {"Idempotency-Key": str(uuid.uuid4())}
    _, _, conflict = service.expect(202, "POST", "/v1/conflicts", key=bank, body=body, fields=fields)
    check("submitted", isinstance(conflict.get("id"), str), "the answer has no id")
    # The same request a second time, byte for byte, has a nonce that was used.
    status, _, problem = service.send("POST", "/v1/conflicts", body=body, fields=service.last)
    check("a replayed request is refused", status == 401, f"{status} {problem}")
    check("a refusal is a problem document", problem.get("status") == 401 and "code" in problem, str(problem))
    stolen = signed_fields(bank, "POST", f"{service.url}/v1/conflicts", body)
    other = body.replace(b'"paid":false', b'"paid":true ', 1)
    status, _, problem = service.send("POST", "/v1/conflicts", body=other, fields=stolen)
    check("a changed body is refused", status == 401, f"{status} {problem}")
    again = {"Idempotency-Key": str(uuid.uuid4())}
    _, _, joined = service.expect((200, 202), "POST", "/v1/conflicts", key=bank, body=body, fields=again)
    check("the same claims are the same conflict", joined["id"] == conflict["id"])
    return conflict["id"]


def wait_for_verdict(service, bank, conflict, seconds):
    path = f"/v1/conflicts/{conflict}"
    end, etag, wait = time.monotonic() + seconds, None, 0.1
    while time.monotonic() < end:
        fields = {} if etag is None else {"If-None-Match": etag}
        status, headers, view = service.expect((200, 304), "GET", path, key=bank, fields=fields)
        etag = headers.get("etag") or etag
        if status == 200 and view["state"] in ("proposed", "final", "frozen") and view["examined"] == view["revision"]:
            return view
        time.sleep(wait)
        wait = min(wait * 1.5, 2)
    raise Failed(f"no verdict within {seconds} s")


def check_verdict(service, verdict, conflict, made):
    """Everything that can be checked of a verdict without trusting who sent it."""
    _, _, jwks = service.expect(200, "GET", "/.well-known/jwks.json")
    header_text, payload_text, signature = verdict["statement"].split(".")
    header, payload = (json.loads(unb64u(part)) for part in (header_text, payload_text))
    keys = {thumbprint(jwk): jwk for jwk in jwks["keys"]}
    check("no private key is published", all("d" not in jwk for jwk in jwks["keys"]))
    check("the verdict is by a published key", header["kid"] in keys and payload["iss"] == header["kid"])
    key = keys[header["kid"]]
    algs = ("Ed25519", "EdDSA") if key["kty"] == "OKP" else (CURVES[key["crv"]][1],)
    check("the algorithm is the key's", header["alg"] in algs and header["typ"] == "verdict+jwt")
    signed = f"{header_text}.{payload_text}".encode("ascii")
    check("the verdict's signature verifies", verify(key, signed, unb64u(signature)))
    check("a changed verdict does not", not verify(key, signed[:-1] + b"A" + signed[-1:], unb64u(signature)))
    check("its digest is that of what was signed", verdict["digest"] == digest(verdict["statement"]))
    check("it is about this conflict and note", payload["cas"] == conflict and payload["sub"] == digest(made["note"]))
    check("it is the first round", payload["rnd"] == 0 and "prv" not in payload)
    finding = payload["fnd"][0]
    check("it finds the fork, and whose it is", finding["code"] == "fork" and finding["parties"] == [made["payer"]])
    for question in payload["qst"]:
        for column in ("ppm", "bare"):
            total = sum(hypothesis[column] for hypothesis in question["hyp"])
            check(f"{question['shape']}: {column} sums to a million", total == MILLION, str(total))
    check("every award is for one of the two", {one["claim"] for one in payload["awd"]} == set(made["redemptions"]))
    check("no more than the note is paid", sum(a["ppm"] for a in payload["awd"]) <= MILLION)
    return payload


def check_inputs(service, bank, conflict, payload, submission):
    """The verdict names what it rests on: a digest of every statement and of the model, which anybody can repeat."""
    _, _, bundle = service.expect(200, "GET", f"/v1/conflicts/{conflict}/bundle", key=bank)
    kept = statements_of(bundle["submission"])
    check("nothing that was handed in is missing", statements_of(submission) <= kept)
    inputs = "\n".join(sorted({digest(text) for text in kept})) + "\n" + payload["mdl"]["dig"]
    check("the verdict rests on exactly these statements", payload["inp"] == b64u(sha256(inputs.encode("ascii"))))


def statements_of(submission):
    texts = set(submission.get("evidence", []))
    for claim in submission["claims"]:
        texts.update(claim["transcript"], claim.get("evidence", []))
    return texts


def run(options):
    with open(options.bank_key, encoding="utf-8") as file:
        bank = Key.read(json.load(file))
    submission, made = double_redemption(bank, int(time.time()))
    if options.dry_run:
        url = f"{options.url.rstrip('/')}/v1/conflicts"
        body = compact_json(submission)
        fields = signed_fields(bank, "POST", url, body)
        made = {**made, "note": digest(made["note"])}
        return {"method": "POST", "url": url, "fields": fields, "body": body.decode("utf-8"), "bank": bank.id, **made}
    service = Service(options.url, options.timeout)
    conflict = submit(service, bank, submission)
    view = wait_for_verdict(service, bank, conflict, options.wait)
    check("a verdict is proposed", view["state"] in ("proposed", "final"), view["state"])
    _, _, verdicts = service.expect(200, "GET", f"/v1/conflicts/{conflict}/verdicts", key=bank)
    payload = check_verdict(service, verdicts["items"][0], conflict, made)
    check_inputs(service, bank, conflict, payload, submission)
    status, _, _ = service.send("GET", f"/v1/conflicts/{conflict}")
    check("nobody reads it without saying who asks", status == 401, str(status))
    return {
        "ok": True,
        "conflict": conflict,
        "verdict": verdicts["items"][0]["digest"],
        "question": [{"out": one["out"], "std": one["std"]} for one in payload["qst"]],
        "awards": payload["awd"],
        "checks": CHECKS,
    }


def main():
    parser = argparse.ArgumentParser(description="Submits a double redemption and checks the verdict.")
    parser.add_argument("--url", required=True)
    parser.add_argument("--bank-key", required=True, help="private JWK of a registered bank")
    parser.add_argument("--timeout", type=float, default=30, help="seconds to wait for an answer")
    parser.add_argument("--wait", type=float, default=60, help="seconds to wait for the verdict")
    parser.add_argument("--dry-run", action="store_true", help="print the signed request and send nothing")
    try:
        print(json.dumps(run(parser.parse_args())))
    except (Failed, OSError, http.client.HTTPException, KeyError, IndexError, TypeError, ValueError) as error:
        why = str(error) if isinstance(error, Failed) else f"{type(error).__name__}: {error}"
        print(json.dumps({"ok": False, "why": why, "checks": CHECKS}))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
