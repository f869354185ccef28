import { ComponentType } from "discord-api-types/v10";
import { z } from "zod";
import { ButtonSchema, EntitySelectSchema, StringSelectSchema } from "./controls.js";
import { type Fault, list, mediaAddress, text, webAddress, whole, withRules } from "./fields.js";

const ActionRowSchema = withRules(
  z.object({
    type: z.literal(ComponentType.ActionRow),
    id: z.int().optional(),
    components: list(
      z.discriminatedUnion("type", [ButtonSchema, StringSelectSchema, EntitySelectSchema], {
        error: () => 'Value of field "type" must be one of (2, 3, 5, 6, 7, 8).',
      }),
      1,
      5,
    ),
  }),
  (row) => {
    const selects = row.components.filter((child) => child.type !== ComponentType.Button);
    const message = "The specified component exceeds the maximum width";
    return selects.length > 0 && row.components.length > 1
      ? [{ path: ["components"], code: "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message }]
      : [];
  },
);

const TextDisplaySchema = z.object({
  type: z.literal(ComponentType.TextDisplay),
  id: z.int().optional(),
  content: text(1, 4000),
});

const shownMedia = {
  description: text(0, 1024).nullish(),
  spoiler: z.boolean().nullish(),
};
const Media = z.object({ url: mediaAddress });

const ThumbnailSchema = z.object({
  ...shownMedia,
  type: z.literal(ComponentType.Thumbnail),
  id: z.int().optional(),
  media: Media,
});

const SectionSchema = z.object({
  type: z.literal(ComponentType.Section),
  id: z.int().optional(),
  components: list(TextDisplaySchema, 1, 3),
  accessory: z.discriminatedUnion("type", [ButtonSchema, ThumbnailSchema], {
    error: () => 'Value of field "type" must be one of (2, 11).',
  }),
});

const MediaGallerySchema = z.object({
  type: z.literal(ComponentType.MediaGallery),
  id: z.int().optional(),
  items: list(z.object({ ...shownMedia, media: Media }), 1, 10),
});

const FileSchema = z.object({
  type: z.literal(ComponentType.File),
  id: z.int().optional(),
  file: z.object({ url: webAddress(2048, ["attachment"]) }),
  spoiler: z.boolean().nullish(),
});

const SeparatorSchema = z.object({
  type: z.literal(ComponentType.Separator),
  id: z.int().optional(),
  divider: z.boolean().nullish(),
  spacing: whole(1, 2).nullish(),
});

const ContainerSchema = z.object({
  type: z.literal(ComponentType.Container),
  id: z.int().optional(),
  accent_color: whole(0, 0xffffff).nullish(),
  spoiler: z.boolean().nullish(),
  components: list(
    z.discriminatedUnion(
      "type",
      [
        ActionRowSchema,
        SectionSchema,
        TextDisplaySchema,
        MediaGallerySchema,
        FileSchema,
        SeparatorSchema,
      ],
      { error: () => 'Value of field "type" must be one of (1, 9, 10, 12, 13, 14).' },
    ),
    1,
    40,
  ),
});

const V2ComponentSchema = z.discriminatedUnion(
  "type",
  [
    ActionRowSchema,
    SectionSchema,
    TextDisplaySchema,
    MediaGallerySchema,
    FileSchema,
    SeparatorSchema,
    ContainerSchema,
  ],
  { error: () => 'Value of field "type" must be one of (1, 9, 10, 12, 13, 14, 17).' },
);

/** A component as it may stand at the top of a message. */
export type MessageComponent = z.infer<typeof V2ComponentSchema>;
type ChildComponent =
  | z.infer<typeof ActionRowSchema>["components"][number]
  | z.infer<typeof ThumbnailSchema>;
export type AnyMessageComponent = MessageComponent | ChildComponent;

/** Without the Components V2 flag: up to five action rows. */
export const LegacyComponentsSchema = withRules(
  list(
    z.discriminatedUnion("type", [ActionRowSchema], {
      error: () => 'Value of field "type" must be one of (1,).',
    }),
    0,
    5,
  ),
  customIdFaults,
);

const COMPONENTS_MAX = 40;
const TEXT_MAX = 4000;

/** With the flag: at most 40 components counting nested ones, and 4,000 characters of text. */
export const V2ComponentsSchema = withRules(z.array(V2ComponentSchema), (components) => {
  const all = flatten(components);
  const faults = customIdFaults(components);
  if (all.length > COMPONENTS_MAX) {
    const message = `The maximum number of components is ${COMPONENTS_MAX}`;
    faults.push({ code: "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message });
  }
  const characters = displayTexts(components).reduce((sum, part) => sum + [...part].length, 0);
  if (characters > TEXT_MAX) {
    const message = `The total displayable text size of the message exceeds the maximum (${TEXT_MAX})`;
    faults.push({ code: "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message });
  }
  return faults;
});

function customIdFaults(components: readonly MessageComponent[]): Fault[] {
  const ids = flatten(components).flatMap((component) =>
    "custom_id" in component && component.custom_id != null ? [component.custom_id] : [],
  );
  const message = "Component custom id cannot be duplicated";
  return new Set(ids).size < ids.length
    ? [{ code: "COMPONENT_CUSTOM_ID_DUPLICATED", message }]
    : [];
}

/** Every component however deep, in reading order, containers before what they hold. */
export function flatten(components: readonly AnyMessageComponent[]): AnyMessageComponent[] {
  return components.flatMap((component) => {
    const children: AnyMessageComponent[] = "components" in component ? component.components : [];
    const accessory = "accessory" in component ? [component.accessory] : [];
    return [component, ...flatten(children), ...flatten(accessory)];
  });
}

export function displayTexts(components: readonly AnyMessageComponent[]): string[] {
  return flatten(components).flatMap((component) =>
    component.type === ComponentType.TextDisplay ? [component.content] : [],
  );
}

/** What a component shows of its own: each address may name a file of the message. */
export function mediaOf(component: AnyMessageComponent): { url: string }[] {
  if (component.type === ComponentType.MediaGallery) {
    return component.items.map((item) => item.media);
  }
  if (component.type === ComponentType.Thumbnail) return [component.media];
  return component.type === ComponentType.File ? [component.file] : [];
}
