import type { Command } from "../keys/keymap.ts";
import type { View } from "./board.ts";
import { text } from "../i18n/catalog.ts";
import { html } from "./html.ts";
import { oldHelp } from "./help-old.ts";

/** The page of shortcuts. */
export function renderHelp(keys: Map<string, Command>, view: View): string {
  if (view.flags.on("oldHelp")) return oldHelp([...keys.keys()]);
  const rows = [...keys].map(([key, command]) => html`<tr><td><kbd>${key}</kbd></td><td>${command.name}</td></tr>`);
  const example = text(view.locale, "help.template", { example: "42" });
  return html`<table>${rows}</table><p>${example}</p>`.markup;
}
