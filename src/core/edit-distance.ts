/** Levenshtein's: how many letters have to be added, removed or replaced to make one of the other. */
export function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [down, letter] of [...one].entries()) {
    const next = [down + 1];
    for (const [across, otherLetter] of [...other].entries()) {
      const replaced = (row[across] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min((row[across + 1] ?? 0) + 1, (next[across] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
