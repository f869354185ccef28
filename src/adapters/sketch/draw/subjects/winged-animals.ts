import type { Paint, Subject } from "./subject.js";

function drawBird(p: Paint): string {
  return (
    `<path d="M18 112L60 118L44 134L8 128Z" fill="${p.shade}"/>` +
    `<path d="M44 112C56 86 92 76 124 82C132 70 148 64 162 70C170 73 175 79 177 86L196 93L176 99C172 122 146 142 108 142C78 142 54 132 44 112Z" fill="${p.base}"/>` +
    `<path d="M124 134C150 128 168 116 174 98C168 112 150 112 140 106C124 120 90 128 60 126C72 138 100 142 124 134Z" fill="${p.white}"/>` +
    `<path d="M118 100C96 88 82 60 84 18C60 34 48 74 66 104C78 118 106 118 118 100Z" fill="${p.shade}"/>` +
    `<path d="M108 96C92 84 84 64 84 18C72 44 70 78 82 100C92 108 104 106 108 96Z" fill="${p.light}"/>` +
    `<path d="M176 86L198 93L176 99Z" fill="#f0a53a"/><circle cx="158" cy="84" r="4.6" fill="${p.ink}"/><circle cx="159.6" cy="82.4" r="1.5" fill="#fff"/>`
  );
}

function drawOwl(p: Paint): string {
  const feathers = [128, 142, 156]
    .map((y, row) =>
      [-2, -1, 0, 1, 2]
        .filter((column) => Math.abs(column) < 2 || row === 0)
        .map(
          (column) =>
            `<path d="M${100 + column * 15 - 6} ${y}q6 10 12 0" fill="none" stroke="${p.shade}" stroke-width="3" stroke-linecap="round"/>`,
        )
        .join(""),
    )
    .join("");
  return (
    `<path d="M100 30C56 30 44 76 48 126C50 166 72 192 100 192S150 166 152 126C156 76 144 30 100 30Z" fill="${p.base}"/>` +
    `<path d="M52 50L46 12Q66 20 82 36ZM148 50L154 12Q134 20 118 36Z" fill="${p.shade}"/>` +
    `<path d="M100 108C76 108 66 124 68 148C72 172 86 184 100 184S128 172 132 148C134 124 124 108 100 108Z" fill="${p.light}"/>${feathers}` +
    `<path d="M50 92C36 112 36 150 58 172C68 152 68 116 50 92ZM150 92C164 112 164 150 142 172C132 152 132 116 150 92Z" fill="${p.shade}"/>` +
    `<circle cx="78" cy="74" r="26" fill="${p.white}"/><circle cx="122" cy="74" r="26" fill="${p.white}"/>` +
    `<circle cx="80" cy="75" r="16" fill="#f2b134"/><circle cx="120" cy="75" r="16" fill="#f2b134"/>` +
    `<circle cx="81" cy="76" r="9" fill="${p.ink}"/><circle cx="119" cy="76" r="9" fill="${p.ink}"/><circle cx="84" cy="72" r="3" fill="#fff"/><circle cx="122" cy="72" r="3" fill="#fff"/>` +
    `<path d="M92 88Q100 84 108 88L100 106Z" fill="#e8963a"/>` +
    `<path d="M80 190q6 12 12 0M108 190q6 12 12 0" fill="none" stroke="#e8963a" stroke-width="6" stroke-linecap="round"/>`
  );
}

function drawPenguin(p: Paint): string {
  return (
    `<ellipse cx="80" cy="194" rx="20" ry="7" fill="#f0a53a"/><ellipse cx="120" cy="194" rx="20" ry="7" fill="#f0a53a"/>` +
    `<path d="M56 96C38 112 30 138 36 158C48 152 58 138 62 122ZM144 96C162 112 170 138 164 158C152 152 142 138 138 122Z" fill="${p.shade}"/>` +
    `<path d="M100 14C72 14 62 38 62 62C54 84 48 108 50 140C52 176 72 194 100 194S148 176 150 140C152 108 146 84 138 62C138 38 128 14 100 14Z" fill="${p.base}"/>` +
    `<path d="M100 84C76 84 66 110 66 142C66 172 80 186 100 186S134 172 134 142C134 110 124 84 100 84Z" fill="${p.white}"/>` +
    `<path d="M100 50C92 36 70 38 70 58C70 80 88 86 100 86S130 80 130 58C130 38 108 36 100 50Z" fill="${p.white}"/>` +
    `<circle cx="86" cy="56" r="4.6" fill="${p.ink}"/><circle cx="114" cy="56" r="4.6" fill="${p.ink}"/>` +
    `<path d="M88 66Q100 60 112 66L100 78Z" fill="#f0a53a"/>` +
    `<path d="M62 84Q100 102 138 84L140 94Q100 114 60 94Z" fill="${p.accent}"/><path d="M122 98L138 94L142 126L128 130Z" fill="${p.accent}"/>`
  );
}

