import { html, type Safe } from "./html.ts";

/** A round picture with initials. */
export function avatar(user: string): Safe {
  const initials = user
    .split(/[.\s-]+/)
    .map((part) => part[0]?.toUpperCase() ?? "")
    .join("")
    .slice(0, 2);
  return html`<span class="avatar" data-user="${user}">${initials}</span>`;
}
