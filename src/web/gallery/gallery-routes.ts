import type { Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { findModel } from "../../core/catalog/models.js";
import { type Language, toLanguage } from "../../core/chat/reply-target.js";
import type { DeleteGallery, DeletePictures } from "../../core/gallery/delete-pictures.js";
import type { ListGallery } from "../../core/gallery/list-gallery.js";
import type { LoadThumbnail } from "../../core/gallery/load-thumbnail.js";
import type { SetFavourite } from "../../core/gallery/set-favourite.js";
import {
  type EnterGallery,
  type FindVisitor,
  VISIT_MINUTES,
} from "../../core/gallery/visit-gallery.js";
import type { AccountId } from "../../core/ids.js";
import type {
  GalleryFilter,
  GalleryPicture,
  GalleryPlace,
} from "../../core/ports/gallery-store.js";
import type { ObjectStore } from "../../core/ports/object-store.js";
import type { RoutePart } from "../routes.js";
import { isReadable, readAddress, readPlace, writePlace } from "./page-address.js";
import { servePageFile } from "./page-files.js";
import { pageWordings } from "./page-wording.js";
import { serveFile } from "./picture-files.js";
import { readSelection, type Selection } from "./read-selection.js";
import {
  type Markup,
  renderConfirm,
  renderEntrance,
  renderGallery,
  renderNotice,
  renderPicture,
} from "./render-page.js";
import { zipPictures } from "./zip-pictures.js";

const PAGE_SIZE = 24;
const ZIP_PAGE_SIZE = 100;
const COOKIE = "atelier_gallery";
/** Nothing from elsewhere, no script or style that is not a file of ours, in nobody's frame. */
const PAGE_HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  // Not `no-referrer`: browsers would then leave the origin out of our own forms.
  "referrer-policy": "same-origin",
  "cache-control": "no-store",
} as const;

export interface GalleryRouteDeps {
  /** Where the world reaches us. */
  readonly publicUrl: string;
  readonly enterGallery: EnterGallery;
  readonly findVisitor: FindVisitor;
  readonly listGallery: ListGallery;
  readonly findPicture: (
    accountId: AccountId,
    place: GalleryPlace,
  ) => Promise<GalleryPicture | null>;
  readonly loadThumbnail: LoadThumbnail;
  readonly setFavourite: SetFavourite;
  readonly deletePictures: DeletePictures;
  readonly deleteGallery: DeleteGallery;
  readonly objects: Pick<ObjectStore, "openRead">;
}

/** `/gallery/…`: a person's pictures on the web, for whoever came by their link from the chat. */
export function galleryRoutes(deps: GalleryRouteDeps): RoutePart {
  return (routes) => {
    addEntrance(routes, deps);
    routes.get("/gallery", visited(deps, showGallery));
    routes.get("/gallery/picture/:place", visited(deps, showPicture));
    routes.get("/gallery/file/:place", visited(deps, showFile));
    routes.get("/gallery/thumbnail/:place", visited(deps, showThumbnail));
    routes.get("/gallery/zip", visited(deps, downloadAll));
    routes.post("/gallery/zip", visited(deps, selecting(downloadSelected)));
    routes.post("/gallery/favourite", visited(deps, selecting(markPicture)));
    routes.post("/gallery/delete", visited(deps, selecting(deleteSelected)));
  };
}

function addEntrance(routes: Hono, deps: GalleryRouteDeps): void {
  routes.get("/gallery/page/:file", (context) => servePageFile(context.req.param("file")));
  routes.get("/gallery/open/:secret", (context) =>
    page(context, renderEntrance(languageOf(context), context.req.param("secret"))),
  );
  routes.post("/gallery/open/:secret", async (context) => {
    if (isForeign(context, deps)) return closed(context);
    const visit = await deps.enterGallery(context.req.param("secret"));
    if (!visit) return closed(context);
    setCookie(context, COOKIE, visit, {
      path: "/gallery",
      httpOnly: true,
      sameSite: "Strict",
      secure: deps.publicUrl.startsWith("https:"),
      maxAge: VISIT_MINUTES * 60,
    });
    return context.redirect("/gallery", 303);
  });
}

interface Visit extends GalleryRouteDeps {
  readonly context: Context;
  readonly accountId: AccountId;
  readonly language: Language;
}

/** Only for a visitor, and what changes something only from a page of ours. */
function visited(deps: GalleryRouteDeps, answer: (visit: Visit) => Promise<Response>) {
  return async (context: Context): Promise<Response> => {
    const secret = getCookie(context, COOKIE);
    const accountId = secret ? await deps.findVisitor(secret) : null;
    const isAllowed = context.req.method === "GET" || !isForeign(context, deps);
    if (!accountId || !isAllowed) return closed(context);
    const visit = { ...deps, context, accountId, language: languageOf(context) };
    return isReadable(new URL(context.req.url).searchParams) ? answer(visit) : unreadable(visit);
  };
}

/** For the pages' forms: what is none of them is refused. */
function selecting(answer: (visit: Visit, selection: Selection) => Promise<Response>) {
  return async (visit: Visit): Promise<Response> => {
    const selection = await readSelection(visit.context);
    return selection ? answer(visit, selection) : unreadable(visit);
  };
}

/** The cookie does not travel with what other sites send; this refuses it once more. */
function isForeign(context: Context, { publicUrl }: GalleryRouteDeps): boolean {
  const origin = context.req.header("origin");
  if (origin === undefined || !URL.canParse(origin)) return true;
  const hosts = [new URL(publicUrl).host, new URL(context.req.url).host];
  return !hosts.includes(new URL(origin).host);
}

