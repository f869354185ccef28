import type { Paint, Subject } from "./subject.js";

function drawHorse(p: Paint): string {
  return (
    `<path d="M44 92C22 92 10 116 14 158C26 148 34 128 46 112Z" fill="${p.ink}"/>` +
    `<path d="M116 128L122 158L116 198H126L134 158L136 124ZM62 128L72 160L70 198H80L86 158L84 128Z" fill="${p.shade}"/>` +
    `<path d="M160 8L167 24C176 34 186 50 194 64C197 72 190 79 182 76C174 72 167 67 159 66C153 78 149 92 147 106C147 116 144 124 138 130L141 162L150 198H138L128 164L120 136C104 144 88 142 74 136C68 146 60 152 56 160L60 198H48L44 160C44 150 38 140 36 126C32 106 38 92 50 86C70 78 92 86 112 82C124 66 134 42 147 22Z" fill="${p.base}"/>` +
    `<path d="M147 22L160 8L167 24L160 28Q152 26 147 22Z" fill="${p.light}"/>` +
    `<path d="M156 20C140 24 122 48 108 82C118 84 124 82 128 76C128 70 134 68 135 62C136 56 142 54 143 46C146 40 152 36 158 30Z" fill="${p.ink}"/>` +
    `<path d="M112 82C124 100 130 116 138 130C144 124 147 116 147 106C149 92 153 78 159 66C150 64 146 58 145 50C140 66 128 80 112 82Z" fill="${p.shade}" fill-opacity=".35"/>` +
    `<circle cx="168" cy="42" r="3.4" fill="${p.ink}"/><circle cx="189" cy="69" r="2" fill="${p.ink}"/>` +
    `<path d="M48 190H60V199H47ZM137 190L148 190L151 199H138ZM70 191H80V199H69ZM117 191H127V199H115Z" fill="${p.ink}"/>`
  );
}

/** A horse with a horn and a coloured mane. */
function drawUnicorn(p: Paint): string {
  const horn = `<path d="M163 20L180 -18L172 24Z" fill="#f2c14e"/><path d="M166.500 12L173 15M170 4L175.500 7M173.500 -4L177 -1" stroke="#c98f2f" stroke-width="2"/>`;
  return (
    horn +
    drawHorse({ ...p, ink: p.accent }).replaceAll(
      `r="3.4" fill="${p.accent}"`,
      `r="3.4" fill="${p.ink}"`,
    )
  );
}

function drawDeer(p: Paint): string {
  const antlers =
    "M146 44C138 30 134 16 138 2M140 26C130 24 122 16 120 6M137 14C142 10 144 6 145 0M156 42C162 30 172 20 186 16M164 30C162 20 164 10 170 4M172 23C180 24 188 22 194 18";
  return (
    `<path d="${antlers}" fill="none" stroke="${p.white}" stroke-width="4.5" stroke-linecap="round"/>` +
    `<path d="M112 126L120 160L116 199H123L129 160L130 122ZM58 124L68 160L66 199H73L78 158L80 128Z" fill="${p.shade}"/>` +
    `<path d="M150 42C162 42 170 50 180 60C184 66 180 72 172 72C164 72 158 70 154 72C150 84 148 98 144 110C142 120 138 126 134 128L138 162L141 199H133L128 164L118 132C104 138 86 138 70 132C64 142 56 148 54 160L55 199H47L45 160C45 148 38 138 38 124C38 102 46 92 62 90C80 88 96 92 112 88C124 78 130 62 140 48C143 44 146 42 150 42Z" fill="${p.base}"/>` +
    `<path d="M138 50C126 48 118 40 116 32C126 30 138 36 146 46Z" fill="${p.shade}"/>` +
    `<path d="M112 88C122 104 128 118 134 128C140 124 143 116 144 110C148 98 150 84 154 72C146 70 142 66 140 60C134 74 124 84 112 88Z" fill="${p.white}" fill-opacity=".8"/>` +
    `<path d="M38 110C30 104 30 92 40 92C48 94 48 104 46 112Z" fill="${p.white}"/>` +
    `<g fill="${p.white}" fill-opacity=".75"><circle cx="62" cy="102" r="3.2"/><circle cx="76" cy="99" r="3"/><circle cx="90" cy="104" r="3.2"/><circle cx="70" cy="113" r="2.8"/><circle cx="84" cy="116" r="2.8"/><circle cx="102" cy="100" r="2.6"/></g>` +
    `<circle cx="160" cy="54" r="3.2" fill="${p.ink}"/><path d="M176 60Q184 62 181 69Q176 70 173 65Z" fill="${p.ink}"/>`
  );
}

