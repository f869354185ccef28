import { el } from "../shared/dom.js";
import { fileChip, pickFiles } from "../shared/files.js";
import { OPTION } from "./command-model.js";

/** One option of a command being filled in: its name, and a field for its value, which `pill.field` becomes. */
export function renderPill(pill, handlers) {
  const { option, problem, file } = pill;
  const isFile = option.type === OPTION.attachment;
  pill.field = isFile ? fileField(pill, handlers) : textField(pill, handlers);
  return el(
    // A label would press whatever button is in it.
    isFile ? "span" : "label",
    { class: problem ? "pill is-wrong" : "pill", dataset: { option: option.name } },
    el("span", { class: "pill-name" }, option.name),
    file ? fileChip(file, () => handlers.onFile(pill, null)) : pill.field,
  );
}

function textField(pill, { onType, onKey, onFocus, onBlur }) {
  const field = el("textarea", {
    rows: "1",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": `${pill.option.name}: ${pill.option.description}`,
    "aria-invalid": pill.problem ? "true" : null,
    on: {
      input: () => onType(pill),
      keydown: (event) => onKey(event, pill),
      focus: () => onFocus(pill),
      blur: onBlur,
    },
  });
  field.value = pill.text;
  return field;
}

function fileField(pill, { onFile, onFocus, onBlur }) {
  const pick = async () => {
    const [file] = await pickFiles();
    if (file) onFile(pill, file);
  };
  return el(
    "button",
    {
      type: "button",
      class: "pick-file",
      on: { click: pick, focus: () => onFocus(pill), blur: onBlur },
    },
    "Choose a file",
  );
}
