/** The first `max` characters, with an ellipsis when there were more. Never cuts a character in half. */
export function cutText(text: string, max: number): string {
  const characters = [...text];
  return characters.length > max ? `${characters.slice(0, max).join("")}…` : text;
}
