/** A picture of floating-point colours, each with the weight it is known by. */
interface Level {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue (each times the weight) and the weight. */
  readonly values: Float32Array;
}

/**
 * Fills what is missing from what lies around it: ever smaller copies carry the surroundings across the gap, then each is
 * filled from the smaller one.
 *
 * @param isMissing 1 where the picture is not to be believed.
 */
export function fillGaps(
  data: Uint8Array,
  size: { width: number; height: number },
  isMissing: Uint8Array,
): Uint8Array {
  const values = new Float32Array(size.width * size.height * 4);
  for (let at = 0; at < isMissing.length; at += 1) {
    if (isMissing[at]) continue;
    for (let band = 0; band < 3; band += 1) values[at * 4 + band] = data[at * 3 + band] ?? 0;
    values[at * 4 + 3] = 1;
  }
  const levels: Level[] = [{ ...size, values }];
  for (let last = levels[0]; last && Math.max(last.width, last.height) > 1; last = levels.at(-1)) {
    levels.push(halve(last));
  }
  const filled = levels.reduceRight((coarse, fine) =>
    coarse === fine ? fine : fillFrom(coarse, fine),
  );
  const result = new Uint8Array(data.length);
  for (let at = 0; at < isMissing.length; at += 1) {
    const weight = filled.values[at * 4 + 3] ?? 1;
    for (let band = 0; band < 3; band += 1) {
      result[at * 3 + band] = (filled.values[at * 4 + band] ?? 0) / Math.max(weight, 1e-6);
    }
  }
  return result;
}

function halve(level: Level): Level {
  const width = Math.ceil(level.width / 2);
  const height = Math.ceil(level.height / 2);
  const values = new Float32Array(width * height * 4);
  for (let y = 0; y < level.height; y += 1) {
    for (let x = 0; x < level.width; x += 1) {
      const from = (y * level.width + x) * 4;
      const to = ((y >> 1) * width + (x >> 1)) * 4;
      for (let part = 0; part < 4; part += 1) {
        values[to + part] = (values[to + part] ?? 0) + (level.values[from + part] ?? 0);
      }
    }
  }
  for (let at = 3; at < values.length; at += 4) {
    const weight = values[at] ?? 0;
    if (weight <= 1) continue;
    for (let part = 0; part < 4; part += 1) {
      values[at - part] = (values[at - part] ?? 0) / weight;
    }
  }
  return { width, height, values };
}

/** Where the fine one knows less than everything, the coarse one makes up for it, softly between its points. */
function fillFrom(coarse: Level, fine: Level): Level {
  const { width, height, values } = fine;
  const at = (x: number, y: number) =>
    (Math.min(coarse.height - 1, Math.max(0, y)) * coarse.width +
      Math.min(coarse.width - 1, Math.max(0, x))) *
    4;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const to = (y * width + x) * 4;
      const lack = 1 - (values[to + 3] ?? 0);
      if (lack <= 0) continue;
      const [cx, cy] = [x >> 1, y >> 1];
      const [sx, sy] = [x % 2 ? 1 : -1, y % 2 ? 1 : -1];
      const near = [
        [at(cx, cy), 9],
        [at(cx + sx, cy), 3],
        [at(cx, cy + sy), 3],
        [at(cx + sx, cy + sy), 1],
      ] as const;
      for (let part = 0; part < 4; part += 1) {
        const mean =
          near.reduce((sum, [from, share]) => sum + share * (coarse.values[from + part] ?? 0), 0) /
          16;
        values[to + part] = (values[to + part] ?? 0) + lack * mean;
      }
    }
  }
  return fine;
}
