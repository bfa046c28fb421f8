const { keymapOf, ready, OUTER, resolve, type } = await import(process.cwd() + "/src/keys/keymap.ts");
const { normal } = await import(process.cwd() + "/src/keys/normal.ts");
const { flagsOf } = await import(process.cwd() + "/src/flags/flags.ts");
const { readJson } = await import(process.cwd() + "/src/files.ts");
const board = readJson("test/fixtures/small.json");
const readers = { A: ["mac", "en", "northwind"], B: ["pc", "de-AT", "lindqvist"], C: ["pc", "pt-BR", "atelier"], D: ["pc", "fr", null], E: ["mac", "de", null] };
const out = { wrongRows: {}, dead: {}, typed: {} };
const rows = [["?", "help.toggle"], ["mod+z", "edit.undo"], ["mod+shift+z", "edit.redo"], ["mod+y", "edit.redo", "pc"], ["j", "focus.next"], ["k", "focus.previous"], ["l", "card.right"], ["h", "card.left"], ["x", "select.toggle"], ["e", "card.archive"], ["shift+l", "card.lock"], ["d d", "card.drop"], ["f", "column.fold", "flag"], ["escape", "select.none"], ["g h", "help.toggle"], ["g n", "select.none"]];
const now = (user, context, focus, tenant) => ({ context, board, user, ui: { focus, selected: [], filter: null, help: false }, flags: flagsOf(tenant) });
for (const [name, [platform, locale, tenant]] of Object.entries(readers)) {
  const map = keymapOf({ platform, locale, tenant });
  const owner = now("ada", "card", "c1", tenant);
  out.wrongRows[name] = rows.filter(([key, command, condition]) => {
    if (condition === "pc" && platform !== "pc") return false;
    if (condition === "flag" && !owner.flags.on("column.collapse")) return false;
    return JSON.stringify(type(map, normal(key, platform).split(" "), owner)) !== JSON.stringify([command]);
  }).map((row) => row[0]).sort();
  const situations = [];
  for (const user of ["ada", "eli", "mia", "gus"]) for (const [context, focus] of [["board", null], ["card", "c1"], ["card", "c2"], ["global", null], ["global", "c1"], ["editor", "c1"], ["editor", null], ["dialog", null], ["dialog", "c1"]]) situations.push(now(user, context, focus, tenant));
  const alive = (context, key, command) => situations.some((s) => {
    if (!OUTER[s.context].includes(context)) return false;
    const parts = key.split(" ");
    for (let n = 1; n < parts.length; n++) if (resolve(map, parts.slice(0, n).join(" "), s) !== "wait") return false;
    for (const one of OUTER[s.context]) {
      const own = map.get(one);
      const found = own?.get(key);
      if (found !== undefined && ready(found, s)) return one === context;
      if (own && [...own].some(([k, c]) => k.startsWith(key + " ") && ready(c, s))) return false;
    }
    return false;
  });
  out.dead[name] = [...map].flatMap(([context, own]) => [...own].filter(([key, command]) => !alive(context, key, command)).map(([key]) => `${context} ${key}`)).sort();
}
const typed = { A: ["eli", "c2", ["e", "backspace", "shift+l", "meta+y", "shift+meta+z", "escape"]], B: ["ole", "c4", ["s", "e", "d", "d", "l", "ctrl+y", "ctrl+z"]], C: ["mia", "c1", ["delete", "d", "d", "g", "n", "g", "x"]], D: ["eli", "c1", ["g", "h", "d", "d", ",", "?", "g"]], E: ["gus", "c2", ["d", "d", "j", "x", "meta+y", "s", "?"]] };
for (const [name, [user, focus, keys]] of Object.entries(typed)) {
  const [platform, locale, tenant] = readers[name];
  out.typed[name] = type(keymapOf({ platform, locale, tenant }), keys, now(user, "card", focus, tenant));
}
console.log(JSON.stringify(out));
