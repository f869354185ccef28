import type { Paint, Subject } from "./subject.js";

function drawFish(p: Paint): string {
  return (
    `<path d="M48 100C30 84 16 66 2 64C8 84 8 116 2 136C16 134 30 116 48 100Z" fill="${p.shade}"/>` +
    `<path d="M78 64C84 38 108 26 134 32C128 42 128 54 134 66ZM92 138C96 158 112 166 128 162C124 152 124 144 128 134Z" fill="${p.shade}"/>` +
    `<path d="M38 100C60 66 96 54 130 58C166 62 188 82 196 100C188 118 166 138 130 142C96 146 60 134 38 100Z" fill="${p.base}"/>` +
    `<path d="M78 66C88 90 88 112 78 134C84 138 92 140 98 141C110 116 110 84 98 59C92 60 84 62 78 66ZM128 58C138 84 138 116 128 142C134 142 140 141 145 140C154 116 154 84 145 60C140 59 134 58 128 58Z" fill="${p.white}"/>` +
    `<path d="M118 104C106 106 96 116 96 128C110 130 122 122 128 112Z" fill="${p.shade}"/>` +
    `<circle cx="170" cy="90" r="9" fill="#fff"/><circle cx="172" cy="90" r="5" fill="${p.ink}"/><circle cx="174" cy="88" r="1.6" fill="#fff"/>` +
    `<path d="M184 112Q176 114 172 108" fill="none" stroke="${p.ink}" stroke-width="2.4" stroke-linecap="round"/>`
  );
}

function drawWhale(p: Paint): string {
  return (
    `<path d="M142 50C140 34 132 24 120 24M142 50C142 30 146 18 158 14M142 50C146 36 156 30 168 32" fill="none" stroke="${p.white}" stroke-width="5" stroke-linecap="round"/>` +
    `<path d="M14 70C20 60 18 48 8 38C24 38 34 46 38 58C46 48 58 44 70 48C62 56 56 68 56 80C66 110 86 104 104 84C120 66 146 60 168 70C190 80 198 102 196 126C194 148 176 160 146 162H86C50 162 24 132 22 92C20 84 18 76 14 70Z" fill="${p.base}"/>` +
    `<path d="M196 124C194 148 176 160 146 162H86C66 162 50 153 39 139C70 146 90 130 118 126C150 122 176 132 196 124Z" fill="${p.white}"/>` +
    `<path d="M120 134C132 140 148 142 164 140M104 142C120 150 142 152 160 150M92 150C104 157 120 159 138 158" fill="none" stroke="${p.shade}" stroke-opacity=".6" stroke-width="2.4" stroke-linecap="round"/>` +
    `<path d="M116 130C110 146 98 156 82 158C84 144 94 132 106 126Z" fill="${p.shade}"/>` +
    `<circle cx="168" cy="108" r="4.6" fill="${p.ink}"/><circle cx="169.5" cy="106.4" r="1.5" fill="#fff"/>`
  );
}

export const seaAnimals = {
  fish: { natural: "#f0803c", homes: ["underwater"], habitat: "water", size: 1.05, draw: drawFish },
  whale: {
    natural: "#3f6f9f",
    homes: ["sea"],
    habitat: "water",
    waterline: 142,
    size: 1.2,
    draw: drawWhale,
  },
} as const satisfies Record<string, Subject>;
