# The host's word for a place in its log, and copies that keep or break it.
$ truce init $T/h.case --origin test.example/h examples/harbour/agreement.truce > $T/out; truce record key $T/h.case --name ardania-1 --holder ardania --out $T/a.key | head -n 1
entry 4: the key of ardania-1 stands

$ head -n 3 examples/harbour/reports.jsonl > $T/some; tail -n +4 examples/harbour/reports.jsonl | head -n 5 > $T/more; tail -n +9 examples/harbour/reports.jsonl | head -n 4 > $T/others

$ cp $T/h.case $T/old.case; cp $T/h.case.head $T/old.case.head; cp $T/h.case $T/fork.case; cp $T/h.case.head $T/fork.case.head; cp $T/h.case.key $T/fork.case.key

$ truce record add $T/h.case --as $T/a.key --receipt $T/r $T/some
3 entered; the log has 8 entries

$ sed 's/20[0-9-]*T[0-9:]*Z/(time)/; s/^leaf .*/leaf (hash)/; /^—/d' $T/r
truce receipt 1
log test.example/h
sender ardania-1
number 2
leaf (hash)
entry 7
by (time)


# The host's case, and later.
$ truce verify --receipt $T/r $T/h.case
entry 7, number 2 of ardania-1: is there, under a head of 8 entries

$ truce record add $T/h.case --as $T/a.key $T/more > $T/out; truce verify --receipt $T/r $T/h.case
entry 7, number 2 of ardania-1: is there, under a head of 13 entries

# A copy from before it.
$ truce verify --receipt $T/r $T/old.case > $T/o; e=$?; sed 's/20[0-9-]*T[0-9:]*Z/(time)/' $T/o; exit $e
entry 7, number 2 of ardania-1: is not there: this case has 5 entries
  = promised under every head from (time) on; this case's head and the receipt are both signed by test.example/h: a head that is later than the receipt proves it, such as one with a cosignature of a later time
? 1

# Another history: dropped, and moved.
$ truce record add $T/fork.case --as $T/a.key $T/others > $T/out; truce verify --receipt $T/r $T/fork.case > $T/o; e=$?; sed 's/20[0-9-]*T[0-9:]*Z/(time)/' $T/o; exit $e
entry 7, number 2 of ardania-1: was dropped: another stands in its place
  = promised under every head from (time) on; this case's head and the receipt are both signed by test.example/h: together they prove it
? 1

# Nothing but what the log signed is a receipt.
$ sed 's/entry 7/entry 8/' $T/r > $T/s; truce verify --receipt $T/s $T/h.case
truce verify: the receipt is not signed by the log test.example/h
? 3

$ truce verify --receipt $T/some $T/h.case 2>&1 | head -n 1 | cut -c 1-14
truce verify: 

$ truce record head $T/h.case > $T/head; truce verify --receipt $T/head $T/h.case
truce verify: this is no receipt
  hint: truce record add --receipt writes one.
? 3
