/** What a process does for a chat, besides bringing results, which any process may do. */
export interface ChatDuties {
  /** Tells the platform which commands there are, and where to reach us. */
  readonly registers: boolean;
  /** How it hears what people write. Whoever hears also ends what a dead process left unfinished. */
  readonly hears: "connection" | "http" | "nothing";
}
