/** Long enough to read a line; a placeholder needs less. */
const SHOWN_MS = 900;
const PLACEHOLDER_SHOWN_MS = 250;

/**
 * Shows every state of a message long enough to be seen. The sandbox's pictures come within a second, so "queued" would
 * be overwritten before anybody could read it; each edit waits its turn, and none is left out.
 */
export class Pacer {
  #tracks = new Map();

  /**
   * @param {string} key the message
   * @param {() => void} show
   * @param {{ isPlaceholder?: boolean }} [about] what is shown now
   */
  take(key, show, { isPlaceholder = false } = {}) {
    const track = this.#tracks.get(key) ?? { busyUntil: 0, waiting: [] };
    this.#tracks.set(key, track);
    track.waiting.push({ show, shownMs: isPlaceholder ? PLACEHOLDER_SHOWN_MS : SHOWN_MS });
    if (track.waiting.length === 1) this.#next(key, track);
  }

  /** The message is gone, and with it whatever of it was to be shown. */
  drop(key) {
    const track = this.#tracks.get(key);
    clearTimeout(track?.timer);
    if (track) track.waiting = [];
    this.#tracks.delete(key);
  }

  /** What waits is overtaken: all is known anew. */
  clear() {
    for (const track of this.#tracks.values()) {
      clearTimeout(track.timer);
      track.waiting = [];
    }
    this.#tracks.clear();
  }

  #next(key, track) {
    const left = track.busyUntil - Date.now();
    if (left > 0) {
      track.timer = setTimeout(() => this.#next(key, track), left);
      return;
    }
    const { show, shownMs } = track.waiting.shift();
    track.busyUntil = Date.now() + shownMs;
    show();
    if (track.waiting.length > 0) this.#next(key, track);
  }
}
