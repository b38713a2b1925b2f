# truce explain: one obligation, taken apart.

$ truce explain examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl b13.1 2025-01-24
b13.1  Gaza, phase 1 of the agreement of January 2025, line 174
  |   b13.1 600 truck shall enter into gaza from day 1 until end of one each day
  |          source "[16] [17]"
  |          note "Every day of the ceasefire. No bearer and no counter is
             stated."

  Meaning   nobody who is named owes: at least 600 aid truck entered into Gaza,
            each day, from day 1, until the end of Phase 1. Accepted: what 1 of
            United Nations (OCHA), World Health Organization, European Union and
            Press confirm.
  Source    [16] [17]
  Note      Every day of the ceasefire. No bearer and no counter is stated.

◔ b13.1 2025-01-24: partly
  Because   the due time has passed and less than the need is reported; nobody
            who could close it has done so
  Window    what counts in time begins 24 Jan 2025 00:00 Africa/Cairo
            (2025-01-23T22:00:00Z) and ends before 25 Jan 2025 00:00
            Africa/Cairo (2025-01-24T22:00:00Z)
  Due       the end of that civil day: 24 Jan 2025 23:59:59 Africa/Cairo
            (2025-01-24T21:59:59Z)
            day 1 is 19 Jan 2025, the day of entry into force
  Figures   needed 600 truck; accepted, confirmed by 1 of (un, who, eu, press):
            339; possible at most: 339
            un alone: 339 of 600, partly met
            gmo alone: 0 to 8,500 of 600, not reported
  Counted   g13: United Nations (OCHA), 19 Jan to 24 Jan, at least 4,201, by way
            of Reuters
            g32: United Nations (OCHA), 19 Jan to 6 Feb, at least 10,001. OCHA:
            in two weeks.
            g10: United Nations (OCHA), 24 Jan, 339, by way of Reuters. OCHA,
            citing Israel and the guarantors.
  Not       before the time that counts: g07, g08, g09
            about another item: g36a, g36b, g43
            not of a source that the standard accepts: g33, g34
            says nothing that decides: g35
  Rests on  g10: these alone give the same status
  Change    Met, by 261 truck more, stated by 1 of United Nations (OCHA), World
            Health Organization, European Union, Press, as done by the due time;
            met late, as done after it. Nobody is named who could close it, so
            no report makes it unmet.

# Return north: the deadline, what completed it, and the reason that was given.
$ truce explain examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl b10.2
b10.2  Gaza, phase 1 of the agreement of January 2025, line 150
  |   b10.2 israel shall permit return_on_foot after b2.2 is met on day 7
  |          source "[14]"
  |          note "Unarmed and unsearched."

  Meaning   Israel owes: to permit return north on foot, by the end of day 7,
            only after b2.2 is met. Accepted: what 1 of United Nations (OCHA),
            World Health Organization, European Union and Press confirm.
  Source    [14]
  Note      Unarmed and unsearched.

◑ b10.2, Israel: met late
  Because   what is accepted reaches the need, but not by the due time; the duty
            survives its deadline; invoked
  Window    what counts in time begins 19 Jan 2025 00:00 Africa/Cairo
            (2025-01-18T22:00:00Z) and ends before 26 Jan 2025 00:00
            Africa/Cairo (2025-01-25T22:00:00Z)
  Due       by the end of day 7: 25 Jan 2025 23:59:59 Africa/Cairo
            (2025-01-25T21:59:59Z)
            day 1 is 19 Jan 2025, the day of entry into force
  Done      27 Jan, by the report that completes it
  Figures   needed once; accepted, confirmed by 1 of (un, who, eu, press): 1;
            possible at most: 1
            press alone: at least 1, met late
  Counted   g17: Press, 25 Jan, not done, by way of AP. The opening of the
            return route north is withheld; Netzarim.
            g20b: Press, 27 Jan, done, by way of JPost. The return north begins.
  Rests on  g20b: these alone give the same status
            invoked by Israel, 25 Jan [g16b]: The return north is not opened on
              day 7, because one named captive was not in the group released.
            stated by Hamas, 25 Jan [g18]: States that Israel delays the return
              north.
  Change    It would be met in time if an accepted report placed its completion
            at or before the due time.

