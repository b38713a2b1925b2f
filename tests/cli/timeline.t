# truce timeline and truce follow.

$ truce timeline examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl --from 'day 7' --to 'day 9'
Gaza, phase 1 of the agreement of January 2025

day 7  Saturday 25 Jan 2025
  due: b2.1 step 2, b2.2, b10.1, b10.2
  ▲ b1.1 overall (Israel): none reported → reported
  ● b2.1 step 2 (Hamas): running → met, by g03 (press), g58 (press), g14 (press)
  ● b2.2 (Hamas): running → met, by g03 (press), g58 (press), g14 (press)
  ● b3.1 2 (Israel): met, by g15b (press), g15c (press), g15d (press)
  ● b3.2 2 (Israel): met, by g15c (press), g15d (press)
  · b10.1 (Israel): waiting → running
  · b10.2 (Israel): waiting → running, by g17 (press)
  · b10.3 (Israel): waiting → running
  ◔ b13.1 2025-01-24: running → partly, by g13 (un), g32 (un), g10 (un)
  ○ not reported: b1.2 2025-01-24, b13.2 2025-01-24, b13.3 2025-01-24
    Press: Hamas has released 4 female soldier, Gaza: Female soldiers, alive;
      Gaza City; day 7. [g14]
    Israel Prison Service: Israel has released 200 prisoner in all: 4 x 50. West
      Bank, Egypt and Gaza; about 70 were sent to Egypt. [g15a]
    Press: Israel has released 200 prisoner in all: In the words of the outlet,
      in its headline. [g15b]
    Reuters: Israel has released 121 life sentence in all: Reports based on
      Reuters. [g15c]
    Associated Press: Israel has released 120 life sentence in all: Reports
      based on AP. [g15d]
    Israel stated, on b2.1: States that one named captive was not in the group
      released. [g16a]
    Israel gave notice, on b10.2: The return north is not opened on day 7,
      because one named captive was not in the group released. [g16b]
    Press: Israel has not permitted return north on foot: The opening of the
      return route north is withheld; Netzarim. [g17]
    Hamas stated, on b10.2: States that Israel delays the return north. [g18]
    medical sources: Israel Defense Forces has attacked, Gaza: One person killed
      near Bureij camp. [g19]

day 8  Sunday 26 Jan 2025
  ○ b10.1 (Israel): running → not reported
  ○ b10.2 (Israel): running → not reported, by g17 (press)
  ○ not reported: b1.2 2025-01-25, b13.1 2025-01-25, b13.2 2025-01-25, b13.3
      2025-01-25

day 9  Monday 27 Jan 2025
  ◑ b10.1 (Israel): not reported → met late, by g20a (press)
  ◑ b10.2 (Israel): not reported → met late, by g17 (press), g20b (press)
  ○ not reported: b1.2 2025-01-26, b13.1 2025-01-26, b13.2 2025-01-26, b13.3
      2025-01-26
    Press: Israel Defense Forces has withdrawn, Rashid road, western end of
      Netzarim: Most troops, western Netzarim; due on day 7 (25 January). [g20a]
    Press: Israel has permitted at least 1 return north on foot: The return
      north begins. [g20b]

$ truce timeline examples/harbour/agreement.truce examples/harbour/reports.jsonl --clause 3.1
Harbour truce

day 1  Monday 10 Mar 2025
  · 3.1 (Ardania): waiting → running

day 2  Tuesday 11 Mar 2025
  due: 3.1
  ◑ 3.1 (Ardania): running → met late, by mech-01 (mechanism)
    Ardania: Ardania has withdrawn, Northern quays [ardania-02]
    Joint mechanism: Ardania has withdrawn, Northern quays: The last vehicle
      left the quays. [mech-01]

$ truce timeline examples/harbour/agreement.truce examples/harbour/reports.jsonl --from 2025-03-11 --to 2025-03-11 --format json
{
 "agreement": "Harbour truce",
 "days": [
  {
   "date": "2025-03-11",
   "day": 2,
   "due": [
    {
     "clause": "2.3",
     "instance": "1"
    },
    {
     "clause": "3.1",
     "instance": ""
    }
   ],
   "changes": [
    {
     "clause": "2.3",
     "instance": "1",
     "bearer": "ardania",
     "from": "running",
     "to": "met",
     "reports": [
      "icrc-02"
     ],
     "cause": null
    },
    {
     "clause": "3.1",
     "instance": "",
     "bearer": "ardania",
     "from": "running",
     "to": "met late",
     "reports": [
      "mech-01"
     ],
     "cause": null
    },
    {
     "clause": "4.1",
     "instance": "2025-03-11",
     "bearer": "ardania",
     "from": null,
     "to": "met",
     "reports": [
      "un-0311",
      "un-0311-fuel"
     ],
     "cause": null
    },
    {
     "clause": "4.2",
     "instance": "2025-03-11",
     "bearer": "ardania",
     "from": null,
     "to": "met",
     "reports": [
      "un-0311-fuel"
     ],
     "cause": null
    },
    {
     "clause": "5.1",
     "instance": "2025-03-10",
     "bearer": "ardania",
     "from": "running",
     "to": "not reported",
     "reports": [],
     "cause": null
    }
   ],
   "reports": [
    "belmar-01",
    "un-0311",
    "un-0311-fuel",
    "icrc-02",
    "ardania-02",
    "mech-01"
   ]
  }
 ]
}

