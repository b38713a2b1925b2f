# People's signatures and the life of keys, with ssh-keygen as the other
# program. Keys are random, so they and times are masked.

$ truce init $T/h.case --origin m.example/h examples/harbour/agreement.truce > $T/out; truce hash $T/h.case | cut -c1-64 > $T/one; truce hash examples/harbour/agreement.truce | cut -c1-64 | cmp - $T/one

$ ssh-keygen -q -t ed25519 -N '' -C '' -f $T/a1; ssh-keygen -q -t ecdsa -N '' -C 'a comment' -f $T/a2; ssh-keygen -q -t rsa -b 2048 -N '' -C '' -f $T/a3; ssh-keygen -q -t ed25519 -N 'secret' -C '' -f $T/b1; ssh-keygen -q -t ed25519 -N '' -C '' -f $T/other

# Signing keys. The first of a holder is entered by the sequencer; one is made
# here, in a file that ssh-keygen reads.
$ truce record key $T/h.case --purpose sign --holder ardania --key $T/a1.pub | sed 's/SHA256:.*/KEY/'
entry 4: a signing key of ardania stands
  key         ssh-ed25519 KEY
  compare the fingerprint with its holder, on paper

$ truce record key $T/h.case --purpose sign --holder belmar --out $T/b0 | sed "s|$T|T|; s/SHA256:.*/KEY/"; ssh-keygen -y -f $T/b0 | cmp - $T/b0.pub; ls -l $T/b0 | cut -c1-10
entry 5: a signing key of belmar stands
  key         ssh-ed25519 KEY
  secret key  T/b0
  compare the fingerprint with its holder, on paper
-rw-------

$ truce record key $T/h.case --purpose sign --holder belmer --key $T/b1.pub
truce record: --holder: the agreement names no actor "belmer"
  hint: did you mean belmar?
? 3

$ truce record key $T/h.case --purpose sign --key $T/b1.pub
truce record: --holder is missing
  hint: truce record key CASE --purpose sign --holder ardania
? 2

$ truce record key $T/h.case --purpose sign --holder belmar --key examples/harbour/reports.jsonl
truce record: belmar has a signing key: a further key needs its signatures
  hint: --statement FILE writes what they sign; then truce record enter.
? 3

# A further one needs the signature of the first.
$ truce record key $T/h.case --purpose sign --holder ardania --key $T/a2.pub
truce record: ardania has a signing key: a further key needs its signatures
  hint: --statement FILE writes what they sign; then truce record enter.
? 3

$ truce record key $T/h.case --purpose sign --holder ardania --key $T/a2.pub -s $T/s2 | sed "s|$T|T|g"; sed 's/ AAAA[^"]*/ BASE64/g' $T/s2
T/s2: to be signed by the holder's signing keys, each with
  ssh-keygen -Y sign -n key@truce -f KEY T/s2
then truce record enter CASE T/s2 SIGNATURE...
{"key":"ecdsa-sha2-nistp256 BASE64","holder":"ardania","purpose":"sign","log":"m.example/h"}

$ truce record enter $T/h.case $T/s2
truce record: the statement has 0 of the 1 signatures of ardania that it needs
  hint: The holder's signing keys sign the statement in the namespace key@truce; nobody else can stand in for them.
? 3

$ ssh-keygen -q -Y sign -n key@truce -f $T/other $T/s2; truce record enter $T/h.case $T/s2 $T/s2.sig; rm $T/s2.sig
truce record: a signature under the statement is by a key that does not count for ardania
  hint: The holder's signing keys that stand count; a key that is replaced does not.

$ ssh-keygen -q -Y sign -n agreement@truce -f $T/a1 $T/s2; truce record enter $T/h.case $T/s2 $T/s2.sig; rm $T/s2.sig
truce record: the signature is for "agreement@truce", not for "key@truce"
  hint: Sign it again for this purpose, for instance with ssh-keygen -Y sign -n NAMESPACE.

