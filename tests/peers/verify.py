#!/usr/bin/python3
"""tests/peers/verify.py PACKAGE [--policy FILE] [--authorities FILE]

Checks a package of a record, a folder or a zip file, without truce: a second
reader, written from docs/record-format.md alone (numbers such as 10.2 are its
sections). Says what holds and names what does not; exit status 0, 1 (something
does not hold), 3 (there is no package). Needs Debian's python3-nacl (libsodium),
python3-cryptography and python3-asn1crypto.
"""
import argparse
import base64
import hashlib
import json
import os
import re
import stat
import struct
import sys
import zlib
from datetime import datetime, timezone

import nacl.bindings
import nacl.exceptions
import nacl.signing
from asn1crypto import cms, core, pem, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric import utils as asym

HEX = re.compile(r"[0-9a-f]{64}\Z")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z", re.A)
NUMBER = re.compile(r"(0|[1-9][0-9]{0,18})\Z")
SIGNED_ALONE = ("key", "revocation", "policy", "batch")


class Bad(Exception):
    """What does not hold."""


class Untrusted(Exception):
    """A stamp by an authority that the reader does not know: no damage."""


def need(condition, what):
    if not condition:
        raise Bad(what)


def sha(data):
    return hashlib.sha256(data).digest()


def number(text):
    need(NUMBER.match(text), f'"{text}" is no number')
    return int(text)


def instant(text):
    need(TIME.match(text), f'"{text}" is no time')
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        raise Bad(f'"{text}" is no time') from None