$ truce timeline examples/harbour/agreement.truce examples/harbour/reports.jsonl --from 'day 3' --to nonsense
truce timeline: --to: "nonsense" is no time: 'nonsense' is not a date or time
  hint: write a date, as 2025-01-19, or a date and time, as 2025-01-19T08:30 or 2025-01-19T08:30:00+02:00
? 2

# What the last reports change.
$ head -n 15 examples/harbour/reports.jsonl > $T/first; tail -n +16 examples/harbour/reports.jsonl | head -n 6 > $T/next; truce follow --once examples/harbour/agreement.truce $T/first $T/next
16 Mar  ▲ 1.1 overall (Ardania): none reported → reported, through belmar-02
16 Mar  ▲ 1.1 2025-03-10 (Ardania): none reported → reported, through belmar-02
16 Mar  ◇ 4.1 2025-03-13 (Ardania): not reported → reported, not verified, through un-0313, ardania-04
16 Mar  ○ 4.1 2025-03-14 (Ardania): running → not reported
16 Mar  ● 4.1 2025-03-15 (Ardania): waiting → met, through un-0315
16 Mar  ● 4.1 2025-03-16 (Ardania): waiting → met, through un-0316
16 Mar  ○ 4.2 2025-03-14 (Ardania): running → not reported
16 Mar  ○ 4.2 2025-03-15 (Ardania): waiting → not reported
16 Mar  ○ 4.3 2025-03-14 (Ardania): running → not reported
16 Mar  ○ 4.3 2025-03-15 (Ardania): waiting → not reported
16 Mar  ○ 5.1 2025-03-14 (Ardania): running → not reported
16 Mar  ○ 5.1 2025-03-15 (Ardania): waiting → not reported

$ head -n 15 examples/harbour/reports.jsonl > $T/first; tail -n +16 examples/harbour/reports.jsonl | head -n 2 > $T/next; truce follow --once --format json examples/harbour/agreement.truce $T/first $T/next
{"at":"2025-03-14T23:59:59Z","clause":"4.1","instance":"2025-03-13","bearer":"ardania","from":"not reported","to":"partly","reports":[],"cause":"un-0313","causes":["un-0313"]}

# A batch names the records that changed a row, not the last that might have; of
# a long one, how many were read together.
$ R='{"type":"report","source":"un","kind":"event","act":"enter","actor":"ardania","item":"truck","place":"harbour"'; for i in $(seq 64); do echo "$R,\"id\":\"x$i\",\"quantity\":1,\"occurred\":\"2025-03-14T10:00\"}"; done > $T/many; for i in $(seq 65 70); do echo "$R,\"id\":\"x$i\",\"quantity\":20,\"occurred\":\"2025-03-15T10:00\"}"; done >> $T/many; head -n 17 examples/harbour/reports.jsonl > $T/first; truce follow --once examples/harbour/agreement.truce $T/first $T/many --clause 4.1; truce follow --once --format json examples/harbour/agreement.truce $T/first $T/many --clause 4.1
15 Mar 10:00  ● 4.1 2025-03-14 (Ardania): running → met, through x60
15 Mar 10:00  ● 4.1 2025-03-15 (Ardania): waiting → met, through some of 6 records
{"at":"2025-03-15T10:00:59Z","clause":"4.1","instance":"2025-03-14","bearer":"ardania","from":"running","to":"met","reports":[],"cause":"x60","causes":["x60"]}
{"at":"2025-03-15T10:00:59Z","clause":"4.1","instance":"2025-03-15","bearer":"ardania","from":"waiting","to":"met","reports":[],"cause":null,"causes":[],"among":6}

# As it grows: lines in three pieces, one of them cut in the middle of a line;
# then the file is replaced by a shorter one.
$ sh tests/follow-grows $T
11 Mar 11:00  · 3.1 (Ardania): waiting → running, through sig-belmar
11 Mar  ◑ 3.1 (Ardania): running → met late, through ardania-02, mech-01
11 Mar  ◇ 3.1 (Ardania): met late → reported, not verified
grows was replaced: it is read again from its beginning, and what it no longer holds no longer counts

$ truce follow --once examples/harbour/agreement.truce examples/harbour/none.jsonl
truce follow: examples/harbour/none.jsonl: cannot open: No such file or directory
? 3

# No party is another one to the program.
$ tests/party-symmetry | tail -n 1 | grep -c ' 0 failed'
1
