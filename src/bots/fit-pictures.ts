import type { CopyBounds, DisplayCopies } from "../core/ports/display-copies.js";
import type { ObjectStore } from "../core/ports/object-store.js";
import type { ChatView, LinkButton, ViewPicture } from "./presentation/chat-view.js";
import type { Wording } from "./presentation/wording/wording.js";

/** The longest an object store signs for. */
const LINK_LIFETIME_SECONDS = 7 * 24 * 3_600;

const CLIP = /^(video\/|image\/gif$)/;
const ANY = Number.POSITIVE_INFINITY;

const EXTENSIONS: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/gif": "gif",
  "video/mp4": "mp4",
};

export interface FitDeps {
  readonly objects: ObjectStore;
  readonly copies: DisplayCopies;
}

/** What a chat takes. */
export interface ChatLimits {
  /** Of a picture to look at. */
  readonly maxPictureBytes: number;
  /** Of any other file. */
  readonly maxFileBytes: number;
  /** Of all files of one message. */
  readonly maxTotalBytes: number;
  /** Of a picture to look at: width and height together, in pixels, and the longer side by the shorter. */
  readonly shape?: { readonly maxSides: number; readonly maxRatio: number };
  readonly copyFormat: "jpeg" | "webp";
}

/** A picture or clip on its way into a message. */
export interface FittedFile {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly name: string;
  readonly altText: string;
  /** Which picture of the view it is. */
  readonly pictureIndex: number;
  readonly isFile: boolean;
  readonly isClip: boolean;
}

export interface FittedView {
  /** With a word about what is not shown as it is, and with links to what is not shown at all. */
  readonly view: ChatView;
  readonly files: readonly FittedFile[];
}

/**
 * The size ladder: each picture as it is; or else a copy to look at, that looks the same; or else a link to it. Clips and
 * files have no copies.
 *
 * @throws AppError `not_found` when a picture is no longer stored.
 */
export async function fitPictures(
  deps: FitDeps,
  view: ChatView,
  { limits, wording }: { limits: ChatLimits; wording: Wording },
): Promise<FittedView> {
  const loaded = await Promise.all(
    view.pictures.map(async (picture) => ({
      picture,
      bytes: "bytes" in picture ? picture.bytes : await deps.objects.get(picture.objectKey),
    })),
  );
  const own = withinTotal(
    limits,
    loaded.map(({ bytes }) => bytes.byteLength),
  );
  const fitted = await Promise.all(
    loaded.map((one, pictureIndex) => fitOne(deps, { ...one, pictureIndex }, own)),
  );
  return { view: withWord(view, fitted, { limits: own, wording }), files: fitted.flatMap(toFile) };
}

/** What each may have, so that all of them together fit. */
function withinTotal(limits: ChatLimits, sizes: readonly number[]): ChatLimits {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= limits.maxTotalBytes) return limits;
  const share = Math.floor(limits.maxTotalBytes / sizes.length);
  return {
    ...limits,
    maxPictureBytes: Math.min(limits.maxPictureBytes, share),
    maxFileBytes: Math.min(limits.maxFileBytes, share),
  };
}

type Rung = "original" | "copy" | "link";

interface Fitted {
  readonly rung: Rung;
  readonly originalBytes: number;
  readonly file: FittedFile | null;
  readonly url: string | null;
}

async function fitOne(
  deps: FitDeps,
  one: { picture: ViewPicture; bytes: Uint8Array; pictureIndex: number },
  limits: ChatLimits,
): Promise<Fitted> {
  const { picture, bytes, pictureIndex } = one;
  const { contentType, altText } = picture;
  const isClip = picture.isClip === true || CLIP.test(contentType);
  const isTooLarge = bytes.byteLength > limits.maxPictureBytes || isTooWide(picture, limits);
  const isWholeOrLost =
    picture.isOnlyHere === true && isTooLarge && bytes.byteLength <= limits.maxFileBytes;
  const isFile =
    picture.isFile === true || (!isClip && (isTooLong(picture, limits) || isWholeOrLost));
  const isToLookAt = !isFile && !isClip;
  const maxBytes = isToLookAt ? limits.maxPictureBytes : limits.maxFileBytes;
  const place = picture.shows?.outputIndex ?? pictureIndex;
  const about = { originalBytes: bytes.byteLength };
  const toFittedFile = (content: { bytes: Uint8Array; contentType: string }): FittedFile => ({
    ...content,
    name: `${isClip ? "clip" : "picture"}-${place + 1}.${EXTENSIONS[content.contentType] ?? "png"}`,
    ...{ altText, pictureIndex, isFile, isClip },
  });
  const fits = bytes.byteLength <= maxBytes && !(isToLookAt && isTooWide(picture, limits));
  if (fits) {
    return { ...about, rung: "original", file: toFittedFile({ bytes, contentType }), url: null };
  }
  const mayCopy = isToLookAt && limits.maxPictureBytes > 0;
  const copy = mayCopy ? await deps.copies.make(bytes, toBounds(limits)) : null;
  if (copy) return { ...about, rung: "copy", file: toFittedFile(copy), url: null };
  return { ...about, rung: "link", file: null, url: await toLink(deps, picture) };
}

/** @throws RangeError for a picture made for a view alone: those are small. */
async function toLink({ objects }: FitDeps, picture: ViewPicture): Promise<string> {
  if ("bytes" in picture) throw new RangeError("a picture that is not stored is too large");
  return objects.link(picture.objectKey, { expiresInSeconds: LINK_LIFETIME_SECONDS });
}

function toBounds({ maxPictureBytes, shape, copyFormat }: ChatLimits): CopyBounds {
  const sides = shape ? { maxSides: shape.maxSides } : {};
  return { maxBytes: maxPictureBytes, format: copyFormat, ...sides };
}

function isTooWide({ width = 0, height = 0 }: ViewPicture, { shape }: ChatLimits): boolean {
  return width + height > (shape?.maxSides ?? ANY);
}

function isTooLong({ width = 1, height = 1 }: ViewPicture, { shape }: ChatLimits): boolean {
  return Math.max(width, height) / Math.min(width, height) > (shape?.maxRatio ?? ANY);
}

function toFile({ file }: Fitted): FittedFile[] {
  return file ? [file] : [];
}

function withWord(
  view: ChatView,
  fitted: readonly Fitted[],
  { limits, wording }: { limits: ChatLimits; wording: Wording },
): ChatView {
  const copies = fitted.filter(({ rung }) => rung === "copy");
  const linked = fitted.filter(({ rung }) => rung === "link");
  const sizeOf = (some: readonly Fitted[]) =>
    Math.max(...some.map(({ originalBytes }) => originalBytes));
  const word = [
    ...(copies.length > 0
      ? wording.ladder.copies({
          count: copies.length,
          of: fitted.length,
          isOriginalKept: !view.pictures.some(({ isOnlyHere }) => isOnlyHere),
          largestBytes: sizeOf(copies),
          limitBytes: limits.maxPictureBytes,
        })
      : []),
    ...(linked.length > 0
      ? wording.ladder.links({
          count: linked.length,
          largestBytes: sizeOf(linked),
          limitBytes: limits.maxFileBytes,
        })
      : []),
  ];
  if (word.length === 0) return view;
  const buttons = linked.map(
    ({ url }, index): LinkButton => ({
      kind: "link",
      label: wording.ladder.open(linked.length === 1 ? null : index + 1),
      url: url ?? "",
    }),
  );
  return {
    ...view,
    text: [...view.text, "\n", ...word],
    buttons: buttons.length === 0 ? view.buttons : [buttons, ...view.buttons],
  };
}
