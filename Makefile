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
PKGS := libutf8proc jansson libcrypto libsodium
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS))
PKG_LIBS := $(shell pkg-config --libs $(PKGS))
CLANG ?= clang
CLANG_FORMAT ?= clang-format
CLANG_TIDY ?= clang-tidy

# Sources

GEN := build/gen
GEN_SRC :=
-include $(sort $(wildcard src/*/gen.mk))

ALL_SRC := $(sort $(wildcard src/*/*.c))
CLI_SRC := $(filter src/cli/%,$(ALL_SRC))
LIB_SRC := $(filter-out src/cli/%,$(ALL_SRC)) $(sort $(GEN_SRC))
MODULES := $(sort $(patsubst src/%/,%,$(wildcard src/*/)))
HEADERS := $(sort $(wildcard src/*/*.h))
TEST_SRC := $(sort $(wildcard tests/*.c tests/unit/*.c tests/support/*.c))
TEST_TOOLS := $(sort $(wildcard tests/tools/*.c))
FUZZ_SRC := $(sort $(filter-out fuzz/standalone.c,$(wildcard fuzz/fuzz_*.c)))
BENCH_SRC := $(sort $(wildcard bench/*.c))
C_FILES := $(ALL_SRC) $(HEADERS) $(TEST_SRC) $(TEST_TOOLS) $(sort $(wildcard tests/*.h \
	tests/support/*.h fuzz/*.c fuzz/*.h bench/*.c bench/*.h tools/*.c))

# Flags

CPPFLAGS_ALL := -D_POSIX_C_SOURCE=200809L -Isrc -I. -I$(GEN) $(PKG_CFLAGS)
WARN := -Wall -Wextra -Wconversion -Wshadow -Wswitch-enum -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wvla -Wundef -Wpointer-arith \
	-Wcast-qual -Wwrite-strings -Wformat=2 -Wimplicit-fallthrough \
	-Wdouble-promotion -Wdate-time
CFLAGS_ALL := -std=c11 -g $(WARN) -fvisibility=hidden \
	-ffile-prefix-map=$(CURDIR)=. -MMD -MP
LDLIBS := $(PKG_LIBS)

BUILDS := debug release asan clang cov

CC_debug := gcc
CFLAGS_debug := -O1 -DTRUCE_DEBUG -Werror
CC_release := gcc
CFLAGS_release := -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 \
	-fstack-protector-strong -fPIE
LDFLAGS_release := -pie -Wl,-z,relro,-z,now
CC_asan := gcc
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
CFLAGS_asan := -O1 -DTRUCE_DEBUG -Werror $(SANITIZE)
LDFLAGS_asan := $(SANITIZE)
CC_clang := $(CLANG)
CFLAGS_clang := -O1 -DTRUCE_DEBUG -Werror
CC_cov := gcc
CFLAGS_cov := -O0 -DTRUCE_COVERAGE --coverage -fprofile-abs-path
LDFLAGS_cov := --coverage

.PHONY: all test asan clang cov clean help
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

# Test code is linked with everything but main, never into the product.
build/$(1)/unit: $$(OBJ_TEST_$(1)) \
		$$(filter-out build/$(1)/src/cli/main.o,$$(OBJ_CLI_$(1))) \
		build/$(1)/libtruce.a
	$$(CC_$(1)) $$(CFLAGS_$(1)) $$(LDFLAGS_$(1)) -o $$@ $$^ $$(LDLIBS)

# tests/tools/NAME.c: a program of its own beside the runner.
$$(TEST_TOOLS:tests/tools/%.c=build/$(1)/%): build/$(1)/%: \
		build/$(1)/tests/tools/%.o build/$(1)/libtruce.a
	$$(CC_$(1)) $$(CFLAGS_$(1)) $$(LDFLAGS_$(1)) -o $$@ $$^ $$(LDLIBS)

build/$(1)/tests/runner.o: $$(GEN)/test_list.h
build/$(1)/src/cli/commands.o: $$(GEN)/cmd_list.h
$$(OBJ_CLI_$(1)) $$(OBJ_TEST_$(1)): | $$(GEN)/version.h
-include $$(OBJ_LIB_$(1):.o=.d) $$(OBJ_CLI_$(1):.o=.d) $$(OBJ_TEST_$(1):.o=.d)
-include $$(TEST_TOOLS:%.c=build/$(1)/%.d)
endef

# What is banned outside base does not compile there (base/banned.h; crypto
# includes it after the libraries, whose own headers name what is banned). Test
# functions are declared by the list that is made of them.
extra_flags = $(if $(filter src/base/% src/crypto/%,$(1)),,$(if $(filter src/%,$(1)),\
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

# Tests

test: build/debug/unit
	build/debug/unit
asan: build/asan/unit
	build/asan/unit
clang: build/clang/unit
	build/clang/unit

# Transcripts of the program. B is the build whose program is tested;
# `make cli UPDATE=1` writes what was printed, to be read before it is kept.
.PHONY: cli examples
B := release
T := $(sort $(wildcard tests/cli/*.t))
cli: build/$(B)/truce build/release/transcript
	PATH="$(CURDIR)/build/$(B):$$PATH" build/release/transcript \
		$(if $(UPDATE),--update) $(T)

# Every example in the help of every command ends with the status it promises.
examples: build/$(B)/truce
	PATH="$(CURDIR)/build/$(B):$$PATH" tests/run-examples

clean:
	rm -rf build

help:
	@echo 'all          build/release/truce'
	@echo 'test         unit tests, debug build (gcc)'
	@echo 'asan clang   the same under ASan+UBSan, and built by clang'
	@echo 'cli          transcripts (tests/cli); T=FILE for one, UPDATE=1'
	@echo 'examples     the examples of the help'
	@echo 'clean        removes build/'
