# A part of a place is not the place: zone 3 is vacated, Kosovo is not.

$ printf '%s\n' '{"type":"signature","id":"s1","source":"kfor","occurred":"1999-06-09T12:00"}' '{"type":"signature","id":"s2","source":"fry","occurred":"1999-06-09T12:00"}' '{"type":"signature","id":"s3","source":"serbia","occurred":"1999-06-09T12:00"}' > $T/r.jsonl
$ for a in fry serbia; do printf '{"type":"report","id":"k-%s","source":"kfor","occurred":"1999-06-10","act":"vacate","actor":"%s","place":"zone_3"}\n' $a $a; done >> $T/r.jsonl
$ truce status examples/kumanovo-1999/agreement.truce $T/r.jsonl --at 1999-06-22 --clause 2.1
Military Technical Agreement, Kumanovo 1999
day 13  Tuesday 22 Jun 1999, 23:59 Europe/Belgrade (21:59 UTC)
in force since 9 Jun 1999; lasts without a stated end

                                                   10 Jun 17 Jun
                                                   day 1  8
                                                               ▼
  2.1 vacate, Zone 3                               ●

● 2 met

Met (2)
  ● 2.1  Federal Republic of Yugoslavia: vacate, Zone 3
      due 10 Jun 12:00, done 10 Jun
      time uncertain
  ● 2.1  Republic of Serbia: vacate, Zone 3        due 10 Jun 12:00, done 10 Jun
      time uncertain

Over the entries readable here, up to record 5: 11 formal clauses evaluated, 0
left to a body to judge, 0 declaratory. What is not reported here is neither
done nor not done.
$ truce status examples/kumanovo-1999/agreement.truce $T/r.jsonl --at 1999-06-22 --clause 2.4
Military Technical Agreement, Kumanovo 1999
day 13  Tuesday 22 Jun 1999, 23:59 Europe/Belgrade (21:59 UTC)
in force since 9 Jun 1999; lasts without a stated end

                                                   10 Jun 17 Jun
                                                   day 1  8
                                                               ▼
  2.4 vacate, Kosovo                                         ◔

◔ 2 partly

Partly (2)
  ◔ 2.4  Federal Republic of Yugoslavia: vacate, Kosovo         due 20 Jun 12:00
      of a part of the place
      kfor      partly  k-fry
  ◔ 2.4  Republic of Serbia: vacate, Kosovo                     due 20 Jun 12:00
      of a part of the place
      kfor      partly  k-serbia

Over the entries readable here, up to record 5: 11 formal clauses evaluated, 0
left to a body to judge, 0 declaratory. What is not reported here is neither
done nor not done.
$ truce explain examples/kumanovo-1999/agreement.truce $T/r.jsonl 2.4 --at 1999-06-22
2.4  Military Technical Agreement, Kumanovo 1999, line 52
  |   2.4 fry, serbia shall vacate kosovo within 11 days verified by kfor
  |        source "[B] [C]"
  |        note "Zone 3 and with it the whole withdrawal; the accounts give the
           eleventh day for "
  |             "both."

  Meaning   Federal Republic of Yugoslavia and Republic of Serbia, each for
            itself, owe: to vacate Kosovo (all of it), within 11 days after
            entry into force. Accepted: what International security force (KFOR)
            verifies.
  Source    [B] [C]
  Note      Zone 3 and with it the whole withdrawal; the accounts give the
            eleventh day for both.

◔ 2.4, Federal Republic of Yugoslavia: partly
  Because   the due time has passed and less than the need is reported; nobody
            who could close it has done so; of a part of the place
  Window    what counts in time begins 9 Jun 1999 12:00 Europe/Belgrade
            (1999-06-09T10:00:00Z) and ends before 20 Jun 1999 12:00:01
            Europe/Belgrade (1999-06-20T10:00:01Z)
  Due       within 11 days after entry into force: 20 Jun 1999 12:00
            Europe/Belgrade (1999-06-20T10:00:00Z)
  Figures   needed once; accepted, verified by kfor: 0; possible at most: 0
            kfor alone: no figure, partly
  Counted   no report
  Not       done by another, or it is not said by whom: k-serbia
            of a part of the place only: k-fry
  Rests on  k-fry: these alone give the same status
  Change    Met, by a report of it, stated by International security force
            (KFOR), as done by the due time; met late, as done after it. A
            complete count of less by International security force (KFOR) would
            close it: partly met, or unmet at none.

