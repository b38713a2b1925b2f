#!/usr/bin/python3
"""tests/peers/forge.py TRUCE-VERIFY: packages of hostile hosts, to all readers.

A host has the log's key: it can sign any tree, and make every manifest, proof and
head fit. What it cannot make is a log that keeps the rules of record-format.md
3.1 and 7.3 and lets its own wishes stand for a holder's signatures. Each log here
breaks one rule, or keeps them all; truce, truce-verify and verify.py must say the
same of each. truce must be in PATH. Ends with "N passed, N failed".
"""
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

import nacl.signing

import verify

ORIGIN = "forge.example/log"
NS_KEY, NS_AGREEMENT = b"key@truce", b"agreement@truce"
TEXT = b"agreement of nobody\n"
passed = failed = 0


def secret(name):
    return nacl.signing.SigningKey(hashlib.sha256(name.encode()).digest())


def vkey(name, key, kind=1):
    data = bytes([kind]) + bytes(key.verify_key)
    ident = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    return f"{name}+{ident.hex()}+{base64.b64encode(data).decode()}"


def note(text, name, key):
    ident = bytes.fromhex(vkey(name, key).split("+", 2)[1])
    line = base64.b64encode(ident + key.sign(text).signature).decode()
    return text + f"\n— {name} {line}\n".encode()


def ssh_public(key):
    blob = verify.string(b"ssh-ed25519") + verify.string(bytes(key.verify_key))
    return "ssh-ed25519 " + base64.b64encode(blob).decode()


def ssh_sign(key, namespace, data):
    message = (b"SSHSIG" + verify.string(namespace) + verify.string(b"") +
               verify.string(b"sha512") + verify.string(hashlib.sha512(data).digest()))
    blob = (b"SSHSIG\0\0\0\1" +
            verify.string(base64.b64decode(ssh_public(key).split(" ")[1])) +
            verify.string(namespace) + verify.string(b"") + verify.string(b"sha512") +
            verify.string(verify.string(b"ssh-ed25519") +
                          verify.string(key.sign(message).signature)))
    lines = re.sub(r"(.{70})", r"\1\n", base64.b64encode(blob).decode()).rstrip("\n")
    return (f"-----BEGIN SSH SIGNATURE-----\n{lines}\n"
            "-----END SSH SIGNATURE-----\n").encode()


def tree(leaves):
    """Root and paths of RFC 6962."""
    if len(leaves) == 1:
        return leaves[0], [[]]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    left, left_paths = tree(leaves[:k])
    right, right_paths = tree(leaves[k:])
    return (verify.node_hash(left, right), [p + [right] for p in left_paths] +
            [p + [left] for p in right_paths])