$ sed 's/"purpose":"sign"/"purpose":"login"/' $T/s2 > $T/s3; ssh-keygen -q -Y sign -n key@truce -f $T/a1 $T/s2; truce record enter $T/h.case $T/s3 $T/s2.sig
truce record: the signature does not hold over these bytes
  hint: Compare the bytes that were signed with these.
? 3

$ truce record enter $T/h.case $T/s2 $T/s2.sig | sed 's/SHA256:.*/KEY/'
entry 6: a signing key of ardania stands
  key         ecdsa-sha2-nistp256 KEY
  compare the fingerprint with its holder, on paper

$ truce record enter $T/h.case $T/s2 $T/s2.sig
truce record: this key was entered before, in entry 6, for the purpose sign
  hint: Make a new key.
? 3

# A third needs two of them; the successor of it is chosen now.
$ truce record key $T/h.case --purpose sign --holder ardania --key $T/a3.pub --next $T/other.pub -s $T/s4 > $T/out; truce sign --for key --key $T/a1 -o $T/s4.1 $T/s4 > $T/out; ssh-keygen -q -Y sign -n key@truce -f $T/a2 $T/s4; truce record enter $T/h.case $T/s4 $T/s4.1
truce record: the statement has 1 of the 2 signatures of ardania that it needs
  hint: The holder's signing keys sign the statement in the namespace key@truce; nobody else can stand in for them.
? 3

$ truce record enter $T/h.case $T/s4 $T/s4.1 $T/s4.1
truce record: one key signed the statement twice
? 3

$ truce record enter $T/h.case $T/s4 $T/s4.1 $T/s4.sig | sed 's/SHA256:.*/KEY/'
entry 7: a signing key of ardania stands
  key         ssh-rsa KEY
  compare the fingerprint with its holder, on paper

# The same for a sender's key of this holder, since it has signing keys.
$ truce record key $T/h.case --name ardania-1 --holder ardania --out $T/sender
truce record: ardania has a signing key: a further key needs its signatures
  hint: --statement FILE writes what they sign; then truce record enter.
? 3

$ truce record keys $T/h.case | sed 's/m.example[^ ]*/VKEY/; s/SHA256:[^ ]*/KEY/'
  entry  purpose    holder            key, state
      0  sequencer  -                 VKEY  stands
      4  sign       ardania           ssh-ed25519 KEY  stands
      5  sign       belmar            ssh-ed25519 KEY  stands
      6  sign       ardania           ecdsa-sha2-nistp256 KEY  stands
      7  sign       ardania           ssh-rsa KEY  stands, its successor is chosen

# Signing: here, and by ssh-keygen.
$ truce sign $T/h.case --as ardania --key $T/a1 -o $T/a1.sig | sed "s|$T|T|; s/SHA256:[^ ]*/KEY/; s/\([0-9a-f]\{4\} \)\{7\}[0-9a-f]\{4\}/PRINT/"
entry 8: ardania has signed
  key          KEY (ssh-ed25519)
  fingerprint  PRINT   (of the text, to compare on paper)
  signature    T/a1.sig

$ truce hash --bytes $T/h.case > $T/text; ssh-keygen -q -Y sign -n agreement@truce -f $T/a3 $T/text; truce sign $T/h.case --as ardania --with $T/text.sig | sed "s|$T|T|; s/SHA256:[^ ]*/KEY/; s/\([0-9a-f]\{4\} \)\{7\}[0-9a-f]\{4\}/PRINT/"
entry 9: ardania has signed
  key          KEY (ssh-rsa)
  fingerprint  PRINT   (of the text, to compare on paper)

$ truce sign $T/h.case --as ardania --with $T/text.sig
truce sign: this signature stands in entry 9 already
? 3

$ truce sign $T/h.case --as belmar --with $T/text.sig 2>&1 | sed 's/SHA256:[^ ]*/KEY/'
truce sign: the key KEY is held by ardania, not by belmar

$ truce sign $T/h.case --as belmar --key $T/b1 2>&1 | sed "s|$T|T|"
truce sign: T/b1: the secret key has a passphrase, which is not asked for here
  hint: Sign with `ssh-keygen -Y sign -n agreement@truce`, and give the signature to truce sign --with.

