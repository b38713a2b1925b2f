# An incident from two allegations to an adopted finding, its follow-up and its
# end; and at each step what is refused.

$ truce init $T/h.case --origin mediators.example/harbour examples/harbour/agreement.truce > $T/out && truce record add $T/h.case examples/harbour/reports.jsonl && truce evidence add $T/h.case tests/media/camera.png > $T/out
36 entered; the log has 40 entries

# Two parties report, each against the other, within ten minutes.
$ truce incident report $T/h.case --by duty-1 --source belmar --act attack --actor ardania --place harbour --occurred 2025-03-20T21:10 --how-known heard --note "Two shots." --recorded 2025-03-20T22:00
entry 42: rep-1

$ truce incident report $T/h.case --by duty-1 --source ardania --act attack --actor belmar --place north --occurred 2025-03-20T21:20 --reported 2025-03-20T22:10 --note "One shot from the quay." --recorded 2025-03-20T22:30
entry 43: rep-2

# The mechanism itself was kept out: a report of its own kind.
$ truce incident report $T/h.case --by monitor-2 --source mechanism --denied-by ardania --place harbour --occurred 2025-03-21T09:00 --note "patrol to the breakwater" --recorded 2025-03-21T10:00
entry 44: rep-3

$ truce incident report $T/h.case --by monitor-2 --source mechanism --denied-by ardania --occurred 2025-03-21T09:00 --note "patrol"
truce incident: where access was denied is missing
  hint: a zone of the agreement
? 3

# "It attacked, and denied access" never becomes "it did not attack".
$ truce incident report $T/h.case --by duty-1 --source belmar --act attack --actor ardania --denied-by ardania --place harbour --occurred 2025-03-21T09:00 --note "Two shots."
truce incident: two things in one report: attack, and that access was denied
  hint: leave the act out here, and report it by itself
? 3

$ truce incident report $T/h.case --by duty-1 --source belmar --actor ardania --denied-by ardania --place harbour --occurred 2025-03-21T09:00 --note "A patrol."
truce incident: ardania denied access to itself
  hint: who acts is here who was kept out; without it, the source
? 3

$ truce incident report $T/h.case --by monitor-2 --source mechanism --act atack --occurred 2025-03-21T09:00
truce incident: act: "atack" is not an act of this agreement
  hint: did you mean "attack"?
? 3

$ truce incident report $T/h.case --source mechanism --act attack --occurred 2025-03-21T09:00
truce incident: the account of who does it is missing
  hint: for instance duty-1: letters, digits and . _ - only; no person's name
? 3

$ truce incident report $T/h.case --by "Jane Doe" --source mechanism --act attack --occurred 2025-03-21T09:00
truce incident: "Jane Doe" is no name of an account
  hint: for instance duty-1: letters, digits and . _ - only; no person's name
? 3

$ truce incident list $T/h.case
at 25 Mar 16:00
reports, as made: Ardania 1, Belmar 2, Joint mechanism 1
incidents: 3 alleged, 0 open, 0 assigned, 1 verified, 0 found, 0 follow-up, 0 closed
assessed: 0 verified, 1 unclear, 0 not confirmed; findings adopted: 0; access denied: 1; past a deadline: 0

rep-3  alleged  access denied, Harbour district, 21 Mar 09:00
    named in reports: Ardania; waits for Joint mechanism to take up

rep-2  alleged  attack, Northern quays, 20 Mar 21:20
    perhaps clause 1.1; named in reports: Belmar; waits for Joint mechanism to take up

rep-1  alleged  attack, Harbour district, 20 Mar 21:10
    perhaps clause 1.1; named in reports: Ardania; waits for Joint mechanism to take up

inc-1  verified  attack, Harbour district, 14 Mar 22:40
    clause 1.1; named in reports: Ardania; waits for Joint mechanism to decide

# Whether both speak of one event a person decides.
$ truce incident show $T/h.case rep-1
at 25 Mar 16:00