class Log:
    """A log whose host enters what it likes."""

    def __init__(self, keys=None):
        self.key, self.entries, self.blobs, self.names = secret("log"), [], {}, {}
        self.senders = {ORIGIN: [self.key, 0, "-"]}
        self.paths, self.ring = {}, verify.Keys(ORIGIN)
        self.statement("key", {"key": vkey(ORIGIN, self.key), "purpose": "sequencer"})
        self.policy = f"log {vkey(ORIGIN, self.key)}\nquorum none\n"
        self.add("policy", self.policy + (f"#truce keys {keys}\n" if keys else ""))

    def text(self, kind, content, sender, more="", skip=0):
        state = self.senders[sender]
        digest = "-"
        if content is not None:
            blob = hashlib.sha256(b"%d" % len(self.entries)).digest() + (
                content if isinstance(content, bytes) else content.encode())
            digest = hashlib.sha256(blob).hexdigest()
            self.blobs[digest] = blob
        text = (f"truce entry 1\nlog {ORIGIN}\ntype {kind}\nsender {sender}\n"
                f"number {state[1] + skip}\nafter {state[2]}\nmade 2025-01-19T10:00:00Z\n"
                f"content {digest}\n{more}").encode()
        state[1] += 1 + skip
        return text

    def put(self, data, sender):
        self.senders[sender][2] = hashlib.sha256(b"\0" + data).hexdigest()
        self.entries.append(data)
        return len(self.entries) - 1

    def add(self, kind, content, sender=ORIGIN, by=None, more="", skip=0):
        text = self.text(kind, content, sender, more, skip)
        return self.put(note(text, sender, by or self.senders[sender][0]), sender)

    def batch(self, contents, sender, covers=None, between=None):
        places = []
        for i, content in enumerate(contents):
            if between is not None and i == len(contents) - 1:
                self.add("report", between)
            places.append(self.put(self.text("report", content, sender), sender))
        root, paths = tree([verify.leaf_hash(self.entries[p]) for p in places])
        for place, path in zip(places, paths):
            self.paths[place] = path
        self.add("batch", None, sender, more=f"covers {covers or len(places)} {root.hex()}\n")

    def statement(self, kind, said, by=(), sender=ORIGIN, namespace=NS_KEY):
        order = ("key", "holder", "purpose", "user", "from", "until", "next", "replaces",
                 "revokes", "log")
        if by:
            said["log"] = said.get("log", ORIGIN)
        line = json.dumps({k: said[k] for k in order if k in said},
                          separators=(",", ":")).encode()
        signatures = b"".join(ssh_sign(secret(n), namespace, line + b"\n") for n in by)
        return self.add(kind, line + (b"\n" + signatures if by else b""), sender)

    def sign_key(self, name, holder, by=(), **more):
        more = {k: ssh_public(secret(v)) if k == "replaces" else v for k, v in more.items()}
        self.statement("key", {"key": ssh_public(secret(name)), "holder": holder,
                               "purpose": "sign", **more}, by)

    def sender(self, name, key, by=(), **more):
        more = {k: vkey(name, secret(v)) if k == "replaces" else v for k, v in more.items()}
        self.statement("key", {"key": vkey(name, secret(key)), "purpose": "sender", **more}, by)
        before = self.senders.get(name, [None, 0, "-"])
        self.senders[name] = [secret(key)] + before[1:]

    def revoke(self, name, by=()):
        self.statement("revocation", {"revokes": ssh_public(secret(name))}, by)

    def sign(self, holder, key, namespace=NS_AGREEMENT, text=TEXT):
        line = json.dumps({"type": "signature", "id": f"s-{len(self.entries)}", "source": holder,
                           "occurred": "2025-01-19",
                           "text": "sha256:" + hashlib.sha256(text).hexdigest()}).encode()
        self.add("signature", line + b"\n" + ssh_sign(secret(key), namespace, text))

    def package(self, folder, omit=()):
        files = {}
        root, paths = tree([verify.leaf_hash(e) for e in self.entries])
        head = note(f"{ORIGIN}\n{len(self.entries)}\n{base64.b64encode(root).decode()}\n".encode(),
                    ORIGIN, self.key)
        there = [n for n in range(len(self.entries)) if n not in omit]
        for n in there:
            lines = ["c2sp.org/tlog-proof@v1"]
            if self.paths.get(n):
                lines.append("extra " + base64.b64encode(b"".join(self.paths[n])).decode())
            lines.append(f"index {n}")
            lines += [base64.b64encode(p).decode() for p in paths[n]]
            files[f"data/entries/{n}"] = self.entries[n]
            files[f"data/proofs/{n}.tlog-proof"] = "\n".join(lines + ["", ""]).encode() + head
            named = re.search(rb"^content ([0-9a-f]{64})$", self.entries[n], re.M)
            if named:
                files["data/blob/" + named[1].decode()] = self.blobs[named[1].decode()]
            kind = re.search(rb"^type (.*)$", self.entries[n], re.M)[1]
            if named and kind in (b"agreement", b"policy"):
                name = "data/policy" if kind == b"policy" else "data/agreement.truce"
                files[name] = self.blobs[named[1].decode()][32:]
        files["data/checkpoint"] = head
        payload = sorted(files)
        files["bagit.txt"] = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        files["bag-info.txt"] = (
            f"External-Identifier: {ORIGIN}\nPayload-Oxum: {sum(len(files[n]) for n in payload)}."
            f"{len(payload)}\nTruce-Package: 1\n").encode()
        for manifest, names in (("manifest-sha256.txt", payload),
                                ("tagmanifest-sha256.txt", verify.TAGS)):
            files[manifest] = "".join(
                f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in names).encode()
        for name, data in files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as f:
                f.write(data)


