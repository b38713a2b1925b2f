# The record: a case file, what is entered, what is proved. Keys are random, so
# they and their hashes are masked.

$ truce init $T/h.case --origin mediators.example/harbour examples/harbour/agreement.truce | sed "s|$T|T|g; s/+[0-9a-f]\{8\}+.*/+KEY/"
T/h.case: a case with 4 entries
  origin      mediators.example/harbour
  key         mediators.example/harbour+KEY
  agreement   f35307a902e28cfe0513a88c2b2d4003b9a6ebd9fdca772bbc6c19de440ca4ac
              with 1 map file
  secret key  T/h.case.key (keep it apart, and a copy of it)
  last head   T/h.case.head (keep it with the case)
next: give the key to every party; it names this log for good
      truce record key T/h.case --name NAME     a key for each sender
      truce record add T/h.case REPORTS.jsonl   what was reported

# The entry of the agreement is its canonical bytes.
$ truce record prove $T/h.case 2 --out $T > $T/out && tail -c +33 $T/entry-2.blob | sha256sum | cut -c1-64; truce hash examples/harbour/agreement.truce | cut -c1-64
f35307a902e28cfe0513a88c2b2d4003b9a6ebd9fdca772bbc6c19de440ca4ac
f35307a902e28cfe0513a88c2b2d4003b9a6ebd9fdca772bbc6c19de440ca4ac

$ ls -l $T/h.case.key | cut -c1-10
-rw-------

# Nothing is overwritten; a draft and a wrong text are refused, and leave nothing.
$ truce init $T/h.case --origin mediators.example/harbour 2>&1 | sed "s|$T|T|g"
truce init: T/h.case is there already: a case with 4 entries
  hint: Go on with it, or choose another name.

$ cp $T/h.case.key $T/other.case.key; truce init $T/other.case --origin a.example/b 2>&1 | sed "s|$T|T|g"; ls $T | grep -c other
truce init: T/other.case.key is there already
  hint: A truce init that was stopped leaves it: delete it if no case belongs to it; else choose another name.
1

$ truce init $T/d.case --origin a.example/b examples/harbour-draft/agreement.truce; ls $T | grep -c d.case
truce init: examples/harbour-draft/agreement.truce is a draft: clause 2.2 is still open
  hint: Settle it in the text, or choose with --choose LABEL=ALTERNATIVE.
0
? 1

$ printf 'agreement "x"\nparty a "A"\n1.1 a shal go\n' > $T/wrong.truce; truce init $T/d.case --origin a.example/b $T/wrong.truce 2>&1 | tail -n 2 | sed "s|$T|T|g"
truce init: T/wrong.truce has mistakes: nothing was made
  hint: truce check names all of them.

$ truce init $T/d.case --origin 'a b'
truce init: "a b" cannot be the name of a key
  hint: A name has 1 to 255 bytes and no spaces, control characters or plus sign, e.g. example.org/log.
? 3

$ truce init $T/d.case
truce init: the name of the log is missing
  hint: --origin mediators.example/harbour: a name that no other log has
? 2

# Keys.
$ truce record key $T/h.case --name ardania-1 --holder ardania --out $T/a.key | sed "s|$T|T|g; s/+[0-9a-f]\{8\}+.*/+KEY/"
entry 4: the key of ardania-1 stands
  key         ardania-1+KEY
  secret key  T/a.key

$ truce record key $T/h.case --name ardania-1 --out $T/b.key; test -e $T/b.key
truce record: a key of ardania-1 stands already
  hint: Choose another name.
? 1

$ truce record key $T/h.case --name belmar-1 --holder belmer --out $T/b.key
truce record: --holder: the agreement names no actor "belmer"
  hint: did you mean belmar?
? 3

# Reports: good lines are entered, a bad one is named and left out.
$ (head -n 4 examples/harbour/reports.jsonl; echo '{"type":"report","id":"bad","source":"icrc","occurred":"2025-03-12","act":"releese"}'; tail -n +5 examples/harbour/reports.jsonl) > $T/r.jsonl; truce record add $T/h.case --as $T/a.key $T/r.jsonl 2>&1 | sed "s|$T|T|g"
T/r.jsonl:5:75: act: "releese" is not an act of this agreement
  hint: did you mean "release"?
