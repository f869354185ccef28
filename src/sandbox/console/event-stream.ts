/** Server-Sent Events to every open page. */
export interface EventStream {
  /** Opens a stream. It begins with a `snapshot`, also when a page comes back after a broken connection. */
  open(signal: AbortSignal, readSnapshot: () => Promise<unknown>): Response;
  publish(kind: string, data: unknown): void;
  listenerCount(): number;
  close(): void;
}

/** How soon a page comes back by itself. */
const RETRY_MS = 1_000;
/** Proxies in between cut connections that stay silent. */
const HEARTBEAT_MS = 15_000;

interface Listener {
  write(text: string): void;
  /** The page went away by itself. */
  forget(): void;
  end(): void;
}

export function createEventStream(): EventStream {
  const listeners = new Set<Listener>();
  const encoder = new TextEncoder();
  let lastId = 0;

  function toText(kind: string, data: unknown): string {
    lastId += 1;
    return `id: ${lastId}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  function listen(
    controller: ReadableStreamDefaultController<Uint8Array>,
    readSnapshot: () => Promise<unknown>,
  ): Listener {
    // What happens while the snapshot is read comes after it; the page takes repeats in its stride.
    let held: string[] | null = [];
    const send = (text: string) => controller.enqueue(encoder.encode(text));
    const heartbeat = setInterval(() => send(": still here\n\n"), HEARTBEAT_MS).unref();
    const listener: Listener = {
      write(text) {
        if (held) held.push(text);
        else send(text);
      },
      forget() {
        listeners.delete(listener);
        clearInterval(heartbeat);
      },
      end() {
        if (!listeners.has(listener)) return;
        listener.forget();
        controller.close();
      },
    };
    listeners.add(listener);
    readSnapshot().then(
      (snapshot) => {
        if (!listeners.has(listener)) return;
        send(`retry: ${RETRY_MS}\n${toText("snapshot", snapshot)}`);
        for (const text of held ?? []) send(text);
        held = null;
      },
      () => listener.end(), // The page asks again by itself.
    );
    return listener;
  }

  return {
    open(signal, readSnapshot) {
      let listener: Listener | null = null;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          listener = listen(controller, readSnapshot);
          signal.addEventListener("abort", () => listener?.end());
        },
        cancel: () => listener?.forget(),
      });
      return new Response(body, {
        headers: {
          "content-type": "text/event-stream; charset=utf-8",
          "cache-control": "no-store",
          "x-accel-buffering": "no",
        },
      });
    },
    publish(kind, data) {
      if (listeners.size === 0) return;
      const text = toText(kind, data);
      for (const listener of listeners) listener.write(text);
    },
    listenerCount: () => listeners.size,
    close() {
      for (const listener of [...listeners]) listener.end();
    },
  };
}
