// tests/peers/age-npm/run.mjs FOLDER: the npm package age-encryption and truce,
// both ways. truce is in PATH; FOLDER holds node_modules (make peers).
// Ends with `N passed, N failed`.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { webcrypto } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

globalThis.crypto ??= webcrypto // Node 18 of Debian 12
const from = createRequire(join(resolve(process.argv[2]), 'package.json'))
const age = await import(pathToFileURL(from.resolve('age-encryption')).href)

const t = mkdtempSync(join(tmpdir(), 'truce-peer-'))
let passed = 0, failed = 0
const file = (name) => join(t, name)
const truce = (...args) => execFileSync('truce', args, { stdio: 'pipe', maxBuffer: 1 << 28 })
const fails = (fn) => { try { fn() } catch { return true } return false }
const rejects = async (fn) => { try { await fn() } catch { return true } return false }

function check(what, good) {
  if (good) passed++
  else {
    failed++
    console.log(`failed: ${what}`)
  }
}

// As docs/record-format.md 11.1 says, without truce.
function withoutPadding(bytes) {
  const last = Buffer.from(bytes.subarray(bytes.length - 32)).toString('latin1')
  const n = Number(/^truce padded 1 ([0-9]{16})\n$/.exec(last)[1])
  return bytes.subarray(0, n)
}

async function opens(identity, bytes) {
  const d = new age.Decrypter()
  d.addIdentity(identity)
  return d.decrypt(bytes)
}

async function bothWays(size) {
  const content = webcrypto.getRandomValues(new Uint8Array(Math.min(size, 65536)))
  const all = new Uint8Array(size)
  for (let i = 0; i < size; i += content.length) all.set(content.subarray(0, size - i), i)
  const mine = await age.generateIdentity(), other = await age.generateIdentity()
  const mineTo = await age.identityToRecipient(mine)
  const otherTo = await age.identityToRecipient(other)
  writeFileSync(file('key'), mine + '\n')
  writeFileSync(file('in'), all)

  truce('seal', file('in'), '--to', mineTo, '--to', otherTo, '-o', file('sealed'))
  const sealed = readFileSync(file('sealed'))
  for (const id of [mine, other])
    check(`${size} bytes: truce to npm`, Buffer.compare(withoutPadding(await opens(id, sealed)), all) === 0)
  check(`${size} bytes: npm refuses another key`, await rejects(async () => opens(await age.generateIdentity(), sealed)))
  sealed[sealed.length - 5] ^= 1
  check(`${size} bytes: npm refuses a changed byte`, await rejects(() => opens(mine, sealed)))

  const e = new age.Encrypter()
  e.addRecipient(otherTo)
  e.addRecipient(mineTo)
  const theirs = await e.encrypt(all)
  writeFileSync(file('theirs'), theirs)
  check(`${size} bytes: npm to truce`, Buffer.compare(truce('open', file('theirs'), '-i', file('key')), all) === 0)
  writeFileSync(file('text'), age.armor.encode(theirs))
  check(`${size} bytes: npm's text to truce`, Buffer.compare(truce('open', file('text'), '-i', file('key')), all) === 0)
  truce('seal', file('in'), '--to', mineTo, '--armor', '-o', file('armored'))
  const plain = await opens(mine, age.armor.decode(readFileSync(file('armored'), 'utf8')))
  check(`${size} bytes: truce's text to npm`, Buffer.compare(withoutPadding(plain), all) === 0)
  theirs[theirs.length - 5] ^= 1
  writeFileSync(file('changed'), theirs)
  check(`${size} bytes: truce refuses a changed byte`, fails(() => truce('open', file('changed'), '-i', file('key'))))
  for (const f of ['sealed', 'armored']) rmSync(file(f))
}

async function passphrase() {
  const e = new age.Encrypter()
  e.setPassphrase('a word and another')
  e.setScryptWorkFactor(12)
  writeFileSync(file('pass'), await e.encrypt('content'))
  writeFileSync(file('word'), 'a word and another\nnot this\n')
  writeFileSync(file('wrong'), 'a word and an other\n')
  check('passphrase', truce('open', file('pass'), '--passphrase', file('word')).toString() === 'content')
  check('a wrong passphrase', fails(() => truce('open', file('pass'), '--passphrase', file('wrong'))))
}

async function keys() {
  for (let i = 0; i < 8; i++) {
    const to = truce('seal', 'keygen', '--name', `k${i}`, '-o', file(`k${i}`)).toString().trim()
    const secret = readFileSync(file(`k${i}`), 'utf8').trim().split('\n').at(-1)
    check('a key of truce', await age.identityToRecipient(secret) === to)
  }
}

for (const size of [0, 1, 4064, 4065, 65503, 65504, 65536, 65537, 300000]) await bothWays(size)
await passphrase()
await keys()
rmSync(t, { recursive: true })
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
