import { el } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { ownLink } from "../shared/own-link.js";
import { renderMarkdown } from "./markdown.js";

/** Discord's numbers: docs.discord.com/developers/components/reference. */
const TYPE = {
  row: 1,
  button: 2,
  stringSelect: 3,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
};
const BUTTON_LOOKS = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };

/**
 * The components of a message.
 *
 * @param context `{ world, message, isPending(customId), onPress(customId), onSelect(customId, values), openPicture }`
 */
export function renderComponents(components, context) {
  return components.map((component) => renderComponent(component, context));
}

function renderComponent(component, context) {
  switch (component.type) {
    case TYPE.row:
      return el("div", { class: "action-row" }, renderComponents(component.components, context));
    case TYPE.button:
      return renderButton(component, context);
    case TYPE.section:
      return renderSection(component, context);
    case TYPE.text:
      return el("div", { class: "md" }, renderMarkdown(component.content, context.world));
    case TYPE.thumbnail:
      return renderPicture(component, context, "thumbnail");
    case TYPE.gallery:
      return renderGallery(component, context);
    case TYPE.file:
      return renderFile(component.file.url);
    case TYPE.separator:
      return el("hr", { class: component.divider === false ? "gap" : "divider" });
    case TYPE.container:
      return renderContainer(component, context);
    default:
      return renderSelect(component, context);
  }
}

function renderContainer(component, context) {
  const accent = component.accent_color;
  const color =
    accent === null || accent === undefined
      ? "transparent"
      : `#${accent.toString(16).padStart(6, "0")}`;
  return el(
    "div",
    { class: "container", style: { "--accent": color } },
    renderComponents(component.components, context),
  );
}

function renderSection(component, context) {
  return el(
    "div",
    { class: "section" },
    el("div", { class: "section-words" }, renderComponents(component.components, context)),
    renderComponent(component.accessory, context),
  );
}

function renderGallery({ items }, context) {
  return el(
    "div",
    { class: "gallery", dataset: { count: String(Math.min(items.length, 5)) } },
    items.map((item) => renderPicture(item, context, "picture")),
  );
}

function renderPicture({ media, description }, context, look) {
  const alt = description ?? "";
  if (media.content_type?.startsWith("video/")) {
    return el("video", { class: look, src: media.url, controls: true, "aria-label": alt });
  }
  const { width, height } = media;
  return el(
    "button",
    {
      type: "button",
      class: look,
      "aria-label": alt === "" ? "Open the picture" : `Open the picture: ${alt}`,
      dataset: { focusKey: `picture ${media.url}` },
      on: { click: () => context.openPicture({ url: media.url, alt }) },
    },
    el("img", { src: media.url, alt, width, height, loading: "lazy" }),
  );
}

export function renderFile(url, name = decodeURIComponent(url.split("/").at(-1) ?? "file")) {
  return el(
    "a",
    { class: "file-card", href: url, download: name },
    icon("file"),
    el("span", {}, name),
  );
}

function renderButton(button, context) {
  const label = [button.emoji?.name, button.label].filter(Boolean).join(" ");
  const look = BUTTON_LOOKS[button.style] ?? "secondary";
  if (button.url) {
    return el(
      "a",
      {
        class: `button button-${look}`,
        href: ownLink(button.url),
        target: "_blank",
        rel: "noopener noreferrer",
      },
      label,
      icon("link", { size: 14 }),
    );
  }
  const isPending = context.isPending(button.custom_id);
  return el(
    "button",
    {
      type: "button",
      class: isPending ? `button button-${look} is-pending` : `button button-${look}`,
      disabled: button.disabled || isPending,
      dataset: { focusKey: button.custom_id },
      on: { click: () => context.onPress(button.custom_id) },
    },
    el("span", {}, label),
    isPending && el("span", { class: "dots", "aria-hidden": "true" }),
  );
}

function renderSelect(component, context) {
  const options = optionsOf(component, context.world);
  const max = component.max_values ?? 1;
  const min = component.min_values ?? 1;
  const select = el(
    "select",
    {
      class: "select",
      multiple: max > 1,
      disabled: component.disabled,
      "aria-label": component.placeholder ?? "Make a selection",
      dataset: { focusKey: component.custom_id },
    },
    max === 1 && el("option", { value: "" }, component.placeholder ?? "Make a selection"),
    options.map(({ value, label, description, isDefault }) =>
      el(
        "option",
        { value, selected: isDefault },
        description ? `${label} · ${description}` : label,
      ),
    ),
  );
  const valuesOf = () => [...select.selectedOptions].map(({ value }) => value).filter(Boolean);
  const send = () => valuesOf().length >= min && context.onSelect(component.custom_id, valuesOf());
  if (max === 1) select.addEventListener("change", send);
  const confirm =
    max > 1 &&
    el("button", { type: "button", class: "button button-secondary", on: { click: send } }, "Done");
  return el("div", { class: "select-row" }, select, confirm);
}

/** Selects of people, roles and channels are filled by the client. */
export function optionsOf(component, world) {
  if (component.type === TYPE.stringSelect) {
    return component.options.map(({ value, label, description, default: isDefault }) => ({
      value,
      label,
      description,
      isDefault,
    }));
  }
  const users = world.users.map(({ id, name }) => ({ value: id, label: `@${name}` }));
  const roles = world.guilds.flatMap((guild) =>
    guild.roles.map(({ id, name }) => ({ value: id, label: `@${name}` })),
  );
  const channels = world.channels
    .filter(({ kind }) => kind === "guild")
    .map(({ id, name }) => ({ value: id, label: `#${name}` }));
  return { 5: users, 6: roles, 7: [...users, ...roles], 8: channels }[component.type] ?? [];
}