rep-1  alleged  attack, Harbour district, 20 Mar 21:10
    perhaps clause 1.1; named in reports: Ardania; waits for Joint mechanism to take up

  20 Mar 22:00  reported (duty-1)
    Belmar: Ardania has attacked, Harbour district: Two shots. [rep-1]

how long it took
  reported   20 Mar 22:00, after 0 h 50 min
  recorded   20 Mar 22:00, after 0 h 00 min
  waits for Joint mechanism to take up, since 4 d 18 h

perhaps the same event; a person decides
  rep-2: same act, time and place

$ truce incident verify $T/h.case rep-1 --by verifier-1 --verified yes
truce incident: rep-1 is a report that nobody took up as an incident
  hint: group it first, if alone
? 3

$ truce incident group $T/h.case rep-1 rep-9 --by duty-1
truce incident: there is no report "rep-9"
  hint: truce incident list CASE shows them
? 3

$ truce incident group $T/h.case rep-1 --by duty-1 --recorded 2025-03-21T08:00
entry 45: inc-2

$ truce incident group $T/h.case rep-2 --into inc-2 --by duty-1 --recorded 2025-03-21T08:05
entry 46: grp-1

# Once more is no step.
$ truce incident group $T/h.case rep-2 --into inc-2 --by duty-1
truce incident: rep-2 is of the incident inc-2 already
? 3

$ truce incident group $T/h.case rep-2 rep-1 --by duty-1
truce incident: rep-2 is of the incident inc-2 already
? 3

$ truce incident group $T/h.case rep-3 --by duty-1 --recorded 2025-03-21T11:00
entry 47: inc-3

$ truce incident assign $T/h.case inc-2 --by duty-1 --team team-3 --due 2025-03-22 --recorded 2025-03-21T08:30
entry 48: asg-1

# By what they are, and who reported them
$ truce incident list $T/h.case --is uncler
truce incident: is: there is no "uncler"
  hint: did you mean unclear?
? 2
$ truce incident list $T/h.case --source belmr
truce incident: source: there is no "belmr"
  hint: did you mean belmar?
? 2
$ truce incident list $T/h.case --is access-denied | grep -c '  access denied, '
1
$ truce incident list $T/h.case --is unclear --source belmar | grep '^inc-'
inc-1  verified  attack, Harbour district, 14 Mar 22:40
$ truce incident list $T/h.case --is unclear --source estria | grep -c '^inc-'
0
? 1
$ truce incident list $T/h.case --at 2025-03-22 --waits-for mechanism --stage assigned
at 22 Mar
reports, as made: Ardania 1, Belmar 2, Joint mechanism 1
incidents: 0 alleged, 1 open, 1 assigned, 1 verified, 0 found, 0 follow-up, 0 closed
assessed: 0 verified, 1 unclear, 0 not confirmed; findings adopted: 0; access denied: 1; past a deadline: 0

inc-2  assigned  attack, Harbour district, 20 Mar 21:10 to 20 Mar 21:20
    perhaps clause 1.1; named in reports: accounts differ; waits for Joint mechanism to verify, by 22 Mar

# The deadline has passed.
$ truce incident list $T/h.case --at 2025-03-23 --stage assigned | tail -n 2
inc-2  assigned  attack, Harbour district, 20 Mar 21:10 to 20 Mar 21:20
    perhaps clause 1.1; named in reports: accounts differ; waits for Joint mechanism to verify, by 22 Mar, which has passed

# Who reports does not verify; evidence must be there; attribution needs a
# mandate, and the confidence that the text asks for.
$ truce incident verify $T/h.case inc-2 --by duty-1 --verified yes
truce incident: duty-1 reported rep-1: who reports does not verify
  hint: somebody else has to do it
? 3

$ truce incident verify $T/h.case inc-2 --by verifier-1 --source belmar --verified yes
truce incident: belmar is not to verify inc-2
  hint: a verifier of the agreement, or whom it was assigned to
? 3

$ truce incident verify $T/h.case inc-2 --by verifier-1 --verified yes --evidence dead 2>&1 | sed "s|$T|T|"
truce incident: T/h.case has no evidence dead
  hint: truce evidence list CASE shows them; at least four digits of a hash are needed.

