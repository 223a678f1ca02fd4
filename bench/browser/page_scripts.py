"""Scripts that measure a page from inside, in Chromium."""

# Records in `starts_` the time from the first movement of a drag to the frame that shows the dragged card.
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

# Records in `remote_` the time from the arrival of an event to the layout that shows it.
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

# Records in `slow_` how long interactions took until painted; the browser reports none below 16 ms.
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

# Returns the transferred bytes of files with this ending.
WEIGHT = """(ending) => performance.getEntriesByType('resource')
  .filter((it) => new URL(it.name).pathname.endsWith(ending))
  .reduce((sum, it) => sum + it.encodedBodySize, 0)"""
