# Files of evidence beside a case: kept, shown, copied, checked.

$ truce init $T/h.case --origin mediators.example/harbour examples/harbour/agreement.truce > $T/out; truce evidence list $T/h.case
no files of evidence

$ truce evidence add $T/h.case --from "monitor 12" tests/media/camera.jpg tests/media/camera.png
entry 4: camera.jpg, 420 bytes, image/jpeg
  sha256  6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af
  taken   2025-01-19T12:00:00+02:00, by its own account
  place   1.50500 -2.25000, by its own account: release a copy without it (truce evidence copy --strip)
entry 6: camera.png, 264 bytes, image/png
  sha256  546a4859c33a767fd61bf8284f4137041c0f8d0df67beba0fe31cab1e9b7bfbb

# Kept as they came, under their hashes, read-only; stock tools agree.
$ cd $T/h.case.evidence && sha256sum * && ls -l | cut -c1-10 | tail -n 2
546a4859c33a767fd61bf8284f4137041c0f8d0df67beba0fe31cab1e9b7bfbb  546a4859c33a767fd61bf8284f4137041c0f8d0df67beba0fe31cab1e9b7bfbb
6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af  6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af
-r--r--r--
-r--r--r--

$ truce evidence add $T/h.case tests/media/camera.png
entry 6 has it already: 546a4859c33a767fd61bf8284f4137041c0f8d0df67beba0fe31cab1e9b7bfbb

# From another hand it is received too, once.
$ truce evidence add $T/h.case --who monitor-7 tests/media/camera.png | tail -n 1
entry 8: received from monitor-7 too
$ truce evidence add $T/h.case --who monitor-7 tests/media/camera.png | wc -l
1

# A working copy without metadata: derived, kept too; the original stays.
$ truce evidence copy $T/h.case 6c7a --strip --coarse 5000 --out $T/p.jpg --who desk-2 --purpose "for the daily report" | sed "s|$T|T|"
entry 9: 6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af copied to T/p.jpg
entry 10: p.jpg, 204 bytes, image/jpeg
  sha256  2f689fb8f1df608ad09674714e8141dbbbe4042165b2e0ed534ad9e0914326a4
  how     metadata removed, place coarsened to 5000 m

$ grep -c "a name in it" $T/p.jpg tests/media/camera.jpg | sed "s|$T|T|"
T/p.jpg:0
tests/media/camera.jpg:1

$ truce evidence note $T/h.case 6c7a opened --as $T/h.case.key --who desk-2 --purpose "to compare with the report"
entry 11: 6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af opened

