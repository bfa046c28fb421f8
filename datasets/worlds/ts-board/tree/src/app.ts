import type { Action, Board } from "./model/types.ts";
import { flagsOf } from "./flags/flags.ts";
import { COMMANDS, type Ui } from "./keys/commands.ts";
import { keymapOf, type Situation, type as typed } from "./keys/keymap.ts";
import type { Platform } from "./keys/normal.ts";
import { renderBoard } from "./render/board.ts";
import { renderHelp } from "./render/help.ts";
import { announce, forward, guard, remember } from "./store/middleware.ts";
import { createStore } from "./store/store.ts";
import { History } from "./store/undo.ts";
import { OfflineQueue } from "./sync/queue.ts";

export type Options = { user: string; locale: string; tenant: string | null; platform: Platform; today: string };

/** A board with all that belongs to it, for one user. `said` is what screen readers were told. */
export function openBoard(board: Board, options: Options) {
  const { user, locale } = options;
  const flags = flagsOf(options.tenant);
  const history = new History();
  const queue = new OfflineQueue();
  const said: string[] = [];
  let cid = 0;
  let ui: Ui = { focus: null, selected: [], filter: null, help: false };
  const queued = forward((action: Action) => queue.add({ cid: ++cid, by: user, action }));
  const common = [guard, announce((text) => said.push(text), locale), queued];
  const store = createStore(board, user, [...common, remember(history)]);
  const plain = createStore(board, user, common);
  store.subscribe((next) => plain.replace(next));
  plain.subscribe((next) => store.replace(next));
  const map = keymapOf(options);

  const situation = (): Situation => ({ context: ui.focus === null ? "board" : "card", board: store.board(), user, ui, flags });

  function run(name: string): void {
    const effect = COMMANDS[name].run(store.board(), ui);
    if (effect.action) store.dispatch(effect.action);
    if (effect.step) {
      const action = history[effect.step](store.board());
      if (action) plain.dispatch(action);
    }
    ui = { ...ui, ...effect.ui };
  }

  function press(...keys: string[]): string[] {
    const started = keys.flatMap((key) => typed(map, key.split(" "), situation()).map((name) => (run(name), name)));
    return started;
  }

  const view = () => ({ locale, today: options.today, flags, open: ui.focus === null ? [] : [ui.focus], folded: [], filter: ui.filter });
  const html = () => renderBoard(store.board(), view());
  const help = () => {
    const bound = [...map.values()].flatMap((own) => [...own]).filter(([, name]) => COMMANDS[name]);
    return renderHelp(new Map(bound.map(([key, name]) => [key, { ...COMMANDS[name], name }])), view());
  };
  const flush = () => queue.flush(flags.on("wireThree") ? 3 : 2);

  return { store, press, run, html, help, flush, said, history, ui: () => ui, choose: (next: Partial<Ui>) => (ui = { ...ui, ...next }) };
}
