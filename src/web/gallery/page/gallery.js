// Everything works without this; it saves a press, and counts what is selected.
const entrance = document.getElementById("enter");
if (entrance instanceof HTMLFormElement) entrance.submit();

const selection = document.getElementById("selection");
if (selection instanceof HTMLFormElement) {
  const boxes = [...selection.querySelectorAll('input[name="picture"]')];
  const all = document.getElementById("select-all");
  const allBox = all.querySelector("input");

  const count = () => {
    const selected = boxes.filter((box) => box.checked).length;
    for (const place of selection.querySelectorAll("[data-count]")) {
      place.textContent = selected === 0 ? "" : ` (${selected})`;
    }
    for (const button of selection.querySelectorAll("button")) button.disabled = selected === 0;
    allBox.checked = selected === boxes.length;
    allBox.indeterminate = selected > 0 && selected < boxes.length;
  };

  all.hidden = false;
  allBox.addEventListener("change", () => {
    for (const box of boxes) box.checked = allBox.checked;
    count();
  });
  selection.addEventListener("change", count);
  // A browser that comes back to the page may have kept what was ticked.
  window.addEventListener("pageshow", count);
  count();
}
