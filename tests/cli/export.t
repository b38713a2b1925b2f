# Packages: what is in them, what a stranger makes of them, what is left out.
# Hashes and times are masked: keys and the clock are not fixed here.

$ truce init $T/h.case --origin mediators.example/harbour examples/harbour/agreement.truce > $T/out; truce record key $T/h.case --name ardania-1 --holder ardania --out $T/a.key > $T/out; truce record add $T/h.case --as $T/a.key examples/harbour/reports.jsonl; truce evidence add $T/h.case --from "monitor 12" tests/media/camera.jpg > $T/out
36 entered; the log has 41 entries

$ tests/peers/authority.sh $T/tsa "Test time authority"; truce stamp ask $T/h.case --out $T/q | head -n 1 | sed "s|$T|T|g"; $T/tsa/answer $T/q $T/r; truce stamp add $T/h.case $T/r --authority tsa.example --chain $T/tsa/root.pem | sed 's/20[0-9-]*T[0-9:]*Z/TIME/g'
T/q: asks for a stamp on the head of 43 entries, which is in T/q.head
entry 43: the head of 43 entries existed at TIME, says Test time authority

$ truce export $T/h.case --out $T/p.zip --purpose "for the guarantors" | sed "s|$T|T|; s/[0-9a-f]\{64\}/HASH/"
T/p.zip: 44 of 44 entries, 44 contents, 1 file of evidence, 1 stamp
  head       of 44 entries, recorded
  manifest   HASH
             give this hash to whoever gets the package, by another way
  custody    1 entry: exported

$ truce evidence show $T/h.case 6c7a | tail -n 1 | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'
  entry 44      TIME  exported by mediators.example/harbour: for the guarantors

