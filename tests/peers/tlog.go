// tests/peers/tlog.go: what Go's own implementation (golang.org/x/mod/sumdb,
// Debian's golang-golang-x-mod-dev) says of a log that truce wrote.
//
//	tlog VKEYS TILES PROOFS REQUEST
//
// VKEYS: a policy, whose log and witness lines are the keys that are trusted.
// TILES: a folder of tlog-tiles. PROOFS: entry-N and entry-N.tlog-proof.
// REQUEST: an add-checkpoint request, whose consistency proof is checked.
// Ends with `N passed, N failed`.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var passed, failed int

func check(what string, holds bool, more ...interface{}) {
	if holds {
		passed++
		return
	}
	failed++
	fmt.Println(append([]interface{}{"failed:", what}, more...)...)
}

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
}

// A cosigner of c2sp.org/tlog-cosignature v1, which x/mod does not know.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }
func (c *cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	text := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(c.key, []byte(text), sig[8:])
}

func newCosigner(vkey string) (note.Verifier, error) {
	part := strings.SplitN(vkey, "+", 3)
	if len(part) != 3 {
		return nil, errors.New("no verifier key: " + vkey)
	}
	raw, err := base64.StdEncoding.DecodeString(part[2])
	if err != nil || len(raw) != 33 || raw[0] != 4 {
		return nil, errors.New("no cosigner: " + vkey)
	}
	sum := sha256.Sum256([]byte(part[0] + "\n" + string(raw)))
	hash := binary.BigEndian.Uint32(sum[:])
	if fmt.Sprintf("%08x", hash) != part[1] {
		return nil, errors.New("another hash: " + vkey)
	}
	return &cosigner{part[0], hash, ed25519.PublicKey(raw[1:])}, nil
}

// The log's key and all that are trusted.
func readKeys(policy string) (note.Verifier, []note.Verifier, int) {
	var log note.Verifier
	var all []note.Verifier
	text, err := os.ReadFile(policy)
	must(err)
	for _, line := range strings.Split(string(text), "\n") {
		f := strings.Fields(line)
		if len(f) == 2 && f[0] == "log" {
			log, err = note.NewVerifier(f[1])
			must(err)
			all = append(all, log)
		} else if len(f) == 3 && f[0] == "witness" {
			w, err := newCosigner(f[2])
			must(err)
			all = append(all, w)
		}
	}
	return log, all, len(all) - 1
}

// Reads tiles from files; tlog asks for those of height 8.
type files struct{ folder string }

func (f files) Height() int                        { return 8 }
func (f files) SaveTiles([]tlog.Tile, [][]byte)    {}
func (f files) path(t tlog.Tile) string {
	// Go's paths have the height in front: tile/8/0/000.
	return filepath.Join(f.folder, "tile", strings.TrimPrefix(t.Path(), "tile/8/"))
}
func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range tiles {
		data, err := os.ReadFile(f.path(t))
		if err != nil {
			return nil, err
		}
		if len(data) != t.W*tlog.HashSize {
			return nil, errors.New("a tile of another length: " + f.path(t))
		}
		out = append(out, data)
	}
	return out, nil
}

func entries(folder string, size int64) [][]byte {
	var out [][]byte
	for n := int64(0); n*256 < size; n++ {
		w := size - n*256
		if w > 256 {
			w = 256
		}
		path := strings.Replace(files{folder}.path(tlog.Tile{H: 8, L: 0, N: n, W: int(w)}),
			"tile/0/", "tile/entries/", 1)
		data, err := os.ReadFile(path)
		must(err)
		for len(data) >= 2 {
			k := int(binary.BigEndian.Uint16(data))
			out = append(out, data[2:2+k])
			data = data[2+k:]
		}
	}
	return out
}

