# The test vectors of the record: made again, byte for byte; each case answered
# by truce and by bash with openssl.

$ build/release/record_vectors $T/log && diff -r $T/log tests/vectors/record/log

$ cd tests/vectors/record/log && while read -r want policy entry proof blob; do truce verify -p $policy $entry $proof --blob $blob > $T/a 2>&1; echo $? $want $entry $proof; done < ../cases.tsv
0 yes entry-0 entry-0.tlog-proof
0 yes entry-1 entry-1.tlog-proof
0 yes entry-3 entry-3.tlog-proof
0 yes entry-255 entry-255.tlog-proof
0 yes entry-256 entry-256.tlog-proof
0 yes entry-257 entry-257.tlog-proof
1 no entry-3 entry-1.tlog-proof
1 no entry-3 bad-path.tlog-proof
1 no entry-3 bad-index.tlog-proof
1 no entry-3 bad-short.tlog-proof
1 no entry-3 bad-root.tlog-proof
1 no entry-3 entry-3.tlog-proof
1 no entry-3 entry-3.tlog-proof

$ cd tests/vectors/record/log && while read -r want policy entry proof blob; do ../../../peers/verify.sh $policy $entry $proof $blob > $T/a 2>&1 && got=yes || got=no; [ $got = $want ] || echo $want $entry $proof; done < ../cases.tsv

$ cd tests/vectors/record/log && truce verify -p policy entry-257 entry-257.tlog-proof --blob entry-257.blob --key "$(cat sender.vkey)"
entry 257 of log.example/vectors
  type       source
  sender     sender-1, whose signature holds
  made       2025-01-19T10:00:00Z, by the sender's clock
  content    is the blob given
  recorded   under a head of 258 entries
  witnessed  since 2025-01-19T10:00:00Z, by 1 cosignature

# Entries that share a signature, by truce and by bash with openssl.
$ cd tests/vectors/record/log/batch && while read -r want entry proof batch key; do truce verify -p policy $entry $proof --batch $batch --key "$(cat $key)" > $T/a 2>&1; echo $? $want $entry $proof $batch $key; ../../../../peers/verify.sh policy $entry $proof - "$(cat $key)" $batch > $T/a 2>&1 && got=yes || got=no; [ $got = $want ] || cat $T/a; done < ../../batch.tsv
0 yes entry-3 entry-3.tlog-proof entry-8 sender.vkey
0 yes entry-4 entry-4.tlog-proof entry-8 sender.vkey
0 yes entry-5 entry-5.tlog-proof entry-8 sender.vkey
0 yes entry-6 entry-6.tlog-proof entry-8 sender.vkey
0 yes entry-7 entry-7.tlog-proof entry-8 sender.vkey
1 no entry-3 entry-4.tlog-proof entry-8 sender.vkey
1 no entry-5 bad-path.tlog-proof entry-8 sender.vkey
1 no entry-5 no-path.tlog-proof entry-8 sender.vkey
1 no entry-5 entry-5.tlog-proof bad-count sender.vkey
1 no entry-5 entry-5.tlog-proof bad-root sender.vkey
1 no entry-5 entry-5.tlog-proof entry-4 sender.vkey
1 no entry-5 entry-5.tlog-proof entry-8 log.vkey

# Those of signatures, made again; ssh-keygen answers as it is said.
$ build/release/sshsig_vectors $T/files && diff -r $T/files tests/vectors/sshsig/files

$ cd tests/vectors/sshsig/files && for k in ed25519 p256 sk-ed25519 sk-p256 browser; do echo "a $(cat $k.pub)"; done > $T/signers && while read -r want peer sig text need; do ssh-keygen -Y verify -f $T/signers -I a -n agreement@truce -s $sig < $text > $T/out 2>&1 && got=yes || got=no; [ $got = $peer ] || echo $sig $text: $got; done < ../cases.tsv

# Packages.
$ cd tests/vectors/package && truce verify good.zip
good.zip: a package of package.example/vectors
  entries    2 of 2, all of the log
  contents   2
  evidence   0
  recorded   under a head of 2 entries, by the policy of the package itself (--policy)
  witnessed  the policy asks for no witness
all of it holds

$ cd tests/vectors/package && truce verify bad-byte.zip | head -n 2
entry 0: the checksum of data/entries/0 does not hold
bad-byte.zip: a package of package.example/vectors
