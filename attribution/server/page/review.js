// What an editor does to the statements of an article: plain functions from items to items, nothing is changed in place.
//
// An item is a record under review:
//   { key, original, status, changed, record }
// `key` names it while the page is open and `original` is the id it was found with, null for an added one;
// `status` is "open" | "accepted" | "corrected" | "added" | "rejected"; `changed` names the fields that were set.
// In `record.via` stand keys.

import { wordsOf } from "./fields.js";
import { alterationsIn, apart, quotedParts } from "./marks.js";

const SCORED = ["content", "source", "speaker", "outlet"];

/** Return the items of an extraction, as found or as an earlier review left them. */
export function itemsOf(extraction) {
  return extraction.records.map(({ reviewed, ...record }) => ({
    key: record.id,
    original: reviewed ? reviewed.original : record.id,
    status: reviewed ? reviewed.status : "open",
    changed: reviewed ? reviewed.changed : [],
    record,
  }));
}

/** Return the items in the order of their content. */
export function inOrder(items) {
  return [...items].sort((a, b) => compareSpans(a.record.content, b.record.content));
}

function compareSpans(one, other) {
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    const difference = one[at].start - other[at].start || one[at].end - other[at].end;
    if (difference) return difference;
  }
  return one.length - other.length;
}

/** Return the items with the one called `key` replaced by `change(item)`. */
export function changeItem(items, key, change) {
  return inOrder(items.map((item) => (item.key === key ? change(item) : item)));
}

/** Return the item as one that an editor vouches for. */
export function accept(item) {
  if (item.original === null) return { ...item, status: "added" };
  return { ...item, status: item.changed.length ? "corrected" : "accepted" };
}

/** Return the item as no statement at all. */
export function reject(item) {
  return { ...item, status: "rejected" };
}

/** Return the item with one field set to the words at `spans` (code points), or emptied when there are none. */
export function setField(item, name, spans, text, items) {
  const mentions = spans.map((span) => text.mention(span));
  const record = SETTERS[name](item.record, mentions, text, items);
  const touched = touchedFields(item.record, record, name);
  return touch(item, touched.reduce(explained, record), touched);
}

/** Return the item with the speaker or outlet of another record. */
export function takeFrom(item, name, other, text) {
  const outlet =
    name === "outlet" ? { ...other.outlet, basis: basisOf(item.record, other.outlet.mention, text) } : null;
  const record = { ...item.record, [name]: outlet ?? other[name] };
  const touched = touchedFields(item.record, record, name);
  return touch(item, touched.reduce(explained, record), touched);
}

/** Return the item with another kind of speaker, outlet or cue. */
export function setKind(item, name, kind) {
  const held = item.record[name];
  const value = name === "cue" ? { ...held, type: kind } : { ...held, kind };
  if (name === "speaker") value.name = kind === "unnamed" ? null : (held.name ?? held.mention.exact);
  return touch(item, explained({ ...item.record, [name]: value }, name), [name]);
}

/** Return a new item whose content is at `spans`. */
export function addedItem(key, spans, text, items) {
  const empty = {
    id: key,
    kind: "indirect",
    content: [],
    quotations: [],
    cue: null,
    source: null,
    speaker: null,
    outlet: null,
    via: [],
    occasion: null,
    date: null,
    alterations: [],
    confidence: { content: 1, source: null, speaker: null, outlet: null },
    evidence: [],
  };
  const content = setContent(
    empty,
    spans.map((span) => text.mention(span)),
    text,
  );
  const record = { ...content, via: around(content, items) };
  const fields = ["content", "cue", "source", "speaker", "title", "affiliation", "outlet", "via", "occasion", "date"];
  return { key, original: null, status: "added", changed: [], record: fields.reduce(explained, record) };
}

/** Return the item that has just this content, if any. */
export function sameContent(items, spans, except) {
  const wanted = spans.join();
  return items.find(
    (item) => item.key !== except && item.record.content.map((m) => [m.start, m.end]).join() === wanted,
  );
}

function touch(item, record, fields) {
  const changed = item.original === null ? [] : [...new Set([...item.changed, ...fields])];
  return { ...item, record, changed, status: item.original === null ? "added" : "corrected" };
}

/** Return `name` and, where the speaker became another, the fields of the speaker that changed with it. */
function touchedFields(before, after, name) {
  const parts =
    name === "speaker" ? ["title", "affiliation"] : name === "title" || name === "affiliation" ? ["speaker"] : [];
  return [name, ...parts.filter((part) => wordsOf(before, part) !== wordsOf(after, part))];
}