36 entered, 1 refused; the log has 41 entries

$ echo nonsense | truce record add $T/h.case -
-:1:1: a record is an object in braces
  hint: one record a line, as JSON; tables: truce import
0 entered, 1 refused; the log has 41 entries
? 3

$ truce record list $T/h.case | sed 's/20[0-9-]*T[0-9:]*Z/TIME                /' | sed -n '1p; 5,8p; $p'
  entry  type          made                  state      sender
      3  annex         TIME                  recorded   mediators.example/harbour
      4  key           TIME                  recorded   mediators.example/harbour
      5  signature     TIME                  recorded   ardania-1
      6  signature     TIME                  recorded   ardania-1
     40  report        TIME                  recorded   ardania-1

$ truce record list $T/h.case --format json | grep -A4 '"number": 40'
      "number": 40,
      "type": "report",
      "sender": "ardania-1",
...
      "state": "recorded"

# The status from a case is that from the files.
$ truce status $T/h.case > $T/one; truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl > $T/two; cmp $T/one $T/two

$ truce status $T/h.case --known-at entry:3 --at 2025-03-12 | head -n 2
Harbour truce
not in force  Wednesday 12 Mar 2025, 23:59 Europe/Lisbon (23:59 UTC)

$ truce status $T/h.case --known-at entry:x
truce status: --known-at: "entry:x" is no number of an entry
  hint: for instance --known-at entry:12
? 3

# Proofs, checked by files alone.
$ truce record prove $T/h.case 7 --out $T | sed "s|$T|T|"
T/entry-7
T/entry-7.blob
T/entry-7.tlog-proof
T/policy

$ truce verify --policy $T/policy $T/entry-7 $T/entry-7.tlog-proof --blob $T/entry-7.blob | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'
entry 7 of mediators.example/harbour
  type       report
  sender     ardania-1; its signature was not checked (--key)
  made       TIME, by the sender's clock
  content    is the blob given
  recorded   under a head of 41 entries
  witnessed  the policy asks for no witness

# The same by bash, openssl and sha256sum; a sender's signature, where asked.
$ tests/peers/verify.sh $T/policy $T/entry-7 $T/entry-7.tlog-proof $T/entry-7.blob
entry 7 of mediators.example/harbour holds, under a head of 41 entries

