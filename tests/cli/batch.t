# Entries that share a signature (docs/record-format.md 3.1), from the command line.

$ seq 1 120 | sed 's/.*/{"type":"report","id":"r-&","source":"icrc","occurred":"2025-03-11T10:00:00Z","act":"release","actor":"ardania","item":"prisoner","quantity":&}/' > $T/120; head -n 99 $T/120 > $T/99; truce init $T/b.case --origin b.example/log > $T/out; truce record add $T/b.case $T/99; truce record add $T/b.case --batches $T/120
99 entered; the log has 101 entries
recorded 101 to 221
120 entered; the log has 222 entries

$ truce record list $T/b.case --last 2 | awk '{print $1, $2}'; truce verify $T/b.case | sed "s|$T|T|"
entry type
220 report
221 batch
T/b.case: 222 entries, 3 signed heads, 221 contents: all of it holds

$ cd $T && truce record prove b.case 150 && wc -l < entry-150 && truce verify -p policy entry-150 entry-150.tlog-proof --blob entry-150.blob --batch entry-150.batch --key "$(sed -n 's/^log //p' policy)" | sed 's/ 20.*Z,/ TIME,/'
./entry-150
./entry-150.blob
./entry-150.tlog-proof
./entry-150.batch
./policy
8
entry 150 of b.example/log
  type       report
  sender     b.example/log, whose signature holds
  made       TIME, by the sender's clock
  content    is the blob given
  recorded   under a head of 222 entries
  witnessed  the policy asks for no witness

$ cd $T && truce record prove b.case 150 > out && truce verify -p policy entry-150 entry-150.tlog-proof --key "$(sed -n 's/^log //p' policy)"
does not hold: the entry is in a batch: --batch names the file of the entry that signs it
? 1

$ cd $T && truce record prove b.case 50 > out && truce verify -p policy entry-150 entry-150.tlog-proof --batch entry-50 --key "$(sed -n 's/^log //p' policy)"
does not hold: entry-50 does not sign for the entry
? 1

$ truce verify $T/b.case --batch x 2>&1 | head -n 1
truce verify: --blob, --key and --batch belong to one entry

# A package: some left out, the batch entry never.
$ truce export $T/b.case --out $T/b.zip --no-entry --omit 110 --omit 130 --without report > $T/out; truce verify $T/b.zip | sed "s|$T|T|" | head -n 3; truce export $T/b.case --out $T/c.zip --omit batch
T/b.zip: a package of b.example/log
  entries    220 of 222; the others are left out, or do not hold
  contents   2; 217 left out
truce export: --omit: entries of type batch are needed to check the others
? 3

# Its batch entry taken away, and all manifests made again.
$ truce export $T/b.case --out $T/p --no-entry > $T/out; cd $T/p && rm data/entries/221 data/proofs/221.tlog-proof && find data -type f | LC_ALL=C sort | xargs sha256sum > manifest-sha256.txt && sed -i "s/^Payload-Oxum: .*/Payload-Oxum: $(find data -type f -printf '%s\n' | awk '{n += $1} END {print n "." NR}')/" bag-info.txt && sha256sum bag-info.txt bagit.txt manifest-sha256.txt > tagmanifest-sha256.txt; truce verify $T/p | head -n 2 | sed "s|$T|T|"
entry 101: the entry that signs its batch (of 120 that are here) does not follow
T/p: a package of b.example/log

# Two entries of the batch have each other's paths.
$ truce export $T/b.case --out $T/q --no-entry > $T/out; cd $T/q/data/proofs && a=$(sed -n 2p 120.tlog-proof) b=$(sed -n 2p 121.tlog-proof) && sed -i "2s|.*|$b|" 120.tlog-proof && sed -i "2s|.*|$a|" 121.tlog-proof && cd $T/q && find data -type f | LC_ALL=C sort | xargs sha256sum > manifest-sha256.txt && sha256sum bag-info.txt bagit.txt manifest-sha256.txt > tagmanifest-sha256.txt; truce verify $T/q | head -n 3 | sed "s|$T|T|"
entry 120: it is not one of those that its batch entry covers
entry 121: it is not one of those that its batch entry covers
T/q: a package of b.example/log
