// Sends single lines that differ in one field, and looks which rows differ.
const { Pipeline } = await import(process.cwd() + "/src/pipeline.ts");
const { loadConfig, readYaml } = await import(process.cwd() + "/src/config/load.ts");
const { loadPlaces } = await import(process.cwd() + "/src/stages/enrich.ts");
const { checksum } = await import(process.cwd() + "/src/sources/vessels.ts");

const SEEN = "2025-11-11T09:50:00Z";
const S = Date.parse("2025-11-11T09:40:00Z") / 1000;
const times = ["2025-11-11T09:49:00Z", "2025-11-10T07:10:00Z"];
const sum = (text) => `${text}*${checksum(text)}`;
const phone = (kind, v, names) => (f) => JSON.stringify({ device: f.device, sent: f.sent, events: [{ seq: f.seq, kind, v, at: f.at, data: Object.fromEntries(names.map((name) => [name, f[name]])) }] });
const phones = { device: ["a", "b"], sent: [SEEN, "2025-11-11T09:40:00Z"], seq: [1, 2], at: ["2025-11-11T08:25:00Z", "2025-11-10T23:55:00Z"] };
const forms = {
  "gates 1": ["gates", { g: ["NB-1", "NB-2", "HO-1", "VA-1"], n: [1, 2], ts: [S, S - 90000], d: ["I", "O"], k: ["A", "C", "S"] }, (f) => JSON.stringify(f)],
  "gates 2": ["gates", { gate: ["NB-1", "NB-2", "HO-1"], n: [1, 2], ts: [S, S - 90000], dir: ["in", "out"], fare: ["adult", "child", "senior", "staff"] }, (f) => JSON.stringify({ v: 2, ...f })],
  "gates 3": ["gates", { gate: ["NB-2", "HO-1"], n: [1, 2], boot: [1, 2], ms: [S * 1000, S * 1000 - 90000000], dir: ["in", "out"], fare: ["adult", "child", "staff"], count: [1, 4], wheel: [true, false] }, (f) => JSON.stringify({ v: 3, ...f })],
  "vessels 1": ["vessels", { vessel: ["LOTTE", "MARIT", "PUCK"], time: ["251111094900", "251110071000"], lat: ["59.1", "59.9"], lon: ["10.1", "10.9"], speed: ["4", "211", "140"] }, (f) => sum(`VP1|${f.vessel}|${f.time}|${f.lat}|${f.lon}|${f.speed}`)],
  "vessels 2": ["vessels", { vessel: ["LOTTE", "MARIT", "PUCK"], time: times, lat: ["59.1", "59.9"], lon: ["10.1", "10.9"], knots: ["0.4", "11.4", "9.9"], course: ["082", "182"], aboard: ["", "7", "12"] }, (f) => sum(`VP2|${f.vessel}|${f.time}|${f.lat}|${f.lon}|${f.knots}|${f.course}|${f.aboard}`)],
  "tickets 1": ["app", { ...phones, pier: ["NB", "SK", "HO"], product: ["single", "return", "bike"], count: [1, 3] }, phone("ticket.bought", 1, ["pier", "product", "count"])],
  "tickets 2": ["app", { ...phones, origin: ["NB", "SK", "HO"], target: ["VA", "HO", null], product: ["single", "bike"], count: [1, 3] }, phone("ticket.bought", 2, ["origin", "target", "product", "count"])],
  ratings: ["app", { ...phones, vessel: ["LOTTE", "MARIT"], stars: [1, 5], comment: ["x", "y"] }, phone("trip.rated", 1, ["vessel", "stars", "comment"])],
  weather: ["weather", { time: ["2025-11-11T09:40Z", "2025-11-10T09:00Z"], station: ["NB", "VA"], wind: ["", "3", "9"], gust: ["", "5", "18"], wave: ["", "0.5", "2.5"] }, (f) => `${f.time},${f.station},${f.wind},${f.gust},${f.wave}`],
  tide: ["tide", { gauge: ["VA1", "VA2"], time: ["2025-11-11T09:40Z", "2025-11-10T09:00Z"], level: ["-3", "14"], ice: ["yes", "no"] }, (f) => `gauge=${f.gauge} time=${f.time} level=${f.level} ice=${f.ice}`],
};

function memory(given) {
  const all = new Map(Object.entries(given));
  const get = (path) => all.get(path) ?? "";
  const list = (folder) => [...all.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)).sort();
  return { all, list, read: (p) => all.get(p) ?? null, write: (p, t) => all.set(p, t), append: (p, t) => all.set(p, get(p) + t), size: (p) => get(p).length, truncate() {}, sync() {}, syncFolder() {}, remove: (p) => all.delete(p), rename: (a, b) => (all.set(b, get(a)), all.delete(a)) };
}

function rows(config, places, source, text) {
  const files = memory({ [`in/${source}/000001.seg`]: `${SEEN}\t${text}\n` });
  new Pipeline(config, files, places).run({ drain: true });
  if (files.list("dead").length > 0) throw new Error(text);
  return Object.fromEntries(config.metrics.map((one) => [one.name, files.read(`out/${one.name}.jsonl`) ?? ""]));
}

