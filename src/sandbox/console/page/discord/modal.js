import { el, replace } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { optionsOf } from "./components.js";
import { renderMarkdown } from "./markdown.js";

const TYPE = {
  row: 1,
  stringSelect: 3,
  textInput: 4,
  text: 10,
  label: 18,
  fileUpload: 19,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
};
const PARAGRAPH = 2;

/** The form a bot answers with. `onSubmit({ interactionId, values, files })` resolves to whether it may close. */
export function createModal({ onSubmit }) {
  const form = el("form", { method: "dialog" });
  const element = el("dialog", { class: "discord-modal" }, form);

  function open(record, world) {
    const { modal } = record;
    const fields = [];
    const parts = modal.components.map((component) => renderPart(component, { world, fields }));
    const cancel = () => element.close();
    element.setAttribute("aria-label", modal.title);
    replace(
      form,
      el(
        "header",
        {},
        el("h2", {}, modal.title),
        el(
          "button",
          { type: "button", class: "modal-close", "aria-label": "Close", on: { click: cancel } },
          icon("close"),
        ),
      ),
      el("div", { class: "modal-fields" }, parts),
      el(
        "footer",
        {},
        el(
          "button",
          { type: "button", class: "button button-plain", on: { click: cancel } },
          "Cancel",
        ),
        el("button", { type: "submit", class: "button button-primary" }, "Submit"),
      ),
    );
    form.onsubmit = async (event) => {
      event.preventDefault();
      if (await onSubmit({ interactionId: record.id, ...readFields(fields) })) element.close();
    };
    element.showModal();
    form.querySelector(".modal-fields :is(input, textarea, select)")?.focus();
  }

  return { element, open };
}

function readFields(fields) {
  const values = {};
  const files = [];
  for (const { id, read } of fields) {
    const value = read();
    if (value === undefined) continue;
    if (!Array.isArray(value) || typeof value[0] === "string" || value.length === 0) {
      values[id] = value;
      continue;
    }
    values[id] = value.map((_, index) => ({ file: `${id}-${index}` }));
    files.push(...value.map((file, index) => ({ name: `${id}-${index}`, file })));
  }
  return { values, files };
}

function renderPart(component, context) {
  if (component.type === TYPE.text) {
    return el("div", { class: "md" }, renderMarkdown(component.content, context.world));
  }
  if (component.type === TYPE.row) {
    return component.components.map((input) => labelled(input, input, context));
  }
  return labelled(component, component.component, context);
}

function labelled({ label, description }, field, context) {
  const { element, read } = renderField(field, context.world);
  context.fields.push({ id: field.custom_id, read });
  const isRequired = field.required !== false && field.type !== TYPE.checkbox;
  return el(
    "label",
    { class: "modal-field" },
    el(
      "span",
      { class: "modal-label" },
      label,
      isRequired && el("span", { class: "required" }, " *"),
    ),
    description && el("span", { class: "modal-description" }, description),
    element,
  );
}

function renderField(field, world) {
  switch (field.type) {
    case TYPE.textInput:
      return textInput(field);
    case TYPE.fileUpload:
      return fileUpload(field);
    case TYPE.checkbox:
      return checkbox(field);
    case TYPE.radioGroup:
    case TYPE.checkboxGroup:
      return choices(field);
    default:
      return select(field, world);
  }
}

function textInput(field) {
  const element = el(field.style === PARAGRAPH ? "textarea" : "input", {
    required: field.required !== false,
    minlength: field.min_length,
    maxlength: field.max_length,
    placeholder: field.placeholder,
    rows: field.style === PARAGRAPH ? "4" : null,
  });
  element.value = field.value ?? "";
  return { element, read: () => element.value };
}

function fileUpload(field) {
  const max = field.max_values ?? 1;
  const groups = (field.file_types ?? []).map((type) =>
    type.startsWith(".") ? type : `${type}/*`,
  );
  const element = el("input", { type: "file", multiple: max > 1, accept: groups.join(",") });
  return { element, read: () => [...(element.files ?? [])] };
}

function checkbox(field) {
  const element = el("input", { type: "checkbox", checked: field.default });
  return { element, read: () => element.checked };
}

function choices(field) {
  const isRadio = field.type === TYPE.radioGroup;
  const inputs = field.options.map((option) =>
    el("input", {
      type: isRadio ? "radio" : "checkbox",
      name: field.custom_id,
      value: option.value,
      checked: option.default,
      required: isRadio && field.required !== false,
    }),
  );
  const element = el(
    "span",
    { class: "modal-choices" },
    field.options.map((option, index) =>
      el(
        "label",
        {},
        inputs[index],
        option.description ? `${option.label} · ${option.description}` : option.label,
      ),
    ),
  );
  const chosen = () => inputs.filter(({ checked }) => checked).map(({ value }) => value);
  return { element, read: () => (isRadio ? chosen()[0] : chosen()) };
}

function select(field, world) {
  const isMultiple = (field.max_values ?? 1) > 1;
  const element = el(
    "select",
    { multiple: isMultiple, required: field.required !== false },
    !isMultiple && el("option", { value: "" }, field.placeholder ?? "Make a selection"),
    optionsOf(field, world).map(({ value, label, isDefault }) =>
      el("option", { value, selected: isDefault }, label),
    ),
  );
  const read = () => [...element.selectedOptions].map(({ value }) => value).filter(Boolean);
  return { element, read };
}
