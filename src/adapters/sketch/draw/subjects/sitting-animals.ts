import type { Paint, Subject } from "./subject.js";

/** Eyes with a light in them; `x` counts from the middle of the face. */
function eyes(ink: string, at: { x: number; y: number; size: number }): string {
  return [-at.x, at.x]
    .map(
      (x) =>
        `<ellipse cx="${100 + x}" cy="${at.y}" rx="${at.size}" ry="${at.size * 1.2}" fill="${ink}"/>` +
        `<circle cx="${100 + x + at.size * 0.35}" cy="${at.y - at.size * 0.45}" r="${at.size * 0.36}" fill="#fff"/>`,
    )
    .join("");
}

function drawFox(p: Paint): string {
  return (
    `<path d="M124 190C160 204 196 178 190 132C187 110 176 100 166 88C168 114 156 130 143 146C130 162 120 180 124 190Z" fill="${p.base}"/>` +
    `<path d="M190 132C187 110 176 100 166 88C167 104 163 116 157 126C163 124 166 130 172 126C175 132 182 128 190 132Z" fill="${p.white}"/>` +
    `<path d="M124 190C150 198 178 184 187 152C174 180 148 186 124 190Z" fill="${p.shade}"/>` +
    `<path d="M100 88C70 96 58 138 61 182Q62 199 78 199H122Q138 199 139 182C142 138 130 96 100 88Z" fill="${p.base}"/>` +
    `<path d="M100 88V199H122Q138 199 139 182C142 138 130 96 100 88Z" fill="${p.shade}" fill-opacity=".55"/>` +
    `<path d="M100 98C84 106 80 136 91 158Q100 170 109 158C120 136 116 106 100 98Z" fill="${p.white}"/>` +
    `<path d="M80 199C80 176 84 160 91 150L97 199ZM120 199C120 176 116 160 109 150L103 199Z" fill="${p.shade}"/>` +
    `<path d="M76 199C76 188 82 184 88 184S98 188 98 199ZM124 199C124 188 118 184 112 184S102 188 102 199Z" fill="${p.ink}"/>` +
    `<path d="M100 108C82 103 62 90 49 70C54 60 57 54 61 48L57 8C70 14 82 24 88 34Q100 30 112 34C118 24 130 14 143 8L139 48C143 54 146 60 151 70C138 90 118 103 100 108Z" fill="${p.base}"/>` +
    `<path d="M100 108C118 103 138 90 151 70C146 60 143 54 139 48L143 8C130 14 118 24 112 34Q106 31 100 31Z" fill="${p.shade}" fill-opacity=".45"/>` +
    `<path d="M63 19L65 43L81 33C77 28 70 22 63 19ZM137 19L135 43L119 33C123 28 130 22 137 19Z" fill="${p.ink}" fill-opacity=".85"/>` +
    `<path d="M100 108C82 103 62 90 49 70C66 68 84 72 91 86C95 94 98 98 100 98C102 98 105 94 109 86C116 72 134 68 151 70C138 90 118 103 100 108Z" fill="${p.white}"/>` +
    eyes(p.ink, { x: 20, y: 66, size: 5 }) +
    `<path d="M92 98Q100 93 108 98Q106 107 100 108Q94 107 92 98Z" fill="${p.ink}"/>`
  );
}

