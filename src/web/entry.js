// What is sent with more than a form: files of evidence in slices, and passkeys.
// Loaded by the pages that have such a form. Evidence is sent without this too,
// and who has a passkey has a password.

// --- SHA-256 (FIPS 180-4) of what comes in pieces: the browser's own takes a
// file only whole, in memory, and on a secure page.

const K = new Uint32Array(64);
const H = new Uint32Array(8);
for (let n = 2, i = 0; i < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n && prime; d++) prime = n % d !== 0;
  if (!prime) continue;
  // 32 bits of the root's fraction: doubles hold them exactly for n < 312.
  const fraction = (root) => (root - Math.floor(root)) * 4294967296;
  if (i < 8) H[i] = fraction(Math.sqrt(n));
  K[i++] = fraction(Math.cbrt(n));
}

class Sha256 {
  constructor() {
    this.h = new Uint32Array(H);
    this.w = new Uint32Array(64);
    this.rest = new Uint8Array(64);
    this.n = 0; // bytes so far
  }

  block(b, at) {
    const { h, w } = this;
    for (let i = 0; i < 16; i++, at += 4)
      w[i] = (b[at] << 24) | (b[at + 1] << 16) | (b[at + 2] << 8) | b[at + 3];
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15];
      const y = w[i - 2];
      w[i] = w[i - 16] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ (x >>> 3)) +
        w[i - 7] + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ (y >>> 10));
    }
    let [a, c, d, e, f, g, k, l] = h;
    for (let i = 0; i < 64; i++) {
      const one = l + ((f >>> 6 | f << 26) ^ (f >>> 11 | f << 21) ^ (f >>> 25 | f << 7)) +
        ((f & g) ^ (~f & k)) + K[i] + w[i] | 0;
      const two = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + ((a & c) ^ (a & d) ^ (c & d)) | 0;
      [l, k, g, f, e, d, c, a] = [k, g, f, e + one | 0, d, c, a, one + two | 0];
    }
    [a, c, d, e, f, g, k, l].forEach((x, i) => { h[i] += x; });
  }

  add(bytes) {
    let at = 0;
    const held = this.n % 64;
    this.n += bytes.length;
    if (held > 0) {
      at = Math.min(64 - held, bytes.length);
      this.rest.set(bytes.subarray(0, at), held);
      if (held + at < 64) return;
      this.block(this.rest, 0);
    }
    for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
    this.rest.set(bytes.subarray(at));
  }

  hex() {
    const bits = this.n * 8;
    const held = this.n % 64;
    const end = new Uint8Array(held < 56 ? 64 : 128);
    end.set(this.rest.subarray(0, held));
    end[held] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, Math.floor(bits / 4294967296));
    view.setUint32(end.length - 4, bits % 4294967296);
    for (let at = 0; at < end.length; at += 64) this.block(end, at);
    return [...this.h].map((x) => x.toString(16).padStart(8, '0')).join('');
  }
}

// --- A file in slices. Its name on the way is the beginning of its hash: chosen
// again, on another day, it goes on where it stopped.

const SLICE = 4 << 20;
const TRIES = 5;

function wait(ms) {
  return new Promise((done) => { setTimeout(done, ms); });
}

async function hashOf(file, progress) {
  const sha = new Sha256();
  for (let at = 0; at < file.size; at += SLICE) {
    sha.add(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()));
    progress(Math.min(at + SLICE, file.size));
  }
  return sha.hex();
}

function page(text) {
  return new DOMParser().parseFromString(text, 'text/html');
}

// How many bytes of it are there.
async function sizeOf(upload, total) {
  const reply = await fetch(`/evidence?upload=${upload}&total=${total}`, { cache: 'no-store' });
  const part = page(await reply.text()).querySelector('[data-part]');
  if (!reply.ok || !part) throw new Error(String(reply.status));
  return Number(part.dataset.part);
}

// The rest of the form with one slice. What the node says against it, or null.
async function sendSlice(form, file, hash, at) {
  const body = new FormData(form);
  const end = Math.min(at + SLICE, file.size);
  body.set('file', file.slice(at, end), file.name);
  body.set('name', file.name);
  body.set('upload', hash.slice(0, 32));
  body.set('offset', at);
  body.set('total', file.size);
  if (end === file.size) body.set('sha256', hash);
  const reply = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
  if (reply.type === 'opaqueredirect') return null;
  const problem = page(await reply.text()).querySelector('[role=alert], main p');
  return { status: reply.status, text: problem ? problem.textContent.trim() : String(reply.status) };
}

