import type { OriginWording } from "./origin-wording.js";

export const germanOrigin: OriginWording = {
  menuEntry: "Von hier?",
  ours: ({ model, isSameFile }) => [
    { bold: "Hier gemacht, mit KI." },
    ` Das Modell war ${model}.`,
    isSameFile ? " Es ist genau diese Datei." : "",
  ],
  marked: ({ model }) => [
    { bold: "Es sagt von sich, dass es hier mit KI gemacht wurde." },
    ` Das Modell dahinter ist ${model}. Es ist nicht die Datei, die ich gemacht habe; sie kann seither verändert worden sein.`,
  ],
  claimed: ({ tool }) => [
    { bold: "Nicht von mir, soweit ich sehe." },
    ` Es sagt von sich, dass es mit KI gemacht wurde${tool ? ` (${tool})` : ""}; das kann jeder in eine Datei schreiben.`,
  ],
  unknown: [
    { bold: "Dieses Bild kenne ich nicht." },
    " Keine meiner Dateien ist dieselbe, und es trägt kein Zeichen von KI. Das beweist nichts: Solche Zeichen gehen verloren, wenn ein Bild als Foto geschickt oder vom Bildschirm kopiert wird.",
  ],
  gone: [
    "An dieses Bild komme ich nicht mehr heran. Schick es bitte noch einmal, am besten als Datei.",
  ],
};
