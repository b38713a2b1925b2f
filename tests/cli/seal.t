# Sealed files: keys, sealing, opening, what is refused. Keys are random, so
# they are masked.

$ cd $T && truce seal keygen --name ardania-2 --sheet sheet | sed 's/age1[a-z0-9]\{58\}/AGE/g'; ls -l ardania-2.key sheet | cut -c1-10
person ardania-2 AGE AGE
-rw-------
-rw-------

$ sed 's/age1[a-z0-9]\{58\}/AGE/; s/KEY-1[A-Z0-9]\{58\}/KEY/; s/20[0-9-]*T[0-9:]*Z/TIME/' $T/ardania-2.key $T/sheet
\# The secret key of ardania-2, for this machine only.
\# Made TIME. Whoever has it reads what is sealed to ardania-2.
\# public key: AGE
AGE-SECRET-KEY
\# RECOVERY KEY of ardania-2
\# made TIME
\#
\# Print this page, put it into an envelope, close it and sign over the
\# flap, keep it apart from the machine. Then delete the file.
\# Whoever has this page reads what is sealed to ardania-2.
\#
\# If the machine is lost: type the last line, from AGE-SECRET-KEY-1 on,
\# into a file, and open sealed files with it:
\#     truce open FILE --identity THAT_FILE        (or: age -d -i ...)
\# A typing error is noticed: the key has a checksum. Then make new keys,
\# and ask the owners of the compartment for a new roster.
\#
\# public key: AGE
AGE-SECRET-KEY

$ cd $T && truce seal keygen --name ardania-2
truce seal: ardania-2.key is there already
  hint: Nothing is ever overwritten; choose another name.
? 3

$ cd $T && truce seal keygen --name 'a b'
truce seal: --name: "a b" cannot be the name of a key
  hint: A pseudonym of 1 to 64 letters, digits, - _ . such as ardania-2: it is read by all in the compartment.
? 3

# The key is printed, alone, where there is no sheet; age reads key files.
$ cd $T && truce seal keygen --name belmar-2 > belmar; age-keygen -y belmar-2.key | cmp - belmar

# To keys, to a file of keys; opened by each of them, and by nobody else.
$ cd $T && echo 'We accept 4.1, if 3.1.' > position; age-keygen -y ardania-2.key > both; (echo '# and'; cat belmar) >> both; truce seal position --to both; truce seal position --to $(cat belmar) --to both -o two.age
position.age: sealed to 2 keys
two.age: sealed to 2 keys

$ cd $T && truce open position.age --identity ardania-2.key; truce open position.age -i belmar-2.key -o opened; cmp opened position; ls -l opened | cut -c1-10
We accept 4.1, if 3.1.
opened: 23 bytes
-rw-------

$ cd $T && truce open position.age -i sheet
truce open: position.age: this key is not one that opens the file, which is sealed to others
  hint: The recovery key on paper, or an older key, may open it. Whoever was not on the roster when it was sealed cannot.
? 3

# Nothing is overwritten.
$ cd $T && truce open position.age -i belmar-2.key -o opened
truce open: opened is there already
  hint: Nothing is ever overwritten; choose another name.
? 3

$ cd $T && truce seal position --to both
truce seal: position.age is there already
  hint: Nothing is ever overwritten; choose another name.
? 3

# One size for all that is short, and four recipients, whoever they are.
$ cd $T && echo no > short; truce seal short --to belmar; wc -c < short.age; wc -c < position.age; grep -ac '^-> X25519' short.age
short.age: sealed to 1 key
4590
4590
4

# Other programs: age opens it, and one command takes the padding off; and back.
$ cd $T && age -d -i belmar-2.key position.age > out && truncate -s "$(tail -c 17 out)" out && cmp out position

$ cd $T && truce open position.age -i belmar-2.key --as-is | wc -c
4096

$ cd $T && age -R both position | truce open - -i ardania-2.key
We accept 4.1, if 3.1.

$ cd $T && age -a -R both position | sed 's/$/\r/' | truce open - -i ardania-2.key
We accept 4.1, if 3.1.

$ cd $T && truce seal position --to belmar --armor -o text && head -n 1 text && age -d -i belmar-2.key text | head -n 1
text: sealed to 1 key
-----BEGIN AGE ENCRYPTED FILE-----
We accept 4.1, if 3.1.

# Standard input; a large file; an empty one.
$ cd $T && head -c 5000000 /dev/zero > zeros; truce seal - --to belmar -o zeros.age < zeros; truce open zeros.age -i belmar-2.key | cmp - zeros; truce seal - --to belmar -o none.age < /dev/null; truce open none.age -i belmar-2.key | wc -c; echo x | truce seal - --to belmar
zeros.age: sealed to 1 key
none.age: sealed to 1 key
0
truce seal: where to is missing
  hint: --out FILE
? 3

