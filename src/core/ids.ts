declare const idBrand: unique symbol;
type Id<Name extends string> = string & { readonly [idBrand]: Name };

/** A person, on however many platforms. */
export type AccountId = Id<"AccountId">;
/** A group of people that may own a shared wallet. */
export type CommunityId = Id<"CommunityId">;
export type WalletId = Id<"WalletId">;
export type HoldId = Id<"HoldId">;
export type GenerationId = Id<"GenerationId">;
/** 128 random bits, unguessable: it stands in webhook paths. */
export type AttemptId = Id<"AttemptId">;
export type AssetId = Id<"AssetId">;
export type DeliveryId = Id<"DeliveryId">;

/** The first eight characters of a generation's id: what people see and type. */
export function shortId(id: GenerationId): string {
  return id.slice(0, 8);
}
