import type { Paint, Subject } from "./subject.js";

const wheel = (x: number, y: number, radius: number, p: Paint) =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${p.ink}"/><circle cx="${x}" cy="${y}" r="${radius * 0.52}" fill="${p.white}"/><circle cx="${x}" cy="${y}" r="${radius * 0.2}" fill="${p.ink}"/>`;

function drawBoat(p: Paint): string {
  return (
    `<path d="M98 6V150" stroke="${p.ink}" stroke-width="5" stroke-linecap="round"/>` +
    `<path d="M105 14C150 50 168 96 170 138H105Z" fill="${p.white}"/><path d="M105 84C128 92 152 94 164 106C168 118 170 128 170 138H105Z" fill="${p.ink}" fill-opacity=".1"/>` +
    `<path d="M91 26C60 60 40 100 32 138H91Z" fill="${p.accent}"/><path d="M91 92C74 104 52 112 40 116Q36 126 32 138H91Z" fill="${p.ink}" fill-opacity=".16"/>` +
    `<path d="M98 6l22 7-22 7z" fill="${p.base}"/>` +
    `<path d="M8 148H192C188 172 172 190 150 194H46C26 190 12 172 8 148Z" fill="${p.base}"/><path d="M8 148H192L190 158H10Z" fill="${p.white}"/>` +
    `<path d="M18 174C60 186 140 186 182 174C176 184 164 192 150 194H46C34 192 24 184 18 174Z" fill="${p.shade}"/>`
  );
}

function drawCar(p: Paint): string {
  return (
    `<path d="M6 168C4 148 8 136 22 130L48 124C58 100 72 88 94 86H120C142 86 154 98 164 122L184 130C194 134 197 146 194 168Z" fill="${p.base}"/>` +
    `<path d="M6 168C5 158 5 150 7 144H194C195 152 195 160 194 168Z" fill="${p.shade}"/>` +
    `<path d="M60 122C68 104 78 96 94 95H102V122ZM109 95H120C136 95 144 104 152 122H109Z" fill="${p.shine}"/><path d="M66 122C72 108 80 100 92 98L80 122Z" fill="#fff" fill-opacity=".5"/>` +
    `<path d="M105 126V160M112 134h10" stroke="${p.ink}" stroke-opacity=".5" stroke-width="2.4" stroke-linecap="round"/>` +
    `<path d="M184 136q10 2 10 12l-10 1z" fill="#ffe9a8"/><path d="M8 140q6 0 7 8l-8 2z" fill="#e8554a"/>` +
    `<path d="M2 164H198V174Q198 177 194 177H6Q2 177 2 174Z" fill="${p.white}"/>` +
    wheel(50, 174, 24, p) +
    wheel(150, 174, 24, p)
  );
}

function drawTrain(p: Paint): string {
  return (
    `<g fill="#fff" fill-opacity=".55"><circle cx="148" cy="44" r="12"/><circle cx="128" cy="30" r="16"/><circle cx="98" cy="20" r="20"/><circle cx="60" cy="16" r="15"/></g>` +
    `<path d="M0 196H200" stroke="${p.ink}" stroke-width="5"/>` +
    `<path d="M8 82H78V166H8Z" fill="${p.base}"/><path d="M2 72H84V84H2Z" fill="${p.ink}"/><rect x="18" y="94" width="22" height="30" rx="3" fill="${p.shine}"/><rect x="47" y="94" width="22" height="30" rx="3" fill="${p.shine}"/>` +
    `<path d="M78 108H168Q182 108 182 122V152Q182 166 168 166H78Z" fill="${p.base}"/><path d="M78 136H182V152Q182 166 168 166H78Z" fill="${p.shade}"/>` +
    `<path d="M96 108h8v58h-8zM134 108h8v58h-8z" fill="${p.accent}"/><path d="M140 108L136 62H164L160 108Z" fill="${p.ink}"/><path d="M132 56h36v9h-36z" fill="${p.accent}"/>` +
    `<path d="M102 108q0-18 12-18t12 18z" fill="${p.accent}"/><circle cx="182" cy="130" r="9" fill="#ffe9a8"/>` +
    `<path d="M4 162H184V174H4Z" fill="${p.ink}"/><path d="M180 160L200 194H172Z" fill="${p.ink}"/>` +
    wheel(34, 176, 20, p) +
    wheel(96, 182, 14, p) +
    wheel(128, 182, 14, p) +
    wheel(160, 182, 14, p) +
    `<path d="M34 176H160" stroke="${p.accent}" stroke-width="5" stroke-linecap="round"/>`
  );
}

