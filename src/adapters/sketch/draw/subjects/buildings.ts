import type { Paint, Subject } from "./subject.js";

function drawHouse(p: Paint): string {
  return (
    `<path d="M136 76V20H154V96Z" fill="${p.shade}"/><path d="M132 16h26v10h-26z" fill="${p.ink}" fill-opacity=".7"/>` +
    `<path d="M38 92H162V199H38Z" fill="${p.base}"/><path d="M116 92H162V199H116Z" fill="${p.shade}" fill-opacity=".6"/>` +
    `<path d="M100 24L184 98L172 108L100 44L28 108L16 98Z" fill="${p.ink}"/><path d="M100 44L164 101V104H36V101Z" fill="${p.base}"/>` +
    `<path d="M100 24L184 98L172 108L100 44Z" fill="${p.accent}"/><path d="M100 24L16 98L28 108L100 44Z" fill="${p.accent}"/><path d="M100 24L184 98L172 108L100 44Z" fill="${p.ink}" fill-opacity=".25"/>` +
    `<path d="M84 199V146Q84 132 100 132T116 146V199Z" fill="${p.ink}"/><circle cx="110" cy="170" r="2.6" fill="${p.shine}"/>` +
    `<circle cx="100" cy="84" r="13" fill="${p.white}"/><circle cx="100" cy="84" r="9.5" fill="${p.shine}"/><path d="M100 74v20M90 84h20" stroke="${p.white}" stroke-width="2.4"/>` +
    [50, 126]
      .map(
        (x) =>
          `<rect x="${x - 3}" y="123" width="32" height="36" rx="3" fill="${p.white}"/><rect x="${x}" y="126" width="26" height="30" fill="${p.shine}"/><path d="M${x + 13} 126v30M${x} 141h26" stroke="${p.white}" stroke-width="3"/>`,
      )
      .join("") +
    `<path d="M30 199q4-16 16-14q4-12 16-8q10 2 10 22zM128 199q2-14 14-12q6-12 18-6q12 4 12 18z" fill="#4f8a55"/>`
  );
}

function drawLighthouse(p: Paint): string {
  const bands = [
    [84, 62, 118],
    [118, 58, 152],
  ];
  return (
    [150, 320, 560]
      .map(
        (reach) =>
          `<path d="M92 28L${92 - reach} ${28 - reach * 0.2}V${28 + reach * 0.2}ZM108 28L${108 + reach} ${28 - reach * 0.2}V${28 + reach * 0.2}Z" fill="${p.shine}" fill-opacity=".11"/>`,
      )
      .join("") +
    `<path d="M10 199C14 182 34 180 44 172C58 162 70 172 84 168C104 162 120 164 132 172C150 170 184 180 192 199Z" fill="${p.ink}" fill-opacity=".78"/>` +
    `<path d="M44 172C58 162 70 172 84 168L76 182L50 188ZM132 172C150 170 170 178 180 188L150 186Z" fill="${p.white}" fill-opacity=".16"/>` +
    `<path d="M82 48H118L130 174H70Z" fill="${p.white}"/>` +
    bands
      .map(
        ([y = 0]) =>
          `<path d="M${82 - (y - 48) * 0.0952} ${y}H${118 + (y - 48) * 0.0952}L${118 + (y - 30) * 0.0952} ${y + 18}H${82 - (y - 30) * 0.0952}Z" fill="${p.base}"/>`,
      )
      .join("") +
    `<path d="M82.2 50H117.8L119 66H80.6ZM72 152H128L129.7 170H70.3Z" fill="${p.base}"/>` +
    `<path d="M103 48H118L130 174H106Z" fill="${p.ink}" fill-opacity=".14"/>` +
    `<rect x="76" y="42" width="48" height="7" rx="2" fill="${p.ink}"/><rect x="86" y="16" width="28" height="27" fill="${p.shine}"/>` +
    `<path d="M93 16v27M107 16v27" stroke="${p.ink}" stroke-width="2"/><path d="M80 17Q100 -12 120 17Z" fill="${p.base}"/><path d="M100 -2v-10" stroke="${p.ink}" stroke-width="3" stroke-linecap="round"/>` +
    `<path d="M92 174V154Q92 146 100 146T108 154V174Z" fill="${p.ink}"/><rect x="95" y="102" width="10" height="13" rx="5" fill="${p.ink}"/>`
  );
}

function drawCastle(p: Paint): string {
  const merlons = (x: number, y: number, count: number) =>
    Array.from({ length: count }, (_, index) => `M${x + index * 12} ${y}h7v10h-7z`).join("");
  const tower = (x: number, top: number, wide: number) =>
    `<path d="M${x} 199V${top}H${x + wide}V199Z" fill="${p.base}"/><path d="M${x + wide * 0.62} 199V${top}H${x + wide}V199Z" fill="${p.shade}"/>` +
    `<path d="M${x - 6} ${top + 1}L${x + wide / 2} ${top - wide * 1.25}L${x + wide + 6} ${top + 1}Z" fill="${p.accent}"/>` +
    `<path d="M${x + wide / 2} ${top - wide * 1.25}L${x + wide + 6} ${top + 1}H${x + wide * 0.6}Z" fill="${p.ink}" fill-opacity=".22"/>` +
    `<path d="M${x + wide / 2} ${top - wide * 1.25}v-14l14 5l-14 5" fill="${p.white}" stroke="${p.ink}" stroke-width="1.6"/>` +
    `<path d="M${x + wide / 2 - 4} ${top + 34}v-10a4 4 0 0 1 8 0v10z" fill="${p.shine}"/>`;
  return (
    tower(84, 66, 32) +
    tower(46, 88, 24) +
    tower(130, 88, 24) +
    `<path d="M34 199V118H166V199Z" fill="${p.light}"/><path d="${merlons(34, 109, 11)}" fill="${p.light}"/><path d="M34 128H166" stroke="${p.shade}" stroke-width="3"/>` +
    tower(16, 96, 30) +
    tower(154, 96, 30) +
    `<path d="M82 199V160A18 18 0 0 1 118 160V199Z" fill="${p.ink}"/><path d="M91 199V150M100 199V143M109 199V150M82 168H118M82 182H118" stroke="${p.shade}" stroke-width="2"/>` +
    [60, 132].map((x) => `<path d="M${x} 160v-12a4 4 0 0 1 8 0v12z" fill="${p.shine}"/>`).join("") +
    `<path d="M52 140h10v4h-10zM70 176h12v4h-12zM126 180h10v4h-10zM140 136h10v4h-10zM72 146h8v4h-8z" fill="${p.shade}" fill-opacity=".7"/>`
  );
}

export const buildings = {
  house: {
    natural: "#f0e2c8",
    homes: ["meadow", "forest", "mountains", "sea"],
    habitat: "ground",
    size: 1.1,
    draw: drawHouse,
  },
  lighthouse: {
    natural: "#cf4436",
    homes: ["sea"],
    habitat: "ground",
    size: 1.6,
    draw: drawLighthouse,
  },
  castle: {
    natural: "#b9b2bd",
    homes: ["mountains", "meadow", "forest"],
    habitat: "ground",
    size: 1.4,
    draw: drawCastle,
  },
} as const satisfies Record<string, Subject>;