def unbase64(text):
    """Base64 in its one spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad("a text is not base64") from None
    need(base64.b64encode(data).decode() == text, "base64 in another spelling")
    return data


def utf8(data, what):
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Bad(f"{what} is not UTF-8") from None


# --- RFC 6962: the tree ---------------------------------------------------------


def leaf_hash(note):
    return sha(b"\0" + note)


def node_hash(left, right):
    return sha(b"\1" + left + right)


def root_of_path(leaf, index, size, path):
    """RFC 9162 section 2.1.3.2."""
    need(index < size, "its place is beyond the tree")
    fn, sn, r = index, size - 1, leaf
    for p in path:
        need(sn != 0, "a path is too long")
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0, "a path is too short")
    return r


def consistent(old, old_root, size, root, path):
    """RFC 9162 section 2.1.4.2."""
    if old == size:
        return not path and old_root == root
    if not path or old == 0:
        return False
    if old & (old - 1) == 0:
        path = [old_root] + path
    fn, sn = old - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return fr == old_root and sr == root and sn == 0


def tree_root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return node_hash(tree_root(leaves[:k]), tree_root(leaves[k:]))


# --- Signed notes, checkpoints, policies ----------------------------------------


def ed25519(public, message, signature):
    try:
        nacl.bindings.crypto_sign_open(signature + message, public)
        return True
    except (nacl.exceptions.BadSignatureError, ValueError):
        return False


class VerifierKey:
    def __init__(self, text, types=(1,)):
        self.text = text
        parts = text.split("+", 2)
        need(len(parts) == 3 and parts[0], f'"{text}" is no verifier key')
        self.name, digest, data = parts[0], parts[1], unbase64(parts[2])
        need(len(data) == 33 and data[0] in types, f'the type of key "{text}"')
        need(not re.search(r"[\s+]", self.name), f'the name in "{text}"')
        self.type, self.public = data[0], data[1:]
        self.id = sha(self.name.encode() + b"\n" + data)[:4]
        need(self.id.hex() == digest, f'the hash in "{text}"')


class Note:
    """c2sp.org/signed-note."""

    def __init__(self, data):
        at = data.rfind(b"\n\n")
        need(at >= 0 and data.endswith(b"\n"), "is no signed note")
        self.text, self.signatures = data[: at + 1], []
        for line in utf8(data[at + 2 : -1], "a signature line").split("\n"):
            found = re.match(r"— ([^\s+]+) ([A-Za-z0-9+/]+=*)\Z", line)
            need(found, "a signature line is not one")
            blob = unbase64(found[2])
            need(len(blob) > 4, "a signature is too short")
            self.signatures.append((found[1], blob[:4], blob[4:]))
        need(1 <= len(self.signatures) <= 100, "the number of signatures")

    def signed_by(self, key):
        """Of a known key no signature may be bad."""
        found = [s for n, i, s in self.signatures if (n, i) == (key.name, key.id)]
        return bool(found) and all(ed25519(key.public, self.text, s) for s in found)

    def cosigned_by(self, key):
        """Times at which a witness cosigned (tlog-cosignature v1), or None."""
        times = []
        for name, ident, s in self.signatures:
            if (name, ident) != (key.name, key.id):
                continue
            time = int.from_bytes(s[:8], "big")
            message = b"cosignature/v1\ntime %d\n" % time + self.text
            if len(s) != 72 or not ed25519(key.public, message, s[8:]):
                return None
            times.append(time)
        return times


class Checkpoint:
    def __init__(self, data):
        self.data, self.note = data, Note(data)
        lines = utf8(self.note.text, "a checkpoint").split("\n")
        need(len(lines) >= 4, "a checkpoint has three lines")
        self.origin, self.size = lines[0], number(lines[1])
        self.root = unbase64(lines[2])
        need(len(self.root) == 32, "the root of a checkpoint")
        need(lines[3:] == [""], "a checkpoint of a case has no more lines")


class Policy:
    """c2sp.org/tlog-policy."""

    def __init__(self, data):
        self.logs, self.witnesses, self.groups, self.quorum = {}, {}, {}, None
        self.keys = []  # of section 7.3, rule 5
        for line in utf8(data, "the policy").split("\n"):
            if line.startswith("#truce "):
                found = re.match(r"#truce keys ([1-9])\Z", line)
                need(found, f'the policy has a line "{line}"')
                self.keys.append(int(found[1]))
            words = line.split()
            if words and not words[0].startswith("#"):
                self.line(words)
        need(self.quorum is not None, "the policy has no quorum")

    def line(self, words):
        known = self.witnesses.keys() | self.groups.keys()
        kind = words[0]
        if kind == "log" and len(words) in (2, 3):
            key = VerifierKey(words[1])
            self.logs.setdefault(key.name, []).append(key)
        elif kind == "witness" and len(words) in (3, 4):
            need(words[1] not in known | {"none"}, f"{words[1]} is there twice")
            self.witnesses[words[1]] = VerifierKey(words[2], (4,))
        elif kind == "group" and len(words) >= 4:
            need(words[1] not in known | {"none"}, f"{words[1]} is there twice")
            members = words[3:]
            need(set(members) <= known, f"a member of {words[1]} is not known")
            count = {"all": len(members), "any": 1}.get(words[2])
            count = number(words[2]) if count is None else count
            need(1 <= count <= len(members), f"the number in {words[1]}")
            self.groups[words[1]] = (count, members)
        elif kind == "quorum" and len(words) == 2 and self.quorum is None:
            need(words[1] in known | {"none"}, f"the quorum {words[1]}")
            self.quorum = words[1]
        else:
            raise Bad(f'the policy has a line "{" ".join(words)}"')

    def met(self, names, at=None):
        at = at or self.quorum
        if at == "none":
            return True
        if at in self.witnesses:
            return at in names
        count, members = self.groups[at]
        return sum(self.met(names, m) for m in members) >= count

    def witnessed(self, note):
        """When the quorum was met (None: it is not), and by whom."""
        times = {}
        for name, key in self.witnesses.items():
            found = note.cosigned_by(key)
            need(found is not None, f"the cosignature of {name} does not hold")
            if found:
                times[name] = min(found)
        for time in sorted(times.values()):
            if self.met({n for n, t in times.items() if t <= time}):
                return time, times
        return (0 if self.met(set()) else None), times


# --- SSHSIG (7.1) ---------------------------------------------------------------


class Wire:
    def __init__(self, data):
        self.data = data

    def take(self, n):
        need(len(self.data) >= n, "a signature of a person is cut")
        got, self.data = self.data[:n], self.data[n:]
        return got

    def u32(self):
        return struct.unpack(">I", self.take(4))[0]

    def string(self):
        return self.take(self.u32())

    def mpint(self):
        data = self.string()
        need(data and not data[0] & 0x80, "a number of a signature is not positive")
        need(data[0] or len(data) > 1 and data[1] & 0x80, "a number is not short")
        need(data != b"\0", "a number is zero")
        return int.from_bytes(data, "big")

    def end(self):
        need(not self.data, "something follows in a signature of a person")


def string(data):
    return struct.pack(">I", len(data)) + data


P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
ED_L = 2**252 + 27742317777372353535851937790883648493


class SshKey:
    """KEY of the table of 7.1."""

    def __init__(self, blob):
        w = Wire(blob)
        self.blob, self.type = blob, utf8(w.string(), "the type of a key")
        self.application = None
        if self.type in ("ssh-ed25519", "sk-ssh-ed25519@openssh.com"):
            self.public = w.string()
            need(len(self.public) == 32, "the length of an Ed25519 key")
            need(nacl.bindings.crypto_core_ed25519_is_valid_point(self.public),
                 "an Ed25519 key is not of the main subgroup")
        elif self.type in ("ecdsa-sha2-nistp256", "sk-ecdsa-sha2-nistp256@openssh.com"):
            need(w.string() == b"nistp256", "the curve of a key")
            point = w.string()
            need(len(point) == 65 and point[0] == 4, "the point of a key")
            try:
                self.public = ec.EllipticCurvePublicKey.from_encoded_point(
                    ec.SECP256R1(), point)
            except ValueError:
                raise Bad("a point is not on the curve") from None
        elif self.type == "ssh-rsa":
            e, n = w.mpint(), w.mpint()
            need(2048 <= n.bit_length() <= 8192, "the length of an RSA key")
            self.bytes = (n.bit_length() + 7) // 8
            try:
                self.public = rsa.RSAPublicNumbers(e, n).public_key()
            except ValueError:
                raise Bad("an RSA key is none") from None
        else:
            raise Bad(f"a key of type {self.type}")
        # What no two keys share, whatever it is wrapped in.
        self.point = self.public if isinstance(self.public, bytes) else (
            self.public.public_numbers())
        if self.type.startswith("sk-"):
            self.application = w.string()
        w.end()

    @staticmethod
    def of_line(text):
        parts = text.split(" ")
        need(len(parts) == 2, "a public key is TYPE BASE64")
        key = SshKey(unbase64(parts[1]))
        need(key.type == parts[0], "the type of a public key is another")
        return key

    def ecdsa(self, blob, message):
        w = Wire(blob)
        r, s = w.mpint(), w.mpint()
        w.end()
        return self.check(asym.encode_dss_signature(r, s), message,
                          ec.ECDSA(hashes.SHA256()))

    def check(self, *args):
        try:
            self.public.verify(*args)
            return True
        except InvalidSignature:
            return False

    def ed25519(self, signature, message):
        # The one encoding of R and of S.
        need(len(signature) == 64, "the length of an Ed25519 signature")
        s = int.from_bytes(signature[32:], "little")
        y = int.from_bytes(signature[:32], "little") & (2**255 - 1)
        return s < ED_L and y < 2**255 - 19 and ed25519(self.public, message, signature)

    def verify(self, signature, message, verified):
        """SIGNATURE over the message; verified: who signed showed who they are."""
        w = Wire(signature)
        kind = utf8(w.string(), "the type of a signature")
        if self.type == "ssh-rsa":
            algorithm = {"rsa-sha2-256": hashes.SHA256(), "rsa-sha2-512": hashes.SHA512()}
            need(kind in algorithm, "the type of an RSA signature")
            data = w.string()
            w.end()
            return len(data) == self.bytes and not verified and self.check(
                data, message, padding.PKCS1v15(), algorithm[kind])
        if kind == "webauthn-sk-ecdsa-sha2-nistp256@openssh.com":
            need(self.type == "sk-ecdsa-sha2-nistp256@openssh.com", "the type of a signature")
            return self.webauthn(w, message, verified)
        need(kind == self.type, "the type of a signature is not that of its key")
        data = w.string()
        if self.application is None:
            w.end()
            sound = not verified
        else:
            flags, counter = w.take(1), w.take(4)
            w.end()
            sound = flag_rules(flags[0], b"", verified)
            message = sha(self.application) + flags + counter + sha(message)
        if "ed25519" in self.type:
            return sound and self.ed25519(data, message)
        return sound and self.ecdsa(data, message)

    def webauthn(self, w, message, verified):
        data, flags, counter = w.string(), w.take(1), w.take(4)
        origin, client, extensions = w.string(), w.string(), w.string()
        w.end()
        challenge = base64.urlsafe_b64encode(message).rstrip(b"=")
        begin = (b'{"type":"webauthn.get","challenge":"' + challenge +
                 b'","origin":"' + origin + b'"')
        need(b'"' not in origin and client.startswith(begin) and
             client[len(begin) : len(begin) + 1] in (b",", b"}"), "what a browser signed")
        return flag_rules(flags[0], extensions, verified) and self.ecdsa(
            data, sha(self.application) + flags + counter + extensions + sha(client))


def flag_rules(flags, extensions, verified):
    return bool(flags & 1 and not flags & 64 and (flags & 4 or not verified) and
                bool(flags & 128) == bool(extensions))


def ssh_signature(text):
    """(key, namespace, hash, signature) of one armored SSHSIG in its one spelling."""
    found = re.match(rb"-----BEGIN SSH SIGNATURE-----\n((?:[A-Za-z0-9+/=]+\n)+)"
                     rb"-----END SSH SIGNATURE-----\n\Z", text)
    need(found, "a signature of a person is not spelt as by ssh-keygen")
    lines = found[1].decode().rstrip("\n").split("\n")
    need(all(len(x) == 70 for x in lines[:-1]) and len(lines[-1]) <= 70,
         "the lines of a signature have another length")
    w = Wire(unbase64("".join(lines)))
    need(w.take(6) == b"SSHSIG" and w.u32() == 1, "is no SSHSIG")
    key, namespace, reserved = SshKey(w.string()), w.string(), w.string()
    digest, signature = w.string(), w.string()
    w.end()
    need(not reserved and digest in (b"sha256", b"sha512"), "a part of an SSHSIG")
    return key, namespace, digest, signature


def ssh_verify(parts, namespace, data, verified=False):
    key, said, digest, signature = parts
    message = (b"SSHSIG" + string(said) + string(b"") + string(digest) +
               string(hashlib.new(digest.decode(), data).digest()))
    return said == namespace and key.verify(signature, message, verified)


def split_signatures(data):
    end = b"-----END SSH SIGNATURE-----\n"
    parts = data.split(end)
    need(parts[-1] == b"", "something follows the signatures")
    return [p + end for p in parts[:-1]]


# --- Entries (3) ----------------------------------------------------------------


class Entry:
    def __init__(self, data, place):
        need(len(data) <= 65535, "is longer than 65,535 bytes")
        self.data, self.place = data, place
        self.note = Note(data) if b"\n\n" in data else None
        text = utf8(self.note.text if self.note else data, "an entry")
        need(text.endswith("\n"), "its last line is not ended")
        lines = text[:-1].split("\n")
        need(lines.pop(0) == "truce entry 1", "begins with another line")
        values = []
        for word in ("log", "type", "sender", "number", "after", "made", "content"):
            need(lines and lines[0].startswith(word + " "), f"has no line {word}")
            values.append(lines.pop(0)[len(word) + 1 :])
        self.log, self.type, self.sender, n, self.after, made, self.content = values
        self.number, self.made = number(n), instant(made)
        need(re.match(r"[a-z]+\Z", self.type), "its type is no word")
        for h in (self.after, self.content):
            need(h == "-" or HEX.match(h), "a hash in it is none")
        need((self.after == "-") == (self.number == 0), "after and number do not agree")
        if self.type == "batch":
            need(lines and lines[0].startswith("covers "), "has no line covers")
            words = lines.pop(0).split(" ")
            need(len(words) == 3 and HEX.match(words[2]), "its line covers")
            self.count, self.root = number(words[1]), bytes.fromhex(words[2])
            need(1 <= self.count <= 4096 and self.content == "-", "its line covers")
            need(self.number >= self.count, "covers more than its sender sent")
        need(not lines, "has more lines")
        if self.note:
            need(len(self.note.signatures) == 1, "has more than one signature")
            need(self.note.signatures[0][0] == self.sender, "is signed by another")
        else:
            need(self.type not in SIGNED_ALONE, "of this type is signed itself")


# --- Keys (7.2, 7.3) ------------------------------------------------------------


class Key:
    """A key that a statement entered, and what became of it."""

    def __init__(self, statement, entry):
        self.text, self.purpose = statement["key"], statement["purpose"]
        self.holder = statement.get("holder")
        self.verified = statement.get("user") == "verified"
        self.next, self.entry, self.ended = statement.get("next"), entry, None
        self.start = instant(statement["from"]) if "from" in statement else None
        self.end = instant(statement["until"]) if "until" in statement else None
        if self.purpose in ("sign", "login"):
            self.ssh, self.verifier = SshKey.of_line(self.text), None
            self.public = self.ssh.point
        else:
            self.verifier = VerifierKey(self.text, (4,) if self.purpose == "witness" else (1,))
            self.public = self.verifier.public
            self.ssh = SshKey(string(b"ssh-ed25519") + string(self.public))

    def stands(self, made):
        return (self.ended is None and (self.start is None or self.start <= made) and
                (self.end is None or made < self.end))


class Keys:
    MEMBERS = ("key", "holder", "purpose", "user", "from", "until", "next", "replaces", "log")

    def __init__(self, origin):
        self.origin, self.keys, self.threshold = origin, [], 2
        self.signed_once = set()  # holders that have had a signing key

    def find(self, text):
        return next((k for k in self.keys if k.text == text), None)

    def signing(self, holder, made, but=None):
        return [k for k in self.keys if k.purpose == "sign" and k.holder == holder and
                k is not but and k.stands(made)]

    def sender(self, name):
        found = [k for k in self.keys if k.purpose in ("sender", "sequencer") and
                 k.verifier.name == name]
        return found[-1] if found else None

    def policy(self, policy, place):
        for keys in policy.keys:
            need(place <= 1 or keys >= self.threshold, "lowers the number of keys")
            self.threshold = keys

    def statement(self, entry, content):
        """A `key` or `revocation` entry: what it does, or that it breaks a rule."""
        line, _, rest = content.partition(b"\n")
        need(rest or b"\n" not in content, "nothing follows the line of its statement")
        try:
            said = json.loads(line, object_pairs_hook=lambda pairs: pairs)
        except ValueError:
            raise Bad("its statement is not JSON") from None
        need(isinstance(said, list) and all(
            isinstance(p, tuple) and isinstance(p[1], str) for p in said), "its statement")
        order, said = [k for k, _ in said], dict(said)
        need(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() == line,
             "its statement has another spelling")
        members = self.MEMBERS if entry.type == "key" else ("revokes", "log")
        need(order == [m for m in members if m in said], "the members of its statement")
        signatures = split_signatures(rest) if rest else []
        need(said.get("log", self.origin) == self.origin, "is of another log")
        need(not signatures or "log" in said, "its statement bears signatures and no log")
        need(len(signatures) <= 16 and len(line) <= 16384, "its statement is too long")
        signers = []
        for armored in signatures:
            parts = ssh_signature(armored)
            need(parts[0].blob not in [p[0].blob for p in signers], "one key signed twice")
            signers.append(parts)
        if entry.type == "key":
            self.enter(entry, said, line + b"\n", signers)
        else:
            self.revoke(entry, said, line + b"\n", signers)

    def count(self, signers, line, counting, also):
        """How many of the counting keys signed; every signature must hold."""
        n = 0
        for parts in signers:
            key = next((k for k in counting + also if k.ssh.blob == parts[0].blob), None)
            need(key, "a signature is by a key that does not count")
            need(ssh_verify(parts, b"key@truce", line, key.verified),
                 "a signature under its statement does not hold")
            n += key in counting
        return n

    def enter(self, entry, said, line, signers):
        for member in ("key", "purpose"):
            need(member in said, f"its statement has no {member}")
        need(said["purpose"] in ("sequencer", "sender", "witness", "sign", "login"),
             "its purpose")
        need("holder" in said or said["purpose"] != "sign", "a signing key has a holder")
        need(said.get("user", "verified") == "verified", 'its "user"')
        need("holder" not in said or re.match(r"[A-Za-z0-9_.\u0080-\U0010ffff-]+\Z",
             said["holder"]) and len(said["holder"].encode()) <= 128, "its holder")
        need(said.get("from", "") < said.get("until", "z"), "ends before it begins")
        need(HEX.match(said.get("next", "0" * 64)), 'its "next"')
        key = Key(said, entry)
        need((key.purpose == "sequencer") == (entry.place == 0), "the sequencer's key is entry 0")
        need(all(k.public != key.public for k in self.keys), "a key is entered twice")
        need(len(self.keys) < 4000, "there are more than 4,000 keys")
        if key.purpose == "sequencer":
            need(key.verifier.name == self.origin, "the sequencer's key has another name")
        old = None
        if "replaces" in said:
            old = self.find(said["replaces"])
            need(old and old.purpose == key.purpose and old.holder == key.holder and
                 old.ended is None and old.purpose != "sequencer", "what it replaces")
            others = self.signing(key.holder, entry.made, old) if key.holder else []
            n = self.count(signers, line, others, [key])
            itself = any(p[0].blob == key.ssh.blob for p in signers)
            promised = old.next == sha(key.text.encode()).hex() and itself
            need(promised or n >= (self.threshold), "too few signed its statement")
        elif key.holder in self.signed_once:
            holders = self.signing(key.holder, entry.made)
            n = self.count(signers, line, holders, [key])
            need(n >= max(1, min(self.threshold, len(holders))),
                 "too few signed its statement")
        else:
            self.count(signers, line, [], [key])
        for other in self.keys if key.verifier else ():
            need(other.verifier is None or other.verifier.name != key.verifier.name or
                 old and old.verifier.name == key.verifier.name, "its name is taken")
        if old:
            old.ended = entry
        self.keys.append(key)
        if key.purpose == "sign":
            self.signed_once.add(key.holder)

    def revoke(self, entry, said, line, signers):
        need("revokes" in said, "its statement revokes nothing")
        key = self.find(said["revokes"])
        need(key and key.ended is None and key.purpose != "sequencer", "what it revokes")
        if key.holder in self.signed_once:
            others = self.signing(key.holder, entry.made, key)
            n = self.count(signers, line, others, [key])
            itself = any(p[0].blob == key.ssh.blob for p in signers)
            need(itself or n >= max(1, min(self.threshold, len(others))),
                 "too few signed its statement")
        else:
            self.count(signers, line, [], [key])
        key.ended = entry

    def allowed_signers(self):
        out = ""
        for k in self.keys:
            if k.purpose == "sign":
                options = ['namespaces="agreement@truce,approval@truce,key@truce"']
                options.append(f'valid-after="{max(k.start or k.entry.made, k.entry.made):%Y%m%d%H%M%SZ}"')
                ends = [t for t in (k.end, k.ended and k.ended.made) if t]
                if ends:
                    options.append(f'valid-before="{min(ends):%Y%m%d%H%M%SZ}"')
                out += f"{k.holder} {','.join(options)} {k.text}\n"
        return out.encode()

    def revoked_keys(self):
        return "".join(k.text + "\n" for k in self.keys
                       if k.purpose == "sign" and k.ended).encode()


# --- Stamps (8.3) ---------------------------------------------------------------


def certificates(data, what):
    """[(DER, asn1crypto's, cryptography's)] of a PEM file."""
    out = []
    try:
        for kind, _, der in pem.unarmor(data, multiple=True) if data.strip() else []:
            need(kind == "CERTIFICATE", f"{what} holds something else")
            out.append(certificate(der))
    except (ValueError, TypeError):
        raise Bad(f"{what} is not PEM") from None
    return out


def certificate(der):
    try:
        return (der, asn1_x509.Certificate.load(der, strict=True),
                x509.load_der_x509_certificate(der))
    except ValueError:
        raise Bad("a certificate cannot be read") from None


def signature_holds(key, signature, data, algorithm):
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(algorithm))
        else:
            key.verify(signature, data)  # Ed25519
        return True
    except (InvalidSignature, TypeError, ValueError):
        return False


def chained(cert, others, roots, time, depth=0):
    """A chain to a root, each certificate valid at the time."""
    c = cert[2]
    if depth > 8 or not c.not_valid_before <= time <= c.not_valid_after:
        return False
    if any(cert[0] == r[0] for r in roots):
        return True
    for up in roots + others:
        u = up[2]
        if u.subject != c.issuer or up[0] == cert[0]:
            continue
        try:
            if not u.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
                continue
            usage = u.extensions.get_extension_for_class(x509.KeyUsage).value
            if not usage.key_cert_sign:
                continue
        except x509.ExtensionNotFound as e:
            if e.oid == x509.BasicConstraints.oid:
                continue
        if c.signature_hash_algorithm is not None and signature_holds(
                u.public_key(), c.signature, c.tbs_certificate_bytes,
                c.signature_hash_algorithm) and chained(up, others, roots, time, depth + 1):
            return True
    return False


HASHES = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512,
          "sha1": hashes.SHA1}


def stamp(answer, head, chain, roots):
    """The time of an RFC 3161 answer over a head, and who says it."""
    try:
        got = tsp.TimeStampResp.load(answer, strict=True)
        need(got.dump() == answer, "is not DER")
        need(got["status"]["status"].native in ("granted", "granted_with_mods"),
             "was not granted")
        signed = got["time_stamp_token"]["content"]
        need(got["time_stamp_token"]["content_type"].native == "signed_data", "no token")
        info_bytes = signed["encap_content_info"]["content"]
        need(signed["encap_content_info"]["content_type"].native == "tst_info", "no token")
        info = info_bytes.parsed
        need(len(signed["signer_infos"]) == 1, "has not one signer")
        signer = signed["signer_infos"][0]
        bag = [certificate(c.chosen.dump()) for c in signed["certificates"]
               if c.name == "certificate"] if signed["certificates"] else []
        return stamp_signer(info, info_bytes, signer, bag + chain, roots, head)
    except (ValueError, TypeError, KeyError, AttributeError) as e:
        raise Bad(f"cannot be read ({e})") from None


def stamp_signer(info, info_bytes, signer, bag, roots, head):
    sid = signer["sid"]
    if sid.name == "issuer_and_serial_number":
        found = [c for c in bag if c[1].serial_number == sid.chosen["serial_number"].native
                 and c[1].issuer == sid.chosen["issuer"]]
    else:
        found = [c for c in bag if c[1].key_identifier == sid.native]
    need(found, "its signer's certificate is not there")
    attributes = {}
    for a in signer["signed_attrs"]:
        need(a["type"].native not in attributes, "an attribute is there twice")
        attributes[a["type"].native] = a["values"]
    need(attributes["content_type"][0].native == "tst_info", "the type that was signed")
    digest = signer["digest_algorithm"]["algorithm"].native
    need(digest in HASHES, "its hash")
    need(attributes["message_digest"][0].native ==
         hashlib.new(digest, info_bytes.contents).digest(), "its text is another")
    ids = []
    for name in ("signing_certificate", "signing_certificate_v2"):
        if name in attributes:
            ids.append(attributes[name][0]["certs"][0])
    need(ids, "does not say which certificate signed")
    cert = found[0]
    for one in ids:
        kind = "sha1"
        if isinstance(one, tsp.ESSCertIDv2):
            kind = one["hash_algorithm"]["algorithm"].native
        need(kind in HASHES and
             one["cert_hash"].native == hashlib.new(kind, cert[0]).digest(),
             "another certificate is named as the signer's")
    signed = b"\x31" + signer["signed_attrs"].dump()[1:]
    algorithm = signer["signature_algorithm"]
    kind = algorithm.hash_algo if algorithm["algorithm"].native not in (
        "rsassa_pkcs1v15", "ed25519") else digest
    need(signature_holds(cert[2].public_key(), signer["signature"].native, signed,
                         HASHES[kind]()), "its signature does not hold")
    usage = [e for e in cert[1]["tbs_certificate"]["extensions"]
             if e["extn_id"].native == "extended_key_usage"]
    need(len(usage) == 1 and usage[0]["critical"].native and
         usage[0]["extn_value"].parsed.native == ["time_stamping"],
         "its certificate is not for time stamps alone")
    time = info["gen_time"].native.astimezone(timezone.utc).replace(tzinfo=None)
    imprint = info["message_imprint"]
    kind = imprint["hash_algorithm"]["algorithm"].native
    need(kind in HASHES and kind != "sha1" and
         imprint["hashed_message"].native == hashlib.new(kind, head).digest(),
         "is over something else")
    if not chained(cert, bag, roots, time):
        raise Untrusted
    name = cert[1].subject.native
    return time, name.get("common_name", "its authority")


# --- The package (10) -----------------------------------------------------------

PATHS = re.compile(
    r"bagit\.txt|bag-info\.txt|manifest-sha256\.txt|tagmanifest-sha256\.txt|data/(?:"
    r"checkpoint|policy|agreement\.truce|allowed_signers|revoked_keys|custody\.csv|"
    r"index\.html|VERIFY\.md|(?:check|verify)\.sh|entries/N|proofs/N\.tlog-proof|blob/H|evidence/H|"
    r"stamps/N\.checkpoint|stamps/N\.consistency|stamps/N-N\.tsr|stamps/N-N\.pem|"
    r"signatures/N\.sig)\Z".replace("N", "(?:0|[1-9][0-9]{0,18})").replace("H", "[0-9a-f]{64}"))
TAGS = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")


def read_zip(data):
    """Members of the one spelling of 10.3."""
    files, at, central = {}, 0, b""
    while data[at : at + 4] == b"PK\3\4":
        need(len(data) >= at + 30, "the zip file is cut")
        _, _, _, _, _, crc, size, full, n, extra = struct.unpack(
            "<HHHHHIIIHH", data[at + 4 : at + 30])
        name = utf8(data[at + 30 : at + 30 + n], "a name")
        begin = at + 30 + n
        body = data[begin : begin + size]
        need(len(body) == size and zlib.crc32(body) == crc, f"{name}: its bytes in the zip file")
        need(name.startswith("package/"), f"{name} is not below package/")
        need(name[8:] not in files, f"{name} is there twice")
        files[name[8:]] = body
        fields = struct.pack("<HHHHHIIIHH", 10, 0, 0, 0, 0x21, crc, size, size, n, 0)
        need(data[at + 4 : at + 30] == fields, f"{name}: its header in the zip file")
        central += (b"PK\1\2" + struct.pack("<H", 0x30A) + fields + struct.pack(
            "<HHHII", 0, 0, 0, 0x81A40000, at) + name.encode())
        at = begin + size
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(central), at, 0)
    need(data[at:] == central + end, "the end of the zip file")
    return files


def read_folder(root):
    files, waiting = {}, [""]
    while waiting:
        under = waiting.pop()
        for item in os.scandir(os.path.join(root, under)):
            path = under + item.name
            mode = item.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                waiting.append(path + "/")
                continue
            need(stat.S_ISREG(mode), f"{path} is no file")
            need(PATHS.match(path), f"{path} is no file of a package")
            need(len(files) < 1000000, "there are too many files")
            with open(item.path, "rb") as f:
                files[path] = f.read()
    return files


def manifest(data, what):
    out = {}
    lines = utf8(data, what).split("\n")
    need(lines.pop() == "", f"{what}: its last line is not ended")
    for line in lines:
        found = re.match(r"([0-9a-f]{64})  ([^\n]+)\Z", line)
        need(found, f'{what}: a line "{line}"')
        out[found[2]] = found[1]
    need(list(out) == sorted(out) and len(out) == len(lines), f"{what}: its order")
    return out


class Package:
    def __init__(self, files, policy, roots):
        self.files, self.reader_policy, self.roots = files, policy, roots
        self.faults, self.said = [], []
        self.entries, self.leaf, self.contents = {}, {}, {}
        self.named_evidence, self.signatures, self.stamps = {}, 0, []

    def try_to(self, what, act, *args):
        try:
            act(*args)
            return True
        except Bad as e:
            self.faults.append(f"{what}: {e}" if what else str(e))
            return False

    def check(self):
        if not (self.try_to("", self.bag) and self.try_to("data/checkpoint", self.head)):
            return
        for name in sorted(self.files, key=lambda n: (len(n), n)):
            if name.startswith("data/entries/"):
                self.try_to("entry " + name[13:], self.read_entry, int(name[13:]))
        self.log()
        self.try_to("", self.what_entries_say)
        for name in self.files:
            if name.startswith("data/blob/"):
                self.try_to(name, self.blob, name[10:])
            elif name.startswith("data/evidence/"):
                self.try_to(name, self.evidence, name[14:])
            elif name.startswith("data/proofs/"):
                need_entry = name[12:].split(".")[0]
                if int(need_entry) not in self.entries:
                    self.faults.append(f"{name}: of no entry")
            elif name.startswith("data/stamps/"):
                self.try_to(name, self.stamp_file, name[12:])
            elif name.startswith("data/signatures/"):
                self.try_to(name, self.signature_file, int(name[16:-4]))

    def bag(self):
        files = self.files
        for name in files:
            need(PATHS.match(name), f"{name} is no file of a package")
        need(len({n.lower() for n in files}) == len(files), "two names differ in case only")
        for name in TAGS + ("tagmanifest-sha256.txt",):
            need(name in files, f"{name} is missing")
        tags = manifest(files["tagmanifest-sha256.txt"], "tagmanifest-sha256.txt")
        need(tuple(tags) == TAGS, "tagmanifest-sha256.txt: its files")
        payload = manifest(files["manifest-sha256.txt"], "manifest-sha256.txt")
        for name in payload:
            need(name.startswith("data/"), f"{name} is not below data/")
            need(name in files, f"{name} is missing")
        for name, digest in {**tags, **payload}.items():
            need(sha(files[name]).hex() == digest, f"{name} was changed")
        for name in files:
            need(name in payload or name in tags or name == "tagmanifest-sha256.txt",
                 f"{name} is in no manifest")
        need(files["bagit.txt"] == b"BagIt-Version: 1.0\n"
             b"Tag-File-Character-Encoding: UTF-8\n", "bagit.txt: its lines")
        found = re.match(rb"External-Identifier: ([^\n]+)\nPayload-Oxum: ([0-9]+)\.([0-9]+)\n"
                         rb"Truce-Package: 1\n\Z", files["bag-info.txt"])
        need(found, "bag-info.txt: its lines")
        need(int(found[2]) == sum(len(files[n]) for n in payload) and
             int(found[3]) == len(payload), "bag-info.txt: Payload-Oxum")
        self.identifier = utf8(found[1], "bag-info.txt")
        for name in ("data/checkpoint", "data/policy"):
            need(name in files, f"{name} is missing")

    def head(self):
        self.checkpoint = c = Checkpoint(self.files["data/checkpoint"])
        need(c.origin == self.identifier, "bag-info.txt names another log")
        policy = self.reader_policy or Policy(self.files["data/policy"])
        self.vkey = next((k for k in policy.logs.get(c.origin, []) if c.note.signed_by(k)), None)
        need(self.vkey, f"no log of the policy signed it as {c.origin}")
        self.time, self.witnesses = policy.witnessed(c.note)
        self.quorum = policy.quorum

    def read_entry(self, place):
        entry = Entry(self.files[f"data/entries/{place}"], place)
        name = f"data/proofs/{place}.tlog-proof"
        need(name in self.files, "has no proof")
        proof = self.files[name]
        need(proof.endswith(b"\n\n" + self.checkpoint.data), "its proof is under another head")
        lines = utf8(proof[: -len(self.checkpoint.data) - 2], "a proof").split("\n")
        need(lines[0] == "c2sp.org/tlog-proof@v1", "the first line of its proof")
        at, extra = 1, b""
        if len(lines) > 1 and lines[1].startswith("extra "):
            extra, at = unbase64(lines[1][6:]), 2
            need(extra and len(extra) % 32 == 0 and len(extra) <= 12 * 32, "its line extra")
        need(len(lines) > at and lines[at] == f"index {place}", "its line index")
        path = [unbase64(x) for x in lines[at + 1 :]]
        need(len(path) <= 63 and all(len(p) == 32 for p in path), "a hash of its proof")
        leaf = leaf_hash(entry.data)
        need(root_of_path(leaf, place, self.checkpoint.size, path) == self.checkpoint.root,
             "is not in the log")
        need(entry.log == self.checkpoint.origin, "is of another log")
        need(not extra or not entry.note, "a path in a batch for what is signed itself")
        entry.path = [extra[i : i + 32] for i in range(0, len(extra), 32)]
        self.entries[place], self.leaf[place] = entry, leaf
        data = self.files.get(f"data/blob/{entry.content}")
        if data is not None:
            need(sha(data).hex() == entry.content and len(data) >= 32, "its content was changed")
            self.contents[place] = data[32:]

    def log(self):
        """Signatures, keys, chains and batches, in the order of the log."""
        self.keys, self.first_policy, last, pending = Keys(self.checkpoint.origin), True, {}, []
        self.agreements = {}
        for place, entry in self.entries.items():
            what = f"entry {place}"
            if entry.note:
                self.try_to(what, self.one_sender, entry, entry.note)
                if pending:
                    self.try_to(what, self.batch, entry, pending)
                pending = []
            else:
                pending.append(entry)
                self.try_to(what, self.standing, entry)
            self.try_to(what, self.chain, entry, last)
            last[entry.sender] = entry
            self.try_to(what, self.meaning, entry)
        if pending:
            self.faults.append(f"entry {pending[-1].place}: its batch does not follow")
        need0 = self.entries.get(0)
        if not need0 or need0.type != "key":
            self.faults.append("entry 0: the sequencer's key is not there")

    def standing(self, entry):
        """The key of an entry's sender, which stands here."""
        if entry.sender == self.checkpoint.origin:
            return self.vkey
        key = self.keys.sender(entry.sender)
        need(key, f"no key of {entry.sender} was entered")
        need(key.stands(entry.made), f"the key of {entry.sender} does not stand")
        return key.verifier

    def one_sender(self, entry, note):
        need(note.signed_by(self.standing(entry)), f"{entry.sender} did not sign it")
        need(entry.type not in ("key", "revocation", "policy") or
             entry.sender == self.checkpoint.origin, "of this type is the sequencer's")

    def batch(self, entry, pending):
        need(entry.type == "batch", "comes within a batch")
        for p in pending:
            at = p.number - (entry.number - entry.count)
            need(p.sender == entry.sender and 0 <= at < entry.count and
                 p.place == entry.place - entry.count + at,
                 f"does not cover entry {p.place}")
            need(root_of_path(self.leaf[p.place], at, entry.count, p.path) == entry.root,
                 f"entry {p.place} is not in its batch")

    def chain(self, entry, last):
        before = last.get(entry.sender)
        if entry.type == "batch":
            for place in range(entry.place - entry.count, entry.place):
                need(place >= 0 and (place not in self.entries or
                     not self.entries[place].note), "something else is in its batch")
        at = before.place if before else -1
        missing = entry.place - at - 1 - sum(
            1 for p in range(at + 1, entry.place) if p in self.entries)
        gap = entry.number - (before.number if before else -1) - 1
        need(gap >= 0, "its number does not follow")
        need(gap <= missing or self.faults, "its sender's entries before it are not in the log")
        if before and gap == 0:
            need(entry.after == self.leaf[before.place].hex(), "does not follow its sender's last")

    def meaning(self, entry):
        place, content = entry.place, self.contents.get(entry.place)
        if entry.type in ("key", "revocation", "policy"):
            need(content is not None, "its content is missing")
        if content is None:
            return
        if entry.type in ("key", "revocation"):
            self.keys.statement(entry, content)
            if place == 0:
                need(self.keys.keys[0].text == self.vkey.text, "is another key than the policy's")
        elif entry.type == "policy":
            self.keys.policy(Policy(content), place)
            self.last_policy = content
        elif entry.type == "agreement":
            self.agreements[sha(content).hex()] = content
            self.last_agreement = place
        elif entry.type == "signature":
            self.person(entry, content)
        elif entry.type == "evidence":
            said = json_object(content)
            self.named_evidence[said.get("sha256")] = place

    def person(self, entry, content):
        line, _, armored = content.partition(b"\n")
        said = json_object(line)
        try:
            need(said.get("type") == "signature", "is no signature")
            text = self.agreements.get(str(said.get("text")).partition("sha256:")[2])
            parts = ssh_signature(armored)
            if text is not None and any(
                    k.ssh.blob == parts[0].blob and
                    ssh_verify(parts, b"agreement@truce", text, k.verified)
                    for k in self.keys.signing(said.get("source"), entry.made)):
                self.signatures += 1
                self.said.append(f"signed by {said['source']}")
        except Bad:
            pass  # does not count, and is no damage

    def what_entries_say(self):
        """Files that repeat what entries say (10.2, 5)."""
        want = {"data/policy": getattr(self, "last_policy", None),
                "data/allowed_signers": self.keys.allowed_signers() or None,
                "data/revoked_keys": self.keys.revoked_keys() or None,
                "data/agreement.truce": None}
        for place, entry in self.entries.items():
            if entry.type == "agreement":
                want["data/agreement.truce"] = self.contents.get(place)
        for name, data in want.items():
            may_miss = name in ("data/allowed_signers", "data/revoked_keys")
            if self.files.get(name, data if may_miss else None) != data:
                self.faults.append(f"{name}: is not what the entries say")
        for place, entry in self.entries.items():
            if entry.type == "stamp" and place in self.contents:
                self.try_to(f"entry {place}", self.stamp_entry, place)

    def blob(self, name):
        need(any(e.content == name for e in self.entries.values()), "no entry names it")

    def evidence(self, name):
        need(name in self.named_evidence, "no entry names it")
        need(sha(self.files["data/evidence/" + name]).hex() == name, "was changed")

    def signature_file(self, place):
        content = self.contents.get(place, b"")
        need(place in self.entries and self.entries[place].type == "signature" and
             content.partition(b"\n")[2] == self.files[f"data/signatures/{place}.sig"],
             "is not what the entry says")

    def stamp_entry(self, place):
        line, _, rest = self.contents[place].partition(b"\n")
        words = utf8(line, "its first line").split(" ")
        need(len(words) == 3 and re.match(r"[a-z0-9.-]{1,64}\Z", words[1]), "its first line")
        size, n = number(words[0]), number(words[2])
        need(n <= len(rest), "is cut")
        base = f"data/stamps/{size}"
        files = [self.files.get(base + end) for end in
                 (f"-{place}.tsr", f"-{place}.pem", ".checkpoint", ".consistency")]
        if files[0] is None and files[1] is None:
            return  # not shown
        need(files[0] == rest[:n] and files[1] == rest[n:] and None not in files,
             f"{base}: is not what the entry says")
        head = Checkpoint(files[2])
        need(head.size == size and len(head.note.signatures) == 1 and
             head.origin == self.checkpoint.origin and head.note.signed_by(self.vkey),
             f"{base}.checkpoint: the log did not sign it")
        path = [unbase64(x) for x in utf8(files[3], "a proof").split("\n")[:-1]]
        need(consistent(size, head.root, self.checkpoint.size, self.checkpoint.root, path),
             f"{base}.consistency: the head does not go on from it")
        chain = certificates(files[1], f"{base}-{place}.pem")
        roots = self.roots
        if roots is None:
            roots = [c for c in chain if c[1].self_issued]
        self.stamps.append((size, place))
        try:
            time, who = stamp(files[0], files[2], chain, roots)
        except Untrusted:
            if self.roots is None and chain:
                raise Bad(f"{base}-{place}.tsr: no chain to its own root") from None
            self.said.append(f"the first {size} entries: a stamp, not by the authorities given")
            return
        except Bad as e:
            self.stamps.pop()
            raise Bad(f"{base}-{place}.tsr: {e}") from None
        self.said.append(f"stamped {time:%Y-%m-%dT%H:%M:%SZ}, the first {size} entries, by {who}")

    def stamp_file(self, name):
        found = re.match(r"(\d+)(?:-(\d+)\.(?:tsr|pem)|\.(?:checkpoint|consistency))\Z", name)
        size, place = int(found[1]), found[2]
        need(any(s == size and place in (None, str(p)) for s, p in self.stamps),
             "no stamp that holds names it")

    def report(self):
        c, entries = self.checkpoint, self.entries
        named = sum(e.content != "-" for e in entries.values())
        print(f"a package of {c.origin}")
        print(f"entries {len(entries)} of {c.size}")
        print(f"contents {len(self.contents)} of {named}")
        print(f"evidence {sum(n.startswith('data/evidence/') for n in self.files)}")
        print(f"signatures {self.signatures}")
        for name, time in self.witnesses.items():
            print(f"cosigned by {name}, {datetime.utcfromtimestamp(time):%Y-%m-%dT%H:%M:%SZ}")
        if self.quorum != "none":
            print("witnessed no" if self.time is None else
                  f"witnessed {datetime.utcfromtimestamp(self.time):%Y-%m-%dT%H:%M:%SZ}")
        for line in self.said:
            print(line)