function drawRocket(p: Paint): string {
  return (
    `<g transform="rotate(24 100 100)"><path d="M84 148C80 172 90 184 100 206C110 184 120 172 116 148Z" fill="#ffb53f"/><path d="M91 148C90 164 95 172 100 186C105 172 110 164 109 148Z" fill="#fff1b8"/>` +
    `<path d="M74 92C56 104 46 124 48 150L78 136ZM126 92C144 104 154 124 152 150L122 136Z" fill="${p.base}"/><path d="M126 92C144 104 154 124 152 150L122 136Z" fill="${p.shade}"/>` +
    `<path d="M100 2C72 30 66 72 74 120L80 148H120L126 120C134 72 128 30 100 2Z" fill="${p.white}"/><path d="M100 2C128 30 134 72 126 120L120 148H104C116 96 116 44 100 2Z" fill="${p.ink}" fill-opacity=".14"/>` +
    `<path d="M100 2C86 16 78 30 74 46H126C122 30 114 16 100 2Z" fill="${p.base}"/><path d="M76 128h48l-2 10H78z" fill="${p.base}"/>` +
    `<circle cx="100" cy="78" r="18" fill="${p.ink}"/><circle cx="100" cy="78" r="13" fill="${p.shine}"/><path d="M91 74a10 10 0 0 1 9-7" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>` +
    `<path d="M96 110h8v40h-8z" fill="${p.shade}"/></g>`
  );
}

function drawBalloon(p: Paint): string {
  return (
    `<path d="M66 122L88 166M134 122L112 166M90 130L95 166M110 130L105 166" stroke="${p.ink}" stroke-opacity=".75" stroke-width="2"/>` +
    `<path d="M100 2C54 2 26 34 26 70C26 100 54 118 70 134H130C146 118 174 100 174 70C174 34 146 2 100 2Z" fill="${p.base}"/>` +
    `<path d="M100 2C76 2 58 34 58 70C58 100 74 120 84 134H70C54 118 26 100 26 70C26 34 54 2 100 2ZM100 2C124 2 142 34 142 70C142 100 126 120 116 134H130C146 118 174 100 174 70C174 34 146 2 100 2Z" fill="${p.accent}"/>` +
    `<path d="M100 2C90 2 84 34 84 70C84 100 90 120 94 134H106C110 120 116 100 116 70C116 34 110 2 100 2Z" fill="${p.white}"/>` +
    `<path d="M100 2C146 2 174 34 174 70C174 100 146 118 130 134H112C150 104 152 40 100 2Z" fill="${p.ink}" fill-opacity=".15"/>` +
    `<path d="M70 132H130L126 141H74Z" fill="${p.shade}"/>` +
    `<path d="M82 164H118L114 196Q113 199 110 199H90Q87 199 86 196Z" fill="#a8713f"/><path d="M80 162h40v8h-40z" fill="#c98f55"/><path d="M84 180h32M85 189h30" stroke="#7c4f2c" stroke-width="2"/>`
  );
}

export const vehicles = {
  boat: {
    natural: "#b5483a",
    homes: ["sea"],
    habitat: "water",
    waterline: 182,
    size: 1.05,
    draw: drawBoat,
  },
  car: {
    natural: "#d1483a",
    homes: ["city", "desert", "mountains"],
    habitat: "ground",
    size: 1,
    draw: drawCar,
  },
  train: {
    natural: "#2f6f73",
    homes: ["mountains", "meadow", "forest"],
    habitat: "ground",
    size: 1.15,
    draw: drawTrain,
  },
  rocket: { natural: "#d8483f", homes: ["space"], habitat: "sky", size: 1.25, draw: drawRocket },
  balloon: {
    natural: "#e4572e",
    homes: ["mountains", "meadow", "desert", "sea"],
    habitat: "sky",
    size: 1.1,
    draw: drawBalloon,
  },
} as const satisfies Record<string, Subject>;
