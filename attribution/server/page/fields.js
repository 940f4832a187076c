// The fields of a record that the page shows and an editor may set, in the order in which they are read.

const SPEAKER_KINDS = ["person", "organization", "group", "document", "unnamed"];
const OUTLET_KINDS = [
  "newspaper",
  "agency",
  "broadcaster",
  "programme",
  "website",
  "platform",
  "institution",
  "document",
];
const CUE_TYPES = ["verb", "noun", "preposition", "punctuation"];

const one = (mention) => (mention ? [mention] : []);

/**
 * `name` is the name in the evidence and in `reviewed.changed`, `places` the mentions it stands at;
 * `kinds` are the values of its `kind` (for a cue its `type`).
 * The first four are the chain: quotation, source, name, outlet.
 */
export const FIELDS = [
  { name: "content", label: "Words", places: (record) => record.content },
  { name: "source", label: "Source", places: (record) => one(record.source) },
  { name: "speaker", label: "Name", places: (record) => one(record.speaker?.mention), kinds: SPEAKER_KINDS },
  { name: "outlet", label: "Outlet", places: (record) => one(record.outlet?.mention), kinds: OUTLET_KINDS },
  { name: "cue", label: "Cue", places: (record) => one(record.cue), kinds: CUE_TYPES },
  { name: "title", label: "Title", places: (record) => one(record.speaker?.title) },
  { name: "affiliation", label: "Affiliation", places: (record) => one(record.speaker?.affiliation) },
  { name: "occasion", label: "Occasion", places: (record) => one(record.occasion) },
  { name: "date", label: "Date", places: (record) => one(record.date) },
];

export const CHAIN = FIELDS.slice(0, 4).map((field) => field.name);

/** Return the field called `name`. */
export function fieldNamed(name) {
  return FIELDS.find((field) => field.name === name);
}

/** Return the words that a field of a record holds, null where it is empty. */
export function wordsOf(record, name) {
  if (name === "speaker" && record.speaker) return record.speaker.name ?? record.speaker.mention.exact;
  if (name === "outlet" && record.outlet) return record.outlet.name;
  const places = fieldNamed(name).places(record);
  return places.length ? places.map((mention) => mention.exact).join(" … ") : null;
}

/** Return the kind of what a field holds, null where it has none. */
export function kindOf(record, name) {
  return { speaker: record.speaker?.kind, outlet: record.outlet?.kind, cue: record.cue?.type }[name] ?? null;
}

/** Return by what name the one who speaks is shown. */
export function whoSpeaks(record) {
  if (!record.speaker) return record.source ? `“${record.source.exact}”` : "nobody named";
  return record.speaker.name ?? `unnamed: ${record.speaker.mention.exact}`;
}