$ truce incident verify $T/h.case inc-2 --by verifier-1 --verified yes --attributed-to ardania
truce incident: mechanism attributes from 80 % confidence on, and none is given
  hint: leave the attribution out, or say with what confidence
? 3

$ truce incident verify $T/h.case inc-2 --by verifier-1 --verified yes --attributed-to ardania --confidence 60
truce incident: mechanism attributes from 80 % confidence on, and it is 60 %
  hint: leave the attribution out, or say with what confidence
? 3

$ truce incident verify $T/h.case inc-2 --by verifier-1 --verified unclear --attributed-to ardania --confidence 90
truce incident: what is not verified is attributed to nobody
  hint: leave the attribution out
? 3

$ truce incident verify $T/h.case inc-2 --by verifier-1 --verified yes --confidence 101
truce incident: "101" is no confidence
  hint: per cent, 0 to 100
? 3

$ truce incident verify $T/h.case inc-2 --by verifier-1
truce incident: whether it is verified is missing
  hint: yes, no or unclear
? 3

$ truce incident adopt $T/h.case inc-2 --by head-1 --member delvia --member estria
truce incident: nothing of inc-2 has been assessed
  hint: verify it first
? 3

$ truce incident verify $T/h.case inc-2 --by verifier-1 --observed no --verified yes --confidence 85 --clause 1.1 --severity minor --attributed-to ardania --evidence 546a --text "Two casings; both accounts name the breakwater." --recorded 2025-03-22T15:00
entry 49: ver-1

# An assessment counts nowhere until it is adopted.
$ truce status $T/h.case --clause 1.1 | grep -E '^  . 1.1 '
  ▲ 1.1             Ardania: not attack, Harbour district             reported 2
  ▲ 1.1             Belmar: not attack, Harbour district              reported 1

$ truce incident respond $T/h.case inc-2 --by ardania-1 --source ardania --text "A drill without notice." --recorded 2025-03-22T18:00
entry 50: rsp-1

# Who verifies does not adopt; the body decides by 2 of 3.
$ truce incident adopt $T/h.case inc-2 --by verifier-1 --member delvia --member estria
truce incident: verifier-1 made the assessment ver-1: who verifies does not adopt
  hint: somebody else has to do it
? 3

$ truce incident adopt $T/h.case inc-2 --by head-1 --member delvia
truce incident: mechanism decides by 2 of 3: 1 of its members adopt it, 2 are needed
  hint: there sit: delvia, estria
? 3

$ truce incident adopt $T/h.case inc-2 --by head-1 --member delvia --member ardania
truce incident: ardania does not sit on mechanism
  hint: there sit: delvia, estria
? 3

$ truce incident adopt $T/h.case inc-2 --by head-1 --source icrc --member delvia --member estria
truce incident: icrc does not decide on inc-2
  hint: the body that the text names decides
? 3

$ truce incident adopt $T/h.case inc-2 --by head-1 --member delvia --member estria --dissent "estria=Not shown."
truce incident: estria adopts it and dissents
  hint: leave one of the two out
? 3

$ truce incident adopt $T/h.case inc-2 --by head-1 --member delvia --member estria --dry-run --recorded 2025-03-23T20:00
would be entered: {"type":"finding","id":"fnd-1","source":"mechanism","author":"head-1","recorded":"2025-03-23T20:00","occurred":{"from":"2025-03-20T21:10:00Z","to":"2025-03-20T21:21:00Z"},"act":"attack","actor":"ardania","place":"harbour","reports":["inc-2"],"observed":false,"verified":"yes","confidence":85,"clause":"1.1","severity":"minor","attributed_to":"ardania","adopted_by":["delvia","estria"],"evidence":["sha256:546a4859c33a767fd61bf8284f4137041c0f8d0df67beba0fe31cab1e9b7bfbb"]}

$ truce incident adopt $T/h.case inc-2 --by head-1 --member delvia --member estria --recorded 2025-03-23T20:00
entry 51: fnd-1

