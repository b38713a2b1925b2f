# Time authorities: two, one whose signer has expired, one that nobody named.
# openssl ts judges the same. Times are masked: the clock is not fixed here.

$ truce init $T/h.case --origin mediators.example/harbour examples/harbour/agreement.truce > $T/out; for i in one two unknown; do tests/peers/authority.sh $T/$i "Authority $i"; done; tests/peers/authority.sh $T/expired "Authority expired" -1; truce stamp ask $T/h.case --out $T/q > $T/out; for i in one two unknown expired; do $T/$i/answer $T/q $T/$i.tsr; done; ls $T/*.tsr | wc -l
4

$ truce stamp check $T/h.case
no stamps
today (UTC) 0 of 2 authorities have stamped a head: truce stamp ask

# Both hold, over the same head, though an entry came in between.
$ for i in one two; do truce stamp add $T/h.case $T/$i.tsr --authority $i.example --chain $T/$i/root.pem | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'; done
entry 4: the head of 4 entries existed at TIME, says Authority one
entry 5: the head of 4 entries existed at TIME, says Authority two

$ truce stamp check $T/h.case | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'
entry 4, 4 entries, TIME, one.example (Authority one)
entry 5, 4 entries, TIME, two.example (Authority two)
by the certificates that were entered with each stamp (--authorities)
today's head is stamped by 2 authorities

# The same authority again counts once.
$ truce stamp ask $T/h.case --out $T/q2 > $T/out; $T/one/answer $T/q2 $T/again.tsr; truce stamp add $T/h.case $T/again.tsr --authority one.example --chain $T/one/root.pem | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'; truce stamp check $T/h.case | tail -n 1
entry 6: the head of 6 entries existed at TIME, says Authority one
today's head is stamped by 2 authorities

# What is no stamp: by an expired signer, by another's chain, of another head, of a
# case that has none, cut, empty. Nothing is entered.
$ truce record list $T/h.case --last 1 > $T/before; truce stamp add $T/h.case $T/expired.tsr --authority x --chain $T/expired/root.pem
truce stamp: the stamp is not signed by an authority that these certificates vouch for: certificate has expired
? 3

$ truce stamp add $T/h.case $T/unknown.tsr --authority x --chain $T/one/root.pem
truce stamp: the stamp is not signed by an authority that these certificates vouch for: unable to get local issuer certificate
? 3

$ truce init $T/o.case --origin mediators.example/other > $T/out; truce stamp ask $T/o.case --out $T/oq > $T/out; $T/one/answer $T/oq $T/o.tsr; truce stamp add $T/h.case $T/o.tsr --authority one.example --chain $T/one/root.pem 2>&1 | sed "s|$T|T|"
truce stamp: the stamp is of none of the last 1000 heads of T/h.case
  hint: Ask again with truce stamp ask, and enter the answer to that query.

$ head -c 300 $T/one.tsr > $T/cut.tsr; truce stamp add $T/h.case $T/cut.tsr --authority one.example --chain $T/one/root.pem
truce stamp: this is no answer of RFC 3161: too long
? 3

$ : > $T/empty; truce stamp add $T/h.case $T/empty --authority one.example --chain $T/one/root.pem
truce stamp: an answer has 1 to 65536 bytes, this has 0
? 3

$ truce stamp add $T/h.case $T/one.tsr --authority one.example --chain $T/empty
truce stamp: these are no certificates (PEM): no start line
? 3

$ truce stamp add $T/h.case $T/one.tsr --authority ../one --chain $T/one/root.pem
truce stamp: --authority: a name has 1 to 64 of a-z, 0-9, . and -
? 3

$ truce record list $T/h.case --last 1 | cmp - $T/before

# A reader who trusts one of the two, and one who trusts neither.
$ truce stamp check $T/h.case --authorities $T/one/root.pem | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'
entry 4, 4 entries, TIME, one.example (Authority one)
entry 5, 4 entries, does not hold: the stamp is not signed by an authority that these certificates vouch for: unable to get local issuer certificate
entry 6, 6 entries, TIME, one.example (Authority one)
today (UTC) 1 of 2 authorities have stamped a head: truce stamp ask

$ truce stamp check $T/h.case --authorities $T/unknown/root.pem
entry 4, 4 entries, does not hold: the stamp is not signed by an authority that these certificates vouch for: unable to get local issuer certificate
entry 5, 4 entries, does not hold: the stamp is not signed by an authority that these certificates vouch for: unable to get local issuer certificate
entry 6, 6 entries, does not hold: the stamp is not signed by an authority that these certificates vouch for: unable to get local issuer certificate
today (UTC) 0 of 2 authorities have stamped a head: truce stamp ask
? 1

$ truce export $T/h.case --out $T/p --no-entry > $T/out; cat $T/one/root.pem $T/two/root.pem > $T/both.pem; for i in both one/root unknown/root; do truce verify $T/p --authorities ${T}/${i%.pem}.pem | grep -e stamp -e holds | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'; done
  stamped    TIME, the first 4 entries, by Authority one
  stamped    TIME, the first 4 entries, by Authority two
  stamped    TIME, the first 6 entries, by Authority one
all of it holds
  stamped    TIME, the first 4 entries, by Authority one
  stamped    TIME, the first 6 entries, by Authority one
  stamps     1 more, not by the authorities given
all of it holds
  stamps     3 more, not by the authorities given
all of it holds

# openssl says the same of each.
$ for i in one two unknown expired; do for by in one two; do openssl ts -verify -data $T/q.head -in $T/$i.tsr -CAfile $T/$by/root.pem 2>&1 | grep ^Verif | sed "s/^/$i by $by: /"; done; done; openssl ts -verify -data $T/q.head -in $T/expired.tsr -CAfile $T/expired/root.pem 2>&1 | grep ^Verif
one by one: Verification: OK
one by two: Verification: FAILED
two by one: Verification: FAILED
two by two: Verification: OK
unknown by one: Verification: FAILED
unknown by two: Verification: FAILED
expired by one: Verification: FAILED
expired by two: Verification: FAILED
Verification: FAILED
