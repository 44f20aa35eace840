/** Spreads one 32-bit word over all its bits (the finaliser of MurmurHash3). */
function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * Pseudo-random numbers of our own (sfc32), so that the same keys give the same numbers on every machine and version.
 * The keys are safe integers; each combination of them is a sequence of its own, so that a part of the day can be made
 * again without the parts before it.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(...keys: readonly number[]) {
    let hash = 0x9e3779b9;
    for (const key of keys) {
      hash = mix(hash ^ (key >>> 0));
      hash = mix((hash + Math.floor(key / 2 ** 32)) >>> 0);
    }
    this.a = hash;
    this.b = mix(hash + 0x6d2b79f5);
    this.c = mix(hash + 0x3c6ef372);
    for (let round = 0; round < 12; round++) this.fraction();
  }

  /** In [0, 1). */
  fraction(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  /** A whole number from `min` to `max`, both included; `min` when `max` is not above it. */
  between(min: number, max: number): number {
    return max <= min ? min : min + Math.floor(this.fraction() * (max - min + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** Any of a list. Throws RangeError when it is empty. */
  pick<T>(list: readonly T[]): T {
    const index = this.between(0, list.length - 1);
    if (index >= list.length) throw new RangeError('cannot pick from an empty list');
    return list[index] as T;
  }

  /** Any of a list, each in proportion to its weight. Throws RangeError when no weight is positive. */
  weighted<T extends { readonly weight: number }>(list: readonly T[]): T {
    let left = this.fraction() * list.reduce((sum, { weight }) => sum + weight, 0);
    for (const entry of list) {
      left -= entry.weight;
      if (left < 0) return entry;
    }
    throw new RangeError('no weight is positive');
  }

  /** A shuffled copy. */
  shuffled<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let last = copy.length - 1; last > 0; last--) {
      const other = this.between(0, last);
      [copy[last], copy[other]] = [copy[other] as T, copy[last] as T];
    }
    return copy;
  }
}
