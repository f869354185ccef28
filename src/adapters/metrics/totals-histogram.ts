import { Histogram, type Registry } from "prom-client";
import { DURATION_BOUNDS, type Durations } from "../../core/ports/service-figures.js";

export interface LabelledDurations {
  readonly labels: Readonly<Record<string, string>>;
  readonly durations: Durations;
}

/** A histogram that is not filled observation by observation, but read ready-made from the tables. */
export class TotalsHistogram extends Histogram {
  readonly #name: string;
  readonly #help: string;
  #series: readonly LabelledDurations[] = [];

  constructor(options: { name: string; help: string; registers: Registry[] }) {
    super({ ...options, buckets: [...DURATION_BOUNDS] });
    this.#name = options.name;
    this.#help = options.help;
  }

  show(series: readonly LabelledDurations[]): void {
    this.#series = series;
  }

  /** What the library asks for, be it for text or JSON. */
  async getForPromString() {
    const values = this.#series.flatMap((each) => this.#toValues(each));
    return {
      name: this.#name,
      help: this.#help,
      type: "histogram",
      aggregator: "sum" as const,
      values,
    };
  }

  #toValues({ labels, durations }: LabelledDurations) {
    const line = (suffix: string, value: number, more: Record<string, string> = {}) => ({
      metricName: `${this.#name}_${suffix}`,
      labels: { ...labels, ...more },
      value,
    });
    return [
      ...DURATION_BOUNDS.map((bound, at) =>
        line("bucket", durations.buckets[at] ?? 0, { le: String(bound) }),
      ),
      line("bucket", durations.count, { le: "+Inf" }),
      line("sum", durations.sumSeconds),
      line("count", durations.count),
    ];
  }
}
