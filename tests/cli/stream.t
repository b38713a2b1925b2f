# Reports from standard input and pipes: read as they come, and the same status
# as from a file, whatever the order of the lines.

$ A=examples/harbour/agreement.truce; R=examples/harbour/reports.jsonl; for at in 'day 3' 'day 16'; do truce status $A $R --at "$at" > $T/f; truce status $A - --at "$at" < $R > $T/s; cmp $T/f $T/s && tac $R | truce status $A - --at "$at" > $T/t; cmp $T/f $T/t; done

$ A=examples/harbour/agreement.truce; R=examples/harbour/reports.jsonl; truce explain $A $R 4.1 > $T/f; cat $R | truce explain $A - 4.1 | cmp $T/f - && truce timeline $A $R > $T/f; cat $R | truce timeline $A - | cmp $T/f -

# As known on a day: what day it is the whole record says, then it is cut.

$ A=examples/harbour/agreement.truce; R=examples/harbour/reports.jsonl; for d in 1 5 12; do truce status $A $R --known-at "day $d" > $T/f; cat $R | truce status $A - --known-at "day $d" | cmp $T/f -; done; date=$(truce status $A $R --known-at 2025-03-14 --at 'day 9'); test "$date" = "$(truce status $A $R --known-at 'day 5' --at 'day 9')"; echo $?
0

# A named pipe is opened once.

$ mkfifo $T/p; (cat examples/harbour/reports.jsonl > $T/p &); truce status examples/harbour/agreement.truce $T/p | head -n 2
Harbour truce
day 16 of 60  Tuesday 25 Mar 2025, 16:00 Europe/Lisbon (16:00 UTC)

# Two records with one id: that recorded first stands, whichever came first. The
# line that does not is named, with the other.

$ printf '%s\n' '{"type":"report","id":"x","source":"icrc","act":"hand_over","item":"captive.civilian","actor":"belmar","to":"icrc","quantity":7,"occurred":"2025-03-10","recorded":"2025-03-12"}' '{"type":"report","id":"x","source":"icrc","act":"hand_over","item":"captive.civilian","actor":"belmar","to":"icrc","quantity":8,"occurred":"2025-03-10","recorded":"2025-03-11"}' > $T/two; sed -n '/"announces"/p;/signature/p' examples/harbour/reports.jsonl > $T/start
$ cat $T/start $T/two | truce status examples/harbour/agreement.truce - --clause 2.1 --format csv
standard input:3:1: id: line 4 of standard input has the same id with other content
  hint: give one of them an id of its own; that which was recorded first stands
clause,reading,instance,bearer,account,status,done,done_at_most,possible,required,unit,due,accounts_differ,contested_on,reports,label_status
2.1,,,belmar,,met,0,,8,8,person,2025-03-10T23:59:59Z,no,,x,
2.1,,,belmar,icrc,met,0,,8,8,person,2025-03-10T23:59:59Z,no,,x,
? 3

$ (tac $T/two; cat $T/start) | truce status examples/harbour/agreement.truce - --clause 2.1 --format csv
standard input:2:23: id: line 1 of standard input has the same id with other content
  hint: give one of them an id of its own; that which was recorded first stands
clause,reading,instance,bearer,account,status,done,done_at_most,possible,required,unit,due,accounts_differ,contested_on,reports,label_status
2.1,,,belmar,,met,0,,8,8,person,2025-03-10T23:59:59Z,no,,x,
2.1,,,belmar,icrc,met,0,,8,8,person,2025-03-10T23:59:59Z,no,,x,
? 3

$ truce status examples/harbour/agreement.truce $T/start $T/two --clause 2.1 --format csv 2>&1 | sed "s|$T/||g"
two:1:1: id: line 2 of two has the same id with other content
  hint: give one of them an id of its own; that which was recorded first stands
clause,reading,instance,bearer,account,status,done,done_at_most,possible,required,unit,due,accounts_differ,contested_on,reports,label_status
2.1,,,belmar,,met,0,,8,8,person,2025-03-10T23:59:59Z,no,,x,
2.1,,,belmar,icrc,met,0,,8,8,person,2025-03-10T23:59:59Z,no,,x,

# One in a file, the other on standard input.

$ head -n 1 $T/two > $T/one; tail -n 1 $T/two | truce status examples/harbour/agreement.truce $T/start $T/one - --clause 2.1 --format csv 2>&1 | sed "s|$T/||g"
one:1:1: id: line 1 of standard input has the same id with other content
  hint: give one of them an id of its own; that which was recorded first stands
clause,reading,instance,bearer,account,status,done,done_at_most,possible,required,unit,due,accounts_differ,contested_on,reports,label_status
2.1,,,belmar,,met,0,,8,8,person,2025-03-10T23:59:59Z,no,,x,
2.1,,,belmar,icrc,met,0,,8,8,person,2025-03-10T23:59:59Z,no,,x,