# A step of a timetable.
$ truce explain examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl b2.1 2
b2.1  Gaza, phase 1 of the agreement of January 2025, line 82
  |   b2.1 hamas shall release hostage in steps (3 on day 1, 4 on day 7, 3 on
      day 14, 3 on day 21,
  |                   3 on day 28, 3 on day 35, 14 by end of one)
  |         source "[1] [5] [6]; timetable [7]; the last 14 in the last week
            [K]"
  |         note "33 in all. Differs: at least 3 a week [8]."

  Meaning   Hamas owes: at least 33 hostage of the 33 released, in steps: 3 by
            the end of day 1, 4 by the end of day 7, 3 by the end of day 14, 3
            by the end of day 21, 3 by the end of day 28, 3 by the end of day
            35, 14 by the end of Phase 1. Accepted: what 1 of United Nations
            (OCHA), World Health Organization, European Union and Press confirm.
  Source    [1] [5] [6]; timetable [7]; the last 14 in the last week [K]
  Note      33 in all. Differs: at least 3 a week [8].

● b2.1 step 2, Hamas: met
  Because   what is accepted reaches the need in time
  Window    what counts in time begins 19 Jan 2025 00:00 Africa/Cairo
            (2025-01-18T22:00:00Z) and ends before 26 Jan 2025 00:00
            Africa/Cairo (2025-01-25T22:00:00Z)
  Due       by the end of day 7: 25 Jan 2025 23:59:59 Africa/Cairo
            (2025-01-25T21:59:59Z)
            day 1 is 19 Jan 2025, the day of entry into force
  Done      25 Jan, by the report that completes it
  Figures   needed 4 person, beyond the 3 that earlier instances or clauses use
            (sem 8); accepted, confirmed by 1 of (un, who, eu, press): 4;
            possible at most: 4
            press alone: at least 4 of 4, met late
  Counted   g58: BBC, 19 Jan to 27 Feb, 33, by way of Newser. 25 living, 8 dead.
            g14: Press, 25 Jan, 4, by way of Reuters, Asharq Al-Awsat. Female
            soldiers, alive; Gaza City; day 7.
  Not       about another item: g04, g15a, g15b, g15c, g15d
            used up by earlier instances: g03
  Rests on  g03, g14: these alone give the same status
            stated by Israel, 25 Jan [g16a]: States that one named captive was
              not in the group released.
  Change    It would no longer be met if the reports it rests on were retracted,
            or amended to less than what is needed.

# The object that was not valid.
$ truce explain examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl b2.3
b2.3  Gaza, phase 1 of the agreement of January 2025, line 89
  |   b2.3 hamas shall release 8 hostage of body by end of one validated by
      israel
  |         source "[K]"
  |         note "The published terms give no number of the dead; 8 is that of
            the record. That "
  |              "the receiving side identifies a body is [K]."

  Meaning   Hamas owes: at least 8 body (hostage of the 33) released, by the end
            of Phase 1. Accepted: what 1 of United Nations (OCHA), World Health
            Organization, European Union and Press confirm. Validated by Israel.
  Source    [K]
  Note      The published terms give no number of the dead; 8 is that of the
            record. That the receiving side identifies a body is [K].

◇ b2.3, Hamas: reported, not verified
  Because   the need is reported as reached, but not by whom the standard
            accepts, and nobody states otherwise
  Window    what counts in time begins 19 Jan 2025 00:00 Africa/Cairo
            (2025-01-18T22:00:00Z) and ends before 2 Mar 2025 00:00 Africa/Cairo
            (2025-03-01T22:00:00Z)
  Due       by the end of Phase 1: 1 Mar 2025 23:59:59 Africa/Cairo
            (2025-03-01T21:59:59Z)
  Figures   needed 8 person; accepted, confirmed by 1 of (un, who, eu, press):
            3; possible at most: 8
            press alone: at least 3 of 8, reported, not verified
  Counted   g49: Press, 20 Feb, 3, by way of Al Jazeera, IFP. Khan Younis; the
            handover of week 5.
            g51: Press, 21 Feb, 0 to 1, by way of Reuters. That of the agreed
            person, delivered the next day.
            g55: Press, 26 Feb, 0 to 4, by way of Reuters. Night of 26 to 27
            February, no ceremony.
  Not       about another item: g03, g04, g58, g14, g15a, g15b, g15c, g15d,
            g21a, g21b, g21c, g22, g24a, g24b, g24c, g24d, g24e, g27a, g27b,
            g28a and 19 more
  Rests on  g49, g51, g55: these alone give the same status
            assessed by Israel Defense Forces, 20 Feb [g50]: valid 3, not valid
              1: States that one body is not that of the agreed person. That the
              other three are is not said in so many words.
  Change    Met, by 5 person more, stated by 1 of United Nations (OCHA), World
            Health Organization, European Union, Press, as done by the due time;
            met late, as done after it. Nobody is named who could close it, so
            no report makes it unmet.