def counted(out):
    found = re.search(r"signatures +(\d+)", out)
    return int(found[1]) if found else 0


def ask(what, log, holds, signatures=0, omit=()):
    """All three readers; signatures: how many of people count."""
    global passed, failed
    with tempfile.TemporaryDirectory() as t:
        folder = os.path.join(t, "p")
        log.package(folder, omit)
        policy = os.path.join(t, "policy")
        with open(policy, "w", encoding="utf-8") as f:
            f.write(log.policy)
        here = os.path.dirname(os.path.abspath(__file__))
        for reader in (["truce", "verify"], [sys.argv[1]], [os.path.join(here, "verify.py")]):
            done = subprocess.run(reader + ["--policy", policy, folder], check=False,
                                  capture_output=True, encoding="utf-8")
            wanted = 0 if holds else 1
            good = done.returncode == wanted and (not holds or counted(done.stdout) == signatures)
            passed, failed = passed + good, failed + (not good)
            if not good:
                print(f"{what}: {reader[0]} ends with {done.returncode}, not {wanted}, "
                      f"{counted(done.stdout)} signatures\n{done.stdout}{done.stderr}")


def three(keys=None):
    """A log in which a holder has three signing keys, and an agreement."""
    log = Log(keys)
    log.add("agreement", TEXT)
    log.sign_key("a1", "a")
    log.sign_key("a2", "a", ["a1"])
    log.sign_key("a3", "a", ["a1", "a2"])
    return log


def case(what, holds, build, *args, signatures=0, log=three, omit=()):
    made = log(*args)
    build(made)
    ask(what, made, holds, signatures, omit)


def promise(name):
    return hashlib.sha256(name.encode()).hexdigest()


def chains(log):
    """What of a sender's chain and batches no reader takes."""
    log.sender("s-1", "s1")
    log.add("report", "{}", "s-1")


def dropped(log):
    chains(log)
    log.add("report", "{}", "s-1", skip=1)


def dropped_first(log):
    log.sender("s-1", "s1")
    log.senders["s-1"][1:] = [1, "0" * 64]
    log.add("report", "{}", "s-1")


def moved(log):
    chains(log)
    log.senders["s-1"][2] = "0" * 64
    log.add("report", "{}", "s-1")


def twice(log):
    chains(log)
    log.senders["s-1"][1] = 0
    log.senders["s-1"][2] = "-"
    log.add("report", "{}", "s-1")


def batches(log, **how):
    chains(log)
    log.batch(["{}"] * 5, "s-1", **how)


def all_chains():
    case("a chain", True, chains)
    case("an entry of a sender was dropped", False, dropped)
    case("it is among those left out", True, lambda l: (chains(l), l.add("report", "{}", "s-1"),
         l.add("report", "{}", "s-1")), omit=(7,))
    case("more are missing than are left out", False, lambda l: (
        chains(l), l.add("report", "{}", "s-1"), l.add("report", "{}", "s-1", skip=1)), omit=(7,))
    case("a sender's first entry was dropped", False, dropped_first)
    case("an entry follows another", False, moved)
    case("two entries of one number", False, twice)
    case("an entry by another key", False, lambda l: (
        chains(l), l.add("report", "{}", "s-1", by=secret("log"))))
    case("a sender without a key", False, lambda l: (
        l.senders.update({"s-9": [secret("s9"), 0, "-"]}), l.add("report", "{}", "s-9")))
    case("a batch", True, batches)
    case("a batch that covers more", False, lambda l: batches(l, covers=6))
    case("a batch that covers fewer", False, lambda l: batches(l, covers=4))
    case("something within a batch", False, lambda l: batches(l, between="{}"))
    case("a batch without its end", False, lambda l: (
        chains(l), l.put(l.text("report", "{}", "s-1"), "s-1")))
    case("a policy in a batch", False, lambda l: (
        l.put(l.text("policy", l.policy, ORIGIN), ORIGIN), l.add(
            "batch", None, more=f"covers 1 {verify.leaf_hash(l.entries[-1]).hex()}\n")))
    case("without the first entry", False, chains, omit=(0,))
    case("without any", False, lambda l: None, omit=range(6))