$ truce incident adopt $T/h.case inc-2 --by head-1 --member delvia --member estria
truce incident: inc-2 has a finding: fnd-1
  hint: --amend: the new one takes its place
? 3

$ truce status $T/h.case --clause 1.1 | grep -E '^  . 1.1 '
  ■ 1.1             Ardania: not attack, Harbour district    found 1, reported 2
  ▲ 1.1             Belmar: not attack, Harbour district              reported 1

# What followed, with a deadline.
$ truce incident follow-up $T/h.case inc-2 --by head-1 --ask ardania --close
truce incident: one of --ask ACTOR, --done ACTION and --close
  hint: truce help incident
? 2

$ truce incident follow-up $T/h.case inc-2 --by head-1 --ask ardania
truce incident: what is asked is missing
  hint: --text
? 3

$ truce incident follow-up $T/h.case inc-2 --by head-1 --ask ardania --text "Orders to the unit in writing." --due 2025-03-26 --recorded 2025-03-23T20:10
entry 52: act-1

$ truce incident list $T/h.case --waits-for ardania | tail -n 2
inc-2  follow-up  attack, Harbour district, 20 Mar 21:10 to 20 Mar 21:20
    clause 1.1; named in reports: accounts differ; waits for Ardania to do what was asked, by 26 Mar

$ truce serve $T/h.case --print '/incidents.ics?waits=ardania' | grep -A 9 VEVENT | grep -v 'UID\|DTSTAMP\|SEQUENCE'
BEGIN:VEVENT
DTSTART;VALUE=DATE:20250326
TRANSP:TRANSPARENT
SUMMARY:inc-2: follow-up\, waits for Ardania
CATEGORIES:follow-up
STATUS:CONFIRMED
BEGIN:VALARM
--
END:VEVENT
END:VCALENDAR

$ truce serve $T/h.case --print '/incidents.csv?waits=ardania'
id,stage,what,clause,in_scope,place,from,to,reports,said_of,verified,confidence,severity,finding,attributed_to,dissents,waits_for,due,overdue,latitude,longitude,precision_m,displaced
inc-2,follow-up,attack,1.1,yes,harbour,2025-03-20T21:10:00Z,2025-03-20T21:20:59Z,2,accounts differ,yes,85,minor,adopted,ardania,0,ardania,2025-03-26T23:59:59Z,no,,,,

$ truce incident follow-up $T/h.case inc-2 --by head-1 --close
truce incident: inc-2: 1 of what was asked is open
  hint: truce incident show CASE INCIDENT shows what was asked
? 3

$ truce incident follow-up $T/h.case inc-2 --by duty-1 --done act-9
truce incident: inc-2: there is no such open follow-up
  hint: truce incident show CASE INCIDENT shows what was asked
? 3

$ truce incident follow-up $T/h.case inc-2 --by duty-1 --done act-1 --text "Copy received." --recorded 2025-03-25T09:00
entry 53: act-2

$ truce incident follow-up $T/h.case inc-2 --by head-1 --close --recorded 2025-03-25T10:00
entry 54: act-3

$ truce incident assign $T/h.case inc-2 --by duty-1 --team team-3
truce incident: inc-2 is closed
  hint: what is new about it is a report of its own
? 3

$ truce incident follow-up $T/h.case inc-3 --by head-1 --close
truce incident: inc-3 has no finding
  hint: adopt a finding, or verify that it did not happen
? 3

$ truce incident show $T/h.case inc-2 | sed 's/sha256:546a[0-9a-f]*/sha256:546a.../'
at 25 Mar 16:00