async function showGallery({ context, accountId, language, listGallery }: Visit) {
  const { filter, cursor } = readAddress(new URL(context.req.url).searchParams);
  const shown = await listGallery({ accountId, filter, cursor, limit: PAGE_SIZE });
  return page(context, renderGallery(language, { page: shown, filter }));
}

async function showPicture(visit: Visit): Promise<Response> {
  const { context, language, accountId, listGallery } = visit;
  const picture = await findAsked(visit);
  if (!picture) return missing(visit);
  const beside = async (direction: "newer" | "older"): Promise<GalleryPlace | null> => {
    const { filter } = readAddress(new URLSearchParams());
    const cursor = { place: picture, direction };
    const { pictures } = await listGallery({ accountId, filter, cursor, limit: 1 });
    const [found] = pictures;
    return found && writePlace(found) !== writePlace(picture) ? found : null;
  };
  const modelName = findModel(picture.modelId)?.name ?? picture.modelId;
  const [newer, older] = [await beside("newer"), await beside("older")];
  return page(context, renderPicture(language, { picture, modelName, newer, older }));
}

async function showFile(visit: Visit): Promise<Response> {
  const picture = await findAsked(visit);
  const file = picture && (await serveFile(visit.context, visit.objects, picture));
  return file ?? missing(visit);
}

async function showThumbnail(visit: Visit): Promise<Response> {
  const picture = await findAsked(visit);
  const thumbnail = picture && (await visit.loadThumbnail(picture.asset));
  if (!thumbnail) return servePageFile("clip.svg");
  return new Response(new Uint8Array(thumbnail), {
    headers: {
      "content-type": "image/webp",
      "x-content-type-options": "nosniff",
      // Not longer than a visit, and gone from the browser soon after it is gone from here.
      "cache-control": "private, max-age=300",
    },
  });
}

async function downloadAll({ context, accountId, listGallery, objects }: Visit) {
  const { filter } = readAddress(new URL(context.req.url).searchParams);
  return zip(zipPictures(objects, listAll({ accountId, filter, listGallery })));
}

async function downloadSelected(visit: Visit, { places }: Selection): Promise<Response> {
  if (places.length === 0) return nothingSelected(visit);
  return zip(zipPictures(visit.objects, findEach(visit, places)));
}

async function markPicture(visit: Visit, { places, form }: Selection): Promise<Response> {
  const { context, accountId, setFavourite } = visit;
  const [place] = places;
  if (!place) return missing(visit);
  const { generationId, index: outputIndex } = place;
  const on = form.get("on") === "yes";
  const marked = await setFavourite({ accountId, generationId, outputIndex, on });
  return marked.ok
    ? context.redirect(`/gallery/picture/${writePlace(place)}`, 303)
    : missing(visit);
}

async function deleteSelected(visit: Visit, { places, form }: Selection): Promise<Response> {
  const { context, accountId, language } = visit;
  const isAll = form.get("all") === "yes";
  if (!isAll && places.length === 0) return nothingSelected(visit);
  if (form.get("sure") !== "yes") {
    return page(context, renderConfirm(language, isAll ? "all" : places.map(writePlace)));
  }
  if (isAll) await visit.deleteGallery(accountId);
  // What is no longer there, or somebody else's, is refused one by one and changes nothing.
  else
    for (const { generationId, index: outputIndex } of places) {
      await visit.deletePictures({ accountId, generationId, outputIndex });
    }
  return context.redirect("/gallery", 303);
}

async function findAsked({ context, accountId, findPicture }: Visit) {
  const place = readPlace(context.req.param("place"));
  return place && findPicture(accountId, place);
}

async function* findEach(
  { accountId, findPicture }: Visit,
  places: readonly GalleryPlace[],
): AsyncIterable<GalleryPicture> {
  for (const place of places) {
    const picture = await findPicture(accountId, place);
    if (picture) yield picture;
  }
}

async function* listAll(from: {
  accountId: AccountId;
  filter: GalleryFilter;
  listGallery: ListGallery;
}): AsyncIterable<GalleryPicture> {
  let place: GalleryPlace | undefined;
  do {
    const cursor = place && ({ place, direction: "older" } as const);
    const { pictures, hasOlder } = await from.listGallery({
      ...from,
      cursor,
      limit: ZIP_PAGE_SIZE,
    });
    yield* pictures;
    place = hasOlder ? pictures.at(-1) : undefined;
  } while (place);
}

function zip(content: ReadableStream): Response {
  return new Response(content, {
    headers: {
      "content-type": "application/zip",
      "content-disposition": 'attachment; filename="atelier.zip"',
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}

async function page(context: Context, markup: Markup, status: 200 | 400 | 403 | 404 = 200) {
  return context.html(await markup, status, PAGE_HEADERS);
}

function closed(context: Context): Promise<Response> {
  const language = languageOf(context);
  return page(context, renderNotice(language, pageWordings[language].closed), 403);
}

function missing({ context, language }: Visit): Promise<Response> {
  const { notFound, back } = pageWordings[language];
  return page(context, renderNotice(language, { ...notFound, back }), 404);
}

function unreadable({ context, language }: Visit): Promise<Response> {
  const { title, unreadable: text, back } = pageWordings[language];
  return page(context, renderNotice(language, { title, text, back }), 400);
}

function nothingSelected({ context, language }: Visit): Promise<Response> {
  const { title, nothingSelected: text, back } = pageWordings[language];
  return page(context, renderNotice(language, { title, text, back }), 400);
}

function languageOf(context: Context): Language {
  return toLanguage(context.req.header("accept-language")?.split(",")[0]);
}