# A content key: only it has to be sealed again.
$ cd $T && truce seal position --to belmar --content-key -o big.age; truce open big.age -i belmar-2.key; truce open big.age -i belmar-2.key -i big.age.key.age
big.age: sealed to a content key
big.age.key.age: sealed to 1 key
truce open: big.age: this key is not one that opens the file, which is sealed to others
  hint: The recovery key on paper, or an older key, may open it. Whoever was not on the roster when it was sealed cannot.
We accept 4.1, if 3.1.

$ cd $T && truce seal again big.age.key.age -i belmar-2.key --to both -o again.age; truce open big.age -i ardania-2.key -i again.age
again.age: sealed to 2 keys
We accept 4.1, if 3.1.

# Damage has a name, and leaves no file.
$ cd $T && head -c 2000 position.age > cut; truce open cut -i belmar-2.key -o x; ls | grep -c '^x'
truce open: cut: the file was changed or cut short, after 0 bytes of content
  hint: Nothing of it was kept. Ask for the file again.
0
? 1

$ cd $T && head -c 300 position.age > cut; truce open cut -i belmar-2.key
truce open: cut: line 7 of the header: the file ends in it: it was cut short
  hint: The file was changed on its way, or another program wrote it wrongly: ask for it again.
? 3

$ cd $T && head -c 70000 zeros.age > cut; truce open cut -i belmar-2.key -o x; ls | grep -c '^x'
truce open: cut: the file was changed or cut short, after 65536 bytes of content
  hint: Nothing of it was kept. Ask for the file again.
0
? 1

$ cd $T && (head -c 3000 position.age; printf x; tail -c +3002 position.age) > bad; truce open bad -i belmar-2.key
truce open: bad: the file was changed or cut short, after 0 bytes of content
  hint: Nothing of it was kept. Ask for the file again.
? 3

$ cd $T && sed '/^--- A/{s//--- B/;b};s/^--- ./--- A/' position.age > bad; truce open bad -i belmar-2.key
truce open: bad: the header was changed after the file was sealed
  hint: Ask for it again.
? 3

$ cd $T && (cat position.age; echo) > bad; truce open bad -i belmar-2.key
truce open: bad: the file was changed or cut short, after 0 bytes of content
  hint: Nothing of it was kept. Ask for the file again.
? 3

$ truce open examples/harbour/agreement.truce -i $T/belmar-2.key
truce open: examples/harbour/agreement.truce: this is not a sealed file
  hint: A sealed file begins with `age-encryption.org/v1` or -----BEGIN AGE ENCRYPTED FILE-----.
? 3

$ truce open /dev/null -i $T/belmar-2.key
truce open: /dev/null: the file is empty
  hint: Ask for it again.
? 3

$ truce open examples -i $T/belmar-2.key
truce open: examples is a folder
? 3

# Wrong keys.
$ cd $T && truce open position.age -i both
truce open: both:1: this is a recipient, the public key
  hint: The secret key begins with AGE-SECRET-KEY-1.
? 3

$ cd $T && truce open position.age -i position
truce open: position:1: this is not a secret key: its checksum does not hold, or it is not of this form
  hint: It reads AGE-SECRET-KEY-1 and 58 capital letters and digits; from paper, compare letter by letter.
? 3

$ cd $T && truce open position.age
truce open: --identity is missing: the file of your secret key
  hint: truce open FILE --identity ardania-2.key
? 2

$ cd $T && truce seal position --to age1qqqq -o x
truce seal: "age1qqqq" is not a recipient: its checksum does not hold, or it is not of this form
  hint: A recipient is age1 and 58 lower-case letters and digits; copy it whole.
? 3

$ cd $T && truce seal position --to ssh-ed25519 -o x
truce seal: the recipient is an SSH key, and age's SSH recipients are not supported
  hint: Ask for an X25519 key, age1... with 62 characters; `truce seal keygen` makes one.
? 3

$ cd $T && truce seal position --to short -o x
truce seal: short:1: "no" is not a recipient: its checksum does not hold, or it is not of this form
  hint: A recipient is age1 and 58 lower-case letters and digits; copy it whole.
? 3

$ cd $T && truce seal position -o x
truce seal: --to is missing
  hint: --to age1..., a file of such keys, or a compartment's case file with --policy
? 2

$ cd $T && mkdir folder; truce seal folder --to belmar
truce seal: folder is a folder
  hint: Pack it first: tar -cf FOLDER.tar FOLDER
? 3

# A passphrase; those of age are opened in tests/peers.
$ cd $T && printf 'a word too few\r\nmore\n' > word; truce open position.age --passphrase word
truce open: position.age: the file is sealed to keys, not with a passphrase
  hint: Give the secret key: --identity FILE.
? 3

# The command line.
$ truce seal keygen --to x --name y
truce seal: --to does not belong to truce seal keygen --name NAME
  hint: truce help seal
? 2

$ truce seal again x
truce seal: --to is missing
  hint: --to age1..., a file of such keys, or a compartment's case file with --policy
? 2
