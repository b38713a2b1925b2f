# A case file that an earlier version made opens, is read, and grows
# (tests/vectors/case/README.md); one of a later version is refused.

$ cd $T && for f in case case.head case.key; do cp $OLDPWD/tests/vectors/case/harbour.$f* .; done; gunzip harbour.case.gz; chmod 600 harbour.case*; cp harbour.case first.case; truce verify harbour.case; truce record list harbour.case | cut -c1-20; truce record show harbour.case 9 | grep '"id"'
harbour.case: 10 entries, 3 signed heads, 10 contents: all of it holds
  entry  type       
      0  key        
      1  policy     
      2  agreement  
      3  annex      
      4  signature  
      5  signature  
      6  report     
      7  report     
      8  report     
      9  report     
{"type":"report","id":"belmar-01","source":"belmar","occurred":"2025-03-11","kind":"total","act":"release","actor":"ardania","item":"prisoner","quantity":22,"how_known":"seen","note":"Two names of the list were not among them."}

$ truce status $T/harbour.case --brief | head -n 3
Harbour truce
day 2 of 60  Tuesday 11 Mar 2025, 23:59 Europe/Lisbon (23:59 UTC)
in force since 10 Mar 2025; lasts until 8 May

$ head -n 7 examples/harbour/reports.jsonl | tail -n 1 > $T/one; cd $T; truce record add harbour.case one; truce verify harbour.case; truce rebuild harbour.case > rebuilt; truce verify harbour.case; truce record head harbour.case | head -n 2; truce record prove harbour.case 4 --out $T > proved; echo $?
1 entered; the log has 11 entries
harbour.case: 11 entries, 4 signed heads, 11 contents: all of it holds
harbour.case: 11 entries, 4 signed heads, 11 contents: all of it holds
case.example/harbour
11
0

# What it was is the beginning of what it is.
$ cd $T; truce record list first.case > a; truce record list harbour.case | head -n 11 > b; cmp a b && wc -l < a
11

# Later versions, and the layout that no release has had.
$ cd $T; python3 -c 'import sqlite3; sqlite3.connect("first.case").execute("PRAGMA user_version=2")'; truce verify first.case
truce verify: first.case: written by a later version (format 2)
  hint: Use a later version of truce.
? 3
$ cd $T; truce record add first.case one
truce record: first.case: written by a later version (format 2)
  hint: Use a later version of truce.
? 3
$ gunzip < tests/vectors/case/before-release.case.gz > $T/early.case; cd $T; truce status early.case
truce status: early.case: laid out by a version before the first release
  hint: Open it with the version that made it, and enter its reports into a new case.
? 3
