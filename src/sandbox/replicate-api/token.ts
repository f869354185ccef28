/** The token the sandbox's Replicate takes. */
export const REPLICATE_TOKEN = "r8_sandbox";
