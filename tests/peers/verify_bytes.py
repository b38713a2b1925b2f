#!/usr/bin/python3
"""tests/peers/verify_bytes.py PACKAGE...: changes bytes of packages, one by one,
and wants verify.py to find each. In folders every byte, with the manifests as they
were and, but for those, made again as by whoever changed it; in zip files every
37th. Ends with "N passed, N failed".
"""
import hashlib
import os
import sys

import verify

passed = failed = 0
# Covered by the manifest and by nothing else (record-format.md 10.2).
FREE = ("data/custody.csv", "data/index.html", "data/VERIFY.md",
        "data/check.sh", "data/verify.sh")


def holds(files):
    try:
        return not verify.verify(files)[1]
    except verify.Bad:
        return False


def want(what, answer, wanted):
    global passed, failed
    if answer == wanted:
        passed += 1
    else:
        failed += 1
        print(f"{what}: {'holds' if answer else 'does not hold'}")


def remade(files):
    """The manifests made again."""
    files = dict(files)
    payload = sorted(n for n in files if n.startswith("data/"))
    files["manifest-sha256.txt"] = "".join(
        f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in payload).encode()
    lines = files["bag-info.txt"].split(b"\n")
    lines[1] = b"Payload-Oxum: %d.%d" % (sum(len(files[n]) for n in payload), len(payload))
    files["bag-info.txt"] = b"\n".join(lines)
    files["tagmanifest-sha256.txt"] = "".join(
        f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in verify.TAGS).encode()
    return files


def changed(data, at):
    return data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]


def folder(path):
    files = verify.read_folder(path)
    want(path, holds(files), True)
    want(f"{path}, made again", holds(remade(files)), True)
    for name, data in files.items():
        for at in range(0, len(data), 37 if name in FREE else 1):
            spoilt = {**files, name: changed(data, at)}
            want(f"{path}: {name}, byte {at}", holds(spoilt), False)
            if name.startswith("data/") and name not in FREE:
                want(f"{path}: {name}, byte {at}, made again", holds(remade(spoilt)), False)


def zip_file(path):
    with open(path, "rb") as f:
        data = f.read()
    want(path, holds(verify.read_zip(data)), True)
    for at in range(0, len(data), 37):
        try:
            files = verify.read_zip(changed(data, at))
        except verify.Bad:
            files = {}
        want(f"{path}: byte {at}", holds(files), False)


for package in sys.argv[1:]:
    (folder if os.path.isdir(package) else zip_file)(package)
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
