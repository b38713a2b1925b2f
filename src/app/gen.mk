# What lies in a package as verify.sh, as a C string.
$(GEN)/app_verify_sh.h: src/app/verify.sh
	@mkdir -p $(@D)
	sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/"&\\n"/' $< > $@.new
	@mv $@.new $@
GEN_HEADERS += $(GEN)/app_verify_sh.h
