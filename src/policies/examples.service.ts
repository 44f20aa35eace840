import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { describePolicy } from './describe-policy.js';
import type { Words } from './policy-words.js';
import { validatePolicy } from './validate-policy.js';

/** A published schedule, as rules that can be put to use or, when its source leaves terms open, as what is known of it. */
export type PolicyExample = {
  readonly code: string;
  readonly name: string;
  readonly source: string;
  /** What the source leaves open; empty for rules that are complete. */
  readonly missing: readonly string[];
  readonly rules: Readonly<Record<string, unknown>>;
  /** The rules in words; empty while they are not complete. */
  readonly description: readonly Words[];
};

const FOLDER = join(import.meta.dirname, '..', '..', 'policies', 'examples');

/** The schedules that are shipped with Amends, as files that a new policy can start from. */
@Injectable()
export class PolicyExamplesService {
  private examples: Promise<readonly PolicyExample[]> | undefined;

  /** All of them, in the order of their files' names. */
  list(): Promise<readonly PolicyExample[]> {
    this.examples ??= readExamples();
    return this.examples;
  }
}

async function readExamples(): Promise<PolicyExample[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(names.map(async (name) => exampleOf(await readFile(join(FOLDER, name), 'utf8'))));
}

function exampleOf(text: string): PolicyExample {
  const { code, name, source, rules } = JSON.parse(text) as Omit<PolicyExample, 'missing' | 'description'>;
  const found = validatePolicy(rules);
  const missing = (rules['incomplete'] ?? []) as readonly string[];
  return {
    code,
    name,
    source,
    missing,
    rules,
    description: found.faults === undefined ? describePolicy(found.rules) : [],
  };
}