inc-2  closed  attack, Harbour district, 20 Mar 21:10 to 20 Mar 21:20
    clause 1.1; named in reports: accounts differ

  20 Mar 22:00  reported (duty-1)
    Belmar: Ardania has attacked, Harbour district: Two shots. [rep-1]
  20 Mar 22:30  reported (duty-1)
    Ardania: Belmar has attacked, Northern quays: One shot from the quay.
      [rep-2]
  21 Mar 08:00  taken up (duty-1)
    Joint mechanism [inc-2]
  21 Mar 08:05  taken up (duty-1)
    Joint mechanism [grp-1]
  21 Mar 08:30  assigned (duty-1)
    Joint mechanism, by 22 Mar: team-3 [asg-1]
  22 Mar 15:00  assessed (verifier-1)
    Joint mechanism [ver-1]
    observed: no; verified: yes at 85 %; clause: 1.1; severity: minor
    attributed to: Ardania
    reasons: Two casings; both accounts name the breakwater.
    evidence sha256:546a...
  22 Mar 18:00  answered (ardania-1)
    Ardania: A drill without notice. [rsp-1]
  23 Mar 20:00  found (head-1)
    Joint mechanism [fnd-1]
    observed: no; verified: yes at 85 %; clause: 1.1; severity: minor
    attributed to: Ardania
    adopted by delvia, estria (2 of 2 that are needed)
    evidence sha256:546a...
  23 Mar 20:10  asked, done (head-1)
    Joint mechanism to Ardania, by 26 Mar: Orders to the unit in writing.
      [act-1]
  25 Mar 09:00  done (duty-1)
    Joint mechanism: Copy received. [act-2]
  25 Mar 10:00  closed (head-1)
    Joint mechanism [act-3]

how long it took
  reported   20 Mar 22:00, after 0 h 50 min
  recorded   20 Mar 22:00, after 0 h 00 min
  taken up   21 Mar 08:00, after 10 h 00 min
  assigned   21 Mar 08:30, after 0 h 30 min
  verified   22 Mar 15:00, after 1 d 6 h
  found      23 Mar 20:00, after 1 d 5 h
  closed     25 Mar 10:00, after 1 d 14 h

$ truce incident show $T/h.case inc-3 --format json
{
  "at": "2025-03-25T16:00:59Z",
  "id": "inc-3",
  "stage": "open",
  "access_denied": true,
  "act": "inspect",
  "place": "harbour",
  "from": "2025-03-21T09:00:00Z",
  "to": "2025-03-21T09:01:00Z",
  "clause": null,
  "clause_assessed": false,
  "named_in_reports": "ardania",
  "reports_differ_on_actor": false,
  "body": "mechanism",
  "waits_for": "mechanism",
  "due": null,
  "overdue": false,
  "path": {
    "occurred": "2025-03-21T09:00:00Z",
    "reported": "2025-03-21T10:00:59Z",
    "recorded": "2025-03-21T10:00:59Z",
    "grouped": "2025-03-21T11:00:59Z",
    "assigned": null,
    "verified": null,
    "found": null,
    "closed": null
  },
  "steps": [
    {
      "kind": "report",
      "id": "rep-3",
      "source": "mechanism",
      "author": "monitor-2",
      "recorded": "2025-03-21T10:00:59Z",
      "due": null,
      "actor": "mechanism",
      "text": null,
      "access_denied_by": "ardania",
      "evidence": []
    },
    {
      "kind": "incident",
      "id": "inc-3",
      "source": "mechanism",
      "author": "duty-1",
      "recorded": "2025-03-21T11:00:59Z",
      "due": null,
      "actor": null,
      "text": null,
      "evidence": []
    }
  ],
  "perhaps_the_same": []
}

