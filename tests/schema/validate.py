#!/usr/bin/env python3
"""Checks schema/report.schema.json with another implementation of JSON Schema.

Every record of every example is valid. Every case of tests/schema/cases.txt is
valid (+) or not (-) as it says there; test_facts__schema_cases checks that the
reader says the same.
"""
import glob
import json
import sys

import jsonschema

with open("schema/report.schema.json", encoding="utf-8") as f:
    schema = json.load(f)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
wrong = 0


def say(place, text):
    global wrong
    wrong += 1
    print(f"{place}: {text}")


records = 0
for path in sorted(glob.glob("examples/*/reports.jsonl")):
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            if not line.strip():
                continue
            records += 1
            for error in validator.iter_errors(json.loads(line)):
                say(f"{path}:{number}", error.message)
cases = 0
with open("tests/schema/cases.txt", encoding="utf-8") as f:
    for number, line in enumerate(f, 1):
        if line[0] not in "+-":
            continue
        cases += 1
        valid = validator.is_valid(json.loads(line[1:]))
        if valid != (line[0] == "+"):
            say(f"tests/schema/cases.txt:{number}",
                "valid" if valid else "not valid")
if records < 100 or cases < 100:
    say("tests/schema", f"only {records} records and {cases} cases")
print(f"{wrong} disagreements")
sys.exit(wrong > 0)