$ truce verify -p $T/policy $T/entry-7 $T/entry-7.tlog-proof --key "$(truce record show $T/h.case 4 | sed -n 's/.*"key":"\([^"]*\)".*/\1/p')" | sed -n 3p
  sender     ardania-1, whose signature holds

$ sed 's/^type report/type return/' $T/entry-7 > $T/forged; tests/peers/verify.sh $T/policy $T/forged $T/entry-7.tlog-proof
does not hold: the entry is not in the tree
? 1

$ sed 's/^type report/type return/' $T/entry-7 > $T/forged; truce verify --policy $T/policy $T/forged $T/entry-7.tlog-proof
does not hold: these bytes are not entry 7 of the log
? 1

$ truce verify --policy $T/policy $T/entry-7 $T/entry-7.tlog-proof --blob $T/entry-2.blob | sed "s|$T|T|"
does not hold: T/entry-2.blob is not the content that the entry names

$ truce verify $T/h.case | sed "s|$T|T|"
T/h.case: 41 entries, 3 signed heads, 41 contents: all of it holds

# A witness, and answers that travel by file.
$ truce record policy $T/h.case > $T/logs; truce witness init $T/w --name w.belmar.example --policy $T/logs > $T/line; sed 's/+[0-9a-f]\{8\}+.*/+KEY/' $T/line
witness w.belmar.example w.belmar.example+KEY

$ (cat $T/line; echo quorum w.belmar.example) > $T/new; truce record policy $T/h.case $T/new
entry 41: the policy in force from here on

$ truce record ask $T/h.case -o $T/req | sed "s|$T|T|"; truce witness answer $T/w $T/req -o $T/ans | sed "s|$T|T|"
T/req: asks for a cosignature of 42 entries
T/ans: cosigned

# More is entered while the answer travels.
$ echo '{"type":"report","id":"later","source":"icrc","occurred":"2025-03-12","act":"release","actor":"ardania","item":"prisoner","quantity":1}' | truce record add $T/h.case -; truce record cosign $T/h.case $T/ans
1 entered; the log has 43 entries
the head of 42 entries has 1 more cosignature

$ truce record list $T/h.case | tail -n 2 | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'
     41  policy        TIME  witnessed  mediators.example/harbour
     42  report        TIME  recorded   mediators.example/harbour

$ truce record prove $T/h.case 7 --out $T > $T/out; truce verify -p $T/policy $T/entry-7 $T/entry-7.tlog-proof | tail -n 2 | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'
  recorded   under a head of 42 entries
  witnessed  since TIME, by 1 cosignature

$ truce record ask $T/h.case -o $T/req > $T/out; truce witness answer $T/w $T/req -o $T/ans; truce record cosign $T/h.case $T/ans
not cosigned: this witness stands at another number of entries: 42
the witness did not cosign: it stands at another number of entries; ask with --old 42
? 1

$ truce record ask $T/h.case --old 42 -o $T/req > $T/out; truce witness answer $T/w $T/req -o $T/ans > $T/out; truce record cosign $T/h.case $T/ans
the head of 43 entries has 1 more cosignature

# Damage: found, named, and where only views are damaged, repaired.
$ truce verify $T/h.case | sed "s|$T|T|"
T/h.case: 43 entries, 5 signed heads, 43 contents: all of it holds

$ cp $T/h.case $T/v.case; cp $T/h.case.head $T/v.case.head; python3 -c 'import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute("delete from view where view=?", ("type",)); d.commit()' $T/v.case; truce verify $T/v.case | sed "s|$T|T|"; truce rebuild $T/v.case | sed "s|$T|T|"; truce verify $T/v.case | sed "s|$T|T|"
the view "type": it is not that of the entries
  = repair: truce rebuild CASE
T/v.case: 43 entries, 5 signed heads, 43 contents: damaged in 1 place
T/v.case: the views of 43 entries are made again
T/v.case: 43 entries, 5 signed heads, 43 contents: all of it holds

# Signed heads and contents, deleted by SQLite.
$ cp $T/h.case $T/w.case; cp $T/h.case.head $T/w.case.head; python3 -c 'import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute("delete from head"); d.commit()' $T/w.case; truce verify $T/w.case | sed "s|$T|T|"; truce rebuild $T/w.case | sed "s|$T|T|"; truce verify $T/w.case | sed "s|$T|T|"
the signed heads: 0 are there, 5 were stored
  = repair: restore a copy of the case; if no copy has them, truce rebuild CASE goes on with those that are left
T/w.case: 43 entries, 0 signed heads, 43 contents: damaged in 1 place
T/w.case: the views of 43 entries are made again
T/w.case: 43 entries, 0 signed heads, 43 contents: all of it holds

$ cp $T/h.case $T/w.case; cp $T/h.case.head $T/w.case.head; python3 -c 'import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute("delete from blob where n=7"); d.commit()' $T/w.case; truce verify $T/w.case | sed "s|$T|T|"
entry 7: its content is missing
  = repair: restore a copy of the case; if it was deleted by law or agreement, the entry still proves what a copy of it was
T/w.case: 43 entries, 5 signed heads, 42 contents (1 left out): all of it holds but 1 content, missing


$ python3 -c 'import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute("update entry set note=cast(replace(cast(note as text),?,?) as blob) where n=7", ("type report","type return")); d.commit()' $T/v.case; truce verify $T/v.case | sed "s|$T|T|" | head -n 4
entry 7: the entry is not signed by the key of ardania-1, and by it alone
  = repair: restore a copy of the case: another party's, or the host's backup; then truce verify again
the head of entries up to 41: the entries are not those that were signed
  = repair: restore a copy of the case: another party's, or the host's backup; then truce verify again

# An older copy of the case is not gone on with.
$ cp $T/h.case $T/old.case; cp $T/h.case.key $T/old.case.key; truce record add $T/h.case $T/r.jsonl > $T/out 2>&1; cp $T/h.case.head $T/old.case.head; echo '{"type":"signature","id":"s","source":"ardania","occurred":"2025-03-10"}' | truce record add $T/old.case - 2>&1 | sed "s|$T|T|g"
truce record: T/old.case.head covers 79 entries; the case has 43
  hint: The case was restored or changed. Go on only from a copy that holds all entries of the last head; a witness has that head.

# The command line.
$ truce record
truce record: an operand is missing (usage: truce record ACTION CASE [...])
  hint: truce help record
? 2

$ truce record lst $T/h.case
truce record: there is no truce record lst
  hint: did you mean truce record list?
? 2

$ truce record list $T/h.case > $T/all; truce record list $T/h.case --last 2 | wc -l; truce record list $T/h.case --last 0 | wc -l; truce record list $T/h.case --last 100000 | cmp - $T/all; truce record list $T/h.case --last x
3
1
truce record: --last: "x" is no number
  hint: truce help record
? 2

$ truce record list $T/h.case --as x
truce record: --as does not belong to truce record list
  hint: truce help record
? 2

$ truce record show $T/h.case 1000 2>&1 | sed "s|$T|T|"
truce record: T/h.case has no entry 1000; its last is 78

$ truce verify examples/harbour/reports.jsonl
truce verify: examples/harbour/reports.jsonl is neither a case nor a package
  hint: Give a case, a package (folder or zip file), an entry and its proof with --policy, or a text and its signatures with --signers. If it was a case, restore a copy.
? 3

# Everything is read before anything is made.
$ mkdir $T/maps && cp examples/harbour/agreement.truce $T/maps && cd $T/maps && truce init x.case --origin test.example/x agreement.truce; ls
truce init: zones.geojson: cannot open: No such file or directory
  hint: A map goes into the case with the agreement that names it: put it in its place.
agreement.truce

# Two histories, by files: each witness holds one of them, and says so of the
# other.
$ cd $T && truce init k.case --origin m.example/k > o; truce record policy k.case > logs; truce witness init kw --name w.example --policy logs > line; (cat line; echo quorum w.example) > pol; truce record policy k.case pol > o; for e in '' .key .head; do cp k.case$e k2.case$e; cp k.case$e k3.case$e; done; for n in 1 2; do echo '{"type":"report","id":"r","source":"x","occurred":"2025-03-11","act":"enter","quantity":'$n'}' > one$n; done; truce record add k.case one1; truce record add k2.case one2; truce record add k2.case one1; truce record ask k.case --out rq > o; truce witness answer kw rq --out an; truce record ask k2.case --old 4 --out rq2 > o; truce witness answer kw rq2 --out an2; truce record cosign k2.case an2
1 entered; the log has 4 entries
1 entered; the log has 4 entries
1 entered; the log has 5 entries
an: cosigned
not cosigned: invalid consistency proof
  = the head that is asked for does not go on from the one that this witness cosigned: if the proof is not merely
    damaged, there are two histories under one key. Keep the request and the folder, and show both to all parties
the witness did not cosign: invalid consistency proof
  = what it cosigned is not the beginning of this case: if the request was not damaged on its way,
    there are two histories under one key. Keep this case and the witness's head, and show both to all parties
? 1

# The same, the other history being of the same size.
$ cd $T && truce record add k3.case one2; truce record ask k3.case --old 4 --out rq3 > o; truce witness answer kw rq3 --out an3; truce record cosign k3.case an3
1 entered; the log has 4 entries
not cosigned: this witness cosigned another head of so many entries: 4
  = the head that is asked for does not go on from the one that this witness cosigned: if the proof is not merely
    damaged, there are two histories under one key. Keep the request and the folder, and show both to all parties
the witness did not cosign: it stands at another number of entries; ask with --old 4
  = if that is how it was asked, it has cosigned another history of so many entries: there are two under one
    key. Keep this case and the witness's head, and show both to all parties
? 1
