/** Figures under a set of labels. */
export interface Total {
  readonly labels: readonly string[];
  readonly figures: readonly number[];
}

export interface TotalsSource {
  /** When the first row is of; null when there is none. */
  first(): Promise<Date | null>;
  /** Sums over the rows of this span: later than `after`, up to and with `until`. */
  read(span: { readonly after: Date; readonly until: Date }): Promise<readonly Total[]>;
}

/** A row's time is set before its commit; after this long it is certainly there to be read. */
const SETTLED_AFTER_MS = 60_000;
/** Read at once at most, so that the embedded database serves others in between. */
const SLICE_MS = 24 * 60 * 60_000;

/**
 * Sums over all rows there ever were, without reading all of them every time: what lies further back than a minute is
 * added up once, only what is younger is read again. One call at a time; others wait for it.
 */
export function createRunningTotals(source: TotalsSource): {
  upTo(now: Date): Promise<readonly Total[]>;
} {
  let settled: ReadonlyMap<string, Total> = new Map();
  let settledUntil: Date | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function settle(until: Date): Promise<Date> {
    let at = settledUntil ?? (await findStart(source, until));
    while (at < until) {
      const next = new Date(Math.min(at.getTime() + SLICE_MS, until.getTime()));
      settled = sum(settled, await source.read({ after: at, until: next }));
      settledUntil = at = next;
    }
    return at;
  }

  async function read(now: Date): Promise<readonly Total[]> {
    const after = await settle(new Date(now.getTime() - SETTLED_AFTER_MS));
    const young = await source.read({ after, until: now });
    return [...sum(settled, young).values()];
  }

  return {
    upTo(now) {
      const reading = last.then(() => read(now));
      last = reading.catch(() => undefined);
      return reading;
    },
  };
}

async function findStart(source: TotalsSource, until: Date): Promise<Date> {
  const first = await source.first();
  return first && first < until ? new Date(first.getTime() - 1) : until;
}

function sum(
  known: ReadonlyMap<string, Total>,
  more: readonly Total[],
): ReadonlyMap<string, Total> {
  const totals = new Map(known);
  for (const { labels, figures } of more) {
    const key = JSON.stringify(labels);
    const before = totals.get(key)?.figures ?? [];
    totals.set(key, { labels, figures: figures.map((figure, at) => figure + (before[at] ?? 0)) });
  }
  return totals;
}
