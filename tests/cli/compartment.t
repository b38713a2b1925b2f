# A compartment: its own log, rosters signed by owners, sealing only to what
# one's own witness saw. Keys are random, so they and their hashes are masked.

$ cd $T && truce init harbour.case --origin mediators.example/harbour > o; truce roster new room.case --origin mediators.example/harbour/room-1 --of harbour.case | sed 's/+[0-9a-f]\{8\}+.*/+KEY/' | head -n 3
room.case: a case with 2 entries
  origin      mediators.example/harbour/room-1
  key         mediators.example/harbour/room-1+KEY

# It names the case; the case knows nothing of it.
$ cd $T && truce record list room.case | cut -c1-21; truce record show room.case 2 | tail -n +16 | head -n 1; truce record list harbour.case | cut -c1-21
  entry  type        
      0  key         
      1  policy      
      2  compartment 
mediators.example/harbour
  entry  type        
      0  key         
      1  policy      

$ cd $T && truce roster new other.case --origin mediators.example/harbour --of harbour.case
truce roster: --origin: a compartment's log has a name of its own
  hint: For instance the case's origin, a slash, and a number.
? 3

$ cd $T && truce roster show room.case
mediators.example/harbour/room-1: no roster
  state      entered; whether your witness saw it: --policy FILE

# Owners are senders of the log; persons have two keys each.
$ cd $T && for k in mediators-1 ardania-1 belmar-1; do truce record key room.case --name $k | sed -n 's/^  key *\(.*\)/owner \1 -/p'; done > owners; for k in mediators-2 ardania-2; do truce seal keygen --name $k --sheet $k.sheet; done > persons; cat owners persons > lines; wc -l < lines
5

$ cd $T && (cat owners; head -n 1 persons) > few; truce roster draft room.case few -o x
truce roster: the roster has 1 person; it needs two
  hint: Who is alone can lose both keys, and nobody can open anything any more.
? 3

$ cd $T && (cat lines; tail -n 1 persons) > twice; truce roster draft room.case twice -o x
truce roster: twice:6: this name stands there already
? 3

$ cd $T && (cat lines; echo hello) > wrong; truce roster draft room.case wrong -o x
truce roster: wrong:6: not a line of a roster
  hint: owner VKEY NEXT, person NAME age1... age1..., or a comment after #.
? 3

$ cd $T && truce roster draft room.case lines -o x --sign 4
truce roster: the roster asks for 4 signatures of 3 owners
? 3

$ cd $T && truce roster draft room.case lines -o r0 --sign 2 --number 7 | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'
r0: the roster of epoch 0, until TIME
  comes  mediators-2
  comes  ardania-2
next: 3 owners sign it: truce roster sign r0 --as KEYFILE

$ cd $T && sed 's/+[0-9a-f]\{8\}+[^ ]*/+KEY/; s/age1[a-z0-9]\{58\}/AGE/g; s/20[0-9-]*T[0-9:]*Z/TIME/' r0
truce roster 1
log mediators.example/harbour/room-1
number 7
epoch 0
after -
until TIME
sign 2
owner mediators-1+KEY -
owner ardania-1+KEY -
owner belmar-1+KEY -
person mediators-2 AGE AGE
person ardania-2 AGE AGE

# All owners sign the first one.
$ cd $T && truce roster enter room.case r0
truce roster: r0: no owner has signed it
  hint: truce roster sign FILE --as KEYFILE, by each.
? 3

$ cd $T && for k in mediators-1 ardania-1; do truce roster sign r0 --as $k.key | sed 's/[0-9a-f]\{64\}/HASH/'; done; truce roster enter room.case r0
r0: signed by mediators-1
  roster  HASH
r0: signed by ardania-1
  roster  HASH
truce roster: 2 of its 3 owners signed the first roster; all have to
  hint: truce roster sign FILE --as KEYFILE, by each.
? 3

$ cd $T && truce roster sign r0 --as belmar-1.key | head -n 1; truce roster sign r0 --as belmar-1.key | head -n 1; truce roster enter room.case r0
r0: signed by belmar-1
r0: has the signature of belmar-1
entry 6: the roster of epoch 0
  comes  mediators-2
  comes  ardania-2
next: each member's own witness cosigns it (truce record ask), then it is sealed to

$ cd $T && truce roster show room.case | sed 's/age1[a-z0-9]\{58\}/AGE/g; s/[0-9a-f]\{64\}/HASH/; s/20[0-9-]*T[0-9:]*Z/TIME/'
mediators.example/harbour/room-1: compartment 7, roster of epoch 0
  roster     HASH
  first      HASH
  until      TIME
  state      entered; whether your witness saw it: --policy FILE
  owners     2 of 3: mediators-1, ardania-1, belmar-1
  persons    mediators-2 AGE AGE
             ardania-2 AGE AGE

