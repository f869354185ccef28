import type { Platform } from "../chat/reply-target.js";
import { PACKS, type Pack } from "./packs.js";

/** Empty where payments are off. */
export type ListPacks = (platform: Platform) => readonly Pack[];

export function createListPacks(deps: { isOpen: Readonly<Record<Platform, boolean>> }): ListPacks {
  return (platform) => (deps.isOpen[platform] ? PACKS : []);
}