$ truce sign $T/h.case --as ardania --key $T/other -o $T/x 2>&1 | sed 's/SHA256:[^ ]*/KEY/'
truce sign: the key KEY is no signing key of this log
  hint: truce record keys CASE lists the keys.

$ truce sign $T/h.case --key $T/a1
truce sign: who signs?
  hint: --as ACTOR: as the agreement names the signatory
? 2

$ truce sign $T/h.case --as ardania
truce sign: give one of --key and --with
  hint: --key signs here; --with enters a signature that was made elsewhere
? 2

$ truce status $T/h.case --at 2030-01-01 | sed -n 2p; truce sign $T/h.case --as belmar --key $T/b0 -o $T/b0.sig > $T/out; truce status $T/h.case | sed -n 2p | cut -c1-11
not in force  Tuesday 1 Jan 2030, 23:59 Europe/Lisbon (23:59 UTC)
day 1 of 60

# A record that just says so does not count, for who has a key.
$ truce record add $T/h.case examples/harbour/reports.jsonl 2>&1 | sed 's/AAAA.*//' | head -n 5
examples/harbour/reports.jsonl:1:1: a signature without one of its signer's keys does not count
  hint: an actor with a signing key signs with it: truce sign
examples/harbour/reports.jsonl:2:1: a signature without one of its signer's keys does not count
  hint: an actor with a signing key signs with it: truce sign
34 entered, 2 refused; the log has 45 entries

$ truce verify $T/h.case | sed "s|$T|T|"
T/h.case: 45 entries, 9 signed heads, 45 contents, 3 signatures of people: all of it holds

# Detached: each side reads what the other wrote.
$ truce record allowed-signers $T/h.case > $T/signers; sed 's/"20[0-9]*Z"/"TIME"/; s/ AAAA.*/ BASE64/' $T/signers
ardania namespaces="agreement@truce,approval@truce,key@truce",valid-after="TIME" ssh-ed25519 BASE64
belmar namespaces="agreement@truce,approval@truce,key@truce",valid-after="TIME" ssh-ed25519 BASE64
ardania namespaces="agreement@truce,approval@truce,key@truce",valid-after="TIME" ecdsa-sha2-nistp256 BASE64
ardania namespaces="agreement@truce,approval@truce,key@truce",valid-after="TIME" ssh-rsa BASE64

$ for s in a1.sig text.sig; do ssh-keygen -Y verify -f $T/signers -I ardania -n agreement@truce -s $T/$s < $T/text | sed 's/SHA256:.*/KEY/'; done; truce verify --signers $T/signers examples/harbour/agreement.truce $T/a1.sig $T/text.sig $T/b0.sig | sed "s|$T|T|; s/SHA256:[^ ]*/KEY/; s/\([0-9a-f]\{4\} \)\{7\}[0-9a-f]\{4\}/PRINT/"
Good "agreement@truce" signature for ardania with ED25519 key KEY
Good "agreement@truce" signature for ardania with RSA key KEY
T/a1.sig: signed by ardania, KEY (ssh-ed25519)
T/text.sig: signed by ardania, KEY (ssh-rsa)
T/b0.sig: signed by belmar, KEY (ssh-ed25519)
the text's fingerprint is PRINT

$ truce sign --key $T/a1 -o $T/c.sig examples/harbour/agreement.truce | sed "s|$T|T|; s/SHA256:[^ ]*/KEY/; s/\([0-9a-f]\{4\} \)\{7\}[0-9a-f]\{4\}/PRINT/"; cmp $T/c.sig $T/a1.sig
note: the signature covers the text, not the map zones.geojson
  = help: a text fixes its map so: instrument map from "zones.geojson" hash "..." (sha256sum)
T/c.sig: signed as agreement@truce
  key          KEY (ssh-ed25519)
  fingerprint  PRINT   (of the text, to compare on paper)

