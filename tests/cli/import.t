# truce import: a table becomes reports.

$ truce import --map examples/harbour/gate.map.json examples/harbour/gate.csv --dry-run
6 rows read: 5 used, 1 skipped, 0 refused; 5 records made
  skipped 1: Trucks is empty
  line  type    id      occurred    source   act    quantity
     3  return  gate-1  2025-03-20  un       enter  34 truck
     4  return  gate-2  2025-03-20  un       enter  1066 truck
     5  report  gate-3  2025-03-21  un       enter  at least 29 truck
     7  return  gate-4  2025-03-21  un       enter  60 truck
     8  report  gate-5  2025-03-21  ardania  enter  at least 63 truck

$ truce import -m examples/harbour/gate.map.json -a examples/harbour/agreement.truce examples/harbour/gate.csv
6 rows read: 5 used, 1 skipped, 0 refused; 5 records made
  skipped 1: Trucks is empty
{"type":"return","id":"gate-1","source":"un","occurred":"2025-03-20","act":"enter","item":"truck","place":"north","quantity":34}
{"type":"return","id":"gate-2","source":"un","occurred":"2025-03-20","act":"enter","item":"truck","place":"harbour","quantity":1066,"note":"The \"long night\": the ships of two days."}
{"type":"report","kind":"total","id":"gate-3","source":"un","occurred":"2025-03-21","act":"enter","item":"truck","place":"north","quantity":{"at_least":29},"note":"Gate closed at noon,\nopened again at 15:00."}
{"type":"return","id":"gate-4","source":"un","occurred":"2025-03-21","act":"enter","item":"truck","place":"harbour","quantity":60}
{"type":"report","kind":"total","id":"gate-5","source":"ardania","occurred":"2025-03-21","act":"enter","item":"truck","place":"harbour","quantity":{"at_least":63},"note":"From the port authority"}

# Every wrong cell is named with its line and column; the others are kept.

$ printf 'Day,Gate,Trucks,Of these fuel,Counted by,Complete,Remarks\n20/03/2025,North,3x,,UN,yes,\n31/02/2025,Noth,3,,UN,yes,\n20/03/2025,North,34,,UN,yes,\n20/03/2025,North,34,,UN,yes\n20/03/2025,North,"34,,UN,yes,\n20/03/2025,North,34,,Uno,no,\n' | truce import -m examples/harbour/gate.map.json -
-:2: column "Trucks": quantity: "3x" is no whole number
  hint: whole numbers only; "thousands" names a separator
-:3: column "Day": occurred: "31/02/2025" is no such date
  hint: the mapping expects DD/MM/YYYY
-:3: column "Gate": place: the mapping does not know "Noth"
  hint: did you mean "North"? or add it to the mapping's "map"
-:5: 6 cells, but there are 7 columns
  hint: put a cell that holds the delimiter in quotes
-:6: column "Trucks": cell 3: this quote is not closed
  hint: close it, or double a quote that belongs to the text
-:7: column "Counted by": source: the mapping does not know "Uno"
  hint: did you mean "UN"? or add it to the mapping's "map"
6 rows read: 1 used, 0 skipped, 5 refused; 1 record made
{"type":"return","id":"gate-3","source":"un","occurred":"2025-03-20","act":"enter","item":"truck","place":"north","quantity":34}
? 3

# Names are those of the agreement.

$ sed 's/"enter"/"entre"/' examples/harbour/gate.map.json | truce import -m - -a examples/harbour/agreement.truce examples/harbour/gate.csv
examples/harbour/gate.csv:3: act: "entre" is not an act of this agreement
  hint: did you mean "enter"?
examples/harbour/gate.csv:4: act: "entre" is not an act of this agreement
  hint: did you mean "enter"?
examples/harbour/gate.csv:5: act: "entre" is not an act of this agreement
  hint: did you mean "enter"?
examples/harbour/gate.csv:7: act: "entre" is not an act of this agreement
  hint: did you mean "enter"?
examples/harbour/gate.csv:8: act: "entre" is not an act of this agreement
  hint: did you mean "enter"?
6 rows read: 0 used, 1 skipped, 5 refused; 0 records made
  skipped 1: Trucks is empty
? 3

# A column that the mapping does not speak of is not lost in silence.

$ sed 's/"ignore": .*,/"ignore": [],/' examples/harbour/gate.map.json | truce import -m - examples/harbour/gate.csv
truce import: the mapping does not say what to do with the column "Of these fuel"
  hint: use it, or name it in "ignore" ("*": all others)
? 3

$ printf 'Day;Gate\n' | truce import -m examples/harbour/gate.map.json -
truce import: the table has no column "Complete"
  hint: is the delimiter right? is there a header?
? 3

$ echo '{"recrod": {}}' | truce import -m - examples/harbour/gate.csv
truce import: -: the mapping: there is no key "recrod"
  hint: did you mean "record"?
? 3

$ echo '{"record": {"type": "report", "occurred": {"column": "Day", "dat": "x"}}}' | truce import -m - examples/harbour/gate.csv
truce import: -: record.occurred: there is no key "dat"
  hint: did you mean "date"?
? 3

$ echo '{"record": ' | truce import -m - examples/harbour/gate.csv
truce import: -:2:0: unexpected token near end of file
  hint: a mapping is JSON: docs/import.md
? 3

$ truce import examples/harbour/gate.csv
truce import: a mapping is missing
  hint: truce import --map MAP.json TABLE.csv
? 2

# Another implementation of CSV and of JSON Schema.

$ TRUCE=truce python3 tests/import/csv_oracle.py
60 tables, 0 differ

$ python3 tests/schema/validate.py
0 disagreements
