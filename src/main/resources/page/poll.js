// Looks again and again: at once where something moves, ever slower where nothing does, not at all while nobody looks.
const FASTEST = 1000;
const SLOWEST = 15_000;

/**
 * Reads until the signal says that the view is gone.
 *
 * @param read what is read
 * @param show gets it whenever it has changed, and says whether it may go on moving
 */
export async function poll(signal, read, show) {
  let wait = FASTEST;
  let last = null;
  let moving = true;
  while (!signal.aborted) {
    await pause(moving ? wait : SLOWEST, signal);
    if (signal.aborted) return;
    try {
      const now = await read();
      const said = JSON.stringify(now);
      if (signal.aborted) return;
      wait = said === last ? Math.min(wait * 1.5, SLOWEST) : FASTEST;
      if (said !== last) moving = show(now);
      last = said;
    } catch (error) {
      if (error.status === 401 || error.status === 403) return;
      wait = Math.min(wait * 2, SLOWEST); // the service restarts, perhaps
    }
  }
}

/** Waits, and while the tab is hidden until it is not. */
function pause(time, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, time);
    signal.addEventListener('abort', done);
    document.addEventListener('visibilitychange', done);
    function done() {
      if (document.hidden && !signal.aborted) return;
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      document.removeEventListener('visibilitychange', done);
      resolve();
    }
  });
}