# Refused by both: another namespace, another text, a time outside, a key that
# is not there, one that is revoked.
$ try() { ssh-keygen -Y verify -f $T/signers -I ardania -n agreement@truce $4 -s $1 < $2 > $T/out 2>&1 && echo ssh-keygen took it; truce verify --signers $T/signers $3 $2 $1 > $T/out 2>&1 && echo truce took it; sed "s|$T|T|; s/SHA256:[^ ]*/KEY/; s/\([0-9a-f]\{4\} \)\{7\}[0-9a-f]\{4\}/PRINT/" $T/out | head -n 1; }; cp $T/text $T/text2; ssh-keygen -q -Y sign -n approval@truce -f $T/a1 $T/text2; try $T/text2.sig $T/text; sed 's/60 days/61 days/' $T/text > $T/text2; try $T/a1.sig $T/text2; try $T/a1.sig $T/text "--at 2020-01-01T00:00:00Z" -Overify-time=20200101000000Z; ssh-keygen -q -Y sign -n agreement@truce -f $T/other < $T/text > $T/o.sig 2> $T/out; try $T/o.sig $T/text; cp $T/a1.pub $T/revoked; try $T/a1.sig $T/text "--revoked $T/revoked" "-r $T/revoked"
T/text2.sig: does not hold: the signature is for "approval@truce", not for "agreement@truce"
T/a1.sig: does not hold: the signature does not hold over these bytes
T/a1.sig: does not hold: the key KEY was not valid yet at that time
T/o.sig: does not hold: the key KEY is not among the allowed signers
T/a1.sig: does not hold: its key is among the revoked ones

# Replaced by the key that was promised, which signs itself; what it signed
# before stands.
$ truce record key $T/h.case --purpose sign --holder ardania --key $T/b1.pub --replaces $T/a3.pub -s $T/s5 > $T/out; truce sign --for key --key $T/other -o $T/s5.sig $T/s5 > $T/out; truce record enter $T/h.case $T/s5 $T/s5.sig
truce record: a signature under the statement is by a key that does not count for ardania
  hint: The holder's signing keys that stand count; a key that is replaced does not.
? 3

$ truce record key $T/h.case --purpose sign --holder ardania --key $T/other.pub --replaces $T/a3.pub -s $T/s6 > $T/out; truce sign --for key --key $T/other -o $T/s6.sig $T/s6 > $T/out; truce record enter $T/h.case $T/s6 $T/s6.sig | sed 's/SHA256:.*/KEY/'
entry 45: a signing key of ardania stands
  key         ssh-ed25519 KEY
  compare the fingerprint with its holder, on paper

# Lost: two others stand in. One is not enough, and the key itself does not count.
$ ssh-keygen -q -t ed25519 -N '' -C '' -f $T/a5; truce record key $T/h.case --purpose sign --holder ardania --key $T/a5.pub --replaces "$(ssh-keygen -lf $T/a1.pub | cut -d' ' -f2)" -s $T/s7 > $T/out; truce sign --for key --key $T/a1 -o $T/s7.1 $T/s7 > $T/out; truce sign --for key --key $T/other -o $T/s7.2 $T/s7 > $T/out; ssh-keygen -q -Y sign -n key@truce -f $T/a2 $T/s7; truce record enter $T/h.case $T/s7 $T/s7.2
truce record: the statement has 1 of the 2 signatures of ardania that it needs
  hint: The holder's signing keys sign the statement in the namespace key@truce; nobody else can stand in for them.
? 3

$ truce record enter $T/h.case $T/s7 $T/s7.1 $T/s7.2
truce record: a signature under the statement is by a key that does not count for ardania
  hint: The holder's signing keys that stand count; a key that is replaced does not.
? 3

$ truce record enter $T/h.case $T/s7 $T/s7.sig $T/s7.2 | sed 's/SHA256:.*/KEY/'
entry 46: a signing key of ardania stands
  key         ssh-ed25519 KEY
  compare the fingerprint with its holder, on paper

# Revoked by itself; nothing after.
$ truce record revoke $T/h.case $T/a2.pub
truce record: the statement has 0 of the 2 signatures of ardania that it needs
  hint: The holder's signing keys sign the statement in the namespace key@truce; nobody else can stand in for them.
? 3