function drawElephant(p: Paint): string {
  return (
    `<path d="M22 108Q10 124 14 146" fill="none" stroke="${p.shade}" stroke-width="5" stroke-linecap="round"/>` +
    `<path d="M52 150H78V199H54ZM100 150H126V199H102Z" fill="${p.shade}"/>` +
    `<path d="M18 128C16 84 46 60 84 60C98 60 108 62 116 66C122 50 138 42 154 46C174 50 184 68 184 90C184 116 182 138 190 158C194 166 200 164 198 156C204 170 196 182 184 178C170 174 166 146 162 122C154 128 146 130 138 128V199H112V160C96 166 74 166 60 158V199H32V156C22 150 18 140 18 128Z" fill="${p.base}"/>` +
    `<path d="M118 62C96 56 84 74 86 98C88 120 104 134 120 124C134 114 138 84 118 62Z" fill="${p.shade}"/>` +
    `<path d="M118 70C104 66 95 78 96 98C97 114 108 122 118 116C128 108 130 86 118 70Z" fill="${p.light}" fill-opacity=".5"/>` +
    `<path d="M160 118C164 132 176 140 190 134C180 132 172 126 170 114Z" fill="${p.white}"/>` +
    `<circle cx="154" cy="82" r="4" fill="${p.ink}"/>` +
    `<path d="M33 190h8v9h-8zM44 190h8v9h-8zM114 190h8v9h-8zM126 190h8v9h-8z" fill="${p.white}" fill-opacity=".7"/>`
  );
}

function drawTurtle(p: Paint): string {
  return (
    `<path d="M40 170C28 178 24 190 30 199H58L62 176ZM128 176L136 199H164C164 188 160 178 150 170ZM22 168Q8 172 4 182Q18 184 30 178Z" fill="${p.shade}"/>` +
    `<path d="M148 160C152 136 166 124 182 128C196 132 200 146 192 156C184 164 172 160 166 172Z" fill="${p.base}"/>` +
    `<circle cx="183" cy="140" r="3.4" fill="${p.ink}"/><path d="M178 152Q186 154 192 149" fill="none" stroke="${p.ink}" stroke-width="2" stroke-linecap="round"/>` +
    `<path d="M20 170C22 120 52 92 90 92S160 120 162 170Q92 190 20 170Z" fill="${p.shade}"/>` +
    `<path d="M70 106L112 106L126 138L92 156L56 138ZM64 104C48 112 36 128 32 150L50 138ZM118 104C134 112 146 128 150 150L132 138ZM54 146L88 164V176Q58 176 36 168ZM130 146L96 164V176Q126 176 146 168Z" fill="${p.light}"/>` +
    `<path d="M20 170Q92 190 162 170Q164 178 158 182Q92 200 24 182Q18 178 20 170Z" fill="${p.base}"/>`
  );
}

export const standingAnimals = {
  horse: {
    natural: "#8a5433",
    homes: ["meadow", "mountains", "sea"],
    habitat: "ground",
    size: 1.25,
    draw: drawHorse,
  },
  unicorn: {
    natural: "#f4efe9",
    homes: ["meadow", "forest", "mountains"],
    habitat: "ground",
    size: 1.25,
    draw: drawUnicorn,
  },
  deer: {
    natural: "#b06f3c",
    homes: ["forest", "mountains", "meadow"],
    habitat: "ground",
    size: 1.25,
    draw: drawDeer,
  },
  elephant: {
    natural: "#8a8f9c",
    homes: ["desert", "meadow"],
    habitat: "ground",
    size: 1.3,
    draw: drawElephant,
  },
  turtle: { natural: "#6fa35a", homes: ["sea"], habitat: "ground", size: 0.8, draw: drawTurtle },
} as const satisfies Record<string, Subject>;