// These are changed one at a time, all others in every combination.
const PLAIN = ["n", "boot", "lat", "lon", "course", "device", "seq", "target", "comment", "ice", "wind"];
const core = (values) => {
  const first = Object.fromEntries(Object.entries(values).map(([name, some]) => [name, some[0]]));
  return Object.entries(values).reduce((all, [name, some]) => all.flatMap((one) => (PLAIN.includes(name) ? some.slice(0, 1) : some).map((value) => ({ ...one, [name]: value }))), [first]);
};
const every = (values) => core(values).flatMap((one) => [one, ...PLAIN.filter((name) => values[name]).flatMap((name) => values[name].slice(1).map((value) => ({ ...one, [name]: value })))]);
const sorted = (map) => Object.fromEntries(Object.keys(map).sort().map((name) => [name, [...map[name]].sort()]));

export function feeds(env) {
  const config = loadConfig(env);
  const out = Object.fromEntries(config.metrics.map((one) => [one.name, {}]));
  for (const [form, [source, values, line]] of Object.entries(forms)) {
    if (!config.sources[source].enabled) continue;
    const seen = new Map(every(values).map((f) => [JSON.stringify(f), rows(config, loadPlaces(), source, line(f))]));
    for (const [text, one] of seen) {
      const f = JSON.parse(text);
      for (const name of Object.keys(values)) {
        for (const value of values[name]) {
          const other = seen.get(JSON.stringify({ ...f, [name]: value }));
          for (const metric of Object.keys(out)) if (other && one[metric] !== other[metric]) (out[metric][form] ??= new Set()).add(name);
        }
      }
    }
  }
  return Object.fromEntries(Object.entries(out).map(([metric, by]) => [metric, sorted(by)]));
}

/** Each fact of config/piers.json and config/vessels.json, changed alone. */
export function places(env) {
  const config = loadConfig(env);
  const changes = {
    "gates.pier": (p) => (p.gates["NB-2"].pier = "HO"), "gates.side": (p) => (p.gates["NB-2"].side = "land"), "piers.name": (p) => (p.piers.NB.name = "X"),
    "piers.zone": (p) => (p.piers.NB.zone = "outer"), "vessels.capacity": (p) => (p.vessels.LOTTE.capacity = 20), "vessels.class": (p) => (p.vessels.LOTTE.class = "tender"),
  };
  const out = {};
  const plain = new Map();
  for (const [name, change] of Object.entries(changes)) {
    out[name] = new Set();
    const other = loadPlaces();
    change(other);
    for (const [source, values, line] of Object.values(forms)) {
      if (!config.sources[source].enabled) continue;
      for (const f of core(values)) {
        if (!plain.has(line(f))) plain.set(line(f), rows(config, loadPlaces(), source, line(f)));
        const [a, b] = [plain.get(line(f)), rows(config, other, source, line(f))];
        for (const metric of Object.keys(a)) if (a[metric] !== b[metric]) out[name].add(metric);
      }
    }
  }
  return sorted(out);
}

const production = feeds("production");
const pilot = feeds("pilot");
const newest = { "gate.passage": ["gates 3", { dir: "direction" }], "vessel.position": ["vessels 2", {}], "ticket.bought": ["tickets 2", {}], "trip.rated": ["ratings", {}], "weather.reading": ["weather", {}], "tide.level": ["tide", {}] };
const { readdirSync, readFileSync } = await import("node:fs");
const silent = {};
for (const [type, [form, renamed]] of Object.entries(newest)) {
  const version = Math.max(...readdirSync(`schemas/${type}`).map((name) => parseInt(name)));
  const used = new Set([production, pilot].flatMap((all) => Object.values(all).flatMap((by) => by[form] ?? [])).map((name) => renamed[name] ?? name));
  silent[type] = Object.keys(JSON.parse(readFileSync(`schemas/${type}/${version}.json`, "utf8")).fields).filter((name) => !used.has(name)).sort();
}
const at = places("production");
const reports = readYaml("config/reports.yaml").reports;
const columns = (metrics) => reports.flatMap((report) => {
  const hit = new Set(report.columns.filter((one) => metrics.includes(one.metric)).map((one) => one.title));
  const all = report.columns.filter((one) => hit.has(one.title) || one.ratio?.some((title) => hit.has(title)));
  return all.map((one) => `${report.name}.${one.title}`);
}).sort();
const fed = (form, name) => Object.keys(production).filter((metric) => production[metric][form]?.includes(name));
const asked = { "gates 3 count": fed("gates 3", "count"), "gates 1 k": fed("gates 1", "k"), "vessels 2 aboard": fed("vessels 2", "aboard"), "tickets 1 pier": fed("tickets 1", "pier"), "weather wave": fed("weather", "wave"), "piers.zone": at["piers.zone"], "gates.side": at["gates.side"], "vessels.class": at["vessels.class"] };
console.log(JSON.stringify({ feeds: production, places: at, silent, columns: Object.fromEntries(Object.entries(asked).map(([name, metrics]) => [name, columns(metrics)])) }));