$ truce record revoke $T/h.case $T/a2.pub -s $T/s8 > $T/out; ssh-keygen -q -Y sign -n key@truce -f $T/a2 $T/s8; truce record enter $T/h.case $T/s8 $T/s8.sig
entry 47: a signing key of ardania is revoked; what was recorded before stands

$ ssh-keygen -q -Y sign -n agreement@truce -f $T/a2 < $T/text > $T/late.sig 2> $T/out; truce sign $T/h.case --as ardania --with $T/late.sig 2>&1 | sed 's/SHA256:[^ ]*/KEY/'
truce sign: the key KEY was revoked by entry 47

$ truce record keys $T/h.case | sed 's/m.example[^ ]*/VKEY/; s/SHA256:[^ ]*/KEY/'; truce record allowed-signers $T/h.case --revoked | sed 's/ AAAA.*/ BASE64/'; truce record allowed-signers $T/h.case --entry 5 | sed 's/"20[0-9]*Z"/"TIME"/; s/ AAAA.*/ BASE64/'
  entry  purpose    holder            key, state
      0  sequencer  -                 VKEY  stands
      4  sign       ardania           ssh-ed25519 KEY  replaced by entry 46
      5  sign       belmar            ssh-ed25519 KEY  stands
      6  sign       ardania           ecdsa-sha2-nistp256 KEY  revoked by entry 47
      7  sign       ardania           ssh-rsa KEY  replaced by entry 45, its successor is chosen
     45  sign       ardania           ssh-ed25519 KEY  stands
     46  sign       ardania           ssh-ed25519 KEY  stands
ssh-ed25519 BASE64
ecdsa-sha2-nistp256 BASE64
ssh-rsa BASE64
ardania namespaces="agreement@truce,approval@truce,key@truce",valid-after="TIME" ssh-ed25519 BASE64
belmar namespaces="agreement@truce,approval@truce,key@truce",valid-after="TIME" ssh-ed25519 BASE64

$ truce verify $T/h.case | sed "s|$T|T|"; cp $T/h.case $T/v.case; cp $T/h.case.head $T/v.case.head; truce rebuild $T/v.case | sed "s|$T|T|"; truce verify $T/v.case | sed "s|$T|T|"
T/h.case: 48 entries, 12 signed heads, 48 contents, 3 signatures of people: all of it holds
T/v.case: the views of 48 entries are made again
T/v.case: 48 entries, 12 signed heads, 48 contents, 3 signatures of people: all of it holds

# A sender's key: what it sent stands, and it sends nothing more.
$ truce record key $T/h.case --name icrc-1 --out $T/icrc > $T/out; tail -n 1 examples/harbour/reports.jsonl > $T/one; truce record add $T/h.case --as $T/icrc $T/one; truce record revoke $T/h.case icrc-1; truce record add $T/h.case --as $T/icrc $T/one
1 entered; the log has 50 entries
entry 50: the key of icrc-1 is revoked; what was recorded before stands
truce record: the key of icrc-1 was revoked by entry 50
? 3

$ truce record revoke $T/h.case m.example/h
truce record: the sequencer's key names the log, and is not revoked
? 3

# A policy raises the number of keys that stand in for a lost one, and never
# lowers it.
$ (truce record policy $T/h.case; echo '#truce keys 3') > $T/p; truce record policy $T/h.case $T/p; (truce record policy $T/h.case | sed 's/keys 3/keys 1/') > $T/p; truce record policy $T/h.case $T/p
entry 51: the policy in force from here on
truce record: a later policy cannot lower the number of keys that stand in for a lost one, which is 3
? 3

# A package has the lists for ssh-keygen; a changed one is found.
$ truce export $T/h.case --out $T/pkg --no-entry > $T/out; cut -d' ' -f1 $T/pkg/data/revoked_keys; ssh-keygen -Y verify -f $T/pkg/data/allowed_signers -r $T/pkg/data/revoked_keys -I ardania -n agreement@truce -s $T/a1.sig < $T/text 2>&1 | sed 's/SHA256:[^ ]*/KEY/' | head -n 1; truce verify $T/pkg > $T/out; echo $?; head -n 1 $T/pkg/data/revoked_keys > $T/one; cp $T/one $T/pkg/data/revoked_keys; (cd $T/pkg && sha256sum $(cut -c67- manifest-sha256.txt) > m && mv m manifest-sha256.txt && sha256sum $(cut -c67- tagmanifest-sha256.txt) > m && mv m tagmanifest-sha256.txt); truce verify $T/pkg | grep revoked
ssh-ed25519
ecdsa-sha2-nistp256
ssh-rsa
Could not verify signature.
0
data/revoked_keys: it is not the content of the entry that it is said to be

