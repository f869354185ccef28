import { type Colour, css, hex, lighten, mix, turn } from "./colour.js";
import { n, scatter, sheet } from "./shapes.js";
import type { Stage } from "./stage.js";

/** Five papers that go well together, from dark to light. */
const paperSets: readonly [string[], ...string[][]] = [
  ["#1f2a44", "#2f6f8f", "#e4572e", "#f2b134", "#f6ecd9"],
  ["#2b1d3f", "#7a3b69", "#e0607e", "#f4a98a", "#fbe9d7"],
  ["#12343b", "#2d6a5f", "#7fb285", "#e9c46a", "#f7f1de"],
  ["#252a5c", "#4b6cb7", "#7fc8c2", "#f3a7b8", "#fdf3e7"],
  ["#3a2618", "#8f4a32", "#d98841", "#e9c98c", "#f7efe0"],
  ["#16302b", "#694873", "#c06c84", "#f3b391", "#f6e7cb"],
  ["#0f3d5e", "#1f8a8a", "#f28f6b", "#f6d37a", "#fff6e6"],
];

/** For words that name nothing the sketch can draw: coloured paper, arranged by the words and the seed. */
export function drawAbstract(stage: Stage): string {
  const { random, reading } = stage;
  const drift = random.between(-22, 22);
  const tint = reading.tint === null ? null : hex(reading.tint);
  const papers = random
    .pick(paperSets)
    .map((code) => turn(hex(code), drift))
    .map((colour) => (tint ? { ...mix(colour, tint, 0.5), l: colour.l } : colour));
  const draw = random.pick([drawHollows, drawTiles, drawRibbons]);
  return draw(stage, papers);
}

function paperAt(papers: readonly Colour[], share: number): Colour {
  const scaled = Math.min(0.999, Math.max(0, share)) * (papers.length - 1);
  const from = papers[Math.floor(scaled)] ?? hex("#808080");
  return mix(from, papers[Math.floor(scaled) + 1] ?? from, scaled % 1);
}

/** Sheets with ever smaller holes, as in a paper-cut box. */
function drawHollows(stage: Stage, papers: readonly Colour[]): string {
  const { random, width, height, floor } = stage;
  const middle = { x: width * random.between(0.36, 0.64), y: floor * random.between(0.38, 0.62) };
  const waves = [2, 3, 5].map((count) => ({
    count,
    reach: random.between(0.04, 0.12),
    start: random.between(0, 6.28),
  }));
  const sheets = 9;
  const isInward = random.chance(0.5);
  const disc = Math.min(width, height) * 0.13;
  return (
    `<rect width="${width}" height="${height}" fill="${css(paperAt(papers, isInward ? 0 : 1))}"/>` +
    scatter(sheets, (index) => {
      const share = index / (sheets - 1);
      const radius = Math.hypot(width, height) * (0.56 - 0.46 * share);
      const outline = Array.from({ length: 72 }, (_, step) => {
        const angle = (step / 72) * 2 * Math.PI;
        const bend = waves.reduce(
          (sum, wave) => sum + wave.reach * Math.sin(angle * wave.count + wave.start + share * 1.6),
          1,
        );
        return `${n(middle.x + radius * bend * 1.05 * Math.cos(angle))} ${n(middle.y + radius * bend * 0.86 * Math.sin(angle))}`;
      });
      return sheet(stage, `M${outline.join("L")}Z`, paperAt(papers, isInward ? share : 1 - share));
    }) +
    `<circle cx="${n(middle.x)}" cy="${n(middle.y)}" r="${n(disc * 0.42)}" fill="${css(papers[isInward ? 2 : 3] ?? hex("#ffffff"))}"/>`
  );
}

