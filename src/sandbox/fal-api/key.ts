/** The key the sandbox's FAL takes. */
export const FAL_KEY = "sandbox:fal";