# Two readings, each with its holder.
$ truce explain examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl b17.1
b17.1  Gaza, phase 1 of the agreement of January 2025, line 217
  |   b17.1 reading ends held by israel:
  |            "With its 42 days phase 1 is over; there is no passage by
               itself." declaratory
  |          reading continues held by hamas:
  |            "All measures of phase 1 continue as long as talks on phase 2 go
               on." judged by cairo
  |            source "[1] [2]; both readings as stated on 2 March 2025 [21]"

  Meaning   (reading ends, held by Israel): Declaratory: "With its 42 days phase
            1 is over; there is no passage by itself."

  b17.1: declaratory
  Because   there is nothing to decide
  Readings  ends (held by Israel): declaratory; continues (held by Hamas): not
            judged. The status depends on the reading (sem 21)
            announced by Israel, 2 Mar [g60a]: The entry of goods and supplies
              stops: phase 1 is over, there is no passage by itself.
            stated by Hamas, 2 Mar [g60b]: States that this is a breach: the
              measures of phase 1 continue while talks last.

b17.1  Gaza, phase 1 of the agreement of January 2025, line 219
  |   b17.1 reading ends held by israel:
  |            "With its 42 days phase 1 is over; there is no passage by
               itself." declaratory
  |          reading continues held by hamas:
  |            "All measures of phase 1 continue as long as talks on phase 2 go
               on." judged by cairo
  |            source "[1] [2]; both readings as stated on 2 March 2025 [21]"

  Meaning   (reading continues, held by Hamas): Judged by Coordination centre in
            Cairo: "All measures of phase 1 continue as long as talks on phase 2
            go on."
  Source    [1] [2]; both readings as stated on 2 March 2025 [21]

~ b17.1: not judged
  Because   the named body has not decided
  Readings  ends (held by Israel): declaratory; continues (held by Hamas): not
            judged. The status depends on the reading (sem 21)
  Change    A finding of Coordination centre in Cairo on this clause.

# A deadline after another clause.
$ truce explain examples/harbour/agreement.truce examples/harbour/reports.jsonl 3.1
3.1  Harbour truce, line 59
  |   3.1 ardania shall withdraw from north within 24 hours after 2.1 is met
      verified by mechanism

  Meaning   Ardania owes: to withdraw from Northern quays (all of it), within 24
            hours after 2.1 is met. Accepted: what Joint mechanism verifies.

◑ 3.1, Ardania: met late
  Because   what is accepted reaches the need, but not by the due time; the duty
            survives its deadline
  Window    what counts in time begins 10 Mar 2025 08:05 Europe/Lisbon
            (2025-03-10T08:05:00Z) and ends before 11 Mar 2025 15:31
            Europe/Lisbon (2025-03-11T15:31:00Z)
  Due       within 24 hours after 2.1 is met: 11 Mar 2025 15:30:59 Europe/Lisbon
            (2025-03-11T15:30:59Z); it may be as early as 11 Mar 2025 15:30
            Europe/Lisbon (2025-03-11T15:30:00Z)
  Done      11 Mar 20:15, by the report that completes it
  Figures   needed once; accepted, verified by mechanism: 1; possible at most: 1
            ardania alone: at least 1, met
            mechanism alone: at least 1, met
  Counted   mech-01: Joint mechanism, 11 Mar 20:15, done. The last vehicle left
            the quays.
  Not       not of a source that the standard accepts: ardania-02
  Rests on  mech-01: these alone give the same status
  Change    It would be met in time if an accepted report placed its completion
            at or before the due time.

