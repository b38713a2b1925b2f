# truce statements: a register of public statements.

$ truce statements examples/gaza-2025-07-proposal/statements.csv | tail -n 4
2025-07-10  proceeding  International Court of Justice
    a case on genocide against Israel is before the court
    reported by Anadolu, 10 July 2025  [s12]
12 in all. They give no status.

$ truce statements --csv examples/gaza-2025-07-proposal/statements.csv | tail -n 2 | tr -d '\r'
s11,figure,2025-07-10,Anadolu,press,,displacement,Palestinians displaced in Gaza,1900000,persons,at least,"Anadolu, 10 July 2025",,,,
s12,proceeding,2025-07-10,International Court of Justice,court,,proceedings,a case on genocide against Israel is before the court,,,,"Anadolu, 10 July 2025",,,,

# Each line that cannot be used is named; the others are kept, in order of time.

$ printf 'id,kind,date,speaker,statement,quantity,unit,bound,source,outcome,outcome_date,outcome_source\nb,forecast,2025-02-02,A,soon,,,,P,it came,2025-02-01,P\na,forecast,2025-02-01,A,soon,,,,P,it came,2025-02-03,Q\nc,rumour,2025-02-01,A,x,,,,P,,,\nd,figure,2025-02-31,A,x,1x,persons,or so,P,,,\ne,figure,2025-02-01,,x,,,,P,,,\nf,statement,2025-02-01,A,x,5,,exactly,,ended,,\na,statement,2025-02-01,A,x,,,,P,,,\ng,statement,2025-02-01,A,x\nh,statement,2025-01-31,A,first,,,,P,,,\n' | truce statements /dev/stdin
/dev/stdin:2:1: outcome_date: the outcome lies before what was said
  hint: is the year right?
/dev/stdin:4:1: kind: "rumour" is no kind of statement
  hint: statement, forecast, figure or proceeding
/dev/stdin:5:1: date: "2025-02-31" is no day of the calendar
  hint: for instance 2025-07-10
/dev/stdin:5:1: quantity: "1x" is no whole number
  hint: digits only, at most 999999999999: 57700
/dev/stdin:5:1: bound: "or so" is no bound of a quantity
  hint: exactly, about, at least, more than, at most, less than
/dev/stdin:6:1: speaker: is empty
  hint: every line says who said what, and who reported it
/dev/stdin:7:1: source: is empty
  hint: every line says who said what, and who reported it
/dev/stdin:7:1: unit: a quantity needs its unit
  hint: for instance persons, days, trucks
/dev/stdin:7:1: outcome_source: an outcome needs a source of its own
  hint: who reported it
/dev/stdin:7:1: outcome_date: "" is no day of the calendar
  hint: for instance 2025-07-10
/dev/stdin:9:1: 5 cells, but the first line names 12 columns
  hint: a comma within a cell needs quotes around it
/dev/stdin:8:1: id: "a" is there twice
  hint: each line has an id of its own
2025-01-31  statement  A
    first
    reported by P  [h]
2025-02-01  forecast  A
    soon
    reported by P  [a]
    later, 2025-02-03: it came (Q)
2 in all. They give no status.
? 3

# The first line names the columns.

$ printf 'id,kind,day\n' | truce statements /dev/stdin
truce statements: /dev/stdin:1: column 3, "day", is none of a register
  hint: id, kind, date, speaker, role, venue, about, statement, quantity, unit, bound, source, url, outcome, outcome_date, outcome_source
? 3
$ printf 'id,kind\n' | truce statements /dev/stdin
truce statements: /dev/stdin:1: there is no column "date"
  hint: the first line names the columns
? 3
$ printf '' | truce statements /dev/stdin
truce statements: /dev/stdin:1: no register of statements
  hint: the first line names the columns
? 3
$ truce statements --csv --json examples/gaza-2025-07-proposal/statements.csv
truce statements: both --json and --csv
  hint: one of them
? 2

# A case looks the same with a register and without.

$ truce serve examples/harbour/agreement.truce examples/harbour/reports.jsonl --print /status.csv > $T/a.csv
$ truce serve examples/harbour/agreement.truce examples/harbour/reports.jsonl --statements examples/gaza-2025-07-proposal/statements.csv --print /status.csv | cmp $T/a.csv - && echo same
same
$ truce serve examples/harbour/agreement.truce examples/harbour/reports.jsonl --statements examples/gaza-2025-07-proposal/statements.csv --print '/statements.csv?kind=proceeding' | tail -n 1 | cut -d, -f1-4
s12,proceeding,2025-07-10,International Court of Justice
