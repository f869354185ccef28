import type { Paint, Subject } from "./subject.js";

function drawPerson(p: Paint): string {
  return (
    `<path d="M84 160L82 196H97L100 166L103 196H118L116 160Z" fill="${p.ink}"/><path d="M80 192h18v7H76q0-6 4-7zM102 192h18q4 1 4 7h-22z" fill="#5a3d2c"/>` +
    `<path d="M100 62C80 62 70 78 66 104C62 130 60 150 58 172C84 180 116 180 142 172C140 150 138 130 134 104C130 78 120 62 100 62Z" fill="${p.base}"/>` +
    `<path d="M104 62C122 63 130 80 134 104C138 130 140 150 142 172Q126 177 108 178C112 140 112 98 104 62Z" fill="${p.shade}" fill-opacity=".7"/>` +
    `<path d="M72 84C58 96 52 118 52 140L64 142C66 124 72 108 78 100ZM128 84C142 96 148 118 148 140L136 142C134 124 128 108 122 100Z" fill="${p.shade}"/>` +
    `<circle cx="58" cy="145" r="7" fill="#e8b58f"/><circle cx="142" cy="145" r="7" fill="#e8b58f"/>` +
    `<circle cx="100" cy="42" r="22" fill="#e8b58f"/><path d="M76 44C74 18 126 18 124 44C126 52 124 60 120 64C120 50 116 42 108 36C98 42 86 42 80 40C80 50 80 58 80 64C76 60 74 52 76 44Z" fill="#4a3226"/>` +
    `<path d="M76 32C80 8 120 8 124 32Q100 24 76 32Z" fill="${p.accent}"/><path d="M73 36Q100 24 127 36L127 30Q100 17 73 30Z" fill="${p.white}"/><circle cx="100" cy="10" r="7" fill="${p.white}"/>` +
    `<circle cx="92" cy="46" r="2.4" fill="${p.ink}"/><circle cx="108" cy="46" r="2.4" fill="${p.ink}"/><path d="M94 54q6 5 12 0" fill="none" stroke="${p.ink}" stroke-width="1.8" stroke-linecap="round"/>` +
    `<path d="M78 62Q100 76 122 62L124 74Q100 88 76 74Z" fill="${p.accent}"/><path d="M110 76L124 72C130 90 130 108 126 122L112 120C114 104 114 90 110 76Z" fill="${p.accent}"/><path d="M112 112l15 2" stroke="${p.white}" stroke-width="3"/>`
  );
}

function drawAstronaut(p: Paint): string {
  return (
    `<rect x="56" y="86" width="88" height="66" rx="14" fill="${p.shade}"/>` +
    `<path d="M76 146L72 188H96L100 156L104 188H128L124 146Z" fill="${p.base}"/><path d="M66 186h32v9q0 4-4 4H70q-6 0-4-13zM102 186h32q2 13-4 13h-24q-4 0-4-4z" fill="${p.shade}"/>` +
    `<path d="M68 96C52 104 40 122 36 142L54 148C58 134 66 124 76 118ZM132 96C150 92 164 78 168 58L184 64C182 92 162 116 130 120Z" fill="${p.base}"/>` +
    `<circle cx="44" cy="150" r="11" fill="${p.accent}"/><circle cx="177" cy="55" r="11" fill="${p.accent}"/>` +
    `<path d="M66 96Q100 78 134 96L132 152Q100 164 68 152Z" fill="${p.base}"/><path d="M108 88Q124 90 134 96L132 152Q122 156 110 157Z" fill="${p.shade}" fill-opacity=".5"/>` +
    `<rect x="82" y="116" width="36" height="22" rx="4" fill="${p.shade}"/><circle cx="91" cy="127" r="4" fill="#e8554a"/><circle cx="103" cy="127" r="4" fill="#f2c14e"/><rect x="110" y="121" width="4" height="12" fill="${p.white}"/>` +
    `<circle cx="100" cy="54" r="43" fill="${p.base}"/><path d="M112 12.700A43 43 0 0 1 112 95.300C134 80 134 28 112 12.700Z" fill="${p.shade}" fill-opacity=".6"/>` +
    `<ellipse cx="102" cy="56" rx="32" ry="27" fill="#1d2747"/><path d="M78 44C84 36 94 33 104 34C92 40 84 50 80 62C76 56 75 50 78 44Z" fill="#7fb2e8" fill-opacity=".75"/><circle cx="120" cy="64" r="4" fill="#fff" fill-opacity=".6"/>` +
    `<path d="M72 24L60 8" stroke="${p.shade}" stroke-width="5" stroke-linecap="round"/><circle cx="59" cy="7" r="6" fill="${p.accent}"/>`
  );
}