# A prohibition binds each.
$ truce explain examples/harbour/agreement.truce examples/harbour/reports.jsonl 1.1 overall --bearer ardania
1.1  Harbour truce, line 43
  |   1.1 ardania, belmar shall not attack in harbour throughout verified by
      mechanism
  |        exception self_defence "self-defence", notified within 24 hours,
           decided by mechanism

  Meaning   Ardania and Belmar, each for itself, must not attack in Harbour
            district, until the end of the agreement. Accepted: what Joint
            mechanism verifies. Exception that may be invoked: self-defence,
            notified within 24 hours, decided by Joint mechanism.

▲ 1.1 overall, Ardania: reported
  Because   somebody reports it; it is neither admitted nor found; contested
  Window    what counts in time begins 10 Mar 2025 08:05 Europe/Lisbon
            (2025-03-10T08:05:00Z) and ends before 9 May 2025 00:00
            Europe/Lisbon (2025-05-08T23:00:00Z)
  Due       none
  Figures   found or admitted, verified by mechanism: 0; reported at most: 1
            belmar alone: at least 1, reported
  Counted   no report
  Not       done by another, or it is not said by whom: mech-02
            not of a source that the standard accepts: belmar-02
  Rests on  belmar-02: these alone give the same status
            disputed by Ardania, 14 Mar 22:40 [ardania-05]: No unit of ours was
              on the breakwater.
            stated by Joint mechanism, 14 Mar 22:40 [mech-02]: Casings were
              found; who fired could not be established.
  Change    Found, by a finding of the body that the clause names; admitted, by
            a statement of the bearer. A complete count of none shows who
            looked; it is no finding that nothing happened.

# An exchange.
$ truce explain examples/harbour/agreement.truce examples/harbour/reports.jsonl 2.3 4
2.3  Harbour truce, line 52
  |   2.3 for each captive handed over by belmar
  |        ardania shall release prisoner at 3 for civilian, 5 for soldier
           within 24 hours
  |        verified by icrc

  Meaning   For each captive handed over by Belmar, Ardania owes: prisoner
            released, 3 for each civilian and 5 for each soldier, within 24
            hours after that. Accepted: what International Committee of the Red
            Cross verifies.

· 2.3 4, Ardania: running
  Because   the need is not reached and the due time has not passed, or there is
            none
  Window    what counts in time begins 10 Mar 2025 08:05 Europe/Lisbon
            (2025-03-10T08:05:00Z) and ends before 26 Mar 2025 16:01
            Europe/Lisbon (2025-03-26T16:01:00Z)
  Due       within 24 hours after that: 26 Mar 2025 16:00:59 Europe/Lisbon
            (2025-03-26T16:00:59Z); it may be as early as 26 Mar 2025 16:00
            Europe/Lisbon (2025-03-26T16:00:00Z)
  Figures   needed 5 person, beyond the 69 that earlier instances or clauses use
            (sem 8); accepted, verified by icrc: 0; possible at most: 0
            icrc alone: no figure of 5, running
  Counted   no report
  Not       not of a source that the standard accepts: belmar-01
            used up by earlier instances: icrc-02, icrc-04, icrc-06
  Change    Met, by 5 person more, stated by International Committee of the Red
            Cross.

# Many instances: a list.
$ truce explain examples/harbour/agreement.truce examples/harbour/reports.jsonl 4.1
4.1  Harbour truce, line 63
  |   4.1 ardania shall admit at least 60 truck into harbour from day 1 each day
      counted by un

  Meaning   Ardania owes: at least 60 aid truck entered by anybody into Harbour
            district, each day, from day 1, until the end of the agreement.
            Accepted: what United Nations agencies counts.

      10 Mar 17 Mar 24 Mar 31 Mar 7 Apr  14 Apr 21 Apr 28 Apr
      day 1  8      15     22     29     36     43     50
                     ▼
  4.1 ●●◔◇○●●●✕●○○○○○·

