import { css } from "./colour.js";
import { n, scatter } from "./shapes.js";
import type { Stage } from "./stage.js";

/** Fog that lies behind the subjects. */
export function drawDistantWeather(stage: Stage): string {
  return stage.reading.weather === "fog"
    ? drawFog(stage, { from: 0.4, count: 8, opacity: 0.55 })
    : "";
}

/** What falls or drifts between the viewer and the subjects. */
export function drawWeather(stage: Stage): string {
  switch (stage.reading.weather) {
    case "snow":
      return drawSnow(stage);
    case "rain":
      return drawRain(stage, 0.34);
    case "storm":
      return drawLightning(stage) + drawRain(stage, 0.28);
    case "fog":
      return drawFog(stage, { from: 0.8, count: 3, opacity: 0.32 });
    case "clear":
      return "";
  }
}

function drawSnow(stage: Stage): string {
  const { random, width, height } = stage;
  const flakes = [
    { count: 120, low: 1.2, high: 2.6, opacity: 0.75 },
    { count: 55, low: 2.6, high: 4.6, opacity: 0.85 },
    { count: 12, low: 6, high: 11, opacity: 0.5 },
  ];
  return flakes
    .map(({ count, low, high, opacity }) =>
      scatter(count, () => {
        const x = n(width * random.next());
        const y = n(height * random.next());
        return `<circle cx="${x}" cy="${y}" r="${n(random.between(low, high))}" fill="#fff" fill-opacity="${opacity}"/>`;
      }),
    )
    .join("");
}

function drawRain(stage: Stage, opacity: number): string {
  const { random, width, height } = stage;
  const lean = random.between(0.12, 0.3) * (random.chance(0.5) ? 1 : -1);
  const drops = scatter(170, () => {
    const long = random.between(18, 58);
    return `M${n(width * random.between(-0.1, 1.1))} ${n(height * random.next())}l${n(lean * long)} ${n(long)}`;
  });
  return `<path d="${drops}" fill="none" stroke="#f1f6fa" stroke-opacity="${opacity}" stroke-width="2" stroke-linecap="round"/>`;
}

function drawLightning(stage: Stage): string {
  const { random, width, horizon } = stage;
  let x = width * random.between(0.2, 0.8);
  let path = `M${n(x)} ${n(horizon * 0.1)}`;
  for (let step = 1; step <= 7; step += 1) {
    x += width * random.between(-0.045, 0.045);
    path += `L${n(x)} ${n(horizon * (0.1 + (0.88 * step) / 7))}`;
  }
  const line = (wide: number, opacity: number) =>
    `<path d="${path}" fill="none" stroke="#fdf8d8" stroke-width="${wide}" stroke-opacity="${opacity}" stroke-linejoin="bevel"/>`;
  return line(16, 0.12) + line(8, 0.22) + line(3, 1);
}

function drawFog(stage: Stage, banks: { from: number; count: number; opacity: number }): string {
  const { random, width, height, palette } = stage;
  const colour = css(palette.sky.at(-1) ?? palette.paper);
  return scatter(banks.count, (index) => {
    const id = stage.freshId();
    const y = height * (banks.from + 0.055 * index);
    return (
      `<radialGradient id="${id}"><stop stop-color="${colour}" stop-opacity="${banks.opacity}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>` +
      `<ellipse cx="${n(width * random.between(0, 1))}" cy="${n(y)}" rx="${n(width * random.between(0.45, 0.8))}" ry="${n(height * random.between(0.03, 0.07))}" fill="url(#${id})"/>`
    );
  });
}

/** Small warm lights over the ground. */
export function drawFireflies(stage: Stage): string {
  const { random, width, height, horizon } = stage;
  const id = stage.freshId();
  const lights = scatter(26, () => {
    const x = n(width * random.next());
    const y = n(random.between(horizon * 0.8, height * 0.92));
    const radius = random.between(7, 18);
    return `<circle cx="${x}" cy="${y}" r="${n(radius)}" fill="url(#${id})"/><circle cx="${x}" cy="${y}" r="${n(radius * 0.16)}" fill="#fffbe0"/>`;
  });
  return `<radialGradient id="${id}"><stop stop-color="#ffe88a" stop-opacity=".75"/><stop offset="1" stop-color="#ffe88a" stop-opacity="0"/></radialGradient>${lights}`;
}
