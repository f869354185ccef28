const knowsFieldSizing = CSS.supports("field-sizing", "content");

/** Lets a text area grow with its words, also where the browser cannot do it by itself. */
export function fitField(field) {
  if (knowsFieldSizing) return;
  field.style.setProperty("width", `${Math.max(4, field.value.length + 1)}ch`);
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${field.scrollHeight}px`);
}
