#!/usr/bin/env python3
"""The age test vectors (C2SP/CCTV, age/testdata) against seal/.

    vectors.py SEAL_VECTOR FOLDER

Each file must end as it expects, and what was released before must have the
hash that it names. Vectors of the hybrid type have a reason instead: there is
no ML-KEM in libsodium 1.0.18; that their files are refused is checked, and that
the reason says so. Ends with `N passed, N failed`."""
import os
import subprocess
import sys
import tempfile
import zlib

tool, folder = sys.argv[1], sys.argv[2]
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
passed = failed = reasons = 0


def read(path):
    with open(path, "rb") as f:
        head, body = f.read().split(b"\n\n", 1)
    fields = [line.split(": ", 1) for line in head.decode().split("\n")]
    if ["compressed", "zlib"] in fields:
        body = zlib.decompress(body)
    return fields, body


def check(name, fields, body, temporary):
    get = dict(reversed(fields)).get
    args = []
    hybrid = False
    for key, value in fields:
        if key == "identity":
            hybrid = hybrid or value.startswith("AGE-SECRET-KEY-PQ-")
            args += ["-i", value]
        elif key == "passphrase":
            args += ["-p", value]
    with open(temporary, "wb") as f:
        f.write(body)
    out = subprocess.run([tool, temporary] + args, stdout=subprocess.PIPE,
                         check=True, text=True).stdout.split("\n")
    if hybrid:
        return "hybrid type" in out[0], "reason: hybrid", out
    want = get("expect")
    good = [want]
    # Said before the armor or the version is looked at.
    if want in ("armor failure", "header failure"):
        good.append("not age")
    return (out[0] in good and out[1] == get("payload", EMPTY), want, out)


with tempfile.TemporaryDirectory() as t:
    for name in sorted(os.listdir(folder)):
        fields, body = read(os.path.join(folder, name))
        ok, want, out = check(name, fields, body, os.path.join(t, "file"))
        passed += ok
        failed += not ok
        reasons += want == "reason: hybrid"
        if not ok:
            print(f"{name}: wanted {want}, got {out}")
print(f"of them {reasons} of the hybrid type, refused with a reason")
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0 or passed < 100)
