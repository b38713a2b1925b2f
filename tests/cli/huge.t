# A gigabyte without a line end, as each kind of input: refused with its
# remedy, in little memory. The file is sparse. And a case of many entries: its
# records are not all in memory at once.
$ cp -r examples/harbour $T/h && truncate -s 1G $T/huge
$ cd $T && truce check huge
truce check: huge: longer than the limit of 4194304 bytes
  hint: is it the right file? a larger one can only be given in parts
? 3
$ cd $T && truce status h/agreement.truce huge 2>&1 | head -4
huge:1:1: a line of more than 1048576 bytes
  hint: is a line end missing, or is this no file of reports?
Harbour truce
not in force  no record speaks of any time
$ cd $T && (ulimit -v 300000; truce status h/agreement.truce - < huge) 2>&1 | head -2
standard input:1:1: a line of more than 1048576 bytes
  hint: is a line end missing, or is this no file of reports?
$ cd $T && ulimit -v 300000; truce import -m h/gate.map.json huge
truce import: huge: longer than the limit of 33554432 bytes
  hint: is it the right file? a larger one can only be given in parts
? 3
$ cd $T && ulimit -v 300000; truce import -m h/gate.map.json - < huge
truce import: stdin: longer than the limit of 33554432 bytes
  hint: is it the right file? a larger one can only be given in parts
? 3
$ cd $T && truce import -m huge h/gate.csv
truce import: huge: longer than the limit of 67108864 bytes
  hint: is it the right file? a larger one can only be given in parts
? 3
$ cd $T && mv huge h/zones.geojson && truce status h/agreement.truce h/reports.jsonl 2>&1 | head -2
note: places have no shape: h/zones.geojson: longer than the limit of 67108864 bytes
  = help: everything but points on a map works without
$ cd $T && truce init big.case --origin test.example/big $OLDPWD/examples/harbour/agreement.truce > out; awk 'BEGIN { for (i = 0; i < 12000; i++) e = e sprintf(",\"sha256:%064d\"", i); for (i = 0; i < 150; i++) printf "{\"type\":\"report\",\"id\":\"r-%d\",\"source\":\"icrc\",\"occurred\":\"2025-03-11\",\"act\":\"release\",\"actor\":\"ardania\",\"item\":\"prisoner\",\"quantity\":1,\"evidence\":[%s]}\n", i, substr(e, 2) }' | truce record add big.case - | sed 's/;.*//'
150 entered
$ cd $T && ulimit -v 120000; truce status big.case --brief | head -1
Harbour truce