# Nothing is sealed to it before one's own witness has seen it.
$ cd $T && truce record policy room.case > logs; truce witness init w --name w.ardania.example --policy logs > line; (grep ^log logs; cat line; echo quorum w.ardania.example) > mine; echo 'We accept 4.1, if 3.1.' > position; truce seal position --to room.case
truce seal: room.case: a roster is believed only where your own witness saw it
  hint: --policy FILE: a policy of your own that names the log and your witness; not the one that the host shows.
? 3

$ cd $T && truce seal position --to room.case --policy logs
truce seal: logs asks for no witness
  hint: A policy of your own has the line `log`, your witness, and `quorum` with its name.
? 3

$ cd $T && truce seal position --to room.case --policy mine
truce seal: room.case: no head of it is witnessed by your policy
  hint: truce record ask CASE, then truce witness answer by your own witness, then truce record cosign.
? 3

$ cd $T && truce roster show room.case --policy mine
mediators.example/harbour/room-1: no roster
  state      not witnessed by your policy; a later roster is not
? 1

$ cd $T && truce record policy room.case mine > o; truce record ask room.case -o req > o; truce witness answer w req -o ans > o; truce record cosign room.case ans; truce roster show room.case --policy mine | sed -n 's/20[0-9-]*T[0-9:]*Z/TIME/; 5p'
the head of 8 entries has 1 more cosignature
  state      witnessed, under the head of 8 entries that was cosigned TIME

$ cd $T && truce seal position --to room.case --policy mine; truce seal enter room.case position.age --as ardania-1.key; truce open room.case --entry 8 -i ardania-2.key; truce open room.case --entry 8 -i mediators-2.sheet
position.age: sealed to 4 keys
entry 8: sealed to the roster of epoch 0
We accept 4.1, if 3.1.
We accept 4.1, if 3.1.

$ cd $T && first=$(truce roster show room.case | sed -n 's/^  first *//p'); truce seal position --to room.case --policy mine --first $first --out pinned.age
pinned.age: sealed to 4 keys

$ cd $T && truce seal position --to room.case --policy mine --first $(echo other | sha256sum | cut -c1-64) --out other.age; ls other.age 2>&1 | wc -l
truce seal: room.case: its first roster is not the one of --first
  hint: Seal nothing to it. Ask an owner, by voice, for the hash; if it is right, this is another compartment.
1

$ cd $T && truce roster show room.case --first 12; truce roster show room.case --first $(truce roster show room.case | sed -n 's/^  first *//p') | grep -c '^  first'
truce roster: --first: "12" is no hash of 64 hexadecimal digits
  hint: An owner reads it to you: truce roster show CASE.
1

$ cd $T && head -n 1 position.age > form; truce seal enter room.case form
truce seal: form: line 2 of the header: the file ends in it: it was cut short
  hint: The file was changed on its way, or another program wrote it wrongly: ask for it again.
? 3

$ cd $T && head -c 300 position.age > form; truce seal enter room.case form
truce seal: form: line 7 of the header: the file ends in it: it was cut short
  hint: The file was changed on its way, or another program wrote it wrongly: ask for it again.
? 3

$ cd $T && (head -n 1 position.age; echo '-> X25519 short'; tail -n +3 position.age) > form; truce seal enter room.case form
truce seal: form: recipient 1 of the header: no share of 32 bytes
  hint: The file was changed on its way, or another program wrote it wrongly: ask for it again.
? 3

$ cd $T && echo one > pass; printf 'age-encryption.org/v1\n-> scrypt %s 10\n%s\n--- %s\n%032d' AAAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA 0 > form; truce seal enter room.case form
truce seal: form: it is sealed with a passphrase, not to keys
  hint: Seal it to the roster: truce seal FILE --to CASE.
? 3

$ cd $T && truce seal enter room.case position
truce seal: position: this is not a sealed file
  hint: A sealed file begins with `age-encryption.org/v1` or -----BEGIN AGE ENCRYPTED FILE-----.
? 3

$ cd $T && truce open room.case -i ardania-2.key
truce open: room.case is a case file: which entry?
  hint: truce record list CASE shows its entries; then --entry N.
? 3

$ cd $T && truce open room.case --entry 0 -i ardania-2.key
truce open: room.case: entry 0 is a key, not a sealed file
  hint: truce record list CASE shows them.
? 3

# A new roster: one comes, one goes. Two of three owners of the one before sign.
$ cd $T && truce seal keygen --name belmar-2 --sheet belmar-2.sheet >> lines; grep -v mediators-2 lines > lines2; truce roster draft room.case lines2 -o r1 --sign 2 | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'
r1: the roster of epoch 1, until TIME
  comes  belmar-2
  goes   mediators-2
  what was sealed before stays readable to those who had it; only what is
  sealed from this roster on is closed to them
  who comes reads nothing from before, until it is sealed again: truce seal again
next: 2 owners sign it: truce roster sign r1 --as KEYFILE

$ cd $T && truce roster sign r1 --as ardania-1.key > o; truce roster enter room.case r1
truce roster: 1 of the owners of the roster before signed; 2 have to
  hint: truce roster sign FILE --as KEYFILE, by each.
? 3

