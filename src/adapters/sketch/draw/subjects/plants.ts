import type { Paint, Subject } from "./subject.js";

function drawTree(p: Paint): string {
  return (
    `<path d="M88 199C94 168 94 138 92 112L72 88L78 84L94 98L98 70H104L106 104L126 82L131 87L110 118C108 144 110 172 118 199Z" fill="#6b4a35"/>` +
    `<path d="M104 199C104 160 104 130 104 70L106 104L126 82L131 87L110 118C108 144 110 172 118 199Z" fill="${p.ink}" fill-opacity=".2"/>` +
    `<circle cx="62" cy="86" r="36" fill="${p.shade}"/><circle cx="140" cy="84" r="36" fill="${p.shade}"/><circle cx="100" cy="46" r="44" fill="${p.base}"/>` +
    `<circle cx="58" cy="76" r="31" fill="${p.base}"/><circle cx="142" cy="74" r="30" fill="${p.base}"/><circle cx="104" cy="88" r="28" fill="${p.base}"/>` +
    `<circle cx="86" cy="34" r="27" fill="${p.light}"/><circle cx="50" cy="66" r="18" fill="${p.light}"/><circle cx="132" cy="62" r="18" fill="${p.light}"/>` +
    `<g fill="${p.white}" fill-opacity=".45"><circle cx="78" cy="24" r="4"/><circle cx="98" cy="40" r="3"/><circle cx="46" cy="60" r="3"/><circle cx="130" cy="56" r="3.4"/><circle cx="112" cy="80" r="3"/><circle cx="150" cy="80" r="2.6"/></g>`
  );
}

function drawFlower(p: Paint): string {
  const petals = (count: number, long: number, wide: number, fill: string, turn: number) =>
    Array.from(
      { length: count },
      (_, index) =>
        `<path transform="rotate(${(360 / count) * index + turn} 100 66)" d="M100 66C${100 - wide} ${66 - long * 0.4} ${100 - wide * 0.8} ${66 - long} 100 ${66 - long}S${100 + wide} ${66 - long * 0.4} 100 66Z" fill="${fill}"/>`,
    ).join("");
  return (
    `<path d="M100 70C104 116 98 160 101 200" fill="none" stroke="#4c8a4a" stroke-width="6" stroke-linecap="round"/>` +
    `<path d="M100 160C74 156 56 138 50 112C78 114 98 132 100 160Z" fill="#4c8a4a"/><path d="M100 176C128 174 148 158 156 132C126 134 104 148 100 176Z" fill="#3f7a44"/>` +
    `<path d="M100 160C88 146 72 128 50 112M100 176C114 162 136 146 156 132" fill="none" stroke="#2f6238" stroke-width="1.6"/>` +
    petals(10, 64, 22, p.shade, 18) +
    petals(10, 58, 19, p.base, 0) +
    petals(10, 36, 13, p.light, 18) +
    `<circle cx="100" cy="66" r="19" fill="#8a5a2c"/><circle cx="100" cy="66" r="14" fill="#c9882f"/>` +
    Array.from({ length: 14 }, (_, index) => {
      const angle = index * 2.4;
      const out = 3.2 * Math.sqrt(index);
      return `<circle cx="${(100 + out * Math.cos(angle)).toFixed(1)}" cy="${(66 + out * Math.sin(angle)).toFixed(1)}" r="1.7" fill="#f3cf6b"/>`;
    }).join("")
  );
}

function drawMushroom(p: Paint): string {
  const small = `<g transform="translate(128 106) scale(.47)"><path d="M80 100C84 140 78 170 72 199H128C122 170 116 140 120 100Z" fill="${p.white}"/><path d="M14 104C16 50 54 16 100 16S184 50 186 104Q100 128 14 104Z" fill="${p.base}"/><g fill="${p.white}"><circle cx="70" cy="64" r="13"/><circle cx="122" cy="48" r="10"/><circle cx="142" cy="88" r="11"/></g></g>`;
  return (
    small +
    `<path d="M78 96C84 138 76 170 64 199H128C118 170 114 138 120 96Z" fill="${p.white}"/><path d="M104 96C106 138 106 170 108 199H128C118 170 114 138 120 96Z" fill="${p.ink}" fill-opacity=".13"/>` +
    `<path d="M72 122C84 134 114 134 126 122L122 112H76Z" fill="${p.white}"/><path d="M72 122C84 134 114 134 126 122Q124 130 116 132C104 138 92 138 82 132Q74 130 72 122Z" fill="${p.ink}" fill-opacity=".14"/>` +
    `<path d="M8 102C10 48 50 14 98 14S188 48 190 102Q98 128 8 102Z" fill="${p.base}"/><path d="M98 14C146 14 188 48 190 102Q160 110 128 112C158 84 146 34 98 14Z" fill="${p.shade}" fill-opacity=".6"/>` +
    `<path d="M20 104.5Q98 127 178 104.5Q98 112 20 104.5Z" fill="${p.shade}"/>` +
    `<g fill="${p.white}"><ellipse cx="64" cy="58" rx="15" ry="13"/><ellipse cx="116" cy="44" rx="12" ry="10"/><ellipse cx="36" cy="88" rx="9" ry="8"/><ellipse cx="104" cy="86" rx="14" ry="10"/><ellipse cx="158" cy="76" rx="11" ry="12"/></g>`
  );
}

export const plants = {
  tree: {
    natural: "#5f9a4d",
    homes: ["meadow", "mountains"],
    habitat: "ground",
    size: 1.5,
    draw: drawTree,
  },
  flower: {
    natural: "#e8637a",
    homes: ["meadow", "mountains"],
    habitat: "ground",
    size: 1.05,
    draw: drawFlower,
  },
  mushroom: {
    natural: "#cf3f32",
    homes: ["forest", "meadow"],
    habitat: "ground",
    size: 1,
    draw: drawMushroom,
  },
} as const satisfies Record<string, Subject>;