def json_object(data):
    try:
        said = json.loads(utf8(data, "a content"))
        need(isinstance(said, dict), "its content is no object of JSON")
        return said
    except (ValueError, RecursionError):
        raise Bad("its content is not JSON") from None


def verify(files, policy=None, roots=None):
    """(package, faults) of {path: bytes}; policy and roots are the reader's own."""
    package = Package(files, policy, roots)
    package.check()
    return package, package.faults


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("package")
    options.add_argument("--policy", type=argparse.FileType("rb"))
    options.add_argument("--authorities", type=argparse.FileType("rb"))
    asked = options.parse_args()
    if not os.path.exists(asked.package):
        print(f"{asked.package}: is not there", file=sys.stderr)
        return 3
    try:
        policy = Policy(asked.policy.read()) if asked.policy else None
        roots = certificates(asked.authorities.read(), "the authorities") if (
            asked.authorities) else None
        if os.path.isdir(asked.package):
            files = read_folder(asked.package)
        else:
            with open(asked.package, "rb") as f:
                files = read_zip(f.read())
        package, faults = verify(files, policy, roots)
        if hasattr(package, "quorum"):
            package.report()
    except Bad as e:
        faults = [str(e)]
    for fault in faults:
        print("does not hold: " + fault)
    print("something does not hold" if faults else "all of it holds")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
