import { type Colour, css, hex, lighten, mix } from "../colour.js";
import { n, scatter, sheet } from "../shapes.js";
import type { Scenery, Stage } from "../stage.js";

const neonLamps = ["#ff6ab0", "#5ff0e0", "#ffd86a", "#b48aff"] as const;

/** Rows of towers behind a street; windows shine when it is dark. */
export function drawCity(stage: Stage): Scenery {
  const { height, width, palette } = stage;
  const street = height * 0.8;
  const rows = [0.05, 0.34, 0.66].map((depth, index) => towers(stage, { depth, index, street }));
  const pavement = mix(palette.ground(1), palette.paper, 0.14);
  const road = lighten(palette.ground(1), -0.07);
  const roadTop = height * 0.885;
  const dashes = scatter(width / 90 + 1, (index) => {
    const x = index * 90;
    return `<path d="M${x} ${n(height * 0.925)}h44" stroke="${css(palette.paper)}" stroke-opacity=".55" stroke-width="${n(height / 190)}"/>`;
  });
  return {
    back:
      rows.join("") +
      sheet(stage, `M-20 ${n(street)}H${width + 20}V${height + 20}H-20Z`, pavement) +
      sheet(stage, `M-20 ${n(roadTop)}H${width + 20}V${height + 20}H-20Z`, road) +
      dashes,
    front: "",
    groundY: () => height * 0.885,
  };
}

function towers(stage: Stage, row: { depth: number; index: number; street: number }): string {
  const { random, width, palette, height } = stage;
  const colour = palette.ground(row.depth);
  const tallest = row.street * (0.82 - 0.17 * row.index);
  let x = -width * random.between(0, 0.05);
  let drawing = "";
  while (x < width) {
    const wide =
      Math.min(width, height * 1.2) * random.between(0.07, 0.14) * (1 + row.index * 0.12);
    const tall = tallest * random.between(0.42, 1);
    const shade = lighten(colour, random.between(-0.025, 0.025));
    drawing += tower(stage, {
      x,
      wide,
      top: row.street - tall,
      foot: row.street + 10,
      colour: shade,
      index: row.index,
    });
    x += wide * random.between(0.92, 1.15);
  }
  return drawing;
}

interface Tower {
  x: number;
  wide: number;
  top: number;
  foot: number;
  colour: Colour;
  index: number;
}

function tower(stage: Stage, tower: Tower): string {
  const { x, wide, top, foot, colour } = tower;
  const body = `M${n(x)} ${n(foot)}V${n(top)}H${n(x + wide)}V${n(foot)}Z`;
  const side = `<path d="M${n(x + wide * 0.68)} ${n(foot)}V${n(top)}H${n(x + wide)}V${n(foot)}Z" fill="${css(lighten(colour, -0.04))}"/>`;
  return roof(stage, tower) + sheet(stage, body, colour) + side + windows(stage, tower);
}

function roof(stage: Stage, { x, wide, top, colour }: Tower): string {
  const fill = css(lighten(colour, -0.02));
  const kind = stage.random.pick(["flat", "flat", "mast", "step", "gable"]);
  const middle = x + wide / 2;
  switch (kind) {
    case "mast":
      return `<path d="M${n(middle)} ${n(top)}v${n(-wide * 0.7)}" stroke="${fill}" stroke-width="${n(wide * 0.05)}"/><path d="M${n(middle - wide * 0.2)} ${n(top)}v${n(-wide * 0.14)}h${n(wide * 0.4)}v${n(wide * 0.14)}Z" fill="${fill}"/>`;
    case "step":
      return `<path d="M${n(x + wide * 0.15)} ${n(top + 1)}v${n(-wide * 0.22)}h${n(wide * 0.7)}v${n(wide * 0.22)}ZM${n(x + wide * 0.32)} ${n(top)}v${n(-wide * 0.42)}h${n(wide * 0.36)}v${n(wide * 0.42)}Z" fill="${fill}"/>`;
    case "gable":
      return `<path d="M${n(x)} ${n(top + 1)}L${n(middle)} ${n(top - wide * 0.42)}L${n(x + wide)} ${n(top + 1)}Z" fill="${fill}"/>`;
    default:
      return "";
  }
}

/** One path of lit and one of dark panes per tower keeps a night city cheap to draw. */
function windows(stage: Stage, { x, wide, top, foot, colour, index }: Tower): string {
  const { random, palette } = stage;
  const columns = Math.max(3, Math.round(wide / (17 + 4 * index)));
  const gap = wide / (columns + 0.5);
  const pane = gap * 0.46;
  const litShare = palette.isDark ? 0.5 : 0.16;
  let lit = "";
  let dark = "";
  for (let y = top + gap * 0.8; y < foot - gap * 1.6; y += gap * 1.25) {
    for (let column = 0; column < columns; column += 1) {
      const path = `M${n(x + gap * (column + 0.5))} ${n(y)}h${n(pane)}v${n(pane * 1.35)}h${n(-pane)}z`;
      if (random.chance(litShare)) lit += path;
      else dark += path;
    }
  }
  const isEvening = palette.isDark || stage.reading.daytime !== "day";
  const lamp = stage.reading.style === "neon" ? hex(random.pick(neonLamps)) : hex("#ffd98a");
  const shine = isEvening ? lamp : palette.paper;
  return (
    `<path d="${dark}" fill="${css(lighten(colour, -0.085))}" fill-opacity=".55"/>` +
    `<path d="${lit}" fill="${css(shine)}" fill-opacity="${(0.5 + 0.18 * index).toFixed(2)}"/>`
  );
}