function drawCat(p: Paint): string {
  const stripes = `<path d="M92 32l3 16h-5zM100 29l3 20h-6zM108 32l2 16h-5zM56 70l14 3-13 3zM55 80l14 1-12 5zM144 70l-14 3 13 3zM145 80l-14 1 12 5zM62 140q12 2 18 8q-12 0-19-3zM61 158q12 0 18 6q-12 1-18-1zM138 140q-12 2-18 8q12 0 19-3zM139 158q-12 0-18 6q12 1 18-1z" fill="${p.shade}"/>`;
  return (
    `<path d="M128 190C166 198 186 172 176 142C170 124 176 112 186 110C194 108 196 98 186 97C166 96 156 118 162 144C168 168 150 178 132 172Z" fill="${p.shade}"/>` +
    `<path d="M100 92C72 98 58 140 62 184Q63 199 78 199H122Q137 199 138 184C142 140 128 98 100 92Z" fill="${p.base}"/>` +
    `<path d="M100 104C88 110 84 134 92 152Q100 160 108 152C116 134 112 110 100 104Z" fill="${p.white}" fill-opacity=".9"/>` +
    `<path d="M96 199L95 156Q100 162 105 156L104 199Z" fill="${p.shade}" fill-opacity=".8"/>` +
    `<path d="M74 199C74 190 80 187 86 187S97 190 97 199ZM126 199C126 190 120 187 114 187S103 190 103 199Z" fill="${p.white}"/>` +
    `<path d="M100 112C70 112 52 96 52 72C52 62 55 54 59 48L58 16C58 11 62 10 66 13L86 31Q100 27 114 31L134 13C138 10 142 11 142 16L141 48C145 54 148 62 148 72C148 96 130 112 100 112Z" fill="${p.base}"/>` +
    `<path d="M65 22L66 42L80 33ZM135 22L134 42L120 33Z" fill="#f3a7a0"/>` +
    stripes +
    `<ellipse cx="100" cy="92" rx="25" ry="16" fill="${p.white}"/>` +
    [78, 122]
      .map(
        (x) =>
          `<ellipse cx="${x}" cy="70" rx="9.5" ry="10.5" fill="#d7d46a"/><ellipse cx="${x}" cy="70" rx="4" ry="9" fill="${p.ink}"/><circle cx="${x + 2}" cy="66" r="2.2" fill="#fff"/>`,
      )
      .join("") +
    `<path d="M94 84h12q-1 7-6 8q-5-1-6-8z" fill="#e58880"/>` +
    `<path d="M100 92v5q-5 6-11 3M100 97q5 6 11 3" fill="none" stroke="${p.ink}" stroke-width="1.8" stroke-linecap="round"/>` +
    `<path d="M76 92L48 88M76 97L49 100M124 92L152 88M124 97L151 100" stroke="${p.white}" stroke-opacity=".8" stroke-width="1.4" stroke-linecap="round"/>`
  );
}

function drawDog(p: Paint): string {
  return (
    `<path d="M130 182C152 180 168 164 170 142C176 134 186 138 182 150C178 176 156 196 132 194Z" fill="${p.base}"/>` +
    `<path d="M100 90C70 98 58 140 60 182Q61 199 78 199H122Q139 199 140 182C142 140 130 98 100 90Z" fill="${p.base}"/>` +
    `<path d="M100 100C84 108 82 142 92 160Q100 168 108 160C118 142 116 108 100 100Z" fill="${p.white}"/>` +
    `<path d="M78 199C78 176 82 160 90 150L97 199ZM122 199C122 176 118 160 110 150L103 199Z" fill="${p.shade}" fill-opacity=".7"/>` +
    `<path d="M72 199C72 189 79 186 85 186S97 189 97 199ZM128 199C128 189 121 186 115 186S103 189 103 199Z" fill="${p.white}"/>` +
    `<path d="M70 108Q100 122 130 108L128 118Q100 132 72 118Z" fill="${p.accent}"/><circle cx="100" cy="127" r="6" fill="#f1c550"/>` +
    `<path d="M100 116C72 116 57 96 57 66C57 38 76 22 100 22S143 38 143 66C143 96 128 116 100 116Z" fill="${p.base}"/>` +
    `<path d="M93 23Q100 21 107 23C104 42 108 56 116 70C130 78 128 112 100 114S70 78 84 70C92 56 96 42 93 23Z" fill="${p.white}"/>` +
    `<path d="M74 26C54 22 40 36 37 62C35 84 42 96 52 94C62 90 62 64 74 44Z" fill="${p.shade}"/>` +
    `<path d="M126 26C146 22 160 36 163 62C165 84 158 96 148 94C138 90 138 64 126 44Z" fill="${p.shade}"/>` +
    eyes(p.ink, { x: 20, y: 62, size: 5.5 }) +
    `<path d="M88 80Q100 72 112 80Q110 92 100 93Q90 92 88 80Z" fill="${p.ink}"/>` +
    `<path d="M94 102Q100 106 106 102V114Q100 122 94 114Z" fill="#e8737a"/>` +
    `<path d="M100 93V98Q92 106 84 100M100 98Q108 106 116 100" fill="none" stroke="${p.ink}" stroke-width="2.2" stroke-linecap="round"/>`
  );
}

