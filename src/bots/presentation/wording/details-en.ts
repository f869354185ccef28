import type { RichText } from "../chat-view.js";
import type { DetailsWording, FamilyWording, LineageNode } from "./details-wording.js";

interface Units {
  credits(amount: number): string;
  seconds(amount: number): string;
  fileSize(bytes: number): string;
}

export function englishDetails({ credits, seconds, fileSize }: Units): DetailsWording {
  return {
    promptUsed: ["What the model made of your words:\n"],
    facts: (facts) => [
      { bold: facts.model },
      facts.of > 1 ? ` · picture ${facts.number} of ${facts.of} · ` : " · ",
      { code: facts.id },
      "\nSettings: ",
      { code: facts.settings },
      ...(facts.seed === null ? [] : ["\nSeed: ", { code: String(facts.seed) }]),
      `\n${facts.width} × ${facts.height} · ${fileSize(facts.sizeBytes)} ${facts.format.toUpperCase()}`,
      `\n${credits(facts.price)} charged${facts.came > 1 ? ` for ${facts.came} pictures` : ""}`,
      ` · served by ${facts.providers.join(" and ")} · took ${seconds(facts.tookSeconds)}`,
    ],
    lineage: ({ ancestors, descendants, givenCount }) => [
      ...(ancestors.length === 0 && givenCount > 0
        ? [`\nMade from: ${givenCount === 1 ? "a picture" : `${givenCount} pictures`} you gave`]
        : []),
      ...ancestors.flatMap((node, index) => [
        index === 0 ? `\n${HOW[node.source]}: ` : ` ← `,
        ...nameOf(node),
      ]),
      ...descendants.flatMap((node, index) => [
        index === 0 ? "\nMade from it: " : ", ",
        ...nameOf({ ...node, number: null }),
      ]),
    ],
    family,
  };
}

const family: FamilyWording = {
  title: "What was made from what",
  thisOne: "this one",
  deleted: "deleted",
  made: {
    command: "made from it",
    again: "another try",
    vary: "variation",
    upscale: "enlarged",
    animate: "animated",
  },
};

const HOW: Readonly<Record<LineageNode["source"], string>> = {
  command: "Made from",
  again: "Another try of",
  vary: "A variation of",
  upscale: "Enlarged from",
  animate: "Animated from",
};

function nameOf({ id, number, isEmpty }: LineageNode): RichText {
  if (isEmpty) return ["a deleted picture"];
  return number === null || number === 1 ? [{ code: id }] : [{ code: id }, ` (picture ${number})`];
}
