# Duties in step with each other, notices and reports in time, readings.

$ truce status tests/step/agreement.truce tests/step/reports.jsonl
Two withdrawals in step
day 12 of 30  Friday 21 Mar 2025, 23:59 Europe/Lisbon (23:59 UTC)
in force since 10 Mar 2025; lasts until 8 Apr

                                                10 Mar 17 Mar 24 Mar 31 Mar
                                                day 1  8      15     22
                                                           ▼
  1.1 Ardania: vacate post                        ◑→ ✕
  1.2 Belmar: vacate post                        · ●
  1.3 Ardania: not overfly for 10 h, harbour    ○○●○○
  1.4 Belmar: vacate, quay                         ◑→→ ●
  1.5 Belmar: open, quay                         ●
  1.6 Ardania: withdraw, harbour                
  1.7 Belmar: withdraw, harbour                 

· 1 waiting  ● 4 met  ◑ 2 met late  ✕ 1 unmet  ○ 4 not reported
\? 2 waiting on each other

Met (4)
  ● 1.2 step 1  Belmar: vacate post              8 of 8, due 13 Mar, done 11 Mar
      by m2
  ● 1.3         Ardania: not overfly for 10 h, harbour               1 of 5 days
      12 Mar: 10 h
      12 Mar  mechanism  10 h of 10 h  met  m4
      notice by Estria, 11 Mar 17:00 [e1]: 08:00 to 18:00
  ● 1.4 wide    Belmar: vacate, quay               due 17 Mar, done 15 Mar 09:00
      by m5
  ● 1.5         Belmar: open, quay                 due 11 Mar, done 11 Mar 09:00
      by m6
      not notified in time, reported late

Met late (2)
  ◑ 1.1 step 1  Ardania: vacate post
      4 of 4, due 12 Mar, done 13 Mar (1 day late); by m3, m1
  ◑ 1.4 narrow  Belmar: vacate, quay
      due 13 Mar, done 15 Mar 09:00 (2 days late); by m5

Unmet (1)
  ✕ 1.1 step 2  Ardania: vacate post                          0 of 6, due 15 Mar
      mechanism  0 of 6  unmet  m3, m1

Not reported (4)
  ○ 1.3         Ardania: not overfly for 10 h, harbour               4 of 5 days
      10 Mar to 11 Mar; 13 Mar to 14 Mar
      not notified in time: 10 Mar to 11 Mar; 13 Mar to 14 Mar
      13 Mar
      notice by Estria, 12 Mar 19:00 [e2]: 08:00 to 18:00

Depends (2)
  ? 1.6         Ardania: withdraw, harbour                 waiting on each other
  ? 1.7         Belmar: withdraw, harbour                  waiting on each other

Running or waiting (1)
  · 1.2 step 2  Belmar: vacate post                                      waiting

Depends on reading (1)
  1.4, Belmar: narrow (held by Ardania): met late; wide (held by Belmar,
      Estria): met

Over the entries readable here, up to record 8: 7 formal clauses evaluated, 0
left to a body to judge, 0 declaratory. What is not reported here is neither
done nor not done.

$ truce status tests/step/agreement.truce tests/step/reports.jsonl --format json --clause 1.4 | grep -E '"(clause|status|reading|label_status)"'
   "clause": "1.4",
   "status": "met late",
     "status": "met late",
   "reading": "narrow",
   "label_status": "depends on reading",
   "clause": "1.4",
   "status": "met",
     "status": "met",
   "reading": "wide",
   "label_status": "depends on reading",

$ truce status tests/step/agreement.truce tests/step/reports.jsonl --format csv | cut -d , -f 1-6,16
clause,reading,instance,bearer,account,status,label_status
1.1,,step 1,ardania,,met late,
1.1,,step 1,ardania,mechanism,met late,
1.1,,step 2,ardania,,unmet,
1.1,,step 2,ardania,mechanism,unmet,
1.2,,step 1,belmar,,met,
1.2,,step 1,belmar,mechanism,met,
1.2,,step 2,belmar,,waiting,
1.2,,step 2,belmar,mechanism,waiting,
1.3,,2025-03-10,ardania,,not reported,
1.3,,2025-03-11,ardania,,not reported,
1.3,,2025-03-12,ardania,,met,
1.3,,2025-03-12,ardania,mechanism,met,
1.3,,2025-03-13,ardania,,not reported,
1.3,,2025-03-14,ardania,,not reported,
1.4,narrow,,belmar,,met late,depends on reading
1.4,narrow,,belmar,mechanism,met late,
1.4,wide,,belmar,,met,depends on reading
1.4,wide,,belmar,mechanism,met,
1.5,,,belmar,,met,
1.5,,,belmar,mechanism,met,
1.6,,,ardania,,waiting on each other,
1.7,,,belmar,,waiting on each other,

