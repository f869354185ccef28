import type { RequestSource } from "../../core/chat/request-draft.js";
import type { FamilyTree } from "../../core/generation/trace-lineage.js";
import { type GenerationId, shortId } from "../../core/ids.js";
import type { RichText } from "./chat-view.js";
import type { Wording } from "./wording/wording.js";

/** Chats swallow ordinary spaces at the beginning of a line. */
const INDENT = "\u2003";

interface Node {
  readonly generationId: GenerationId;
  readonly depth: number;
  /** How it was made from the one above; null for the first. */
  readonly source: RequestSource | null;
  readonly isEmpty: boolean;
  readonly isThis: boolean;
}

/** The family of a generation as a tree, oldest first; nothing when it stands alone. */
export function familyLines(tree: FamilyTree, { details }: Wording): RichText {
  const { ancestors, offspring } = tree;
  if (ancestors.length === 0 && offspring.length === 0) return [];
  const { family: words } = details;
  const lines = toNodes(tree).flatMap((node): RichText => {
    const name =
      node.isEmpty && !node.isThis ? words.deleted : { code: shortId(node.generationId) };
    const facts = [
      ...(node.source === null ? [] : [words.made[node.source]]),
      ...(node.isThis ? [words.thisOne] : []),
    ];
    const lead = node.depth === 0 ? "\n" : `\n${INDENT.repeat(node.depth - 1)}└ `;
    return [lead, name, ...facts.map((fact) => ` · ${fact}`)];
  });
  return ["\n", { bold: words.title }, ...lines];
}

/** A step up says how the younger of the two was made; a step down, how that one itself was. */
function toNodes({ generationId, ancestors, offspring }: FamilyTree): readonly Node[] {
  const oldestFirst = ancestors.toReversed();
  const above = oldestFirst.map(
    (step, depth): Node => ({
      generationId: step.generationId,
      depth,
      source: oldestFirst[depth - 1]?.source ?? null,
      isEmpty: step.isEmpty,
      isThis: false,
    }),
  );
  const self: Node = {
    generationId,
    depth: above.length,
    source: ancestors[0]?.source ?? null,
    isEmpty: false,
    isThis: true,
  };
  const below = offspring.map(
    (step): Node => ({ ...step, depth: above.length + step.depth, isThis: false }),
  );
  return [...above, self, ...below];
}
