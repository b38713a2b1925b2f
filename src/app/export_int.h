/* app/export_int.h: what the files of the export share. */
#ifndef APP_EXPORT_INT_H
#define APP_EXPORT_INT_H

#include "app/evidence_int.h"
#include "app/export.h"
#include "app/stamp_int.h"
#include "crypto/stamp.h"
#include "proof/bag.h"
#include "proof/package.h"
#include "record/member.h"

/* An entry that the package has. */
struct export_entry {
    uint64_t number;
    str type, sender, content; /* content is empty unless it is shown */
    char made[21];
    bool has_content, kept;
    hash blob;
};

/* What is told in index.html and VERIFY.md: gathered while writing. */
struct exporter {
    struct cx *cx;
    struct arena *a;
    const struct export *what;
    struct casefile *c;
    struct checkpoint head;
    str head_note, policy_text;
    struct policy_verdict verdict;
    bool asks_for_witnesses;

    /* Writing (export_write.c). */
    bool zip;
    const char *root; /* folder or file under another name */
    int fd;
    struct buf file; /* into fd, of a zip */
    struct zip_writer writer;
    struct zip_crc *crc;
    struct export_file {
        str path;
        hash h;
    } * files;
    size_t n_files, cap_files;
    uint64_t bytes;
    str last_folder;

    /* Selecting. */
    struct member_batch *batch; /* the last one, or NULL */
    struct map left_out; /* hexadecimal of evidence whose description is out */
    bool files_out;

    /* Kept. */
    VEC(struct export_entry) entries;
    evidence_items evidence;
    custody_items custody;
    VEC(struct stamp_item) stamps;
    struct export_stamped {
        struct stamp_item item;
        struct cry_stamp stamp;
        bool holds;
    } * stamped;
    size_t n_stamped;
    struct export_signature {
        uint64_t number;
        str holder, made, text; /* text: sha256:HEX */
    } * signatures;
    size_t n_signatures, cap_signatures;
    struct arena key_arena;
    struct keyring keys;
    str agreement_hash; /* sha256:HEX of agreement.truce; empty if not there */
    uint64_t evidence_kept, evidence_missing;
    hash manifest;
};

/* --- writing (export_write.c) ------------------------------------------------
 */
MUST_USE err export_begin(struct exporter *x);
/* path is below data/ */
MUST_USE err export_put(struct exporter *x, const char *path, str bytes);
MUST_USE err export_put_file(struct exporter *x, const char *path,
                             const char *from, hash want);
/* Manifests; then the package is complete, under its other name. */
MUST_USE err export_end(struct exporter *x);
/* Gives it its name, or takes away what was made. */
MUST_USE err export_settle(struct exporter *x);
void export_abandon(struct exporter *x);

/* --- texts (export_html.c, export_text.c) ------------------------------------
 */
void export_html(const struct exporter *x, struct buf *out);
void export_custody_csv(const struct exporter *x, struct buf *out);
void export_verify_md(const struct exporter *x, struct buf *out);
void export_check_sh(const struct exporter *x, struct buf *out);
void export_verify_sh(const struct exporter *x, struct buf *out);

#endif