· 1 running  ● 6 met  ◇ 1 reported, not verified  ◔ 1 partly met  ✕ 1 unmet
○ 6 not reported

Met (6)
  ● 4.1  Ardania: enter 60 aid truck, Harbour district              6 of 16 days
      10 Mar to 11 Mar; 15 Mar to 17 Mar; 19 Mar: 64, 71, 66, 60, 68, 75

Partly (1)
  ◔ 4.1  Ardania: enter 60 aid truck, Harbour district              1 of 16 days
      12 Mar  ardania   61 of 60  met  ardania-03
      12 Mar  un        52 of 60  partly met  un-0312b
      accounts differ in status

Reported, not verified (1)
  ◇ 4.1  Ardania: enter 60 aid truck, Harbour district              1 of 16 days
      13 Mar  ardania   63 of 60  met  ardania-04
      13 Mar  un        20 of 60  partly  un-0313

Unmet (1)
  ✕ 4.1  Ardania: enter 60 aid truck, Harbour district              1 of 16 days
      18 Mar  un        0 of 60  unmet  un-0318
      invoked by Ardania, 18 Mar [ardania-06]: Storm: the harbour was closed by
        the pilots.

Not reported (6)
  ○ 4.1  Ardania: enter 60 aid truck, Harbour district              6 of 16 days
      14 Mar; 20 Mar to 24 Mar

Running or waiting (1)
  · 4.1  Ardania: enter 60 aid truck, Harbour district              1 of 16 days

Name an instance to have it explained: truce explain ... 4.1 INSTANCE

$ truce explain examples/harbour/agreement.truce examples/harbour/reports.jsonl 3.1 --format json
{
 "clause": "3.1",
 "line": 59,
 "text": "  3.1  ardania shall withdraw from north within 24 hours after 2.1 is met verified by mechanism",
 "meaning": "Ardania owes: to withdraw from Northern quays (all of it), within 24 hours after 2.1 is met. Accepted: what Joint mechanism verifies.",
 "source": "",
 "note": "",
 "instances": [
  {
   "obligation": {
    "clause": "3.1",
    "instance": "",
    "bearer": "ardania",
    "standard": "verified by mechanism",
    "status": "met late",
    "sure": 1,
    "possible": 1,
    "accounts_differ": false,
    "contested_on": null,
    "accounts": {
     "ardania": {
      "due": "2025-03-11T23:59:59Z",
      "status": "met",
      "done": 1,
      "required": 1,
      "unit": "",
      "reports": [
       "ardania-02"
      ],
      "done_at_most": null,
      "possible": 1,
      "arises": true
     },
     "mechanism": {
      "due": null,
      "status": "met",
      "done": 1,
      "required": 1,
      "unit": "",
      "reports": [
       "mech-01"
      ],
      "done_at_most": null,
      "possible": 1,
      "arises": true
     }
    },
    "article": "3",
    "kind": "duty",
    "required": 1,
    "before": 0,
    "unit": "",
    "due": "2025-03-11T15:30:59Z",
    "due_from": "2025-03-11T15:30:00Z",
    "window_from": "2025-03-10T08:05:00Z",
    "window_to": "2025-03-11T15:31:00Z",
    "met_from": "2025-03-11T20:15:00Z",
    "met_to": "2025-03-11T20:16:00Z",
    "marks": [],
    "waits_for": null,
    "reports": [
     "mech-01"
    ]
   },
   "because": "what is accepted reaches the need, but not by the due time; the duty survives its deadline",
   "due_as_written": "within 24 hours after 2.1 is met",
   "considered": [
    {
     "id": "ardania-02",
     "source": "ardania",
     "account": "ardania",
     "outcome": "standard",
     "from": "2025-03-11T15:10:00Z",
     "to": "2025-03-11T15:11:00Z",
     "at_least": 1,
     "at_most": 1,
     "why": "not of a source that the standard accepts"
    },
    {
     "id": "mech-01",
     "source": "mechanism",
     "account": "mechanism",
     "outcome": "counted",
     "from": "2025-03-11T20:15:00Z",
     "to": "2025-03-11T20:16:00Z",
     "at_least": 1,
     "at_most": 1
    }
   ],
   "minimal": [
    "mech-01"
   ],
   "change": "It would be met in time if an accepted report placed its completion at or before the due time.",
   "statements": []
  }
 ]
}

