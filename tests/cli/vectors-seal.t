# The test vectors of sealed files: each opens to the content of its hash, or is
# refused and leaves nothing.

$ cd tests/vectors/seal && while read -r file want; do rm -f $T/out; truce open $file -i key -o $T/out > $T/log 2>&1; if [ -e $T/out ]; then got=$(sha256sum < $T/out | cut -c1-64); else got=no; fi; [ $got = $want ] && echo $file || echo $file $got; done < cases.tsv
bad-byte.age
bad-crlf.age
bad-cut.age
bad-longer.age
bad-one-chunk.age
bad-share.age
empty.age
false-length.age
false-zeros.age
short.age
text.age
two-chunks.age
unpadded.age