function drawButterfly(p: Paint): string {
  const wing = (flip: string) =>
    `<g ${flip}><path d="M100 96C108 46 150 14 182 26C202 38 190 92 150 106C126 112 108 108 100 100Z" fill="${p.base}"/>` +
    `<path d="M100 104C124 108 158 118 162 146C164 172 136 178 118 156C106 140 102 122 100 104Z" fill="${p.shade}"/>` +
    `<path d="M112 88C122 60 150 38 172 40C184 48 172 80 146 92C130 98 118 96 112 88Z" fill="${p.light}"/>` +
    `<circle cx="176" cy="46" r="6" fill="${p.white}"/><circle cx="180" cy="66" r="4" fill="${p.white}"/><circle cx="140" cy="146" r="9" fill="${p.white}" fill-opacity=".85"/></g>`;
  return (
    wing("") +
    wing('transform="translate(200 0) scale(-1 1)"') +
    `<path d="M100 78C106 84 107 130 100 156C93 130 94 84 100 78Z" fill="${p.ink}"/><circle cx="100" cy="76" r="6" fill="${p.ink}"/>` +
    `<path d="M98 72C92 56 84 46 74 44M102 72C108 56 116 46 126 44" fill="none" stroke="${p.ink}" stroke-width="2.4" stroke-linecap="round"/>`
  );
}

function drawDragon(p: Paint): string {
  return (
    `<path d="M112 92C116 52 96 22 62 8C66 24 58 34 48 34C52 46 44 54 34 54C40 66 34 76 24 78C52 80 70 96 84 112Z" fill="${p.shade}"/>` +
    `<path d="M62 8Q84 56 92 106M48 34Q72 70 88 108M34 54Q62 82 84 111" fill="none" stroke="${p.base}" stroke-width="3.5" stroke-linecap="round"/>` +
    `<path d="M10 186C0 176 4 164 14 166C10 152 26 150 28 162C32 176 50 178 66 166C56 160 52 150 56 138C62 118 84 104 108 100C122 96 130 84 130 68C130 50 142 38 158 38C166 38 172 42 176 46L196 54C200 60 196 66 188 68L168 70C160 72 158 80 158 92C156 128 132 150 106 158C112 166 122 168 132 166L136 176C116 182 98 176 90 164C78 182 40 196 22 180C20 186 16 190 10 186Z" fill="${p.base}"/>` +
    `<path d="M66 166C84 168 128 150 148 112C154 100 154 84 156 74C158 84 159 92 158 96C154 128 132 150 106 158C90 166 76 168 66 166Z" fill="${p.light}"/>` +
    `<path d="M136 52L124 34L144 42ZM128 70L114 58L130 60ZM128 86L112 82L126 78ZM62 126L50 116L70 118ZM54 144L40 138L56 134Z" fill="${p.accent}"/>` +
    `<path d="M150 40C146 28 136 20 126 18C132 26 136 36 142 44Z" fill="${p.white}"/>` +
    `<circle cx="167" cy="52" r="4.4" fill="${p.shine}"/><ellipse cx="168" cy="52" rx="1.6" ry="3.6" fill="${p.ink}"/><circle cx="191" cy="58" r="1.7" fill="${p.ink}"/>` +
    `<path d="M170 70L174 76L178 69ZM180 69L184 74L187 68Z" fill="${p.white}"/>`
  );
}

export const wingedAnimals = {
  bird: {
    natural: "#3f7fb5",
    homes: ["meadow", "forest", "mountains", "sea"],
    habitat: "sky",
    size: 0.62,
    draw: drawBird,
  },
  owl: { natural: "#8d6745", homes: ["forest"], habitat: "ground", size: 0.95, draw: drawOwl },
  penguin: {
    natural: "#33384a",
    homes: ["snowfield"],
    habitat: "ground",
    size: 1,
    draw: drawPenguin,
  },
  butterfly: {
    natural: "#ee8434",
    homes: ["meadow", "forest"],
    habitat: "sky",
    size: 0.6,
    draw: drawButterfly,
  },
  dragon: {
    natural: "#3f9a6b",
    homes: ["mountains", "meadow", "sea"],
    habitat: "sky",
    size: 1.35,
    draw: drawDragon,
  },
} as const satisfies Record<string, Subject>;
