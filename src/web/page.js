// The pages are whole without this. With it: keys that are shown at /keys, and
// a page shows what is new when the case has grown.

const root = document.body;
const OFF = 'truce-keys-off';
const typing = 'input, select, textarea, [contenteditable]';

function off() {
  try {
    return localStorage.getItem(OFF) === '1';
  } catch {
    return false;
  }
}

// --- Keys: each is written where it leads, in aria-keyshortcuts.

document.addEventListener('keydown', (e) => {
  if (off() || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
  if (e.target instanceof Element && e.target.closest(typing)) return;
  const to = [...document.querySelectorAll('[aria-keyshortcuts]')]
    .find((x) => x.getAttribute('aria-keyshortcuts') === e.key);
  if (!to) return;
  e.preventDefault();
  if (to.matches(typing)) to.focus();
  else to.click();
});

// Who uses speech or a switch can turn them off, on the page that lists them.
const choice = document.querySelector('#keys-on');
if (choice) {
  choice.parentElement.hidden = false;
  choice.checked = !off();
  choice.addEventListener('change', () => {
    try {
      localStorage.setItem(OFF, choice.checked ? '0' : '1');
    } catch { /* a browser that keeps nothing */ }
  });
}

// --- The case has grown: /events says how far. A page that is left alone takes
// in what is new; where somebody is at work on it, it offers to.

const line = document.querySelector('.live');
const PAUSE = 5000; // ms between two renewals, so that a busy day can be read
let touched = false;
document.addEventListener('input', () => { touched = true; }, true);
// Not toggle: that comes for what is open from the beginning, too.
document.addEventListener('click', (e) => { touched ||= e.target.closest('summary') !== null; }, true);

let seen = root.dataset.seen;
let newest = seen;
let source = null;
let lost = null; // since when there is no connection
let due = null;

function atWork() {
  const main = document.querySelector('main');
  return touched || main.contains(document.activeElement) && document.activeElement !== main
    || !document.getSelection().isCollapsed;
}

function say() {
  line.hidden = false;
  line.classList.toggle('off', lost !== null);
  if (lost !== null) {
    line.textContent = line.dataset.off.replace('{1}',
      lost.toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' }));
  } else if (newest !== seen) {
    const show = document.createElement('a');
    show.href = location.href;
    show.textContent = line.dataset.show;
    line.replaceChildren(`${line.dataset.new} `, show);
  } else if (line.textContent !== line.dataset.on) {
    line.textContent = line.dataset.on;
  }
}

// The same page as it is now, in the place of its parts. What is asked for is
// this address, with the rights of who looks.
async function renew() {
  due = null;
  if (newest === seen || document.hidden) return;
  if (atWork()) {
    say();
    return;
  }
  try {
    const reply = await fetch(location.href, { cache: 'no-store' });
    if (reply.redirected) location.reload(); // the login has ended
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    if (atWork()) {
      say();
      return;
    }
    for (const part of ['main', '.top', 'footer'])
      document.querySelector(part)?.replaceWith(document.adoptNode(page.querySelector(part)));
    document.title = page.title;
    seen = page.body.dataset.seen;
    say();
  } catch { /* offline: what is shown stays */ }
  later();
}

// Not all viewers at one moment.
function later() {
  if (newest !== seen && due === null) due = setTimeout(renew, PAUSE * Math.random());
}

function follow() {
  if (source !== null || document.hidden) return;
  source = new EventSource(`/events?after=${seen}`);
  source.addEventListener('open', () => {
    lost = null;
    say();
  });
  source.addEventListener('message', (e) => {
    newest = e.data;
    if (due === null) due = setTimeout(renew, 500 * Math.random());
  });
  source.addEventListener('error', () => {
    lost ??= new Date();
    say();
    if (source.readyState !== EventSource.CLOSED) return;
    source = null; // it does not try again by itself: too many look on
    setTimeout(follow, 60000);
  });
}

// Browsers hold six connections to a place: a page that nobody sees has none.
document.addEventListener('visibilitychange', () => {
  if (!line) return;
  if (document.hidden) {
    source?.close();
    source = null;
  } else {
    follow();
    later();
  }
});
if (line && root.dataset.seen) follow();