async function sendAll(form, file, hash, progress) {
  let tries = 0;
  let at = await sizeOf(hash.slice(0, 32), file.size);
  while (at < file.size) {
    progress(at);
    let problem;
    try {
      problem = await sendSlice(form, file, hash, at);
      if (!problem) {
        at = Math.min(at + SLICE, file.size);
        tries = 0;
        continue;
      }
    } catch (e) { // the line is down: what has come is asked
      problem = { status: 0, text: e.message };
    }
    if ((problem.status !== 0 && problem.status !== 409) || ++tries === TRIES) throw new Error(problem.text);
    await wait(500 * 2 ** tries);
    try {
      at = await sizeOf(hash.slice(0, 32), file.size);
    } catch { /* asked again */ }
  }
}

const upload = document.querySelector('form[data-slices]');
if (upload) {
  const said = upload.querySelector('[role=status]');
  const bar = upload.querySelector('progress');
  const shown = upload.querySelector('code');
  const button = upload.querySelector('button');
  const input = upload.querySelector('input[type=file]');
  const say = (text) => { said.textContent = text; };
  const count = (n) => n.toLocaleString(document.documentElement.lang);
  upload.addEventListener('submit', async (e) => {
    const file = input.files[0];
    if (!file || file.size === 0) return; // the node says what is wrong
    e.preventDefault();
    button.disabled = true;
    bar.hidden = false;
    bar.max = file.size;
    bar.value = 0;
    const progress = (at, text) => {
      bar.value = at;
      say(text.replace('{1}', count(at)).replace('{2}', count(file.size)));
    };
    try {
      const hash = await hashOf(file, (at) => progress(at, upload.dataset.hashing));
      shown.textContent = hash;
      shown.parentElement.hidden = false;
      await sendAll(upload, file, hash, (at) => progress(at, upload.dataset.slices));
      location.assign(upload.action);
    } catch (problem) {
      bar.hidden = true;
      say(`${upload.dataset.stopped} ${problem.message}`);
      button.disabled = false;
    }
  });
}

// --- Passkeys: a form that the browser fills in with what a device says. They are
// bound to the name of this host; an address has none.

function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

// credential: the one that is asked; without it any that logs in here.
async function signWith(form, { credential }) {
  const made = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(form.elements.challenge.value),
      ...(credential && { allowCredentials: [{ type: 'public-key', id: bytes(credential) }] }),
      userVerification: 'required',
      timeout: 240000,
    },
  });
  form.elements.id.value = text(made.rawId);
  form.elements.client.value = text(made.response.clientDataJSON);
  form.elements.data.value = text(made.response.authenticatorData);
  form.elements.signature.value = text(made.response.signature);
}

// One that logs in is found by the device; one that signs only when it is asked
// for by its id, and is of P-256, which OpenSSH checks.
async function makeOne(form, place) {
  const signs = place.passkey === 'make';
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(form.elements.challenge.value),
      rp: { name: document.title },
      user: { id: bytes(place.user), name: place.account, displayName: place.account },
      pubKeyCredParams: (signs ? [-7] : [-8, -7]).map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: { residentKey: signs ? 'discouraged' : 'required', userVerification: 'required' },
      excludeCredentials: (place.known ?? '').split(' ').filter(Boolean).map((id) => ({ type: 'public-key', id: bytes(id) })),
      attestation: 'none',
      timeout: 240000,
    },
  });
  form.elements.client.value = text(made.response.clientDataJSON);
  form.elements.attestation.value = text(made.response.attestationObject);
}

const passkey = document.querySelector('[data-passkey]');
const isAddress = /^[0-9.]+$|^\[/.test(location.hostname);
if (passkey && globalThis.PublicKeyCredential && !isAddress) {
  const form = passkey.querySelector('form');
  passkey.hidden = false;
  form.addEventListener('submit', async (e) => {
    e.preventDefault();
    try {
      const asks = ['get', 'sign'].includes(passkey.dataset.passkey);
      await (asks ? signWith : makeOne)(form, passkey.dataset);
      form.submit();
    } catch (problem) { // given up, or the device says no
      form.querySelector('[role=status]').textContent = problem.message;
    }
  });
}
