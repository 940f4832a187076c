// SHA-256 (FIPS 180-4) of an ASCII string, lower-case hex. The browser's own digest is there in secure contexts only,
// and a newsroom's server in the house often is none.

const primes = [];
for (let number = 2; primes.length < 64; number++) if (primes.every((prime) => number % prime)) primes.push(number);
const fraction = (value) => ((value - Math.floor(value)) * 2 ** 32) | 0;
const ROUNDS = primes.map((prime) => fraction(Math.cbrt(prime)));
const START = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

/** Return the SHA-256 of `ascii`. */
export function sha256(ascii) {
  const blocks = padded(ascii);
  let state = START;
  for (let at = 0; at < blocks.length; at += 16) state = compress(state, blocks.subarray(at, at + 16));
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function padded(ascii) {
  const words = new Int32Array((((ascii.length + 8) >> 6) + 1) * 16);
  for (let at = 0; at < ascii.length; at++) words[at >> 2] |= ascii.charCodeAt(at) << (24 - 8 * (at & 3));
  words[ascii.length >> 2] |= 0x80 << (24 - 8 * (ascii.length & 3));
  words[words.length - 1] = ascii.length * 8;
  return words;
}

const turn = (word, by) => (word >>> by) | (word << (32 - by));

function compress(state, block) {
  const words = schedule(block);
  let [a, b, c, d, e, f, g, h] = state;
  for (let round = 0; round < 64; round++) {
    const chosen = (e & f) ^ (~e & g);
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + chosen + ROUNDS[round] + words[round]) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0;
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + state[index]) | 0);
}

function schedule(block) {
  const words = new Int32Array(64);
  words.set(block);
  for (let at = 16; at < 64; at++) {
    const early = turn(words[at - 15], 7) ^ turn(words[at - 15], 18) ^ (words[at - 15] >>> 3);
    const late = turn(words[at - 2], 17) ^ turn(words[at - 2], 19) ^ (words[at - 2] >>> 10);
    words[at] = words[at - 16] + early + words[at - 7] + late;
  }
  return words;
}
