/** The conversation as it happens, on the terminal and for the file. */
export interface Transcript {
  scene(title: string): void;
  person(name: string, words: string): void;
  /** Says only what changed: an answer that is edited appears once per state. */
  bot(
    messageId: string,
    answer: { text: string; buttons: readonly string[]; pictureCount: number },
  ): void;
  lines(): readonly string[];
}

export function createTranscript(write: (line: string) => void): Transcript {
  const said: string[] = [];
  const lastByMessage = new Map<string, string>();

  function add(line: string): void {
    said.push(line);
    write(line);
  }

  return {
    scene(title) {
      add("");
      add(`── ${title} ${"─".repeat(Math.max(0, 72 - title.length))}`);
    },
    person: (name, words) => add(`${name.padEnd(8)}│ ${words}`),
    bot(messageId, { text, buttons, pictureCount }) {
      const pictures = "▣ ".repeat(pictureCount);
      const row = buttons.map((label) => `[${label}]`).join(" ");
      const words = [pictures, text.replace(/\s*\n+\s*/g, " ⏎ "), row]
        .filter(Boolean)
        .join(" ")
        .trim();
      if (words === "" || lastByMessage.get(messageId) === words) return;
      lastByMessage.set(messageId, words);
      add(`${"Atelier".padEnd(8)}│ ${words}`);
    },
    lines: () => said,
  };
}
