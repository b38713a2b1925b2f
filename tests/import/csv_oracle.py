#!/usr/bin/env python3
"""Random tables, written by Python's csv module, read by `truce import`.

A mapping that copies three columns into shown fields gives back what was
written, whatever quotes, line ends, delimiters and characters are in it.
"""
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile

truce = os.environ.get("TRUCE", "truce")
random.seed(20250119)
ALPHABET = ['a', 'Z', '0', ' ', ',', ';', '"', '""', '\n', '\r\n', "'", '=',
            'é', '٣', '漢', '😀', '\t', '\\', '{', '}']
folder = tempfile.mkdtemp()
tables = rows_in_all = wrong = 0
for _ in range(60):
    delimiter = random.choice([',', ';', '\t', '|'])
    rows = []
    for _ in range(random.randrange(1, 40)):
        rows.append([''.join(random.choice(ALPHABET)
                             for _ in range(random.randrange(0, 9)))
                     for _ in range(3)])
    out = io.StringIO(newline='')
    writer = csv.writer(out, delimiter=delimiter,
                        lineterminator=random.choice(['\n', '\r\n']),
                        quoting=random.choice([csv.QUOTE_MINIMAL,
                                               csv.QUOTE_ALL]))
    writer.writerow(['n', 'l', 's'])
    writer.writerows(rows)
    text = random.choice(['', '\ufeff']) + out.getvalue()
    if random.random() < 0.3:
        text = text.rstrip('\r\n')
        rows = list(csv.reader(io.StringIO(text.lstrip('\ufeff'), newline=''),
                               delimiter=delimiter))[1:]
    mapping = {"delimiter": delimiter, "record": {
        "type": "report", "id": {"template": "r{row}"}, "source": "x",
        "act": "attack", "occurred": "2025-01-19",
        "note": {"column": "n"}, "label": {"column": "l"},
        "stage": {"column": "s"}}}
    with open(folder + "/t.csv", "w", encoding="utf-8", newline='') as f:
        f.write(text)
    with open(folder + "/m.json", "w", encoding="utf-8") as f:
        json.dump(mapping, f)
    run = subprocess.run([truce, "import", "-m", folder + "/m.json",
                          folder + "/t.csv"], capture_output=True, check=False)
    got = [json.loads(line) for line in run.stdout.decode().splitlines()]
    # Cells are trimmed, and empty ones leave their field out.
    want = [[c.strip(' \t\r\n') for c in row] for row in rows if row]
    have = [[g.get(k, '') for k in ('note', 'label', 'stage')] for g in got]
    tables += 1
    rows_in_all += len(want)
    if have != want:
        wrong += 1
        print(f"table {tables}: {run.stderr.decode()}")
        for a, b in zip(want, have):
            if a != b:
                print(f"  python {a}\n  truce  {b}")
                break
print(f"{tables} tables, {wrong} differ")
sys.exit(wrong > 0 or rows_in_all < 500)
