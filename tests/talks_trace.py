"""tests/talks_trace.py: what real nodes of talks did, as steps of the models
(tests/model/chain.inc, cross.inc).

After each command the stores of the node and of the relay are read: an envelope
that is new there was written, carried, fetched or taken. Each chain of
envelopes, and all that crosses, becomes a program for spin of nothing but
steps; a step that the model does not allow blocks it. In between stands what
the node itself says that it counts."""
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile

MODELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "model")


def entries(path):
    """Envelopes and opened objects of a store, in the order of their coming."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        notes = [n.decode() for (n,) in db.execute(
            "SELECT note FROM entry ORDER BY n")]
        views = list(db.execute("SELECT view, key, value FROM view"))
    db.close()
    talk = {int(bytes(k), 16): bytes(v).decode() for view, k, v in views
            if view == "talk"}
    receipts = {bytes(k).decode(): int(field(bytes(v).decode(), "number"))
                for view, k, v in views if view == "receipt"}
    return notes, talk, receipts


def field(text, name):
    return re.search(rf"^{name} (.*)$", text, re.M).group(1)


def words_of(conveyance):
    """The words of a signed conveyance, and who signed it."""
    text, signatures = conveyance.split("\n\n", 1)
    head, words = re.split(r"\nbody \d+\n", text, maxsplit=1)
    del head
    return words, set(re.findall("^\u2014 (\\S+) ", signatures, re.M))


class Trace:
    def __init__(self, rooms, mediators):
        self.rooms = rooms          # node: its rooms
        self.mediators = mediators  # two, in the model's order
        self.steps = {}             # (room, sender): [step]
        self.cross = []
        self.words = []
        self.here = {name: 0 for name in rooms}  # entries that were seen
        self.relay = 0
        self.next = {}              # (room, sender): the sender's own count
        self.receipts = {}

    def readers(self, chain):
        room, sender = chain
        return [n for n in self.rooms if room in self.rooms[n] and n != sender]

    def add(self, chain, step):
        if chain[0] != "own":
            self.steps.setdefault(chain, []).append(step)

    def look(self, name):
        """What is new at a node."""
        notes, talk, receipts = entries(f"{name}/talks.db")
        for i in range(self.here[name], len(notes)):
            chain = field(notes[i], "room"), field(notes[i], "sender")
            number = int(field(notes[i], "number"))
            if chain[1] != name:
                self.add(chain, f"GIVE({self.readers(chain).index(name)}, "
                                f"{number * 2})")
            elif number < self.next.get((name, *chain), 0):
                self.add(chain, "FETCHED()")
            else:
                self.add(chain, "WRITE()")
                self.next[(name, *chain)] = number + 1
            if i in talk:
                self.object(name, chain[1], talk[i])
        self.here[name] = len(notes)
        return receipts

    def look_at_all(self, name):
        receipts = self.look(name)
        notes, _, _ = entries("relay/relay.db")
        for note in notes[self.relay:]:
            self.add((field(note, "room"), field(note, "sender")), "TAKE()")
        self.relay = len(notes)
        for room, number in receipts.items():
            had = self.receipts.get((name, room), 0)
            for _ in range(had, number + 1):
                self.add((room, name), "RECEIPT()")
            self.receipts[(name, room)] = max(had, number + 1)

    def forgot(self, name):
        """The node was set back to an old copy."""
        notes, _, _ = entries(f"{name}/talks.db")
        counts = {}
        for note in notes:
            if field(note, "sender") == name:
                counts[field(note, "room")] = int(field(note, "number")) + 1
        for (who, room, sender), had in list(self.next.items()):
            if who == name and had > counts.get(room, 0):
                self.add((room, sender), f"RESTORE({had - counts.get(room, 0)})")
        self.here[name] = len(notes)

    def counted(self, name, shown):
        """What `truce talks show` says that counts."""
        for room, sender, n in re.findall(r"^  (\S+) +(\S+) +(\d+)", shown,
                                          re.M):
            if room != "own" and sender != name:
                r = self.readers((room, sender)).index(name)
                self.add((room, sender), f"COUNTS({r}, {n})")

    # What crosses: only what is opened at a node says so.
    def object(self, name, sender, note):
        kind = field(note, "type")
        body = re.split(r"\nbody \d+\n", note, maxsplit=1)[1]
        m = self.mediators.index(name) if name in self.mediators else None
        if kind == "consent":
            w = self.word(body.rsplit("\n\n", 1)[0])
            if name == sender:
                self.cross.append(f"CONSENT({w})")
            elif m is not None:
                self.cross.append(f"KNOWS({m}, {w})")
        elif kind in ("assent", "conveyance"):
            words, signers = words_of(body)
            w = self.word(words)
            bits = sum(1 << self.mediators.index(s) for s in signers)
            if kind == "assent":
                self.cross.append(f"ASSENT({m}, {w})" if name == sender else
                                  f"SEES({m}, {w})")
            elif name == sender:
                self.cross += [f"CARRY({m}, {w})",
                               f"assert((carried[{w}] & {bits}) == {bits})"]
            elif m is None:
                self.cross += [f"COMES({w})", f"assert(ALLOWED(came[{w}]))"]

    def word(self, words):
        words = words.rstrip("\n")
        if words not in self.words:
            self.words.append(words)
        return self.words.index(words)

    # --- the check

    @staticmethod
    def replay(include, defines, steps):
        """None, or the step that the model does not allow."""
        lines = [f"#define {k} {v}" for k, v in defines.items()]
        lines += [f'#include "{include}"', "byte n;",
                  "inline COUNTS(r, k) { COUNTING(r, n); assert(n == k) }"
                  if include == "chain.inc" else "",
                  "active proctype steps() {"]
        for i, step in enumerate(steps):
            lines += [f'    printf("step {i}\\n");', f"    {step};"]
        lines += ['    printf("the whole trace\\n")', "}"]
        with tempfile.TemporaryDirectory() as t:
            shutil.copy(os.path.join(MODELS, include), t)
            with open(os.path.join(t, "trace.pml"), "w", encoding="utf-8") as f:
                f.write("\n".join(lines))
            r = subprocess.run(["spin", "-T", "trace.pml"], cwd=t, text=True,
                               capture_output=True, timeout=120, check=False)
        if "the whole trace" in r.stdout and "rror" not in r.stdout:
            return None
        last = re.findall(r"step (\d+)", r.stdout)
        if not last:
            raise RuntimeError(r.stdout + r.stderr)
        return f"{steps[int(last[-1])]}, step {last[-1]}"

    def chain(self, chain, steps):
        numbers = 1 + sum(s == "WRITE()" for s in steps)
        return self.replay("chain.inc", {
            "N": numbers, "READERS": max(1, len(self.readers(chain)))}, steps)

    def crossing(self, steps):
        return self.replay("cross.inc", {"RULE": 1,
                                         "WORDS": max(1, len(self.words))},
                           steps)

    def check(self, check):
        """Every chain, what crossed, and that what was not so is refused."""
        for chain, steps in sorted(self.steps.items()):
            wrong = self.chain(chain, steps)
            check(f"the chain of {chain} is made of the model's steps",
                  wrong is None, wrong)
        wrong = self.crossing(self.cross)
        check("what crossed is made of the model's steps", wrong is None,
              wrong, self.cross)
        for kind in ["WRITE", "GIVE", "TAKE", "RECEIPT", "RESTORE", "FETCHED",
                     "COUNTS"]:
            check(f"there was a {kind}", any(
                s.startswith(kind) for v in self.steps.values() for s in v))
        for kind in ["CONSENT", "KNOWS", "ASSENT", "SEES", "CARRY", "COMES"]:
            check(f"there was a {kind}",
                  any(s.startswith(kind) for s in self.cross))
        self.check_spoilt(check)

    def check_spoilt(self, check):
        chain, steps = max(self.steps.items(), key=lambda x: len(x[1]))
        give = next(i for i, s in enumerate(steps) if s.startswith("GIVE"))
        count = next(s for s in steps if s.startswith("COUNTS"))
        more = re.sub(r"(\d+)\)$", lambda m: f"{int(m.group(1)) + 1})", count)
        spoilt = {
            "comes before it was written": [steps[give], *steps],
            "a number twice": [*steps, "RESTORE(1)", "WRITE()"],
            "a receipt for nothing": ["RECEIPT()", *steps],
            "one more than counts": [more if s is count else s for s in steps],
        }
        for what, v in spoilt.items():
            check(f"refused: {what}", self.chain(chain, v) is not None)
        for kind in ["CONSENT", "KNOWS", "SEES", "CARRY"]:
            without = [s for s in self.cross if not s.startswith(kind)]
            check(f"refused: crossing without {kind}",
                  self.crossing(without) is not None)