const SETTERS = {
  content: (record, mentions, text) => setContent(record, mentions, text),
  source: (record, [mention = null]) => ({ ...record, source: mention }),
  speaker: (record, [mention], text, items) => ({
    ...record,
    speaker: mention ? speakerAt(mention, record, items) : null,
  }),
  outlet: (record, [mention], text, items) => ({
    ...record,
    outlet: mention ? outletAt(mention, record, text, items) : null,
  }),
  cue: (record, [mention], text, items) => ({ ...record, cue: mention ? cueAt(mention, items) : null }),
  title: (record, [mention = null]) => partOfSpeaker(record, "title", mention),
  affiliation: (record, [mention = null]) => partOfSpeaker(record, "affiliation", mention),
  occasion: (record, [mention = null]) => ({ ...record, occasion: mention }),
  date: (record, [mention]) => ({ ...record, date: mention ? { ...mention, iso: null } : null }),
};

function setContent(record, mentions, text) {
  const units = mentions.map(({ start, end }) => [text.unit(start), text.unit(end)]);
  const points = ([start, end]) => [text.point(start), text.point(end)];
  const quoted = units.flatMap((span) => quotedParts(text.string, span));
  const quotations = quoted.map((span) => text.mention(points(span)));
  const alterations = quoted
    .flatMap((span) => alterationsIn(text.string, span))
    .map(({ type, start, end }) => {
      const [from, to] = points([start, end]);
      return { type, start: from, end: to };
    });
  return { ...record, kind: kindOfContent(mentions, quotations), content: mentions, quotations, alterations };
}

function kindOfContent(content, quotations) {
  if (!quotations.length) return "indirect";
  const places = (mentions) => mentions.map(({ start, end }) => `${start}-${end}`).join();
  return places(content) === places(quotations) ? "direct" : "mixed";
}

/** Return the speaker named at `mention`: as another statement has them, or with nothing but the name. */
function speakerAt(mention, record, items) {
  const known = items.map((item) => item.record.speaker).find((speaker) => speaker?.name === mention.exact);
  const kind = record.speaker && record.speaker.kind !== "unnamed" ? record.speaker.kind : "person";
  return {
    name: mention.exact,
    kind: known?.kind ?? kind,
    title: known?.title ?? null,
    affiliation: known?.affiliation ?? null,
    mention,
  };
}

function partOfSpeaker(record, part, mention) {
  if (record.speaker) return { ...record, speaker: { ...record.speaker, [part]: mention } };
  if (!mention || !record.source) return record;
  const unnamed = { name: null, kind: "unnamed", title: null, affiliation: null, mention: record.source };
  return { ...record, speaker: { ...unnamed, [part]: mention } };
}

function outletAt(mention, record, text, items) {
  const known = items.map((item) => item.record.outlet).find((outlet) => outlet?.name === mention.exact);
  const { id = null, kind = record.outlet?.kind ?? "newspaper" } = known ?? {};
  return { name: mention.exact, id, kind, mention, basis: basisOf(record, mention, text) };
}

/** Say whether the outlet is cited in the sentence of the words or in another one. */
function basisOf(record, mention, text) {
  const units = ({ start, end }) => [text.unit(start), text.unit(end)];
  const near = [...record.content, ...(record.cue ? [record.cue] : [])];
  return near.some((place) => !apart(text.string, units(place), units(mention))) ? "same-sentence" : "carried";
}

/** Return the cue at `mention`; its lemma is that of the same words elsewhere in the article, or the words. */
function cueAt(mention, items) {
  const words = mention.exact.toLowerCase();
  const known = items.map((item) => item.record.cue).find((cue) => cue?.exact.toLowerCase() === words);
  const type = /[\p{L}\p{N}]/u.test(words) ? "verb" : "punctuation";
  return { ...mention, lemma: known?.lemma ?? words, type: known?.type ?? type };
}

/** Return the keys of the statements that contain this one, outermost first. */
function around(record, items) {
  const inside = (outer) =>
    record.content.every((part) => outer.some((m) => m.start <= part.start && part.end <= m.end));
  const size = (item) => item.record.content.reduce((sum, { start, end }) => sum + end - start, 0);
  const holders = items.filter((item) => item.status !== "rejected" && inside(item.record.content));
  return holders.sort((a, b) => size(b) - size(a)).map((item) => item.key);
}

/** Return the record with the editor's word as the ground of a field, and with full or no confidence in it. */
function explained(record, name) {
  const held = name === "via" ? record.via.length > 0 : wordsOf(record, name) !== null;
  const mention = held && name !== "via" ? groundOf(record, name) : null;
  const own = {
    field: name,
    rule: held ? "review:set" : "review:empty",
    mention,
    note: held ? "set in review" : "left empty in review",
  };
  const evidence = [...record.evidence.filter((item) => item.field !== name), own];
  const confidence = SCORED.includes(name) ? { ...record.confidence, [name]: held ? 1 : null } : record.confidence;
  return { ...record, evidence, confidence };
}

function groundOf(record, name) {
  const holder = { content: record.content[0], speaker: record.speaker?.mention, outlet: record.outlet?.mention };
  const { start, end, exact, prefix, suffix } = holder[name] ?? record[name] ?? record.speaker[name];
  return { start, end, exact, prefix, suffix };
}
