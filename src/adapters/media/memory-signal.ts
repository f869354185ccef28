/** What a decoding process ends itself with when it has taken too much memory; nothing else sends it. */
export const MEMORY_SIGNAL = "SIGUSR2";