$ truce evidence show $T/h.case 6c7a | sed "s|$T|T|; s/20[0-9-]*T[0-9:]*Z/TIME/"
entry         4
sha256        6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af
bytes         420
type          image/jpeg
name          camera.jpg
received      TIME
from          monitor 12
taken         2025-01-19T12:00:00+02:00
              (by the file's own account)
place         1.50500 -2.25000
              (by the file's own account)
kept as       T/h.case.evidence/6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af

custody
  entry 5       TIME  received by mediators.example/harbour
  entry 9       TIME  copied by desk-2: for the daily report
  entry 11      TIME  opened by desk-2: to compare with the report

derived, entry 10: 2f689fb8f1df608ad09674714e8141dbbbe4042165b2e0ed534ad9e0914326a4
  how         metadata removed, place coarsened to 5000 m

$ truce evidence show $T/h.case 2f68 | sed -n '4,9p' | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'
type          image/jpeg
name          p.jpg
received      TIME
derived from  6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af
how           metadata removed, place coarsened to 5000 m
place         1.52450 -2.26172, coarsened to 5000 m

$ truce evidence copy $T/h.case 546a --out $T/same.png > $T/out && cmp $T/same.png tests/media/camera.png

$ truce evidence list $T/h.case
  entry  sha256               bytes  type                      name
      4  6c7a7d1bbc5d           420  image/jpeg                camera.jpg
      6  546a4859c33a           264  image/png                 camera.png
     10  2f689fb8f1df           204  image/jpeg                p.jpg (derived from 6c7a7d1bbc5d)

$ truce evidence list $T/h.case --format json | sed -n '3,13p' | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'
  "evidence": [
    {
      "entry": 4,
      "sha256": "6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af",
      "bytes": 420,
      "media_type": "image/jpeg",
      "name": "camera.jpg",
      "received": "TIME",
      "from": "monitor 12",
      "taken": "2025-01-19T12:00:00+02:00",
      "latitude": "1.50500",

$ truce evidence check $T/h.case | sed "s|$T|T|"; truce verify $T/h.case | sed "s|$T|T|"
T/h.case: 3 files of evidence: all as they were entered
T/h.case: 13 entries, 7 signed heads, 13 contents: all of it holds

# Damage is found, nothing is done with it, and a sound copy mends it.
$ for f in $T/h.case.evidence/6c7a*; do chmod u+w $f; echo >> $f; done; echo stray > $T/h.case.evidence/stray; touch $T/h.case.evidence/.0.part; truce evidence check $T/h.case > $T/out; echo $?; sed "s|$T|T|" $T/out
1
evidence of entry 4, 6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af: the file is not the one that was entered
  = repair: put a sound copy there, another party's or the host's backup; truce evidence add finds its place
stray: no entry names it
  = repair: truce evidence add CASE FILE enters it, or take it away
T/h.case: 3 files of evidence: damaged in 2 places
1 file whose name ends in .part is left over from work that was cut off, and can be deleted

$ truce evidence copy $T/h.case 6c7a --out $T/no.jpg 2>&1 | sed "s|$T|T|"; test -e $T/no.jpg
truce evidence: T/h.case.evidence/6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af is not the file that was entered: nothing was done
  hint: truce evidence check CASE
? 1

$ rm $T/h.case.evidence/stray; truce evidence add $T/h.case tests/media/camera.jpg; truce evidence check $T/h.case | sed "s|$T|T|" | head -n 1
entry 4 has it already: 6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af; the file was missing or damaged, and is kept again
T/h.case: 3 files of evidence: all as they were entered

# What cannot be done, and why.
$ : > $T/empty.jpg; truce evidence add $T/h.case $T/empty.jpg 2>&1 | sed "s|$T|T|"
truce evidence: T/empty.jpg is empty: nothing was taken in
  hint: look whether it was copied whole

# The case and what lies beside it are for who keeps it alone.
$ stat -c %a $T/h.case $T/h.case.key $T/h.case.evidence
600
600
700

$ truce evidence add $T/h.case $T/none 2>&1 | sed "s|$T|T|"
truce evidence: T/none: cannot open: No such file or directory

$ truce evidence add $T/h.case $T 2>&1 | sed "s|$T|T|"; ls -A $T/h.case.evidence | grep -v '^.0.part' | grep -c part
truce evidence: T: cannot read: Is a directory
  hint: name a file in it
0
? 1

$ truce evidence copy $T/h.case 546a --out $T/same.png 2>&1 | sed "s|$T|T|"
truce evidence: T/same.png: cannot write: File exists

$ truce evidence show $T/h.case abcd 2>&1 | sed "s|$T|T|"
truce evidence: T/h.case has no evidence abcd
  hint: truce evidence list CASE shows them; at least four digits of a hash are needed.

$ echo "a note" > $T/n.txt; truce evidence add $T/h.case --derived-from 6c7a --how transcribed $T/n.txt > $T/out; N=$(sha256sum < $T/n.txt | cut -c1-8); truce evidence show $T/h.case $N | sed -n '4,8p' | sed 's/20[0-9-]*T[0-9:]*Z/TIME/'; truce evidence copy $T/h.case $N --strip --out $T/m.txt
type          text/plain
name          n.txt
received      TIME
derived from  6c7a7d1bbc5d241e0bfb223e77366e010b7a53643bfdfdd891925c50506427af
how           transcribed
truce evidence: metadata can be taken out of JPEG and PNG files only, and this is text/plain
  hint: Make a copy without metadata with another program, and enter it with --derived-from.
? 3

$ truce evidence copy $T/h.case 6c7a --coarse 100 --out $T/x
truce evidence: --coarse belongs to --strip
  hint: truce help evidence
? 2

$ truce evidence copy $T/h.case 6c7a --strip --coarse 0 --out $T/x
truce evidence: --coarse is of 1 to 100000 metres, not "0"
  hint: truce help evidence
? 2

$ truce evidence note $T/h.case 6c7a burnt
truce evidence: "burnt" is no act
  hint: it is one of received, copied, opened, sealed, exported
? 2