$ truce verify $T/p.zip | sed "s|$T|T|; s/20[0-9-]*T[0-9:]*Z/TIME/"
T/p.zip: a package of mediators.example/harbour
  entries    44 of 44, all of the log
  contents   44
  evidence   1
  recorded   under a head of 44 entries, by the policy of the package itself (--policy)
  witnessed  the policy asks for no witness
  stamped    TIME, the first 43 entries, by Test time authority
             (their certificates are the package's own: --authorities)
all of it holds

# By what the reader trusts.
$ truce record policy $T/h.case > $T/policy; truce verify $T/p.zip --policy $T/policy --authorities $T/tsa/root.pem | sed 's/20[0-9-]*T[0-9:]*Z/TIME/' | sed -n '5,8p'
  recorded   under a head of 44 entries, by the policy given
  witnessed  the policy asks for no witness
  stamped    TIME, the first 43 entries, by Test time authority
all of it holds

$ tests/peers/authority.sh $T/other "Another"; truce verify $T/p.zip --authorities $T/other/root.pem | tail -n 2
  stamps     1 more, not by the authorities given
all of it holds

$ truce init $T/o.case --origin mediators.example/harbour > $T/out; truce record policy $T/o.case > $T/wrong; truce verify $T/p.zip --policy $T/wrong | sed "s|$T|T|"
data/checkpoint: it is not signed by a log of the policy given
T/p.zip: does not hold

# The same case gives the same bytes; folder and zip hold the same files.
$ truce export $T/h.case --out $T/one.zip --no-entry > $T/out; truce export $T/h.case --out $T/two.zip --no-entry > $T/out; cmp $T/one.zip $T/two.zip; truce export $T/h.case --out $T/folder --no-entry > $T/out; cd $T && unzip -q one.zip && diff -r package folder && truce verify package | tail -n 1
all of it holds

# With ordinary tools alone.
$ cd $T/folder && sha256sum --quiet -c tagmanifest-sha256.txt manifest-sha256.txt && bash data/verify.sh ../policy | tail -n 1
45 entries of mediators.example/harbour hold, under a head of 45 entries

$ cd $T/folder && grep -A1 'openssl ts -verify' data/VERIFY.md | bash 2>&1 | tail -n 1
Verification: OK

$ cd $T/folder && find . -type f | sed 's|/[0-9a-f]\{64\}$|/HEX|; s|/[0-9]*$|/N|; s|/[0-9]*\.tlog|/N.tlog|' | sort -u
./bag-info.txt
./bagit.txt
./data/VERIFY.md
./data/agreement.truce
./data/blob/HEX
./data/check.sh
./data/checkpoint
./data/custody.csv
./data/entries/N
./data/evidence/HEX
./data/index.html
./data/policy
./data/proofs/N.tlog-proof
./data/stamps/43-43.pem
./data/stamps/43-43.tsr
./data/stamps/43.checkpoint
./data/stamps/43.consistency
./data/verify.sh
./manifest-sha256.txt
./tagmanifest-sha256.txt

$ sed 's/[0-9a-f]\{64\}/HASH/g; s/20[0-9-]*T[0-9:]*Z/TIME/' $T/folder/data/custody.csv | tr -d '\r'
entry,sha256,act,who,when,purpose,package
42,HASH,"received","mediators.example/harbour","TIME","",""
44,HASH,"exported","mediators.example/harbour","TIME","for the guarantors","HASH"

# Left out: contents, then entries too. What is kept is proved as before.
$ truce export $T/h.case --out $T/less --no-entry --without report --without evidence --omit source | sed "s|$T|T|" | head -n 1
T/less: 45 of 45 entries, 23 contents, 0 files of evidence, 1 stamp

$ truce export $T/h.case --out $T/least.zip --no-entry --omit report --omit evidence --omit stamp --without agreement | sed "s|$T|T|" | head -n 1; truce verify $T/least.zip | sed -n '2,4p'
T/least.zip: 22 of 45 entries, 21 contents, 0 files of evidence, 0 stamps
  entries    22 of 45; the others are left out, or do not hold
  contents   21; 1 left out
  evidence   0

$ grep -c camera.jpg $T/less/data/index.html $T/folder/data/index.html | sed "s|$T|T|"; grep -l "monitor 12" -r $T/less
T/less/data/index.html:0
T/folder/data/index.html:2
? 1

$ truce export $T/h.case --out $T/nofiles.zip --no-entry --without files > $T/out; truce verify $T/nofiles.zip | sed -n '3,4p'
  contents   45
  evidence   0; 1 left out

# What cannot be exported, and why.
$ truce export $T/h.case --out $T/p.zip 2>&1 | sed "s|$T|T|"
truce export: T/p.zip is there already
  hint: Nothing is ever overwritten; choose another name.

$ truce export $T/h.case --out $T/x --without key
truce export: --without: entries of type key are needed to check the others
? 3

$ truce export $T/h.case --out $T/x --omit 45
truce export: --omit: "45" is nothing that can be left out
  hint: A type such as report, the number of an entry, evidence or files.
? 3

$ mv $T/h.case.key $T/kept.key; truce export $T/h.case --out $T/x 2>&1 | sed "s|$T|T|g"; mv $T/kept.key $T/h.case.key
truce export: T/h.case.key: cannot open: No such file or directory
  hint: --no-entry exports without entering that it was done.

# Evidence that was changed goes nowhere, and nothing is left behind.
$ for f in $T/h.case.evidence/6c7a*; do chmod u+w $f; echo >> $f; done; truce export $T/h.case --out $T/x 2>&1 | sed "s|$T|T|g"; ls -d $T/x* $T/*.part* 2> $T/out
truce export: T/h.case.evidence/6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af is not the file that was entered: no package was made
  hint: truce evidence check CASE
? 2

# Changed packages: what, and where.
$ cp -r $T/folder $T/bad; echo x >> $T/bad/data/entries/7; truce verify $T/bad | sed 's/are [0-9]* bytes/are N bytes/' | head -n 2
bag-info.txt: Payload-Oxum does not fit: there are N bytes in 148 files
entry 7: data/entries/7 is not the file of the manifest

$ cp -r $T/folder $T/bad2; rm $T/bad2/data/proofs/7.tlog-proof; truce verify $T/bad2 | head -n 3 | sed 's/are [0-9]* bytes/are N bytes/'
manifest-sha256.txt: data/proofs/7.tlog-proof, which line 141 names, is missing
bag-info.txt: Payload-Oxum does not fit: there are N bytes in 147 files
entry 7: its proof is missing

$ cp -r $T/folder $T/bad3; ln -s /etc/passwd $T/bad3/data/entries/99; truce verify $T/bad3 | sed "s|$T|T|"
the package: T/bad3: data/entries/99 is a link or a device
T/bad3: does not hold

$ cp -r $T/folder $T/bad4; cp $T/bad4/data/policy $T/bad4/data/Policy; truce verify $T/bad4 | sed "s|$T|T|"
the package: T/bad4: two files have the name data/policy, or differ in case only
T/bad4: does not hold

$ cp -r $T/folder $T/bad5; echo > $T/bad5/data/note.txt; truce verify $T/bad5 | sed 's/are [0-9]* bytes/are N bytes/' | head -n 3
data/note.txt: a package has no such file
bag-info.txt: Payload-Oxum does not fit: there are N bytes in 149 files
data/note.txt: data/note.txt is in no manifest

$ printf 'PK\003\004nothing' > $T/bad.zip; truce verify $T/bad.zip | sed "s|$T|T|"
the package: the zip file is not as truce writes it, at byte 11 (if another program made it, unpack it and check the folder)
T/bad.zip: does not hold

$ cd $T/folder && zip -q -r ../foreign.zip . && truce verify ../foreign.zip
the package: the zip file is not as truce writes it, at byte 0 (if another program made it, unpack it and check the folder)
../foreign.zip: does not hold
? 1

$ truce verify $T/h.case.head 2>&1 | sed "s|$T|T|"
truce verify: T/h.case.head is neither a case nor a package
  hint: Give a case, a package (folder or zip file), an entry and its proof with --policy, or a text and its signatures with --signers. If it was a case, restore a copy.

# What has no room is said before anything is written.
$ cd $T && truce init many.case --origin test.example/many > many; awk 'BEGIN { for (i = 0; i < 33000; i++) printf "{\"type\":\"report\",\"id\":\"r-%d\",\"source\":\"x\",\"occurred\":\"2025-03-11\",\"act\":\"enter\"}\n", i }' | truce record add many.case - > many; truce export many.case --no-entry --out many.zip; ls | grep -c many.zip
truce export: many.case has 33035 entries under its head; a zip file has room for 32767
  hint: Write a folder, or leave entries out: --omit report.
0
? 1
