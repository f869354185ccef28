import { el, replace } from "./dom.js";
import { icon } from "./icons.js";

/** A picture in full, with the words that describe it. */
export function createLightbox() {
  const figure = el("figure");
  const close = el(
    "button",
    { type: "button", class: "lightbox-close", "aria-label": "Close the picture" },
    icon("close"),
  );
  const element = el("dialog", { class: "lightbox", "aria-label": "Picture" }, figure, close);
  close.addEventListener("click", () => element.close());
  element.addEventListener("click", (event) => {
    if (event.target === element || event.target === figure) element.close();
  });
  return {
    element,
    open({ url, alt }) {
      replace(figure, el("img", { src: url, alt }), alt ? el("figcaption", {}, alt) : null);
      element.showModal();
    },
  };
}