function drawRabbit(p: Paint): string {
  return (
    `<circle cx="146" cy="176" r="15" fill="${p.white}"/>` +
    `<path d="M100 104C68 108 54 144 58 180Q60 199 78 199H122Q140 199 142 180C146 144 132 108 100 104Z" fill="${p.base}"/>` +
    `<path d="M100 112C84 118 80 146 90 172Q100 180 110 172C120 146 116 118 100 112Z" fill="${p.white}"/>` +
    `<ellipse cx="76" cy="193" rx="20" ry="9" fill="${p.light}"/><ellipse cx="124" cy="193" rx="20" ry="9" fill="${p.light}"/>` +
    `<path d="M86 58C66 50 60 4 72 0S96 20 96 56ZM114 58C134 50 140 4 128 0S104 20 104 56Z" fill="${p.base}"/>` +
    `<path d="M86 50C74 42 69 12 75 10S91 26 91 50ZM114 50C126 42 131 12 125 10S109 26 109 50Z" fill="#f0aba6"/>` +
    `<path d="M100 118C74 118 58 104 58 84C58 62 78 48 100 48S142 62 142 84C142 104 126 118 100 118Z" fill="${p.base}"/>` +
    `<ellipse cx="86" cy="100" rx="15" ry="12" fill="${p.white}"/><ellipse cx="114" cy="100" rx="15" ry="12" fill="${p.white}"/>` +
    eyes(p.ink, { x: 22, y: 80, size: 6 }) +
    `<path d="M94 92h12l-6 7z" fill="#e58880"/><path d="M100 99v6" stroke="${p.ink}" stroke-width="1.8"/>` +
    `<rect x="95" y="105" width="10" height="9" rx="2" fill="#fff"/>`
  );
}

function drawBear(p: Paint): string {
  return (
    `<path d="M100 84C58 88 42 134 46 178Q48 199 70 199H130Q152 199 154 178C158 134 142 88 100 84Z" fill="${p.base}"/>` +
    `<ellipse cx="100" cy="156" rx="33" ry="36" fill="${p.light}"/>` +
    `<path d="M60 112C44 130 42 156 56 162C68 164 72 142 76 126ZM140 112C156 130 158 156 144 162C132 164 128 142 124 126Z" fill="${p.shade}"/>` +
    `<ellipse cx="66" cy="192" rx="22" ry="11" fill="${p.shade}"/><ellipse cx="134" cy="192" rx="22" ry="11" fill="${p.shade}"/>` +
    `<circle cx="62" cy="34" r="18" fill="${p.shade}"/><circle cx="138" cy="34" r="18" fill="${p.shade}"/>` +
    `<circle cx="62" cy="36" r="9" fill="${p.light}"/><circle cx="138" cy="36" r="9" fill="${p.light}"/>` +
    `<path d="M100 114C68 114 48 96 48 68C48 40 70 22 100 22S152 40 152 68C152 96 132 114 100 114Z" fill="${p.base}"/>` +
    `<ellipse cx="100" cy="88" rx="27" ry="21" fill="${p.light}"/>` +
    eyes(p.ink, { x: 24, y: 64, size: 5.5 }) +
    `<path d="M87 78Q100 70 113 78Q111 90 100 91Q89 90 87 78Z" fill="${p.ink}"/>` +
    `<path d="M100 91v6q-7 7-14 2M100 97q7 7 14 2" fill="none" stroke="${p.ink}" stroke-width="2.4" stroke-linecap="round"/>`
  );
}

export const sittingAnimals = {
  fox: {
    natural: "#d8552b",
    homes: ["forest", "meadow", "mountains"],
    habitat: "ground",
    size: 1,
    draw: drawFox,
  },
  cat: {
    natural: "#8b8792",
    homes: ["meadow", "city", "forest"],
    habitat: "ground",
    size: 0.95,
    draw: drawCat,
  },
  dog: {
    natural: "#b9793f",
    homes: ["meadow", "sea", "mountains"],
    habitat: "ground",
    size: 1,
    draw: drawDog,
  },
  rabbit: {
    natural: "#b9a591",
    homes: ["meadow", "forest"],
    habitat: "ground",
    size: 0.9,
    draw: drawRabbit,
  },
  bear: {
    natural: "#7a4f33",
    homes: ["forest", "mountains"],
    habitat: "ground",
    size: 1.15,
    draw: drawBear,
  },
} as const satisfies Record<string, Subject>;