function drawRobot(p: Paint): string {
  return (
    `<path d="M100 26V8" stroke="${p.ink}" stroke-width="4"/><circle cx="100" cy="8" r="8" fill="${p.accent}"/>` +
    `<rect x="74" y="160" width="18" height="28" fill="${p.shade}"/><rect x="108" y="160" width="18" height="28" fill="${p.shade}"/><path d="M64 199q0-14 14-14h14v14zM108 185h14q14 0 14 14h-28z" fill="${p.ink}"/>` +
    `<path d="M60 112C42 118 36 134 38 152M140 112C160 110 168 96 168 78" fill="none" stroke="${p.shade}" stroke-width="12" stroke-linecap="round"/>` +
    `<path d="M32 168A13 13 0 1 1 46 168M160 62A13 13 0 1 0 176 62" fill="none" stroke="${p.ink}" stroke-width="7" stroke-linecap="round"/>` +
    `<rect x="54" y="98" width="92" height="68" rx="16" fill="${p.base}"/><path d="M112 98H130Q146 98 146 114V150Q146 166 130 166H112Z" fill="${p.shade}" fill-opacity=".55"/>` +
    `<rect x="74" y="112" width="52" height="34" rx="6" fill="${p.ink}"/><path d="M80 130h8l5-10 7 20 6-14 4 4h10" fill="none" stroke="${p.shine}" stroke-width="3" stroke-linejoin="round" stroke-linecap="round"/><circle cx="82" cy="156" r="4" fill="#e8554a"/><circle cx="95" cy="156" r="4" fill="#f2c14e"/>` +
    `<rect x="88" y="88" width="24" height="12" fill="${p.ink}"/>` +
    `<rect x="50" y="26" width="100" height="66" rx="20" fill="${p.base}"/><path d="M116 26H130Q150 26 150 46V72Q150 92 130 92H116Z" fill="${p.shade}" fill-opacity=".55"/>` +
    `<rect x="40" y="48" width="12" height="24" rx="5" fill="${p.accent}"/><rect x="148" y="48" width="12" height="24" rx="5" fill="${p.accent}"/>` +
    `<rect x="60" y="38" width="80" height="42" rx="16" fill="${p.ink}"/><circle cx="82" cy="57" r="11" fill="${p.shine}"/><circle cx="118" cy="57" r="11" fill="${p.shine}"/><circle cx="85" cy="54" r="4" fill="#fff"/><circle cx="121" cy="54" r="4" fill="#fff"/><path d="M92 71q8 5 16 0" fill="none" stroke="${p.shine}" stroke-width="2.6" stroke-linecap="round"/>`
  );
}

export const figures = {
  person: {
    natural: "#c8483c",
    homes: ["mountains", "meadow", "city", "sea"],
    habitat: "ground",
    size: 1.05,
    draw: drawPerson,
  },
  astronaut: {
    natural: "#eceaf0",
    homes: ["space"],
    habitat: "ground",
    size: 1.1,
    draw: drawAstronaut,
  },
  robot: {
    natural: "#7fa3b5",
    homes: ["city", "meadow", "desert"],
    habitat: "ground",
    size: 1.1,
    draw: drawRobot,
  },
} as const satisfies Record<string, Subject>;
