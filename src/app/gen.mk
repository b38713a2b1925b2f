# What lies in a package as verify.sh and check.sh, as C strings.
$(GEN)/app_%_sh.h: src/app/%.sh
	@mkdir -p $(@D)
	sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/"&\\n"/' $< > $@.new
	@mv $@.new $@
GEN_HEADERS += $(GEN)/app_verify_sh.h $(GEN)/app_check_sh.h
