/** Points that hang together, piece by piece. */
export function piecesOf(solid: Uint8Array, width: number): number[][] {
  const seen = new Uint8Array(solid.length);
  const pieces: number[][] = [];
  for (let start = 0; start < solid.length; start += 1) {
    if (!solid[start] || seen[start]) continue;
    const piece = [start];
    seen[start] = 1;
    for (let next = 0; next < piece.length; next += 1) {
      const at = piece[next] ?? 0;
      const x = at % width;
      const near = [at - width, at + width, x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1];
      for (const to of near) {
        if (!solid[to] || seen[to]) continue;
        seen[to] = 1;
        piece.push(to);
      }
    }
    pieces.push(piece);
  }
  return pieces;
}