def all_rights():
    case("three keys", True, lambda l: l.sign("a", "a1"), signatures=1)
    case("a key of the host's own", False, lambda l: l.sign_key("h", "a"))
    case("signed by that key itself", False, lambda l: l.sign_key("h", "a", ["h"]))
    case("signed by one of three", False, lambda l: l.sign_key("h", "a", ["a1"]))
    case("signed twice by one", False, lambda l: l.sign_key("h", "a", ["a1", "a1"]))
    case("signed by one and a stranger", False, lambda l: l.sign_key("h", "a", ["a1", "x"]))
    case("signed by two", True, lambda l: (l.sign_key("h", "a", ["a1", "a2"]), l.sign("a", "h")),
         signatures=1)
    case("for another purpose", False, lambda l: l.statement("key", {
        "key": ssh_public(secret("h")), "holder": "a", "purpose": "sign"}, ["a1", "a2"],
        namespace=NS_AGREEMENT))
    case("for another log", False, lambda l: l.statement("key", {
        "key": ssh_public(secret("h")), "holder": "a", "purpose": "sign", "log": "other"},
        ["a1", "a2"]))
    case("one key for two holders", False, lambda l: l.sign_key("a1", "b"))
    case("a sender's key that signs", False, lambda l: (l.sender("s-1", "s1"),
                                                       l.sign_key("s1", "b")))
    case("a key entered by a sender", False, lambda l: (l.sender("s-1", "s1"), l.statement(
        "key", {"key": ssh_public(secret("b")), "holder": "b", "purpose": "sign"},
        sender="s-1")))
    case("a policy entered by a sender", False, lambda l: (
        l.sender("s-1", "s1"), l.add("policy", l.policy, "s-1")))
    case("a later policy that asks for fewer", False, lambda l: l.add(
        "policy", l.policy + "#truce keys 1\n"))
    case("a later policy that asks for more", False, lambda l: (
        l.add("policy", l.policy + "#truce keys 3\n"), l.sign_key("h", "a", ["a1", "a2"])))
    case("a second sequencer", False, lambda l: l.statement("key", {
        "key": vkey(ORIGIN, secret("other")), "purpose": "sequencer"}))


def all_ends():
    revoked = lambda l: (l.sign("a", "a1"), l.revoke("a1", ["a1"]))
    case("revoked by itself", True, revoked, signatures=1)
    case("signed after it was revoked", True, lambda l: (revoked(l), l.sign("a", "a1")),
         signatures=1)
    case("revoked by the host", False, lambda l: l.revoke("a1"))
    case("revoked by one other", False, lambda l: l.revoke("a1", ["a2"]))
    case("revoked by two others", True, lambda l: l.revoke("a1", ["a2", "a3"]))
    case("a key after its revocation", False, lambda l: (
        revoked(l), l.sign_key("h", "a", ["a1", "a2"])))
    case("lost, two others", True, lambda l: (
        l.sign_key("n", "a", ["a2", "a3"], replaces="a1"), l.sign("a", "n"), l.sign("a", "a1")),
        signatures=1)
    case("lost, the thief helps", False, lambda l: l.sign_key(
        "n", "a", ["a1", "a2"], replaces="a1"))
    case("lost, one other and the new one", False, lambda l: l.sign_key(
        "n", "a", ["n", "a2"], replaces="a1"))
    case("lost, three asked for and two there", False, lambda l: l.sign_key(
        "n", "a", ["a2", "a3"], replaces="a1"), 3)
    promised = lambda l: l.sign_key("p", "a", ["a1", "a2"], next=promise(ssh_public(secret("q"))))
    case("promised", True, lambda l: (promised(l), l.sign_key("q", "a", ["q"], replaces="p"),
                                      l.sign("a", "q"), l.sign("a", "p")), signatures=1)
    case("promised, not signed by it", False, lambda l: (
        promised(l), l.sign_key("q", "a", replaces="p")))
    case("promised, signed by the old one", False, lambda l: (
        promised(l), l.sign_key("q", "a", ["p"], replaces="p")))
    case("another than was promised", False, lambda l: (
        promised(l), l.sign_key("h", "a", ["h"], replaces="p")))
    case("promised, two others instead", True, lambda l: (
        promised(l), l.sign_key("q", "a", ["a1", "a2"], replaces="p")))
    case("promised to another holder", False, lambda l: (
        promised(l), l.sign_key("q", "b", ["q"], replaces="p")))
    case("replaced twice", False, lambda l: (
        promised(l), l.sign_key("q", "a", ["q"], replaces="p"),
        l.sign_key("h", "a", ["a1", "a2"], replaces="p")))


