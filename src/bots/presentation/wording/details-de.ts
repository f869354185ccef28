import type { RichText } from "../chat-view.js";
import type { DetailsWording, FamilyWording, LineageNode } from "./details-wording.js";

interface Units {
  credits(amount: number): string;
  seconds(amount: number): string;
  fileSize(bytes: number): string;
}

export function germanDetails({ credits, seconds, fileSize }: Units): DetailsWording {
  return {
    promptUsed: ["Was das Modell aus deinem Text gemacht hat:\n"],
    facts: (facts) => [
      { bold: facts.model },
      facts.of > 1 ? ` · Bild ${facts.number} von ${facts.of} · ` : " · ",
      { code: facts.id },
      "\nEinstellungen: ",
      { code: facts.settings },
      ...(facts.seed === null ? [] : ["\nSeed: ", { code: String(facts.seed) }]),
      `\n${facts.width} × ${facts.height} · ${fileSize(facts.sizeBytes)} ${facts.format.toUpperCase()}`,
      `\n${credits(facts.price)} berechnet${facts.came > 1 ? ` für ${facts.came} Bilder` : ""}`,
      ` · gemacht von ${facts.providers.join(" und ")} · in ${seconds(facts.tookSeconds)}`,
    ],
    lineage: ({ ancestors, descendants, givenCount }) => [
      ...(ancestors.length === 0 && givenCount > 0
        ? [`\nGemacht aus: ${givenCount === 1 ? "einem Bild" : `${givenCount} Bildern`} von dir`]
        : []),
      ...ancestors.flatMap((node, index) => [
        index === 0 ? `\n${HOW[node.source]}: ` : ` ← `,
        ...nameOf(node),
      ]),
      ...descendants.flatMap((node, index) => [
        index === 0 ? "\nDaraus gemacht: " : ", ",
        ...nameOf({ ...node, number: null }),
      ]),
    ],
    family,
  };
}

const family: FamilyWording = {
  title: "Was woraus entstand",
  thisOne: "diese",
  deleted: "gelöscht",
  made: {
    command: "daraus gemacht",
    again: "neuer Versuch",
    vary: "Variante",
    upscale: "vergrößert",
    animate: "animiert",
  },
};

const HOW: Readonly<Record<LineageNode["source"], string>> = {
  command: "Gemacht aus",
  again: "Neuer Versuch von",
  vary: "Variante von",
  upscale: "Vergrößert aus",
  animate: "Animiert aus",
};

function nameOf({ id, number, isEmpty }: LineageNode): RichText {
  if (isEmpty) return ["einem gelöschten Bild"];
  return number === null || number === 1 ? [{ code: id }] : [{ code: id }, ` (Bild ${number})`];
}