# A stranger's signature does not count; nor does a text that was changed after.
$ cd $T && truce record key harbour.case --name stranger > o; truce roster sign r1 --as stranger.key | sed 1q; truce roster enter room.case r1
r1: signed by stranger, who is no owner from it on
truce roster: 1 of the owners of the roster before signed; 2 have to
  hint: truce roster sign FILE --as KEYFILE, by each.
? 3

$ cd $T && cp r1 bad; truce roster sign bad --as belmar-1.key > o; sed -i 's/^sign 2/sign 1/' bad; truce roster enter room.case bad
truce roster: 0 of the owners of the roster before signed; 2 have to
  hint: truce roster sign FILE --as KEYFILE, by each.
? 3

$ cd $T && truce roster sign r1 --as belmar-1.key > o; truce roster enter room.case r1
entry 9: the roster of epoch 1
  comes  belmar-2
  goes   mediators-2
  what was sealed before stays readable to those who had it; only what is
  sealed from this roster on is closed to them
  who comes reads nothing from before, until it is sealed again: truce seal again
next: each member's own witness cosigns it (truce record ask), then it is sealed to

# The same again, or the first one again: neither follows.
$ cd $T && truce roster enter room.case r1
truce roster: the roster does not come after the one in force, epoch 1
  hint: Draft it again from the roster in force.
? 3

$ cd $T && truce roster enter room.case r0
truce roster: the roster does not come after the one in force, epoch 1
  hint: Draft it again from the roster in force.
? 3

# Until the witness has seen it, nothing is sealed: not even to the one before.
$ cd $T && truce seal position --to room.case -p mine -o p2.age
truce seal: room.case: a later roster is there that your witness has not seen; nothing is sealed to the one before
  hint: truce record ask CASE, then truce witness answer by your own witness, then truce record cosign.
? 3

$ cd $T && truce record ask room.case --old 8 -o req > o; truce witness answer w req -o ans > o; truce record cosign room.case ans; truce seal position --to room.case -p mine -o p2.age; truce open p2.age -i belmar-2.sheet; truce open p2.age -i mediators-2.key
the head of 10 entries has 1 more cosignature
p2.age: sealed to 4 keys
We accept 4.1, if 3.1.
truce open: p2.age: this key is not one that opens the file, which is sealed to others
  hint: The recovery key on paper, or an older key, may open it. Whoever was not on the roster when it was sealed cannot.
? 3

# What was there before: sealed again, linked, the old one dropped.
$ cd $T && truce seal again room.case --entry 8 -i ardania-2.key --to room.case -p mine -o p3.age; truce seal enter room.case p3.age --instead-of 8 --drop; truce record show room.case 11 | tail -n 4 | sed 's/[0-9a-f]\{64\}/HASH/'
p3.age: sealed to 4 keys
entry 10: sealed to the roster of epoch 1
entry 11: it takes the place of entry 8
  which is dropped here; copies elsewhere are still opened by the keys of that time
truce resealed 1
old HASH
new HASH
roster HASH

$ cd $T && truce open room.case --entry 8 -i ardania-2.key
truce open: room.case: the sealed file of entry 8 was dropped
? 3

$ cd $T && truce open room.case --entry 10 -i belmar-2.key
We accept 4.1, if 3.1.

$ cd $T && truce verify room.case
room.case: 12 entries, 11 signed heads, 11 contents (1 left out): all of it holds

# A host that hides the newest roster has a copy that is too short for its head;
# an older copy is noticed by one's own witness.
$ cd $T && cp room.case copy.case; python3 -c 'import sqlite3; d=sqlite3.connect("copy.case"); d.execute("delete from entry where n>8"); d.commit()'; truce seal position --to copy.case -p mine -o x 2>&1 | head -n 1
truce seal: the last head covers 12 entries; the case has 9

$ cd $T && cp room.case copy.case; python3 -c 'import sqlite3; d=sqlite3.connect("copy.case"); d.execute("delete from view"); d.execute("delete from entry where n>8"); d.execute("delete from head where size>9"); d.commit()'; truce rebuild copy.case > o; truce seal position --to copy.case -p mine --witness w -o x
truce seal: copy.case is an older copy: its witnessed head covers 8 entries, and your witness has cosigned 10
  hint: Take the newest copy, with its cosignatures. If there is none, somebody keeps it back.
? 3

$ cd $T && truce roster show copy.case -p mine --witness w | sed -n 's/20[0-9-]*T[0-9:]*Z/TIME/; 5p'; truce roster show room.case -p mine -w w | sed -n 's/20[0-9-]*T[0-9:]*Z/TIME/; 5p'
  state      witnessed, under the head of 8 entries that was cosigned TIME; your witness has cosigned 10: an older copy
  state      witnessed, under the head of 10 entries that was cosigned TIME

# What has ended is not sealed to.
$ cd $T && truce roster draft room.case lines2 -o r2 --until 2020-01-01T00:00:00Z > o; truce roster sign r2 --as ardania-1.key > o; truce roster sign r2 --as belmar-1.key > o; truce roster enter room.case r2
truce roster: r2 ended at 2020-01-01T00:00:00Z
? 3