$ truce explain tests/step/agreement.truce tests/step/reports.jsonl 1.2 "step 2"
1.2  Two withdrawals in step, line 20
  | 1.2 belmar shall vacate 20 post in steps (8 by day 3, 12 by day 6) in step
    with 1.1
  |     verified by mechanism

  Meaning   Belmar owes: at least 20 post vacated, in steps: 8 by the end of day
            3, 12 by the end of day 6. Accepted: what Joint mechanism verifies.
            Goes in step with 1.1.

· 1.2 step 2, Belmar: waiting
  Because   it has not begun, or what it depends on is not there yet
  Window    what counts in time begins 10 Mar 2025 00:00 Europe/Lisbon
            (2025-03-10T00:00:00Z)
  Due       in step with 1.1: its counterpart there has not happened, so nothing
            is due yet (sem 16)
            day 1 is 10 Mar 2025, the day of entry into force
  Figures   needed 12 post, beyond the 8 that earlier instances or clauses use
            (sem 8); accepted, verified by mechanism: 0; possible at most: 0
            mechanism alone: no figure of 12, waiting
  Counted   no report
  Not       done by another, or it is not said by whom: m3, m1
            about another item: m5
            used up by earlier instances: m2
  Change    It waits for 1.1.

$ truce explain tests/step/agreement.truce tests/step/reports.jsonl 1.4
1.4  Two withdrawals in step, line 24
  | 1.4 reading narrow held by ardania: belmar shall vacate quay by day 4
    verified by mechanism
  |     reading wide held by belmar, estria: belmar shall vacate quay by day 8
        verified by mechanism

  Meaning   (reading narrow, held by Ardania): Belmar owes: to vacate quay (all
            of it), by the end of day 4. Accepted: what Joint mechanism
            verifies.

◑ 1.4, Belmar: met late
  Because   what is accepted reaches the need, but not by the due time; the duty
            survives its deadline
  Readings  narrow (held by Ardania): met late; wide (held by Belmar, Estria):
            met. The status depends on the reading (sem 21)
  Window    what counts in time begins 10 Mar 2025 00:00 Europe/Lisbon
            (2025-03-10T00:00:00Z) and ends before 14 Mar 2025 00:00
            Europe/Lisbon (2025-03-14T00:00:00Z)
  Due       by the end of day 4: 13 Mar 2025 23:59:59 Europe/Lisbon
            (2025-03-13T23:59:59Z)
            day 1 is 10 Mar 2025, the day of entry into force
  Done      15 Mar 09:00, by the report that completes it
  Figures   needed once; accepted, verified by mechanism: 1; possible at most: 1
            mechanism alone: at least 1, met late
  Counted   m5: Joint mechanism, 15 Mar 09:00, done
  Not       done by another, or it is not said by whom: m3, m1
            at another place, or it is not said where: m2
  Rests on  m5: these alone give the same status
  Change    It would be met in time if an accepted report placed its completion
            at or before the due time.

1.4  Two withdrawals in step, line 25
  | 1.4 reading narrow held by ardania: belmar shall vacate quay by day 4
    verified by mechanism
  |     reading wide held by belmar, estria: belmar shall vacate quay by day 8
        verified by mechanism

  Meaning   (reading wide, held by Belmar and Estria): Belmar owes: to vacate
            quay (all of it), by the end of day 8. Accepted: what Joint
            mechanism verifies.

● 1.4, Belmar: met
  Because   what is accepted reaches the need in time
  Readings  narrow (held by Ardania): met late; wide (held by Belmar, Estria):
            met. The status depends on the reading (sem 21)
  Window    what counts in time begins 10 Mar 2025 00:00 Europe/Lisbon
            (2025-03-10T00:00:00Z) and ends before 18 Mar 2025 00:00
            Europe/Lisbon (2025-03-18T00:00:00Z)
  Due       by the end of day 8: 17 Mar 2025 23:59:59 Europe/Lisbon
            (2025-03-17T23:59:59Z)
            day 1 is 10 Mar 2025, the day of entry into force
  Done      15 Mar 09:00, by the report that completes it
  Figures   needed once; accepted, verified by mechanism: 1; possible at most: 1
            mechanism alone: at least 1, met
  Counted   m5: Joint mechanism, 15 Mar 09:00, done
  Not       done by another, or it is not said by whom: m3, m1
            at another place, or it is not said where: m2
  Rests on  m5: these alone give the same status
  Change    It would no longer be met if the reports it rests on were retracted,
            or amended to less than what is needed.

$ truce check tests/step/agreement.truce --coverage | tail -n 7
         not attack in ZONE from signature`

7 clauses: 7 formal, 0 judged, 0 declaratory
6 findings to mend or waive before signature, 8 to consider

Not evaluated:
  1.3  `chosen by`: what is chosen is said in words, and takes no report out of a count

