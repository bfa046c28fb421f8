import re


def edit(path, *pairs):
    with open(path) as file:
        text = file.read()
    for old, new in pairs:
        assert text.count(old) == 1, (path, old, text.count(old))
        text = text.replace(old, new)
    with open(path, "w") as file:
        file.write(text)


edit("src/model/types.ts", ('  | { type: "batch"', '  | { type: "cards/move"; ids: string[]; columnId: string; before: string | null }\n  | { type: "batch"'))
edit("src/store/registry.ts", ("  batch: {", """  "cards/move": {
    permission: "card.move",
    op: "cn",
    since: 3,
    touches: (a) => (a.before === null ? [...a.ids] : [...a.ids, a.before]),
    said: "said.moves",
  },
  batch: {"""))
edit("src/store/reducer.ts", ('    case "batch":', '    case "cards/move":\n      return moveAll(board, action);\n    case "batch":'),
     ("function label(", """function moveAll(board: Board, action: Extract<Action, { type: "cards/move" }>): Board {
  const { ids, columnId, before } = action;
  if (ids.length === 0 || new Set(ids).size < ids.length || (before !== null && ids.includes(before))) {
    throw new BoardError("invalid", columnId);
  }
  const found = ids.map((id) => card(board, id));
  column(board, columnId);
  const rest = inColumn(board, columnId, true).filter((one) => !ids.includes(one.id));
  if (before !== null && !rest.some((one) => one.id === before)) throw new BoardError("missing", before);
  found.forEach((one) => open(board, one.id));
  const coming = found.filter((one) => one.columnId !== columnId && !one.archived).length;
  if (coming > 0) requireRoom(board, columnId, coming);
  const at = before === null ? rest.length : rest.findIndex((one) => one.id === before);
  const all = [...rest.slice(0, at), ...found, ...rest.slice(at)];
  const places = spread(all);
  return all.map((one) => ({ ...one, columnId, pos: places.get(one.id) as number })).reduce((b, one) => withCard(b, one), board);
}

function label("""))
edit("src/store/inverse.ts", ('    case "batch":', '''    case "cards/move": {
      return { type: "batch", actions: back(board, action.ids) };
    }
    case "batch":'''), ("function backwards(", '''/** Moves that bring cards back: from the last to the first, each before the one that followed it. */
function back(board: Board, ids: string[]): Action[] {
  const columns = new Set(ids.map((id) => card(board, id).columnId));
  return [...columns].flatMap((columnId) =>
    inColumn(board, columnId, true)
      .filter((one) => ids.includes(one.id))
      .reverse()
      .map((one): Action => ({ type: "card/move", id: one.id, columnId, before: nextOf(board, one.id) })),
  );
}

function backwards('''), ("import { nextOf }", "import { inColumn, nextOf }"))
edit("src/permissions/roles.ts", ("  const needed =", """  if (action.type === "cards/move") {
    for (const id of action.ids) allow(board, user, { ...action, type: "card/move", id });
    return;
  }
  const needed ="""))
edit("src/sync/wire.ts", ("  const spec = REGISTRY[action.type];", """  if (action.type === "cards/move" && protocol === 2) {
    const { ids, columnId, before } = action;
    return ids.flatMap((id) => encode({ cid, by, action: { type: "card/move", id, columnId, before } }, protocol));
  }
  const spec = REGISTRY[action.type];"""), ("""    case "card/assign":
      return { k""", """    case "cards/move":
      return { k: action.ids, w: action.columnId, b: action.before };
    case "card/assign":
      return { k"""), ("""    case "card/label":
      return { type""", """    case "cards/move":
      return { type: "cards/move", ids: m.k, columnId: m.w, before: none(m.b) };
    case "card/label":
      return { type"""))
edit("src/sync/coalesce.ts", ("""  if (one.type !== two.type ||""", """  if (one.type === "cards/move" || two.type === "cards/move") {
    return one.type === two.type && [...one.ids].sort().join("\\n") === [...two.ids].sort().join("\\n");
  }
  if (one.type !== two.type ||"""), ('  } else if (two.type === "card/move") {', '  } else if (two.type === "card/move" || two.type === "cards/move") {'))
edit("src/store/announce.ts", ("  const id = (action as", """  if (action.type === "cards/move") {
    const total = inColumn(after, action.columnId).length;
    return { count: action.ids.length, column: column(after, action.columnId).title, total };
  }
  const id = (action as"""))
MESSAGES = {
    "en": "{count, plural, one {# card moved to {column}} other {# cards moved to {column}}}{total, plural, one {, # card there now} other {, # cards there now}}",
    "de": "{count, plural, one {# Karte nach {column} verschoben} other {# Karten nach {column} verschoben}}{total, plural, one {, dort ist # Karte} other {, dort sind # Karten}}",
    "fr": "{count, plural, one {# carte déplacée vers {column}} other {# cartes déplacées vers {column}}}{total, plural, one {, # carte à présent} other {, # cartes à présent}}",
    "pl": "{count, plural, one {# kartę przeniesiono do {column}} few {# karty przeniesiono do {column}} many {# kart przeniesiono do {column}} other {# karty przeniesiono do {column}}}{total, plural, one {, teraz jest # karta} few {, teraz są # karty} many {, teraz jest # kart} other {, teraz jest # karty}}",
}
for name, message in MESSAGES.items():
    edit(f"locales/{name}.json", ('{\n  "said.add"', '{\n  "said.moves": "' + message + '",\n  "said.add"'))
edit("src/keys/commands.ts", ("  needsFocus?: boolean;", "  needsFocus?: boolean;\n  about?: (board: Board, ui: Ui) => string[]; // the cards that need the permission; else the one in focus"),
     ('"card.right": { permission: "card.move", needsFocus: true,', '"card.right": { permission: "card.move", needsFocus: true, about: moved,'),
     ('"card.left": { permission: "card.move", needsFocus: true,', '"card.left": { permission: "card.move", needsFocus: true, about: moved,'),
     ("  return { action: { type: \"card/move\"", """  const ids = chosen(board, ui);
  if (ids.length > 0) return { action: { type: "cards/move", ids, columnId: target.id, before: null } };
  return { action: { type: \"card/move\""""))
with open("src/keys/commands.ts", "a") as file:
    file.write("""
/** The chosen cards that are on the board, in its order. */
function chosen(board: Board, ui: Ui): string[] {
  const all = board.columns.flatMap((column) => inColumn(board, column.id)).map((one) => one.id);
  return all.filter((id) => ui.selected.includes(id));
}

function moved(board: Board, ui: Ui): string[] {
  const ids = chosen(board, ui);
  return ids.length > 0 ? ids : [ui.focus as string];
}
""")
edit("src/keys/keymap.ts", ("  return !spec.permission || can(now.board, now.user, spec.permission, now.ui.focus ?? undefined);", """  const { permission } = spec;
  if (!permission) return true;
  const about = spec.about?.(now.board, now.ui) ?? [now.ui.focus ?? undefined];
  return about.every((id) => can(now.board, now.user, permission, id));"""))
edit("docs/actions.md", ("| `card/label` |", "| `cards/move` | card.move | cn | 3 | yes |\n| `card/label` |"))
edit("docs/offline.md", ("\n- Entries of different", "| `cards/move` | `cards/move` of the same cards | the later one, at its own place |\n\n- Entries of different"))
