# What every command shares: finding it, its options, its messages.

$ truce version | head -n 1 | sed "s/$(cat VERSION)/VERSION/"
truce VERSION

$ truce
...
Usage: truce COMMAND [OPTIONS] [FILES...]
...
? 2

$ truce hlep
truce: there is no command "hlep"
  hint: did you mean truce help?
? 2

$ truce versoin
truce: there is no command "versoin"
  hint: did you mean truce version?
? 2

$ truce --version | head -n 1 | cut -d' ' -f1
truce

$ truce --nonsense
truce: "--nonsense" is no command
  hint: the command comes first: truce COMMAND OPTIONS
? 2

$ truce help --exmaples
truce help: there is no option --exmaples
  hint: did you mean --examples?
? 2

$ truce version one
truce version: "one" is one operand too many (usage: truce version)
  hint: truce help version
? 2

$ truce completion
truce completion: an operand is missing (usage: truce completion SHELL)
  hint: truce help completion
? 2

$ truce completion fihs
truce completion: the operand "fihs" is not one of bash, zsh, fish
  hint: did you mean fish?
? 2

$ truce completion bash zsh
truce completion: "zsh" is one operand too many (usage: truce completion SHELL)
  hint: truce help completion
? 2

$ truce help -q
truce help: there is no option -q (in "-q")
  hint: truce help help
? 2

$ truce help --man=yes
truce help: --man takes no value
  hint: truce help help
? 2

$ truce help --color
truce help: --color needs its WHEN
  hint: truce help help
? 2

$ truce help --color=blue
truce help: --color "blue" is not one of auto, always, never
  hint: truce help help
? 2

$ truce help --color auto --color never
truce help: --color is given twice
  hint: truce help help
? 2

$ truce version -- --help
truce version: "--help" is one operand too many (usage: truce version)
  hint: truce help version
? 2

$ truce help no-such-command
truce help: there is no command "no-such-command"
  hint: `truce help` lists the commands
? 2

# Help is the same by every door.
$ truce help version > $T/a; truce version --help > $T/b; truce version -h > $T/c; cmp $T/a $T/b && cmp $T/b $T/c

# --help wins over missing operands.
$ truce completion --help | head -n 1
truce completion: prints a completion script for a shell

# Colour: not into a pipe, but when asked; NO_COLOR does not forbid what is
# asked for on the command line.
$ truce help version | grep -c "$(printf '\033')"
0
? 1

$ NO_COLOR=1 truce help version --color=always | grep -q "$(printf '\033')"

# An output that cannot be written is an error, never silence.
$ truce help > /dev/full
truce help: standard output: cannot write: No space left on device
? 3

# Messages show control characters instead of obeying them.
$ truce "$(printf 'a\033[2J\n')b"
truce: there is no command "a\u{1b}[2Jb"
  hint: `truce help` lists the commands
? 2

# The trail of an error, for reports of bugs.
$ TRUCE_TRACE=1 truce hlep 2>&1 | grep -c 'src/cli/main.c'
1
