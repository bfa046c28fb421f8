import { test } from "node:test";
import assert from "node:assert/strict";
import { gates } from "../src/sources/gates.ts";
import { vessels, checksum } from "../src/sources/vessels.ts";
import { app } from "../src/sources/app.ts";
import { weather } from "../src/sources/weather.ts";
import { tide } from "../src/sources/tide.ts";
import { radar } from "../src/sources/radar.ts";
import { Registry } from "../src/schema/registry.ts";

const SEEN = Date.parse("2025-11-01T08:00:10Z");
const raw = (text: string) => ({ source: "x", segment: "000001.seg", line: 1, seen: SEEN, text });
const registry = new Registry();

test("gates of three firmwares", () => {
  const texts = ['{"g":"NB-2","n":7,"ts":1761984000,"d":"I","k":"C"}', '{"v":2,"gate":"NB-2","n":7,"ts":1761984000,"dir":"in"}', '{"v":3,"gate":"NB-2","n":7,"boot":4,"ms":1761984000123,"dir":"out","count":3}'];
  const drafts = texts.flatMap((text) => gates(raw(text))).map((draft) => registry.accept(draft));
  assert.deepEqual(drafts.map((one) => one.id), ["NB-2:7", "NB-2:7", "NB-2:4.7"]);
  assert.deepEqual(drafts[0].body, { gate: "NB-2", direction: "in", fare: "child", count: 1, wheel: null });
  assert.deepEqual(drafts[1].body, { gate: "NB-2", direction: "in", count: 1, wheel: null });
  assert.deepEqual([drafts[2].at % 1000, drafts[2].body.count], [123, 3]);
});

test("vessels have a checksum", () => {
  const one = "VP1|LOTTE|251101080005|59.12345|10.23456|211";
  const [draft] = vessels(raw(`${one}*${checksum(one)}`));
  assert.equal(draft.at, Date.parse("2025-11-01T08:00:05Z"));
  assert.equal(registry.accept(draft).body.knots, 11.4);
  assert.throws(() => vessels(raw(`${one}*00`)), /checksum/);
  assert.throws(() => vessels(raw("VP2|X*5F")), /vessels/);
});

test("a phone's clock is corrected when it is far off", () => {
  const batch = (sent: string) => JSON.stringify({ device: "d1", sent, events: [{ seq: 1, kind: "trip.rated", at: "2025-11-01T07:00:00Z", data: { vessel: "LOTTE", stars: 4 } }] });
  const times = ["2025-11-01T08:00:00Z", "2025-11-01T07:59:40Z", "2025-11-01T07:00:10Z"].map((sent) => app(raw(batch(sent)))[0].at);
  assert.deepEqual(times.map((at) => new Date(at).toISOString().slice(11, 19)), ["07:00:00", "07:00:00", "08:00:00"]);
});

test("weather, tide and radar", () => {
  assert.deepEqual(weather(raw("2025-11-01T08:00Z,NB,12.4,,0.8"))[0].body, { station: "NB", wind: 12.4, gust: null, wave: 0.8 });
  assert.deepEqual(tide(raw("gauge=VA1 time=2025-11-01T08:00Z level=-34 ice=no"))[0].body, { gauge: "VA1", level: -34, ice: false });
  assert.equal(radar(raw("2025-11-01T08:00Z;T9;59.9051;10.8"))[0].body.bearing, 90);
  for (const text of ["2025-11-01T08:00Z,NB", "x"]) assert.throws(() => weather(raw(text)));
});

test("what is not valid is refused with its first fault", () => {
  const draft = (body: any, version = 3, type = "gate.passage") => ({ id: "x", type, version, at: 0, body });
  const told = (...args: [any, number?, string?]) => {
    try {
      registry.accept(draft(...args));
    } catch (error: any) {
      return `${error.reason} ${error.message}`;
    }
  };
  assert.equal(told({ gate: "NB2", direction: "in" }), "invalid gate.passage 3: gate: wrong form");
  assert.equal(told({ gate: "NB-2", direction: "in" }), "invalid gate.passage 3: count: missing");
  assert.equal(told({ gate: "NB-2", direction: "in", count: 61 }), "invalid gate.passage 3: count: above 60");
  assert.equal(told({ gate: "NB-2", direction: "in", count: 1, x: 1 }), "invalid gate.passage 3: x: unknown");
  assert.equal(told({}, 4), "unknown_type gate.passage 4");
  assert.equal(told({}, 1, "gate.opened"), "unknown_type gate.opened");
});