# A map beside the text: what a signature covers, and a text that fixes it.
$ mkdir $T/map; cp examples/harbour/zones.geojson $T/map; h=$(sha256sum < $T/map/zones.geojson | cut -c1-64); awk -v h=$h '{print} /geojson/ && !n++ {print "instrument maps \"the map\" from \"zones.geojson\" hash \"" h "\""}' examples/harbour/agreement.truce > $T/map/agreement.truce; truce sign $T/map/agreement.truce --key $T/a1 --out $T/map/sig > $T/out

$ truce check $T/map/agreement.truce | grep -c L35; echo >> $T/map/zones.geojson; truce check $T/map/agreement.truce | grep -A3 L35 | sed "s|$T|T|"; truce status $T/map/agreement.truce examples/harbour/reports.jsonl 2>&1 | sed "s|$T|T|"
0
T/map/agreement.truce:17:32: error[L35]: zones.geojson is another paper than the one whose hash the text gives
    17 | instrument maps "the map" from "zones.geojson" hash "80cdf63a68211ca0533c1408b08fee955de7fb7976cceae7628a229e8f...
       |                                ^~~~~~~~~~~~~~~
       = why: A letter that one side holds and the other has not read is a
truce status: T/map/zones.geojson is another map than the one that the text fixes
  hint: Take the map that was agreed: the instrument in the text gives its SHA-256.

# A force's key signs for the force; another name of a party is the party. What
# either says counts for the party no more than a report would.
$ cd $T && printf 'agreement "x"\nparty a "A", b "B"\nforce guard "Guard" of a\nverifier m "M"\nitem truck unit truck\nclock\n  time zone UTC\n  in force when a and b have signed\n  day 1 is the day of entry into force\n  lasts without end\narticle 1 "x"\n  1.1 2 truck shall enter each day counted by m\n' > small.truce; truce init f.case --origin m.example/f small.truce > out; for k in a b guard; do truce record key f.case --purpose sign --holder $k --out f.$k > out; done; for k in b guard; do truce sign f.case --as $k --key f.$k | head -n 1; done; truce status f.case 2>&1 | head -n 4 | sed 's/^not in force .*/not in force/'
entry 6: b has signed
entry 7: guard has signed
f.case:7:1: the key of a force signs for the force, not for its party
  hint: an actor with a signing key signs with it: truce sign
x
not in force

$ cd $T && printf '{"type":"source","id":"spokesman","account":"a"}\n{"type":"signature","id":"s1","source":"spokesman","occurred":"2025-03-10T07:50"}\n' | truce record add f.case -; truce status f.case 2>&1 | sed -n '3,6p' | sed 's/^not in force .*/not in force/'
2 entered; the log has 10 entries
f.case:9:1: a signature without one of its signer's keys does not count
  hint: an actor with a signing key signs with it: truce sign
x
not in force

# Nor does it take back what a key signed; the party's own key does count.
$ cd $T && truce sign f.case --as a --key f.a > out; id=$(truce record show f.case 10 | sed -n 's/.*"id":"\([^"]*\)".*/\1/p'); printf '{"type":"report","id":"n1","source":"spokesman","occurred":"2030-03-10T07:50","retracts":["%s"]}\n' "$id" | truce record add f.case - 2>&1; truce status f.case 2>&1 | grep -A3 '^f.case:11' | sed 's/^day 1 .*/day 1/'
1 entered; the log has 12 entries
f.case:11:1: a signature by a key is not taken back by a report
  hint: an actor with a signing key signs with it: truce sign
x
day 1