$ truce incident list $T/h.case --format json | head -n 35
{
  "at": "2025-03-25T16:00:59Z",
  "reports_by_account": [
    {
      "account": "ardania",
      "reports": 1
    },
    {
      "account": "belmar",
      "reports": 2
    },
    {
      "account": "mechanism",
      "reports": 1
    }
  ],
  "by_stage": {
    "alleged": 0,
    "open": 1,
    "assigned": 0,
    "verified": 1,
    "found": 0,
    "follow-up": 0,
    "closed": 1
  },
  "assessed": {
    "yes": 1,
    "unclear": 1,
    "no": 0
  },
  "findings_adopted": 1,
  "access_denied": 1,
  "overdue": 0,
  "incidents": [
    {

# As it stood, and as it was known.
$ truce incident show $T/h.case inc-2 --at 2025-03-22 | sed -n 3p
inc-2  verified  attack, Harbour district, 20 Mar 21:10 to 20 Mar 21:20

$ truce incident list $T/h.case --known-at 2025-03-20T22:15 | tail -n 5
rep-1  alleged  attack, Harbour district, 20 Mar 21:10
    perhaps clause 1.1; named in reports: Ardania; waits for Joint mechanism to take up

inc-1  verified  attack, Harbour district, 14 Mar 22:40
    clause 1.1; named in reports: Ardania; waits for Joint mechanism to decide

# It is verified by whom it was given to; that is said first, and by a day to come.
$ truce incident verify $T/h.case inc-3 --by verifier-1 --verified yes
truce incident: inc-3 is assigned to nobody
  hint: assign it first
? 3

$ truce incident assign $T/h.case inc-3 --by duty-1 --recorded 2025-03-21T12:00
truce incident: to whom it is assigned is missing
  hint: a team, or an actor of the text
? 3

$ truce incident assign $T/h.case inc-3 --by duty-1 --team team-1 --due 2025-03-20 --recorded 2025-03-21T12:00
truce incident: due: 2025-03-20 is past
  hint: a day that is still to come
? 3

$ truce incident assign $T/h.case inc-3 --by duty-1 --team team-1 --due 2025-03-21 --recorded 2025-03-21T12:00
entry 55: asg-2

# A dissent, and another finding in the place of the first.
$ truce incident verify $T/h.case inc-3 --by verifier-1 --verified yes --observed yes --confidence 95 --attributed-to ardania --text "The team was turned back at the gate." --recorded 2025-03-21T18:00
entry 56: ver-2

$ truce incident adopt $T/h.case inc-3 --by head-1 --member delvia --member estria --text "Access was denied for two hours." --recorded 2025-03-22T09:00
entry 57: fnd-2

$ truce incident adopt $T/h.case inc-3 --by head-1 --amend --member delvia --dissent "estria=One hour." --recorded 2025-03-22T10:00
truce incident: mechanism decides by 2 of 3: 1 of its members adopt it, 2 are needed
  hint: there sit: delvia, estria
? 3

$ truce incident adopt $T/h.case inc-3 --by head-1 --amend --member delvia --member estria --severity grave --text "Access was denied for one hour." --recorded 2025-03-22T10:00
entry 58: fnd-3

$ truce incident show $T/h.case inc-3 | sed -n '/found/,/adopted/p'
inc-3  found  access denied, Harbour district, 21 Mar 09:00
    named in reports: Ardania; waits for Joint mechanism to follow up or close

  21 Mar 10:00  reported (monitor-2)
    Joint mechanism: Joint mechanism has not inspected, Harbour district: patrol
      to the breakwater [rep-3]
    access denied by ardania
  21 Mar 11:00  taken up (duty-1)
    Joint mechanism [inc-3]
  21 Mar 12:00  assigned (duty-1)
    Joint mechanism, by 21 Mar: team-1 [asg-2]
  21 Mar 18:00  assessed (verifier-1)
    Joint mechanism [ver-2]
    observed: yes; verified: yes at 95 %; clause: none; severity: not said
    attributed to: Ardania
    reasons: The team was turned back at the gate.
  22 Mar 10:00  found (head-1)
    Joint mechanism [fnd-3]
    observed: yes; verified: yes at 95 %; clause: none; severity: grave
    attributed to: Ardania
    reasons: Access was denied for one hour.
    adopted by delvia, estria (2 of 2 that are needed)
  found      22 Mar 10:00, after 16 h 00 min
  waits for Joint mechanism to follow up or close, since 3 d 6 h

# Words that name nothing.
$ truce incident show $T/h.case inc-22
truce incident: there is no incident "inc-22"
  hint: did you mean inc-2?
? 3

$ truce incident list $T/h.case --stage verifed
truce incident: stage: there is no "verifed"
  hint: did you mean verified?
? 2

$ truce incident list $T/h.case --place harbor
truce incident: place: there is no "harbor"
  hint: did you mean harbour?
? 2

$ truce incident list $T/h.case --clause 9.9 2>&1 | sed "s|$T|T|"
truce incident: there is no clause "9.9" in T/h.case
  hint: truce check --coverage lists what the text has

$ truce incident groop $T/h.case
truce incident: there is no truce incident groop
  hint: did you mean truce incident group?
? 2

$ truce incident assign $T/h.case
truce incident: usage: truce incident assign CASE INCIDENT --by ACCOUNT
  hint: truce help incident
? 2

$ truce incident assign $T/h.case inc-1 --member delvia
truce incident: --member does not belong to truce incident assign
  hint: truce help incident
? 2

$ truce incident assign $T/none.case inc-1 --by duty-1 2>&1 | sed "s|$T|T|"
truce incident: T/none.case: there is no such file
  hint: truce init makes one.

$ truce incident assign examples/harbour/agreement.truce inc-1 --by duty-1
truce incident: examples/harbour/agreement.truce is no case file
  hint: truce init makes one.
? 3

# A finding that came in another way is shown, and is adopted only by the rule.
$ printf '%s\n' '{"type":"finding","id":"x-1","source":"mechanism","recorded":"2025-03-24","reports":["inc-1"],"verified":"yes","adopted_by":["delvia"],"dissent":[{"by":"estria","text":"No."}]}' '{"type":"finding","id":"x-2","source":"icrc","recorded":"2025-03-24","reports":["inc-1"],"verified":"yes"}' '{"type":"finding","id":"x-3","source":"mechanism","recorded":"2025-03-24","reports":["inc-1"],"verified":"yes","attributed_to":"ardania","confidence":10}' '{"type":"assessment","id":"x-4","source":"belmar","recorded":"2025-03-24","reports":["belmar-02"],"verified":"yes"}' > $T/x.jsonl && truce incident show examples/harbour/agreement.truce inc-1 examples/harbour/reports.jsonl $T/x.jsonl | sed -n '/24 Mar/,$p'
  24 Mar  a finding is entered
    Joint mechanism [x-1]
    observed: not said; verified: yes; clause: none; severity: not said
    attributed to: nobody
    not adopted by the rule of the text; entered by delvia (1 of 2 that are needed)
    dissent of estria: No.
  24 Mar  a finding is entered
    International Committee of the Red Cross [x-2]
    observed: not said; verified: yes; clause: none; severity: not said
    attributed to: nobody
    not adopted: not by a body that the text lets decide
  24 Mar  a finding is entered
    Joint mechanism [x-3]
    observed: not said; verified: yes at 10 %; clause: none; severity: not said
    attributed to: Ardania
    not adopted: it attributes without a mandate
  24 Mar  stated
    Belmar [x-4]
    observed: not said; verified: yes; clause: none; severity: not said
    attributed to: nobody

how long it took
  reported   14 Mar 22:40, after 0 h 00 min
  recorded   14 Mar 22:40, after 0 h 00 min
  taken up   15 Mar 12:00, after 13 h 20 min
  verified   16 Mar 17:00, after 1 d 5 h
  waits for Joint mechanism to decide, since 8 d 23 h

# The whole of it holds, and stays the same.
$ truce verify $T/h.case | sed "s|$T|T|; s/[0-9]* entries.*heads, [0-9]* contents/N/"
T/h.case: N: all of it holds

# How long what came in took, from step to step
$ truce serve examples/harbour/agreement.truce examples/harbour/reports.jsonl --print '/?at=2025-03-16' | grep -E '"row">(recorded|assessed)' | sed 's/<[^>]*>/ /g; s/  */ /g'
 recorded 2 0 h 0 min 0 h 0 min icrc-03 
 assessed 1 1 d 5 h 1 d 5 h inc-1 

# Hours are told as hours
$ truce serve examples/harbour/agreement.truce examples/harbour/reports.jsonl --print '/clause/5.1?occasion=2025-03-20' | sed 's/<[^>]*>/ /g; s/  */ /g' | grep -o -E '(Needed|Accepted) [0-9]+ h'
Needed 10 h
Accepted 11 h