func tree(text string) (string, tlog.Tree) {
	line := strings.Split(text, "\n")
	size, err := strconv.ParseInt(line[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(line[2])
	must(err)
	return line[0], tlog.Tree{N: size, Hash: root}
}

func hashes(lines []string) []tlog.Hash {
	out := []tlog.Hash{}
	for _, l := range lines {
		h, err := tlog.ParseHash(l)
		must(err)
		out = append(out, h)
	}
	return out
}

func main() {
	log, all, witnesses := readKeys(os.Args[1])
	folder := os.Args[2]
	signed, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	must(err)
	n, err := note.Open(signed, note.VerifierList(all...))
	check("the checkpoint is signed", err == nil, err)
	must(err)
	check("by the log and each witness", len(n.Sigs) == 1+witnesses, len(n.Sigs))
	for i := range signed {
		spoilt := append([]byte{}, signed...)
		spoilt[i] ^= 1
		m, err := note.Open(spoilt, note.VerifierList(log))
		check(fmt.Sprintf("checkpoint, byte %d", i), err != nil || m.Text == n.Text)
	}
	origin, head := tree(n.Text)
	check("the origin is the key's name", origin == log.Name())

	reader := tlog.TileHashReader(head, files{folder})
	root, err := tlog.TreeHash(head.N, reader)
	check("the tiles have the root", err == nil && root == head.Hash, err)
	all_entries := entries(folder, head.N)
	check("every entry is in a bundle", int64(len(all_entries)) == head.N)
	for i, e := range all_entries {
		p, err := tlog.ProveRecord(head.N, int64(i), reader)
		check(fmt.Sprintf("entry %d", i), err == nil &&
			tlog.CheckRecord(p, head.N, head.Hash, int64(i), tlog.RecordHash(e)) == nil, err)
	}
	for old := int64(1); old < head.N; old += 7 {
		then, err := tlog.TreeHash(old, reader)
		must(err)
		p, err := tlog.ProveTree(head.N, old, reader)
		check(fmt.Sprintf("goes on from %d", old), err == nil &&
			tlog.CheckTree(p, head.N, head.Hash, old, then) == nil, err)
	}

	// Proofs that truce wrote.
	proofs, err := filepath.Glob(filepath.Join(os.Args[3], "*.tlog-proof"))
	must(err)
	check("there are proofs", len(proofs) > 0)
	for _, path := range proofs {
		text, err := os.ReadFile(path)
		must(err)
		entry, err := os.ReadFile(strings.TrimSuffix(path, ".tlog-proof"))
		must(err)
		part := strings.SplitN(string(text), "\n\n", 2)
		line := strings.Split(part[0], "\n")
		check("its first line", line[0] == "c2sp.org/tlog-proof@v1", line[0])
		if strings.HasPrefix(line[1], "extra ") { // its path in a batch
			line = line[1:]
		}
		index, err := strconv.ParseInt(strings.TrimPrefix(line[1], "index "), 10, 64)
		must(err)
		m, err := note.Open([]byte(part[1]), note.VerifierList(all...))
		must(err)
		_, under := tree(m.Text)
		p := tlog.RecordProof(hashes(line[2:]))
		leaf := tlog.RecordHash(entry)
		check(path, tlog.CheckRecord(p, under.N, under.Hash, index, leaf) == nil)
		check(path+": of another", tlog.CheckRecord(p, under.N, under.Hash, index,
			tlog.RecordHash(append(entry, 'x'))) != nil)
		check(path+": another place",
			tlog.CheckRecord(p, under.N, under.Hash, (index+1)%under.N, leaf) != nil)
		check(path+": the bundle has it", bytes.Equal(entry, all_entries[index]))
	}

	// The consistency proof that a witness is sent.
	text, err := os.ReadFile(os.Args[4])
	must(err)
	part := strings.SplitN(string(text), "\n\n", 2)
	line := strings.Split(part[0], "\n")
	old, err := strconv.ParseInt(strings.TrimPrefix(line[0], "old "), 10, 64)
	must(err)
	m, err := note.Open([]byte(part[1]), note.VerifierList(all...))
	must(err)
	_, now := tree(m.Text)
	then, err := tlog.TreeHash(old, reader)
	must(err)
	p := tlog.TreeProof(hashes(line[1:]))
	check("the request's proof", tlog.CheckTree(p, now.N, now.Hash, old, then) == nil)
	then[0] ^= 1
	check("of another history", tlog.CheckTree(p, now.N, now.Hash, old, then) != nil)

	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}
