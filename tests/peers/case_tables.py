#!/usr/bin/env python3
"""tests/peers/case_tables.py FOLDER: a case file whose rows and tables are deleted,
emptied, doubled and swapped, by SQLite itself. Each such change is found by
`truce verify`, with its place and the way to repair it, or nothing that is read
from the case is another. Ends with `N passed, N failed`. truce is in PATH."""
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

folder = Path(sys.argv[1])
REPORT = ('{"type":"report","id":"r-%d","source":"icrc","occurred":"2025-03-11",'
          '"act":"release","actor":"ardania","item":"prisoner","quantity":1}\n')


def truce(*args, stdin=""):
    return subprocess.run(["truce", *map(str, args)], input=stdin.encode(),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def must(*args, stdin=""):
    done = truce(*args, stdin=stdin)
    if done.returncode != 0:
        sys.exit(done.stdout.decode())
    return done.stdout


def make(case):
    """A case with an agreement, a key of a sender and of a signatory, a signature,
    evidence, a batch, a full tile, and heads of which two are witnessed."""
    w = folder / "w"
    must("init", case, "--origin", "test.example/tables",
         "examples/harbour/agreement.truce")
    (folder / "logs").write_bytes(must("record", "policy", case))
    line = must("witness", "init", w, "--name", "w.example", "--policy",
                folder / "logs")
    (folder / "policy").write_bytes(line + b"quorum w.example\n")
    must("record", "policy", case, folder / "policy")
    must("record", "key", case, "--name", "a-1", "--out", folder / "a.key")
    must("record", "key", case, "--purpose", "sign", "--holder", "ardania",
         "--out", folder / "sign")
    seen = 0
    for first, n in ((0, 2), (2, 260), (262, 1)):
        must("record", "add", case, "--as", folder / "a.key", "-",
             stdin="".join(REPORT % i for i in range(first, first + n)))
        if n > 200:
            continue
        must("record", "ask", case, "--out", folder / "req", "--old", seen)
        must("witness", "answer", w, folder / "req", "--out", folder / "ans")
        must("record", "cosign", case, folder / "ans")
        seen = int(must("record", "head", case).split(b"\n")[1])
    must("sign", case, "--as", "ardania", "--key", folder / "sign")
    must("evidence", "add", case, "tests/media/camera.jpg")


def read(case):
    """All that is read from it: lists, the head, statuses, entries, a package."""
    got = [truce("record", "list", case), truce("record", "head", case),
           truce("record", "policy", case), truce("record", "allowed-signers", case),
           truce("status", case)]
    out = folder / "package.zip"
    out.unlink(missing_ok=True)
    got.append(truce("export", case, "--out", out, "--no-entry", "--recorded"))
    return [(g.returncode, g.stdout) for g in got] + [
        out.read_bytes() if out.exists() else b""]


def rows(db, table, keys):
    return db.execute(f"SELECT {keys} FROM {table} ORDER BY {keys}").fetchall()


TABLES = {  # its key, what is in it, the key of a row that is put in
    "entry": ("n", "note", "n + 100000"),
    "head": ("size", "note", "size + 1"),
    "blob": ("n", "bytes", "n + 100000"),
    "view": ("view, key", "value", "view, CAST(key || x'00' AS BLOB)"),
}


def changes(db):
    for table, (key, value, other) in TABLES.items():
        at = " AND ".join(f"{k} = ?" for k in key.split(", "))
        copy = f"INSERT INTO {table} SELECT {other}, {value} FROM {table}"
        yield f"{table}, all deleted", f"DELETE FROM {table}", ()
        yield f"{table}, all emptied", f"UPDATE {table} SET {value} = x''", ()
        yield (f"{table}, all doubled",
               copy.replace("INSERT", "INSERT OR IGNORE"), ())
        every = rows(db, table, key)
        if table == "view":
            for view in sorted({r[0] for r in every}):
                yield f"view {view} deleted", "DELETE FROM view WHERE view = ?", (view,)
        # Of the batch's 260 entries some: they are all alike.
        if len(every) > 200 and table != "view":
            every = every[:12] + every[12:-6:40] + every[-6:]
        for i, row in enumerate(every):
            name = f"{table} {row}"
            yield f"{name} deleted", f"DELETE FROM {table} WHERE {at}", row
            yield f"{name} emptied", f"UPDATE {table} SET {value} = x'' WHERE {at}", row
            yield f"{name} doubled", f"{copy} WHERE {at}".replace(
                "INSERT", "INSERT OR IGNORE"), row
            yield (f"{name} is that before it",
                   f"UPDATE {table} SET {value} = (SELECT {value} FROM {table} "
                   f"WHERE {at}) WHERE {at}", every[i - 1] + row)


case, spoilt = folder / "t.case", folder / "s.case"
make(case)
must("verify", case)
shutil.copy(str(case) + ".head", str(spoilt) + ".head")
shutil.copy(str(case) + ".key", str(spoilt) + ".key")
shutil.copytree(str(case) + ".evidence", str(spoilt) + ".evidence", dirs_exist_ok=True) \
    if Path(str(case) + ".evidence").exists() else None
db = sqlite3.connect(case)
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
todo = list(changes(db))
db.close()
shutil.copy(case, spoilt)
same = read(spoilt)
passed = failed = 0
for what, statement, values in todo:
    for end in ("-wal", "-shm"):
        Path(str(spoilt) + end).unlink(missing_ok=True)
    shutil.copy(case, spoilt)
    with sqlite3.connect(spoilt) as db:
        db.execute(statement, values)
    db.close()
    done = truce("verify", spoilt)
    if done.returncode == 1 and b"= repair: " in done.stdout:
        ok = True
    else:
        ok = done.returncode == 0 and read(spoilt) == same
    passed, failed = passed + ok, failed + (not ok)
    if not ok:
        print(what, done.returncode, done.stdout.decode(), sep="\n")
print(f"{passed} passed, {failed} failed")
