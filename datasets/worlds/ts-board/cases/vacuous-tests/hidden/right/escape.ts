const NAMES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as it may stand in an element or in an attribute between quotes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => NAMES[char]);
}

/** A link's address when it is safe to follow, else null. */
export function safeUrl(url: string): string | null {
  const clean = url.replace(/[\u0000-\u0020]/g, "");
  return /^(https?:|mailto:|\/(?!\/))/i.test(clean) ? clean : null;
}
