/**
 * Keeps the children of an element in step with a list. What has not changed stays the same element, so pictures do
 * not flicker; what has changed keeps the keyboard's place in it.
 *
 * @param {Element} parent
 * @param {{ keyOf(item: any): string, versionOf(item: any): string, render(item: any): Element }} how
 */
export function createKeyedList(parent, { keyOf, versionOf, render }) {
  let shown = new Map();

  function elementFor(item) {
    const key = keyOf(item);
    const version = versionOf(item);
    const before = shown.get(key);
    if (before?.version === version) return before;
    const focused = before?.element.contains(document.activeElement)
      ? document.activeElement.dataset.focusKey
      : undefined;
    const element = render(item);
    before?.element.replaceWith(element);
    if (focused) focusWithin(element, focused);
    return { element, version };
  }

  return {
    update(items) {
      const next = new Map();
      for (const item of items) next.set(keyOf(item), elementFor(item));
      for (const [key, { element }] of shown) if (!next.has(key)) element.remove();
      let place = null;
      for (const { element } of next.values()) {
        const expected = place ? place.nextElementSibling : parent.firstElementChild;
        if (element !== expected) parent.insertBefore(element, expected);
        place = element;
      }
      shown = next;
    },
  };
}

function focusWithin(element, focusKey) {
  const all = [...element.querySelectorAll("[data-focus-key]")];
  all.find(({ dataset }) => dataset.focusKey === focusKey)?.focus();
}
