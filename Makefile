# truce: one makefile, not recursive. `make help` lists the targets.
#
# A module is a folder of src/; its files are found by wildcard, so a new file
# needs no change here. A module that generates sources has a gen.mk, which
# adds to GEN_SRC a file under build/gen and the rule that makes it.
#
# Each build (debug, release, asan, clang, cov) has a folder under build/.

SHELL := /bin/bash
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:

VERSION := $(shell cat VERSION)
PKGS := libutf8proc jansson libssl libcrypto libsodium sqlite3 libevent_extra \
	libevent_core libqrencode zlib
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS))
PKG_LIBS := $(shell pkg-config --libs $(PKGS))
CLANG ?= clang
CLANG_FORMAT ?= clang-format
CLANG_TIDY ?= clang-tidy

# Sources

GEN := build/gen
GEN_SRC :=
GEN_HEADERS :=
-include $(sort $(wildcard src/*/gen.mk))

ALL_SRC := $(sort $(wildcard src/*/*.c))
CLI_SRC := $(filter src/cli/%,$(ALL_SRC))
LIB_SRC := $(filter-out src/cli/%,$(ALL_SRC)) $(sort $(GEN_SRC))
MODULES := $(sort $(patsubst src/%/,%,$(wildcard src/*/)))
HEADERS := $(sort $(wildcard src/*/*.h))
TEST_SRC := $(sort $(wildcard tests/*.c tests/unit/*.c))
# What tests share: fixtures, generators, a second evaluator.
SUPPORT_SRC := $(sort $(wildcard tests/support/*.c tests/reference/*.c))
TEST_TOOLS := $(sort $(wildcard tests/tools/*.c))
RANDOM_SRC := $(sort $(wildcard tests/random/*.c tests/reference/*.c))
FUZZ_SRC := $(sort $(filter-out fuzz/standalone.c,$(wildcard fuzz/fuzz_*.c)))
BENCH_SRC := $(sort $(wildcard bench/*.c))
C_FILES := $(ALL_SRC) $(HEADERS) $(TEST_SRC) $(TEST_TOOLS) $(SUPPORT_SRC) \
	$(RANDOM_SRC) $(sort $(wildcard tests/random/*.h tests/reference/*.h)) \
	$(sort $(wildcard tests/*.h tests/support/*.h tests/reference/*.h \
	tests/unit/*.h tests/tools/*.h fuzz/*.c fuzz/*.h bench/*.c bench/*.h tools/*.c))

# Flags

CPPFLAGS_ALL := -D_POSIX_C_SOURCE=200809L -Isrc -I. -I$(GEN) $(PKG_CFLAGS)
WARN := -Wall -Wextra -Wconversion -Wshadow -Wswitch-enum -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wvla -Wundef -Wpointer-arith \
	-Wcast-qual -Wwrite-strings -Wformat=2 -Wimplicit-fallthrough \
	-Wdouble-promotion -Wdate-time
CFLAGS_ALL := -std=c11 -g $(WARN) -fvisibility=hidden \
	-ffile-prefix-map=$(CURDIR)=. -MMD -MP
# All functions are bound at the start: at its first call, the loader leaves
# copies of registers on the stack, parts of secret keys among them.
# libevent_openssl's own list would link libevent a second time.
LDLIBS := -levent_openssl $(PKG_LIBS) -Wl,-z,relro,-z,now

BUILDS := debug release asan clang cov

CC_debug := gcc
CFLAGS_debug := -O1 -DTRUCE_DEBUG -Werror
CC_release := gcc
CFLAGS_release := -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 \
	-fstack-protector-strong -fPIE
LDFLAGS_release := -pie
CC_asan := gcc
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
# No -Werror: what the sanitizers insert makes gcc warn of conversions.
CFLAGS_asan := -O1 -DTRUCE_DEBUG -w $(SANITIZE)
LDFLAGS_asan := $(SANITIZE)
CC_clang := $(CLANG)
CFLAGS_clang := -O1 -DTRUCE_DEBUG -Werror
CC_cov := gcc
CFLAGS_cov := -O0 -DTRUCE_COVERAGE --coverage -fprofile-abs-path \
	-fprofile-update=atomic
LDFLAGS_cov := --coverage

.PHONY: all test asan clang cov clean help
.DEFAULT_GOAL := all
all: build/release/truce

# One set of rules per build: library, program, test runner.
define BUILD_RULES
build/$(1)/%.o: %.c Makefile
	@mkdir -p $$(@D)
	$$(CC_$(1)) $$(CPPFLAGS_ALL) $$(CFLAGS_ALL) $$(CFLAGS_$(1)) \
		$$(call extra_flags,$$<) -c -o $$@ $$<

OBJ_LIB_$(1) := $$(LIB_SRC:%.c=build/$(1)/%.o)
OBJ_CLI_$(1) := $$(CLI_SRC:%.c=build/$(1)/%.o)
OBJ_TEST_$(1) := $$(TEST_SRC:%.c=build/$(1)/%.o)

build/$(1)/libtruce.a: $$(OBJ_LIB_$(1))
	@rm -f $$@
	ar Drcs $$@ $$^

build/$(1)/truce: $$(OBJ_CLI_$(1)) build/$(1)/libtruce.a
	$$(CC_$(1)) $$(CFLAGS_$(1)) $$(LDFLAGS_$(1)) -o $$@ $$^ $$(LDLIBS)

build/$(1)/libtest.a: $$(SUPPORT_SRC:%.c=build/$(1)/%.o)
	@rm -f $$@
	ar Drcs $$@ $$^

# Test code is linked with everything but main, never into the product.
build/$(1)/unit: $$(OBJ_TEST_$(1)) build/$(1)/libtest.a \
		$$(filter-out build/$(1)/src/cli/main.o,$$(OBJ_CLI_$(1))) \
		build/$(1)/libtruce.a
	$$(CC_$(1)) $$(CFLAGS_$(1)) $$(LDFLAGS_$(1)) -o $$@ $$^ $$(LDLIBS)

# tests/tools/NAME.c: a program of its own beside the runner.
$$(TEST_TOOLS:tests/tools/%.c=build/$(1)/%): build/$(1)/%: \
		build/$(1)/tests/tools/%.o build/$(1)/libtest.a build/$(1)/libtruce.a
	$$(CC_$(1)) $$(CFLAGS_$(1)) $$(LDFLAGS_$(1)) -o $$@ $$^ $$(LDLIBS)

# The engine against the reference evaluator.
build/$(1)/tests/random/random: $$(RANDOM_SRC:%.c=build/$(1)/%.o) \
		build/$(1)/libtruce.a
	$$(CC_$(1)) $$(CFLAGS_$(1)) $$(LDFLAGS_$(1)) -o $$@ $$^ $$(LDLIBS)
-include $$(RANDOM_SRC:%.c=build/$(1)/%.d)

$$(OBJ_LIB_$(1)): | $$(GEN_HEADERS)
build/$(1)/tests/runner.o: $$(GEN)/test_list.h
build/$(1)/src/cli/commands.o: $$(GEN)/cmd_list.h
$$(OBJ_CLI_$(1)) $$(OBJ_TEST_$(1)): | $$(GEN)/version.h
-include $$(OBJ_LIB_$(1):.o=.d) $$(OBJ_CLI_$(1):.o=.d) $$(OBJ_TEST_$(1):.o=.d)
-include $$(TEST_TOOLS:%.c=build/$(1)/%.d) $$(SUPPORT_SRC:%.c=build/$(1)/%.d)

# fuzz/fuzz_NAME.c with a main that replays files.
$$(FUZZ_SRC:fuzz/%.c=build/$(1)/%): build/$(1)/%: build/$(1)/fuzz/%.o \
		build/$(1)/fuzz/standalone.o build/$(1)/libtruce.a
	$$(CC_$(1)) $$(CFLAGS_$(1)) $$(LDFLAGS_$(1)) -o $$@ $$^ $$(LDLIBS)
-include $$(FUZZ_SRC:%.c=build/$(1)/%.d) build/$(1)/fuzz/standalone.d
endef

# What is banned outside base does not compile there (base/banned.h; crypto
# includes it after the libraries, whose own headers name what is banned). Test
# functions are declared by the list that is made of them.
extra_flags = $(if $(filter src/base/% src/crypto/% src/http/client.c src/http/server.c \
	src/store/store_sqlite.c src/people/people_sqlite.c,$(1)),,$(if $(filter src/%,$(1)),\
	-include src/base/banned.h)) $(if $(filter tests/%,$(1)),\
	-Wno-missing-prototypes)

$(foreach b,$(BUILDS),$(eval $(call BUILD_RULES,$(b))))

# Generated

$(GEN)/version.h: VERSION
	@mkdir -p $(@D)
	printf '#define TRUCE_VERSION "%s"\n' '$(VERSION)' > $@

# Every command, in byte order of the names.
$(GEN)/cmd_list.h: FORCE
	@mkdir -p $(@D)
	@printf 'CMD(%s)\n' $(sort $(patsubst src/cli/cmd_%.c,%,\
		$(wildcard src/cli/cmd_*.c))) > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# Every test function, so that none can be forgotten. Written only when it
# changes, so that a new test does not rebuild more than the runner.
.PHONY: FORCE
$(GEN)/test_list.h: FORCE
	@mkdir -p $(@D)
	@sed -n 's/^void \(test_[a-z0-9_]*__[a-z0-9_]*\)(void)$$/TEST(\1)/p' \
		$(sort $(wildcard tests/unit/*.c)) > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# Tests. TIMES=N multiplies the random cases of property tests.

TIMES := $(if $(TRUCE_LONG),50,1)
.PHONY: valgrind asan-cli hostile
test: build/debug/unit
	build/debug/unit --times $(TIMES)
asan: build/asan/unit
	build/asan/unit
clang: build/clang/unit
	build/clang/unit
valgrind: build/debug/unit
	valgrind -q --error-exitcode=9 --leak-check=full build/debug/unit

# Who gets what in talks, on thousands of random ones: without the curves, which
# are four fifths of the time (tests/support/cheap_curves.c). TALKS=N times 40.
.PHONY: talks-random
TALKS := 50
CHEAP := crypto_scalarmult crypto_scalarmult_base crypto_sign_detached \
	crypto_sign_verify_detached sodium_malloc sodium_free
build/debug/unit-cheap: build/debug/unit build/debug/tests/support/cheap_curves.o
	$(CC_debug) $(CFLAGS_debug) $(CHEAP:%=-Wl,--wrap=%) -o $@ \
		$(OBJ_TEST_debug) build/debug/tests/support/cheap_curves.o \
		build/debug/libtest.a \
		$(filter-out build/debug/src/cli/main.o,$(OBJ_CLI_debug)) \
		build/debug/libtruce.a $(LDLIBS)
talks-random: build/debug/unit-cheap
	$< --times $(if $(TRUCE_LONG),1000,$(TALKS)) talks__nothing_crosses \
		talks__a_bit_that_crosses talks__content_changes \
		rooms__pages_show_nothing

# Random agreements and records: the engine agrees with a second evaluator.
# CASES=N; SEED=N; TRUCE_LONG=1 for hours.
.PHONY: test-random
CASES := 100000
SEED := 1
test-random: build/release/tests/random/random
	$< --cases $(CASES) --seed $(SEED) $(if $(TRUCE_LONG),--long 2)

# Transcripts of the program. B is the build whose program is tested;
# `make cli UPDATE=1` writes what was printed, to be read before it is kept.
.PHONY: cli examples completion man man-pages docs record-faults seal-vectors peer-age \
	peer-age-npm
B := release
T := $(sort $(wildcard tests/cli/*.t))
WITH_TRUCE := PATH="$(CURDIR)/build/$(B):$$PATH"
cli: build/$(B)/truce build/release/transcript build/release/record_vectors \
		build/release/tests/random/random \
		build/release/sshsig_vectors
	$(WITH_TRUCE) build/release/transcript $(if $(UPDATE),--update) $(T)
# huge.t bounds the address space, in which the shadow of ASan has no room.
asan-cli: build/asan/truce build/release/transcript
	@$(MAKE) -s B=asan T='$(filter-out tests/cli/huge.t,$(T))' cli

# Spoilt files through the whole program, under the sanitizers.
hostile: build/asan/truce build/release/hostile
	PATH="$(CURDIR)/build/asan:$$PATH" build/release/hostile \
		--times $(TIMES) tests/hostile.txt

# Claims of `truce rehearse` against Z3 and spin.
.PHONY: plan-oracles
plan-oracles: build/$(B)/truce
	$(WITH_TRUCE) tests/plan-oracles

# Every example in the help of every command ends with the status it promises.
examples: build/$(B)/truce
	$(WITH_TRUCE) tests/run-examples
	$(WITH_TRUCE) tools/make-examples build/examples
# A case under kill -9, two writers, a full disk, changed bytes.
record-faults: build/$(B)/truce
	$(WITH_TRUCE) tests/record-faults

# What a terminal is shown while a large case is entered, verified, exported.
.PHONY: progress
progress: build/$(B)/truce
	$(WITH_TRUCE) tests/progress

# The checker of packages as a single file of C, for those who will not build
# this tree; compiled strictly by both compilers. It is not committed.
.PHONY: dist/truce-verify.c package-faults
DIST_SRC := $(sort $(wildcard src/base/*.[ch] src/crypto/*.[ch] \
	src/proof/*.[ch])) tools/truce-verify/main.c tools/amalgamate
build/dist/truce-verify.c: $(DIST_SRC)
	@mkdir -p $(@D)
	tools/amalgamate $@
build/dist/truce-verify: build/dist/truce-verify.c
	$(CLANG) -std=c11 $(WARN) -Werror -fsyntax-only $<
	gcc -std=c11 -O2 $(WARN) -Werror -o $@ $< -lcrypto -lsodium
dist/truce-verify.c: build/dist/truce-verify
	@mkdir -p dist
	cp build/dist/truce-verify.c $@
# Packages by truce, by the single file, by ordinary tools; each byte changed.
package-faults: build/$(B)/truce build/dist/truce-verify \
		build/release/package_faults
	$(WITH_TRUCE) tests/package-faults
# Sealed files: the age test vectors of others, where the machine has them.
seal-vectors: build/$(B)/seal_vector
	@if [ -z "$$TRUCE_VECTORS" ]; then \
		echo 'SKIPPED: cctv-age (TRUCE_VECTORS is not set)'; \
		else tests/seal/vectors.py $< "$$TRUCE_VECTORS/cctv-age/testdata"; fi
# Code that holds keys does not branch on them: memcheck follows the bits.
.PHONY: constant-time
constant-time: build/release/constant_time
	valgrind -q --error-exitcode=9 $<
	@valgrind -q --error-exitcode=9 $< leak 2>/dev/null; test $$? = 9 || \
		{ echo 'a comparison that stops early was not seen'; exit 1; }
.PHONY: witness-http
# The record under a fault at every call that writes, and every allocation.
.PHONY: faults
faults: build/release/faults
	$< --times $(TIMES)
# A log as Go's sumdb sees it.
.PHONY: peers-tlog
peers-tlog: build/$(B)/truce
	$(WITH_TRUCE) tests/peers/tlog
# npm's packages of tests/peers/$1 by package-lock.json, in build/peers/$1.
define npm
@mkdir -p build/peers/$1 && cd build/peers/$1 && \
if ! cmp -s installed $(CURDIR)/tests/peers/$1/package-lock.json; then \
	cp $(CURDIR)/tests/peers/$1/package*.json . && \
	npm ci --ignore-scripts --no-audit --no-fund --silent && \
	cp package-lock.json installed; fi
endef
# What a node answers to programs, read by Python's own readers and through a
# proxy that knows its description.
.PHONY: peers-node
peers-node: build/$(B)/truce
	$(call npm,prism)
	$(WITH_TRUCE) /usr/bin/python3 tests/peers/node.py build/peers/prism
# A witness over HTTP, with two histories, restored, and other's requests.
witness-http: build/$(B)/truce
	$(WITH_TRUCE) tests/witness-http
.PHONY: talks-relay talks-model talks-packages talks-net
# Four nodes and a relay in network namespaces: cuts, delays, kills, old sticks.
talks-net: build/$(B)/truce
	$(WITH_TRUCE) tests/talks-net
# A chain of talks, in all its states, by spin.
talks-model:
	tests/talks-model
# What no other package beats, against Z3.
talks-packages: build/$(B)/truce
	$(WITH_TRUCE) tests/talks-packages
# Talks of four nodes through a relay, honest and not.
talks-relay: build/$(B)/truce
	$(WITH_TRUCE) tests/talks-relay
# Whatever listens refuses what RFC 9112 calls invalid.
.PHONY: strict-http
strict-http: build/$(B)/truce
	$(WITH_TRUCE) tests/strict-http
# A node with accounts over real connections; TLS; killed under load.
.PHONY: node-http
node-http: build/$(B)/truce
	$(WITH_TRUCE) tests/node-http
# The pages in Chromium: without scripts, by keyboard, axe, narrow, right to left.
.PHONY: ui
ui: build/$(B)/truce
	$(WITH_TRUCE) tests/ui/run
# Other programs that seal, both ways.
peer-age: build/$(B)/truce
	$(WITH_TRUCE) tests/peers/age.sh
peer-age-npm: build/$(B)/truce
	$(call npm,age-npm)
	$(WITH_TRUCE) node tests/peers/age-npm/run.mjs build/peers/age-npm
completion: build/$(B)/truce
	$(WITH_TRUCE) tests/completion
man: man-pages
	tests/check-man build/man
man-pages: build/release/truce
	@rm -rf build/man && mkdir -p build/man
	$< help --man > build/man/truce.1
	for c in $$($< help --list); do \
		$< help --man $$c > build/man/truce-$$c.1 || exit 1; done
docs: build/$(B)/truce build/release/transcript
	$(WITH_TRUCE) tests/check-docs
# What errors say at a browser, in all languages.
.PHONY: fault-words
fault-words:
	tests/fault-words
# The picture in README.md is the first page of what `truce demo` ends with.
# `make picture` renews it.
.PHONY: picture picture-check demo-runs
PICTURE := docs/img/status.svg
build/status.svg: build/release/truce build/release/shot FORCE
	build/release/truce status --brief --color=always \
		examples/gaza-2025-01/agreement.truce \
		examples/gaza-2025-01/reports.jsonl > build/status.out
	build/release/shot "truce status --brief agreement.truce reports.jsonl" \
		< build/status.out > $@
picture: build/status.svg
	cp $< $(PICTURE)
picture-check: build/status.svg
	@cmp $< $(PICTURE) || { echo 'make picture renews it'; exit 1; }
# Pictures of pages in README.md and docs/node.md, drawn by Chromium.
.PHONY: page-pictures
page-pictures: build/release/truce
	[ -d tests/ui/node_modules ] || (cd tests/ui && npm ci --silent)
	PATH="$(CURDIR)/build/release:$$PATH" node tests/ui/page-pictures.mjs \
		docs/img
# The picture of the mediators' table in docs/talks.md, drawn by Chromium; it
# differs by its fonts, so nothing compares it.
.PHONY: talks-picture
talks-picture: build/release/truce build/release/talks_scene
	[ -d tests/ui/node_modules ] || (cd tests/ui && npm ci --silent)
	PATH="$(CURDIR)/build/release:$$PATH" node tests/ui/talks-picture.mjs \
		docs/img/talks-table.png
demo-runs: build/release/truce
	env -u MAKEFLAGS -u MFLAGS TRUCE_NO_INSTALL=1 ./demo </dev/null

# Gates

.PHONY: format format-check layers headers shell symbols reproducible \
	analyze tidy coverage
format:
	$(CLANG_FORMAT) -i $(C_FILES)
format-check:
	$(CLANG_FORMAT) --dry-run -Werror $(C_FILES)
layers:
	tools/check-layers

# Each header compiles alone, in both compilers.
HEADER_OK := $(HEADERS:%=build/gates/%.ok)
headers: $(HEADER_OK)
build/gates/%.h.ok: %.h $(HEADERS) | $(GEN_HEADERS)
	@mkdir -p $(@D)
	gcc $(CPPFLAGS_ALL) -std=c11 $(WARN) -Werror -fsyntax-only -x c $<
	$(CLANG) $(CPPFLAGS_ALL) -std=c11 $(WARN) -Werror -fsyntax-only -x c \
		-Wno-unused-function $<
	@touch $@

shell:
	tools/list-files | while read -r f; do \
		if head -n 1 "$$f" | tr -d '\0' | grep -qE '^#!/bin/(ba)?sh'; \
		then echo "$$f"; fi; done | xargs shellcheck
symbols: build/release/libtruce.a
	tools/check-symbols $<
reproducible: build/release/truce
	env -u MAKEFLAGS -u MFLAGS tools/check-reproducible

# gcc's and clang's analyzers, one file at a time, so that -j helps.
# (A table of facts has no paths to follow.)
ANALYZED := $(filter-out src/time/tz_table.c,$(ALL_SRC))
analyze: $(ANALYZED:%=build/gates/%.gcc-ok)
tidy: $(ANALYZED:%=build/gates/%.tidy-ok)
$(ANALYZED:%=build/gates/%.gcc-ok) $(ANALYZED:%=build/gates/%.tidy-ok): \
	$(HEADERS) $(sort $(GEN_SRC)) $(GEN_HEADERS) $(GEN)/version.h \
	$(GEN)/cmd_list.h .clang-tidy
build/gates/%.gcc-ok: %
	@mkdir -p $(@D)
	gcc $(CPPFLAGS_ALL) -std=c11 $(WARN) -Werror -O1 -fanalyzer \
		$(call extra_flags,$<) -c -o /dev/null $<
	@touch $@
build/gates/%.tidy-ok: %
	@mkdir -p $(@D)
	$(CLANG_TIDY) --quiet $< -- $(CPPFLAGS_ALL) -std=c11 -DTRUCE_DEBUG \
		$(call extra_flags,$<)
	@touch $@

coverage cov: build/cov/unit build/cov/truce build/release/transcript \
		build/release/record_vectors
	find build/cov -name '*.gcda' -delete
	build/cov/unit > build/cov/unit.out
	@$(MAKE) -s B=cov cli completion > build/cov/cli.out
	tools/check-coverage build/cov

# Fuzzing. fuzz/fuzz_NAME.c is a target; fuzz/seeds/NAME/* and
# fuzz/found/NAME/* are replayed in every ./check. `make fuzz-NAME` looks for
# more with libFuzzer for SECONDS; what it finds goes to fuzz/found/NAME.

FUZZ_NAMES := $(FUZZ_SRC:fuzz/fuzz_%.c=%)
SECONDS := 60
.PHONY: fuzz-replay fuzz-all
fuzz-replay: $(FUZZ_NAMES:%=build/asan/fuzz_%)
	tests/fuzz-replay $(FUZZ_NAMES)
fuzz-all: $(FUZZ_NAMES:%=fuzz-%)

FUZZ_FLAGS := -O1 -DTRUCE_DEBUG -w -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all
build/fuzz/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CLANG) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(FUZZ_FLAGS) \
		$(call extra_flags,$<) -c -o $@ $<
build/fuzz/libtruce.a: $(LIB_SRC:%.c=build/fuzz/%.o)
	@rm -f $@
	ar Drcs $@ $^
-include $(LIB_SRC:%.c=build/fuzz/%.d) $(FUZZ_SRC:%.c=build/fuzz/%.d)
$(FUZZ_NAMES:%=build/fuzz/%): build/fuzz/%: build/fuzz/fuzz/fuzz_%.o \
		build/fuzz/libtruce.a
	$(CLANG) -fsanitize=fuzzer,address,undefined -o $@ $^ $(LDLIBS)
$(FUZZ_NAMES:%=fuzz-%): fuzz-%: build/fuzz/%
	@mkdir -p build/corpus/$* fuzz/found/$*
	build/fuzz/$* -max_total_time=$(SECONDS) -timeout=10 -rss_limit_mb=2048 \
		-max_len=65536 -artifact_prefix=fuzz/found/$*/ \
		$(if $(wildcard fuzz/dict/$*.dict),-dict=fuzz/dict/$*.dict) \
		build/corpus/$* $(wildcard fuzz/seeds/$*)
	@rmdir --ignore-fail-on-non-empty fuzz/found/$*

# Benchmarks: bench/bench_NAME.c, each a program that prints its ratios. Their
# ceilings and traces are made beside them. EVENTS=10000000 for a longer one.
.PHONY: bench
EVENTS := 1000000
BENCHES := $(patsubst bench/%.c,build/bench/%,$(wildcard bench/bench_*.c))
build/bench/%: bench/%.c bench/trace.c bench/trace.h build/release/libtruce.a
	@mkdir -p $(@D)
	gcc $(CPPFLAGS_ALL) -D_DEFAULT_SOURCE -std=c11 -O3 -g -Wall -Wextra \
		-o $@ $< bench/trace.c \
		build/release/libtruce.a $(LDLIBS) -lm
bench: build/release/truce $(BENCHES) build/bench/ceiling build/bench/gen
	@for b in $(BENCHES); do $$b $(EVENTS) || exit 1; done

# The node: a large case in the browser, and many who look on.
.PHONY: bench-node
bench-node: build/release/truce build/bench/gen
	PATH=$(CURDIR)/build/release:$$PATH bench/node $(EVENTS)

# Installing: PREFIX, and DESTDIR for packagers.

PREFIX := /usr/local
.PHONY: install
install: build/release/truce man-pages
	install -D -m 755 $< $(DESTDIR)$(PREFIX)/bin/truce
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 build/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$< completion bash > \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/truce
	$< completion zsh > \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_truce
	$< completion fish > \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/truce.fish

clean:
	rm -rf build

help:
	@echo 'all           build/release/truce'
	@echo 'test          unit tests, debug build (gcc)'
	@echo 'test-random   the engine against the second evaluator; CASES= SEED='
	@echo 'asan clang    the same under ASan+UBSan, and built by clang'
	@echo 'cli           transcripts (tests/cli); T=FILE for one, UPDATE=1'
	@echo 'examples      the examples of the help; also: completion man docs'
	@echo 'picture       renews docs/img/status.svg, the picture in README.md'
	@echo 'talks-picture renews docs/img/talks-table.png, in docs/talks.md'
	@echo 'format        clang-format on all of it; format-check only looks'
	@echo 'layers headers shell symbols reproducible analyze tidy  gates'
	@echo 'coverage      lines and branches by module, against their floors'
	@echo 'hostile       spoilt files through the whole program (asan)'
	@echo 'fuzz-replay   seeds and past findings under ASan+UBSan'
	@echo 'fuzz-NAME     looks for more for SECONDS=60; NAME: $(FUZZ_NAMES)'
	@echo 'bench         ratios to a ceiling measured in the same run'
	@echo 'dist/truce-verify.c  the checker of packages as a single file'
	@echo 'install       PREFIX=/usr/local DESTDIR='
	@echo 'clean         removes build/'
	@echo './check runs every gate and test; ./demo shows the program.'
