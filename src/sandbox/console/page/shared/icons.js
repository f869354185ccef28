const SVG = "http://www.w3.org/2000/svg";

/** Strokes on a 24 by 24 grid, drawn for this page. */
const PATHS = {
  hash: "M9 4 7 20M17 4l-2 16M4 9h17M3 15h17",
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  plus: "M12 5v14M5 12h14",
  send: "M5 12h13M12 5l7 7-7 7",
  up: "M12 19V6M6 12l6-6 6 6",
  close: "M6 6l12 12M18 6 6 18",
  reply: "M10 6 4 12l6 6M4 12h9c4 0 7 2 7 6",
  trash: "M5 7h14M10 7V5h4v2M7 7l1 13h8l1-13",
  eye: "M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  menu: "M4 7h16M4 12h16M4 17h16",
  clip: "M20 11l-8 8a5 5 0 0 1-7-7l8-8a3.5 3.5 0 0 1 5 5l-8 8a2 2 0 0 1-3-3l7-7",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  apps: "M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z",
  topic: "M5 5h14v10h-7l-4 4v-4H5z",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 5a3 3 0 0 1 0 6M17.500 14c2.500.5 3.700 2.500 4 5",
  link: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.500 2",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9.500h.01",
  check: "M5 12l5 5 9-10",
  reset: "M4 12a8 8 0 1 1 2.500 5.800M4 12V6.500M4 12h5.500",
  coin: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v8M9.500 9.500h4a1.500 1.500 0 0 1 0 3h-3a1.500 1.500 0 0 0 0 3h4",
};

export function icon(name, { size = 20 } = {}) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
