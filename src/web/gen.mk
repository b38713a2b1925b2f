# The words of the pages, from src/web/words/*.txt.
WORDS := $(sort $(wildcard src/web/words/*.txt))
$(GEN)/web_word_ids.h $(GEN)/web_word_table.h: tools/mkwords $(WORDS)
	@mkdir -p $(@D)
	tools/mkwords $(if $(findstring ids,$@),ids,table) > $@.new
	@mv $@.new $@
GEN_HEADERS += $(GEN)/web_word_ids.h $(GEN)/web_word_table.h
# What assets.c includes as it is.
$(patsubst %,build/%/src/web/assets.o,debug release asan clang cov fuzz): \
	src/web/style.css src/web/page.js src/web/entry.js