◔ 2.4, Republic of Serbia: partly
  Because   the due time has passed and less than the need is reported; nobody
            who could close it has done so; of a part of the place
  Window    what counts in time begins 9 Jun 1999 12:00 Europe/Belgrade
            (1999-06-09T10:00:00Z) and ends before 20 Jun 1999 12:00:01
            Europe/Belgrade (1999-06-20T10:00:01Z)
  Due       within 11 days after entry into force: 20 Jun 1999 12:00
            Europe/Belgrade (1999-06-20T10:00:00Z)
  Figures   needed once; accepted, verified by kfor: 0; possible at most: 0
            kfor alone: no figure, partly
  Counted   no report
  Not       done by another, or it is not said by whom: k-fry
            of a part of the place only: k-serbia
  Rests on  k-serbia: these alone give the same status
  Change    Met, by a report of it, stated by International security force
            (KFOR), as done by the due time; met late, as done after it. A
            complete count of less by International security force (KFOR) would
            close it: partly met, or unmet at none.
$ for a in fry serbia; do printf '{"type":"report","id":"w-%s","source":"kfor","occurred":"1999-06-20T10:00","act":"vacate","actor":"%s","place":"kosovo"}\n' $a $a; done >> $T/r.jsonl
$ truce status examples/kumanovo-1999/agreement.truce $T/r.jsonl --at 1999-06-22 --clause 2.4
Military Technical Agreement, Kumanovo 1999
day 13  Tuesday 22 Jun 1999, 23:59 Europe/Belgrade (21:59 UTC)
in force since 9 Jun 1999; lasts without a stated end

                                                   10 Jun 17 Jun
                                                   day 1  8
                                                               ▼
  2.4 vacate, Kosovo                                         ●

● 2 met

Met (2)
  ● 2.4  Federal Republic of Yugoslavia: vacate, Kosovo
      due 20 Jun 12:00, done 20 Jun 10:00; by k-fry, w-fry
  ● 2.4  Republic of Serbia: vacate, Kosovo  due 20 Jun 12:00, done 20 Jun 10:00
      by k-serbia, w-serbia

Over the entries readable here, up to record 7: 11 formal clauses evaluated, 0
left to a body to judge, 0 declaratory. What is not reported here is neither
done nor not done.

# An act that the text declares `of all`: a part is not the whole.

$ printf 'agreement "x"\nparty a, b\nagency m\nzone north\nzone road in north\nact demine "demine" "demined" of all\nclock\n  time zone UTC\n  in force on 2025-01-01\n  day 1 is the day of entry into force\n  lasts 30 days\narticle 1\n1.1 a shall demine north by day 5 verified by m\n' > $T/d.truce; truce fmt $T/d.truce | grep "^act"; truce check --coverage $T/d.truce | tail -n 1
act demine "demine" "demined" of all
Everything is evaluated.
$ printf '{"type":"report","id":"r1","source":"m","occurred":"2025-01-03","act":"demine","actor":"a","place":"road"}\n' > $T/d.jsonl; truce status $T/d.truce $T/d.jsonl --at 'day 6' | grep -A 3 '^Partly'
Partly (1)
  ◔ 1.1  a: demine, north                                              due 5 Jan
      of a part of the place
      m         partly  r1
$ printf '{"type":"report","id":"r2","source":"m","occurred":"2025-01-04","act":"demine","actor":"a","place":"north"}\n' >> $T/d.jsonl; truce status $T/d.truce $T/d.jsonl --at 'day 6' | grep -A 2 '^Met'
Met (1)
  ● 1.1  a: demine, north                                  due 5 Jan, done 4 Jan
      by r1, r2
