# Bad input: what is wrong, where, and what to do; the rest is kept.

# A line without end, on standard input; the records after it count.

$ (head -c 50000000 /dev/zero | tr '\0' '['; echo; cat examples/harbour/reports.jsonl) | truce status examples/harbour/agreement.truce - --brief | tail -n 2
standard input:1:1: a line of more than 1048576 bytes
  hint: is a line end missing, or is this no file of reports?
left to a body to judge, 0 declaratory. 1 line of the input could not be used
and is not counted. What is not reported here is neither done nor not done.

$ head -c 50000000 /dev/zero | tr '\0' x | truce status examples/harbour/agreement.truce - --brief | tail -n 2
standard input:1:1: a line of more than 1048576 bytes
  hint: is a line end missing, or is this no file of reports?
left to a body to judge, 0 declaratory. 1 line of the input could not be used
and is not counted. What is not reported here is neither done nor not done.

# NUL, bytes that are not UTF-8, a cut line, a million brackets.

$ printf 'a\000b\n{"type":"report","id":"\377"}\n{"type":"report","id":"a"\n' | truce status examples/harbour/agreement.truce - --brief 2>&1 > /dev/null
standard input:1:1: a record is an object in braces
  hint: one record a line, as JSON; tables: truce import
standard input:2:24: id: bytes that are not UTF-8
  hint: save the file as UTF-8
standard input:3:26: a comma or } was expected
  hint: the line ends too early: is it cut off, or split in two?
? 3

$ head -c 1000000 /dev/zero | tr '\0' '[' | truce status examples/harbour/agreement.truce - 2>&1 > /dev/null
standard input:1:1: a record is an object in braces
  hint: one record a line, as JSON; tables: truce import
? 3

# Amendments in a circle: none counts, and that is said.

$ r='{"type":"report","source":"icrc","act":"hand_over","item":"captive.civilian","quantity":1,"occurred":"2025-03-10"'; printf '%s\n' "$r,\"id\":\"a\",\"amends\":\"b\"}" "$r,\"id\":\"b\",\"amends\":\"a\"}" "$r,\"id\":\"c\"}" | truce status examples/harbour/agreement.truce - --clause 2.1 --format csv
standard input:1:1: records that amend or retract each other in a circle: none of them counts
  hint: let the one that is right name none of the others, or enter it again with a new id
standard input:2:1: records that amend or retract each other in a circle: none of them counts
  hint: let the one that is right name none of the others, or enter it again with a new id
clause,reading,instance,bearer,account,status,done,done_at_most,possible,required,unit,due,accounts_differ,contested_on,reports,label_status
2.1,,,belmar,,waiting,0,,0,8,person,,no,,,
? 3

# Folders, files that are not there, one standard input for two, or none.

$ truce status examples/harbour/agreement.truce examples/harbour
truce status: examples/harbour: cannot read: Is a directory
  hint: name a file in it
? 3
$ truce status examples/harbour/agreement.truce missing.jsonl
truce status: missing.jsonl: cannot open: No such file or directory
? 3
$ truce status - - < /dev/null
truce status: standard input (-) is named 2 times, and can be read once
  hint: give the others as files
? 2
$ truce status examples/harbour/agreement.truce - <&-
truce status: standard input: cannot read: Bad file descriptor
? 3

# Output that cannot be written is a failure, not a shorter answer.

$ truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl > /dev/full
truce status: standard output: cannot write: No space left on device
? 3
$ truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl >&-
truce status: standard output: cannot write: Bad file descriptor
? 3
$ truce explain examples/harbour/agreement.truce examples/harbour/reports.jsonl 4.1 --format json > /dev/full
truce explain: standard output: cannot write: No space left on device
? 3
$ truce timeline examples/harbour/agreement.truce examples/harbour/reports.jsonl | head -n 1
Harbour truce

# The process's locale and zone change nothing.

$ truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl > $T/a; LC_ALL=tr_TR.UTF-8 TZ=Asia/Kathmandu truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl | cmp - $T/a

# What was typed fits nothing in the text: status 2, whatever the command; with
# what there is, or was meant.

$ A=examples/harbour/agreement.truce; D=examples/harbour-draft/agreement.truce; R=examples/harbour/reports.jsonl; for x in "status $A $R" "explain $A $R 4.1" "timeline $A $R" "follow --once $A $R" "check $A" "rehearse $A" "hash $A" "init $T/c.case $A --origin x"; do truce $x --choose 2.2=A > $T/out 2>&1; echo "$? $(cut -d : -f 1,3- $T/out | tr '\n' ' ')"; done
2 truce status: no clause of this label is open; open are: none   hint: choose nothing 
2 truce explain: no clause of this label is open; open are: none   hint: choose nothing 
2 truce timeline: no clause of this label is open; open are: none   hint: choose nothing 
2 truce follow: no clause of this label is open; open are: none   hint: choose nothing 
2 truce check: no clause of this label is open; open are: none   hint: choose nothing 
2 truce rehearse: no clause of this label is open; open are: none   hint: choose nothing 
2 truce hash: no clause of this label is open; open are: none   hint: choose nothing 
2 truce init: no clause of this label is open; open are: none   hint: choose nothing 
$ R=examples/harbour/reports.jsonl; A=examples/harbour/agreement.truce; for x in "status $A $R --clause 4.11" "explain $A $R 4.11" "timeline $A $R --clause 4.11" "follow --once $A $R --clause 4.11"; do truce $x > $T/out 2>&1; echo "$? $(cut -d : -f 2- $T/out | tr '\n' ' ')"; done
2  there is no clause "4.11" in examples/harbour/agreement.truce  did you mean 4.1? 
2  there is no clause "4.11" in examples/harbour/agreement.truce  did you mean 4.1? 
2  there is no clause "4.11" in examples/harbour/agreement.truce  did you mean 4.1? 
2  there is no clause "4.11" in examples/harbour/agreement.truce  did you mean 4.1? 
$ truce check examples/harbour-draft/agreement.truce --choose 2.1=A
truce check: 2.1=A: no clause of this label is open; open are: 2.2=A|B, 4.1=A|B|C
  hint: did you mean 2.2?
? 2
$ truce check examples/harbour-draft/agreement.truce --choose 2.2=b
truce check: 2.2=b: the clause has no such alternative; open are: 2.2=A|B
  hint: did you mean 2.2=B?
? 2
$ truce check examples/harbour-draft/agreement.truce --choose 2.2
truce check: 2.2: a choice is LABEL=ALTERNATIVE; open are: 2.2=A|B, 4.1=A|B|C
  hint: write LABEL=ALTERNATIVE, such as 2.1=b
? 2
$ truce rehearse examples/harbour-draft/agreement.truce --compare 2.1
truce rehearse: --compare: "2.1" is no open clause of examples/harbour-draft/agreement.truce
  hint: did you mean 2.2?
? 2

# What a file of orders says was not typed.

$ printf "agreement $PWD/examples/harbour-draft/agreement.truce\nchoose 9.9=A\n" > $T/orders; truce rehearse --scenario $T/orders
truce rehearse: 9.9=A: no clause of this label is open; open are: 2.2=A|B, 4.1=A|B|C
  hint: write LABEL=ALTERNATIVE, such as 2.1=b
? 3
