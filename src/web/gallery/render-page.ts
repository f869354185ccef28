import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Language } from "../../core/chat/reply-target.js";
import { isClip } from "../../core/gallery/browse-gallery.js";
import type { GalleryPage } from "../../core/gallery/list-gallery.js";
import type {
  GalleryFilter,
  GalleryPicture,
  GalleryPlace,
} from "../../core/ports/gallery-store.js";
import { isFiltered, writeAddress, writePlace } from "./page-address.js";
import { type PageWording, pageWordings } from "./page-wording.js";

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** `html` escapes whatever is put into it; nothing a person wrote gets here in any other way. */
function layout(language: Language, { title, main }: { title: string; main: Markup }): Markup {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Atelier</title>
<link rel="icon" href="/gallery/page/clip.svg" type="image/svg+xml">
<link rel="stylesheet" href="/gallery/page/gallery.css">
<script src="/gallery/page/gallery.js" defer></script>
</head>
<body><main>${main}</main></body>
</html>`;
}

export function renderNotice(
  language: Language,
  { title, text, back }: { title: string; text: string; back?: string },
): Markup {
  const link = back === undefined ? "" : html`<p><a href="/gallery">${back}</a></p>`;
  return layout(language, { title, main: html`<h1>${title}</h1><p>${text}</p>${link}` });
}

/** A link may be fetched by others before its owner opens it, so only the button, or the script, uses it. */
export function renderEntrance(language: Language, secret: string): Markup {
  const { title, enter } = pageWordings[language];
  return layout(language, {
    title,
    main: html`<h1>${title}</h1><p>${enter.text}</p>
<form method="post" action="/gallery/open/${secret}" id="enter"><button class="primary">${enter.button}</button></form>`,
  });
}

export function renderGallery(
  language: Language,
  shown: { page: GalleryPage; filter: GalleryFilter },
): Markup {
  const words = pageWordings[language];
  const { page, filter } = shown;
  const main = html`<h1>${words.title}</h1>
${searchForm(words, filter)}
${
  page.pictures.length === 0
    ? html`<p>${isFiltered(filter) ? words.nothingFits : words.empty}</p>`
    : html`<form method="post" action="/gallery/zip" id="selection">
<ul class="grid">${page.pictures.map((picture) => gridItem(words, picture))}</ul>
<div class="bar">
<label class="tick" hidden id="select-all"><input type="checkbox"> ${words.selectAll}</label>
<button formaction="/gallery/zip">${words.downloadSelected} <span data-count></span></button>
<button formaction="/gallery/delete" class="danger">${words.deleteSelected} <span data-count></span></button>
</div></form>
${pageLinks(words, shown)}
<p class="bar"><a class="button" href="/gallery/zip${writeAddress({ filter })}">${words.downloadAll}</a></p>
<form method="post" action="/gallery/delete" class="bar"><button name="all" value="yes" class="danger">${words.deleteAll}</button></form>`
}`;
  return layout(language, { title: words.title, main });
}

function searchForm({ search }: PageWording, filter: GalleryFilter): Markup {
  const option = (value: string, label: string) =>
    html`<option value="${value}" ${value === (filter.kind ?? "") ? "selected" : ""}>${label}</option>`;
  return html`<form method="get" action="/gallery" role="search" class="bar">
<label>${search.label} <input type="search" name="words" value="${filter.words}" maxlength="100"></label>
<label>${search.kind} <select name="kind">${option("", search.allKinds)}${option("picture", search.pictures)}${option("clip", search.clips)}</select></label>
<label class="tick"><input type="checkbox" name="favourites" value="yes" ${filter.isFavourite ? "checked" : ""}> ${search.favourites}</label>
<button class="primary">${search.button}</button>
${isFiltered(filter) ? html`<a href="/gallery">${search.clear}</a>` : ""}
</form>`;
}

function gridItem(words: PageWording, picture: GalleryPicture): Markup {
  const place = writePlace(picture);
  const prompt = picture.prompt || words.withoutWords;
  const kind = isClip(picture.asset) ? html`<span class="mark">▶ ${words.clip}</span>` : "";
  const star = picture.isFavourite ? html`<span class="mark star" aria-hidden="true">★</span>` : "";
  return html`<li><a href="/gallery/picture/${place}"><img src="/gallery/thumbnail/${place}" alt="${prompt}" title="${prompt}" loading="lazy" width="320" height="320">${kind}${star}</a>
<label class="pick"><input type="checkbox" name="picture" value="${place}" aria-label="${words.select(prompt)}"></label></li>`;
}

function pageLinks(
  words: PageWording,
  { page, filter }: { page: GalleryPage; filter: GalleryFilter },
): Markup {
  const link = (direction: "newer" | "older", place: GalleryPlace | undefined) => {
    if (!place) return "";
    const address = writeAddress({ filter, cursor: { place, direction } });
    return html`<a class="button" rel="${direction === "newer" ? "prev" : "next"}" href="/gallery${address}">${words[direction]}</a>`;
  };
  return html`<nav class="bar">${page.hasNewer ? link("newer", page.pictures[0]) : ""}${page.hasOlder ? link("older", page.pictures.at(-1)) : ""}</nav>`;
}

export function renderPicture(
  language: Language,
  shown: {
    picture: GalleryPicture;
    modelName: string;
    newer: GalleryPlace | null;
    older: GalleryPlace | null;
  },
): Markup {
  const words = pageWordings[language];
  const { picture, modelName } = shown;
  const { asset, isFavourite, askedAt } = picture;
  const place = writePlace(picture);
  const prompt = picture.prompt || words.withoutWords;
  const file = `/gallery/file/${place}`;
  const media = asset.contentType.startsWith("video/")
    ? html`<video src="${file}" controls loop playsinline width="${asset.width}" height="${asset.height}" aria-label="${prompt}"></video>`
    : html`<img src="${file}" alt="${prompt}" width="${asset.width}" height="${asset.height}">`;
  const link = (to: GalleryPlace | null, label: string, rel: string) =>
    to
      ? html`<a class="button" rel="${rel}" href="/gallery/picture/${writePlace(to)}">${label}</a>`
      : "";
  const main = html`<p><a href="/gallery">${words.back}</a></p>
<h1 class="prompt">${prompt}</h1>
<figure>${media}</figure>
<nav class="bar">${link(shown.newer, words.newer, "prev")}${link(shown.older, words.older, "next")}</nav>
<dl><dt>${words.facts.model}</dt><dd>${modelName}</dd>
<dt>${words.facts.askedAt}</dt><dd><time datetime="${askedAt.toISOString()}">${formatDate(language, askedAt)}</time></dd>
<dt>${words.facts.size}</dt><dd>${asset.width} × ${asset.height}</dd></dl>
<form method="post" class="bar"><input type="hidden" name="picture" value="${place}">
<a class="button primary" href="${file}?download=yes" download>${words.download}</a>
<button formaction="/gallery/favourite" name="on" value="${isFavourite ? "no" : "yes"}">${isFavourite ? `★ ${words.noFavourite}` : `☆ ${words.favourite}`}</button>
<button formaction="/gallery/delete" class="danger">${words.delete}</button></form>`;
  return layout(language, { title: prompt.slice(0, 60), main });
}

/** Before anything is deleted. */
export function renderConfirm(language: Language, chosen: readonly string[] | "all"): Markup {
  const { confirm } = pageWordings[language];
  const count = chosen === "all" ? chosen : chosen.length;
  const fields =
    chosen === "all"
      ? html`<input type="hidden" name="all" value="yes">`
      : chosen.map((place) => html`<input type="hidden" name="picture" value="${place}">`);
  return layout(language, {
    title: confirm.title,
    main: html`<h1>${confirm.title}</h1><p>${confirm.text(count)}</p>
<form method="post" action="/gallery/delete" class="bar">${fields}
<button name="sure" value="yes" class="danger">${confirm.yes}</button> <a class="button" href="/gallery">${confirm.no}</a></form>`,
  });
}

function formatDate(language: Language, at: Date): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(at);
}
