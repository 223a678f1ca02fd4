"""What a page is asked about itself: scripts that run in it, and functions that read what they have noted."""

# From the first movement of the pressed mouse to the frame that shows the card in hand, in `starts_`.
DRAG_STARTS = """() => {
  window.starts_ = [];
  let began = 0;
  addEventListener('pointerdown', () => { began = 0; }, true);
  const moved = (event) => { if (event.buttons && !began) began = performance.now(); };
  addEventListener('pointermove', moved, true);
  new MutationObserver(() => {
    if (document.body.classList.contains('is-dragging')) {
      requestAnimationFrame(() => setTimeout(() => starts_.push(performance.now() - began)));
    }
  }).observe(document.body, { attributes: true });
}"""

# From an event's arrival to the layout that has it, in `remote_`.
REMOTE = """() => {
  window.remote_ = [];
  const { room } = document.querySelector('kr-board').page;
  const receive = room.receive.bind(room);
  room.receive = (event) => {
    const began = performance.now();
    receive(event);
    document.body.getBoundingClientRect();
    remote_.push(performance.now() - began);
  };
}"""

# How long what one did took to be painted, in `slow_`; below 16 ms nothing is told.
INTERACTIONS = """() => {
  window.slow_ = [];
  const note = (list) =>
    slow_.push(...list.getEntries().filter((it) => it.interactionId).map((it) => it.duration));
  new PerformanceObserver(note).observe({ type: 'event', durationThreshold: 16 });
}"""

OPENING = """() => new Promise((done) => {
  const seen = { shift: 0, paint: 0 };
  const look = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  look('layout-shift', (it) => { if (!it.hadRecentInput) seen.shift += it.value; });
  look('largest-contentful-paint', (it) => { seen.paint = it.startTime; });
  setTimeout(() => done({ ...seen, nodes: document.querySelectorAll('*').length }), 500);
})"""

# Bytes of the files with this ending that came over the wire.
WEIGHT = """(ending) => performance.getEntriesByType('resource')
  .filter((it) => new URL(it.name).pathname.endsWith(ending))
  .reduce((sum, it) => sum + it.encodedBodySize, 0)"""