# Without reports.
$ truce explain examples/kumanovo-1999/agreement.truce 2.1
2.1  Military Technical Agreement, Kumanovo 1999, line 44
  |   2.1 fry, serbia shall vacate zone_3 within 1 day verified by kfor
  |        source "[B] [C]"
  |        note "Vacated first to show compliance; 2.4 asks for the whole of it
           by the eleventh "
  |             "day."

  Meaning   Federal Republic of Yugoslavia and Republic of Serbia, each for
            itself, owe: to vacate Zone 3 (all of it), within 1 day after entry
            into force. Accepted: what International security force (KFOR)
            verifies.
  Source    [B] [C]
  Note      Vacated first to show compliance; 2.4 asks for the whole of it by
            the eleventh day.

· 2.1, Federal Republic of Yugoslavia: waiting
  Because   it has not begun, or what it depends on is not there yet
  Window    not known: the agreement is not in force
  Figures   needed once; accepted, verified by kfor: 0; possible at most: 0
  Counted   no report

· 2.1, Republic of Serbia: waiting
  Because   it has not begun, or what it depends on is not there yet
  Window    not known: the agreement is not in force
  Figures   needed once; accepted, verified by kfor: 0; possible at most: 0
  Counted   no report

$ truce explain examples/harbour/agreement.truce examples/harbour/reports.jsonl
truce explain: the clause to explain is missing
  hint: for instance: truce explain AGREEMENT REPORTS 4.1
? 2

$ truce explain examples/harbour/agreement.truce examples/harbour/reports.jsonl 3.2
truce explain: there is no clause "3.2" in examples/harbour/agreement.truce
  hint: did you mean 1.2?
? 2

$ truce explain examples/harbour/agreement.truce examples/harbour/reports.jsonl 4.1 2025-03-1
truce explain: clause 4.1 has no instance "2025-03-1"
  hint: did you mean '2025-03-10'?
? 2

$ truce explain examples/harbour/agreement.truce examples/harbour/report.jsonl 4.1 2025-03-10
truce explain: "examples/harbour/report.jsonl" is not a file
  hint: reports are files; then come one clause and one instance
? 2

# Sources that come to different totals: each alone. A range leaves a range, a part or "at least" leaves no more than.

$ o='"type":"report","act":"hand_over","actor":"belmar","to":"icrc","occurred":"2025-03-10T12:00"'; (head -n 2 examples/harbour/reports.jsonl; printf '{%s,%s}\n' "$o" '"id":"q1","source":"icrc","item":"captive","quantity":3' "$o" '"id":"q2","source":"ardania","item":"captive","quantity":{"between":[4,6]}' "$o" '"id":"q3","source":"mechanism","item":"captive.soldier","quantity":2' "$o" '"id":"q4","source":"belmar","item":"captive","quantity":{"at_least":9}' "$o" '"id":"q5","source":"un","item":"captive","quantity":{"between":[7,9]},"label":"from a distance","note":"Seen at dusk."' "$o" '"id":"q6","source":"un","item":"captive","quantity":10') | truce explain examples/harbour/agreement.truce - 2.1 | sed -n '/^  Alone/,/never added/p'
  Alone     International Committee of the Red Cross, 10 Mar 12:00: 3 of 8;
            alone it leaves 5 [q1]
            Ardania, 10 Mar 12:00: 4 to 6 of 8; alone it leaves 2 to 4 [q2]
            Joint mechanism, 10 Mar 12:00: 2 soldier of 8; alone it leaves at
            most 6 [q3]
            Belmar, 10 Mar 12:00: at least 9 of 8; alone at least 1 beyond [q4]
            United Nations agencies, 10 Mar 12:00: 7 to 9 of 8; alone it leaves
            at most 1; states "from a distance": Seen at dusk. [q5]
            United Nations agencies, 10 Mar 12:00: 10 of 8; alone 2 beyond [q6]
            Figures of different sources are never added.