def all_senders():
    first = lambda l: (l.sender("s-1", "s1", ["a1", "a2"], holder="a",
                                next=promise(vkey("s-1", secret("s2")))),
                       l.add("report", "{}", "s-1"))
    second = lambda l: (first(l), l.sender("s-1", "s2", ["s2"], holder="a", replaces="s1"),
                        l.add("report", "{}", "s-1"))
    case("a sender's key in the place of the first", True, second)
    case("a third", True, lambda l: (
        second(l), l.sender("s-1", "s3", ["a2", "a3"], holder="a", replaces="s2"),
        l.add("report", "{}", "s-1")))
    case("the old one sends on", False, lambda l: (
        second(l), l.add("report", "{}", "s-1", by=secret("s1"))))
    case("the host's beside it", False, lambda l: (first(l), l.sender("s-1", "h")))
    case("the host's beside it, of nobody's", False, lambda l: (
        l.sender("s-1", "s1"), l.sender("s-1", "h")))
    case("the host's in its place", False, lambda l: (
        first(l), l.sender("s-1", "h", holder="a", replaces="s1")))
    case("the name of one that was revoked", False, lambda l: (first(l), l.statement(
        "revocation", {"revokes": vkey("s-1", secret("s1"))}, ["a1", "a2"]),
        l.sender("s-1", "h")))
    case("sent after it was revoked", False, lambda l: (first(l), l.statement(
        "revocation", {"revokes": vkey("s-1", secret("s1"))}, ["a1", "a2"]),
        l.add("report", "{}", "s-1")))


def all_people():
    case("the key of another", True, lambda l: (l.sign_key("b1", "b"), l.sign("a", "b1")))
    case("of another purpose", True, lambda l: l.sign("a", "a1", b"approval@truce"))
    case("another text", True, lambda l: l.sign("a", "a1", text=b"other\n"))
    case("a key that logs in", True, lambda l: (l.statement("key", {
        "key": ssh_public(secret("in")), "holder": "b", "purpose": "login"}), l.sign("b", "in")))
    case("a key that is not yet", True, lambda l: (l.sign_key(
        "b1", "b", **{"from": "2026-01-01T00:00:00Z"}), l.sign("b", "b1")))
    case("a key that is no more", True, lambda l: (l.sign_key(
        "b1", "b", until="2024-01-01T00:00:00Z"), l.sign("b", "b1")))
    case("a key whose holder must show himself", True, lambda l: (l.sign_key(
        "b1", "b", user="verified"), l.sign("b", "b1")))
    case("both", True, lambda l: (l.sign_key("b1", "b"), l.sign("a", "a1"), l.sign("b", "b1")),
         signatures=2)


if __name__ == "__main__":
    for group in (all_chains, all_rights, all_ends, all_senders, all_people):
        group()
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)
