import { html } from "hono/html";
import { type Language, toLanguage } from "../core/chat/reply-target.js";
import type { RoutePart } from "./routes.js";

interface Page {
  readonly title: string;
  readonly text: string;
}

const PAGES: Readonly<Record<"done" | "cancelled", Readonly<Record<Language, Page>>>> = {
  done: {
    en: {
      title: "Thank you",
      text: "You can close this page and go back to your chat. Your credits are there as soon as the payment is confirmed, and you will get a message.",
    },
    de: {
      title: "Danke",
      text: "Du kannst diese Seite schließen und in deinen Chat zurückgehen. Deine Credits sind da, sobald die Zahlung bestätigt ist; du bekommst dann eine Nachricht.",
    },
  },
  cancelled: {
    en: {
      title: "Nothing was paid",
      text: "You can close this page and go back to your chat. Use /buy whenever you like to try again.",
    },
    de: {
      title: "Es wurde nichts bezahlt",
      text: "Du kannst diese Seite schließen und in deinen Chat zurückgehen. Mit /buy kannst du es jederzeit noch einmal versuchen.",
    },
  },
};

/** Where the payment page sends the browser afterwards. They say nothing about the payment: only its events do. */
export const payPages: RoutePart = (routes) => {
  for (const name of ["done", "cancelled"] as const) {
    routes.get(`/pay/${name}`, (context) => {
      const language = toLanguage(context.req.header("accept-language")?.split(",")[0]);
      context.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
      context.header("cache-control", "no-store");
      return context.html(render(language, PAGES[name][language]));
    });
  }
};

function render(language: Language, { title, text }: Page) {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Atelier</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1.5rem; color-scheme: light dark; }
</style>
</head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>`;
}
