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

// --- A list to choose from: what fits the words stays, and what is chosen.

root.classList.add('scripts');
document.addEventListener('input', (e) => {
  const choose = e.target.matches('.choose [type=search]') && e.target.closest('.choose');
  if (!choose) return;
  const words = e.target.value.toLowerCase().split(/\s+/);
  for (const item of choose.querySelectorAll('li')) {
    const text = `${item.textContent} ${item.querySelector('input').value}`.toLowerCase();
    item.hidden = !item.querySelector('input').checked && !words.every((w) => text.includes(w));
  }
});

// --- The map: dragged, nearer and farther with a double click or with Ctrl and
// the wheel. A finger that begins sideways drags it; one that begins up or down
// moves the page (touch-action in style.css), and links move the map.

let grip = null; // where it was taken hold of
let wheel = null;

// Shows the page of that address in the place of this one, where it was left.
async function moveTo(href) {
  const reply = await fetch(href, { cache: 'no-store' });
  if (!reply.ok) {
    location.assign(href);
    return;
  }
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
  const label = document.activeElement?.closest('[data-move]')?.getAttribute('aria-label');
  const top = document.querySelector('#map').getBoundingClientRect().top;
  for (const part of ['main', 'footer'])
    document.querySelector(part).replaceWith(document.adoptNode(page.querySelector(part)));
  history.replaceState(null, '', href.replace(/#.*/, ''));
  if (label) document.querySelector(`[data-move][aria-label="${label}"]`)?.focus({ preventScroll: true });
  scrollBy(0, document.querySelector('#map').getBoundingClientRect().top - top);
}

// By so many units of the drawing, so many times as wide.
function move(map, east, south, times) {
  const [lat, lon, metres] = map.dataset.view.split(',').map(Number);
  const to = new URL(location.href);
  const wide = Math.min(20000000, Math.max(1000, Math.round(metres * times)));
  const north = Math.min(85, Math.max(-85, lat - south * map.dataset.north / 1000));
  const at = Math.min(180, Math.max(-180, lon + east * map.dataset.east / 1000));
  to.searchParams.delete('zone');
  to.searchParams.set('view', `${north.toFixed(7)},${at.toFixed(7)},${wide}`);
  to.hash = '';
  moveTo(to.href.replaceAll('%2C', ','));
}

const units = (map) => map.viewBox.baseVal.width / map.getBoundingClientRect().width;

document.addEventListener('click', (e) => {
  const link = e.target.closest('[data-move]');
  if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  moveTo(link.href);
});
document.addEventListener('pointerdown', (e) => {
  const map = e.target.closest('svg.map');
  if (!map || !e.isPrimary || e.button !== 0) return;
  if (e.pointerType === 'mouse') e.preventDefault();
  grip = { map, x: e.clientX, y: e.clientY, mouse: e.pointerType === 'mouse', moved: false };
});
document.addEventListener('pointermove', (e) => {
  if (!grip || !e.isPrimary) return;
  const by = units(grip.map);
  const east = (grip.x - e.clientX) * by;
  const south = (grip.y - e.clientY) * by;
  if (!grip.moved && Math.hypot(east, south) < 5) return;
  Object.assign(grip, { moved: true, east, south });
  grip.map.setAttribute('viewBox', `${east} ${south} 900 600`);
});
document.addEventListener('pointerup', () => {
  if (grip?.moved) {
    // That a link lies under the mouse is no wish to follow it. (A finger that
    // moved does not click.)
    if (grip.mouse) addEventListener('click', (e) => { e.preventDefault(); e.stopPropagation(); }, { capture: true, once: true });
    setTimeout((g) => move(g.map, g.east, g.south, 1), 0, grip);
  }
  grip = null;
});
document.addEventListener('pointercancel', () => {
  grip?.map.setAttribute('viewBox', '0 0 900 600'); // the page moves, or is zoomed
  grip = null;
});
document.addEventListener('dblclick', (e) => {
  const map = e.target.closest('svg.map');
  if (!map) return;
  const box = map.getBoundingClientRect();
  const by = units(map);
  move(map, (e.clientX - box.left - box.width / 2) * by, (e.clientY - box.top - box.height / 2) * by, 0.5);
});
document.addEventListener('wheel', (e) => {
  const map = e.target.closest?.('svg.map');
  if (!map || !e.ctrlKey) return;
  e.preventDefault();
  clearTimeout(wheel);
  wheel = setTimeout(move, 150, map, 0, 0, e.deltaY > 0 ? 2 : 0.5);
}, { passive: false });

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
  return touched || grip !== null || main.contains(document.activeElement) && document.activeElement !== main
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