/** A grid of quarter circles, half circles, rings and leaves. */
function drawTiles(stage: Stage, papers: readonly Colour[]): string {
  const { random, width, height, floor } = stage;
  const columns = Math.round(width / random.pick([128, 160, 200]));
  const side = width / columns;
  const rows = Math.ceil(floor / side);
  const light = papers.at(-1) ?? hex("#ffffff");
  const tiles = scatter(rows * columns, (index) => {
    const ground = random.chance(0.45) ? light : paperAt(papers, Math.floor(random.next() * 5) / 4);
    const ink = papers.filter((paper) => Math.abs(paper.l - ground.l) > 0.14);
    const colour = ink[Math.floor(random.next() * ink.length)] ?? lighten(ground, -0.3);
    const second = ink[Math.floor(random.next() * ink.length)] ?? colour;
    const spin = 90 * Math.floor(random.next() * 4);
    const x = (index % columns) * side;
    const y = Math.floor(index / columns) * side;
    const shape = random.pick(tileShapes)(css(colour), css(second));
    return `<g transform="translate(${n(x + side / 2)} ${n(y + side / 2)}) rotate(${spin}) scale(${(side / 100).toFixed(4)})"><path d="M-50.500 -50.500H50.500V50.500H-50.500Z" fill="${css(ground)}"/>${shape}</g>`;
  });
  return `<rect width="${width}" height="${height}" fill="${css(papers[0] ?? light)}"/>${tiles}`;
}

const tileShapes: readonly [TileShape, ...TileShape[]] = [
  (a, b) =>
    `<path d="M-50 50V-50A100 100 0 0 1 50 50Z" fill="${a}"/><path d="M-50 50V0A50 50 0 0 1 0 50Z" fill="${b}"/>`,
  (a) =>
    `<path d="M-50 0A50 50 0 0 1 50 0Z" fill="${a}"/><path d="M-50 50A50 50 0 0 1 50 50Z" fill="${a}"/>`,
  (a, b) => `<circle r="42" fill="${a}"/><circle r="20" fill="${b}"/>`,
  (a) => `<path d="M-50 -50C0 -50 50 0 50 50C0 50 -50 0 -50 -50Z" fill="${a}"/>`,
  (a, b) =>
    `<path d="M-50 -50H50L-50 50Z" fill="${a}"/><circle cx="22" cy="22" r="13" fill="${b}"/>`,
  (a, b) =>
    `<path d="M-50 -50A50 50 0 0 0 0 0A50 50 0 0 1 50 50H-50Z" fill="${a}"/><circle cx="25" cy="-25" r="12" fill="${b}"/>`,
  (a, b) =>
    `<path d="M-50 50A100 100 0 0 1 50 -50V-20A70 70 0 0 0 -20 50Z" fill="${a}"/><path d="M10 50A40 40 0 0 1 50 10V50Z" fill="${b}"/>`,
];
type TileShape = (first: string, second: string) => string;

/** Bands of paper flowing across, a disc behind them. */
function drawRibbons(stage: Stage, papers: readonly Colour[]): string {
  const { random, width, height, floor } = stage;
  const isRising = random.chance(0.5);
  const tilt = random.between(0.1, 0.34) * (isRising ? -1 : 1);
  const bends = [0.9, 0.4].map((share) => ({
    reach: floor * 0.1 * share,
    pace: 6.28 / (width * share * random.between(0.8, 1.3)),
    start: random.between(0, 6.28),
  }));
  const bands = 9;
  const isDarkening = random.chance(0.5);
  const disc = {
    x: width * random.between(0.25, 0.75),
    y: floor * random.between(0.2, 0.36),
    radius: Math.min(width, height) * random.between(0.13, 0.19),
  };
  const ribbons = scatter(bands, (index) => {
    const share = index / (bands - 1);
    const top = floor * (0.2 + 0.78 * share);
    let outline = `M-20 ${height + 20}`;
    for (let x = -20; x <= width + 20; x += 12) {
      const bend = bends.reduce(
        (sum, one) => sum + one.reach * Math.sin(x * one.pace + one.start + share * 2.2),
        0,
      );
      outline += `L${x} ${n(top + bend + tilt * (x - width / 2))}`;
    }
    const colour = paperAt(papers, isDarkening ? 0.86 * (1 - share) : 0.06 + 0.86 * share);
    return sheet(stage, `${outline}L${width + 20} ${height + 20}Z`, colour);
  });
  const sky = isDarkening
    ? (papers.at(-1) ?? hex("#ffffff"))
    : mix(papers[0] ?? hex("#000000"), hex("#000000"), 0.15);
  return (
    `<rect width="${width}" height="${height}" fill="${css(sky)}"/>` +
    `<circle cx="${n(disc.x)}" cy="${n(disc.y)}" r="${n(disc.radius)}" fill="${css(papers[isDarkening ? 2 : 3] ?? sky)}"/>${ribbons}`
  );
}
