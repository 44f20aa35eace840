import { useQueryClient } from '@tanstack/react-query';
import { type ChangeEvent, type FormEvent, useState } from 'react';
import { ApiProblem } from '../api/problem.js';

/** What a text field takes of a form: its value, what typing does, and the service's reason when it is at fault. */
export type TextProps = {
  readonly value: string;
  readonly onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
  readonly error: boolean;
  readonly helperText: string | undefined;
};

export type Form<Fields> = {
  readonly fields: Fields;
  readonly set: (change: Partial<Fields>) => void;
  /** For a field that holds text; `advice` stands under it while it is not at fault. */
  readonly text: (name: keyof Fields & string, advice?: string) => TextProps;
  readonly faultOf: (name: keyof Fields & string) => string | undefined;
  /** What the service refused that no field of the form can show. */
  readonly elsewhere: ApiProblem | null;
  readonly problem: ApiProblem | null;
  readonly forget: () => void;
  readonly isBusy: boolean;
  /** Runs the work, and reads everything on the page anew after it; a refusal stays in the form with what was typed. */
  readonly submit: (work: () => Promise<void>) => (event: FormEvent) => void;
};

/**
 * A form whose rules are the service's: it keeps what is typed, sends it once at a time, and puts each reason of a refusal
 * at its field. `at` says where a field stands in the input when that is not under its own name.
 */
export function useForm<Fields extends object>(
  initial: Fields,
  at: (name: keyof Fields & string) => string = (name) => name,
): Form<Fields> {
  const queries = useQueryClient();
  const [fields, setFields] = useState(initial);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const names = Object.keys(fields) as (keyof Fields & string)[];
  const isAt = (name: keyof Fields & string, path = ''): boolean =>
    path === at(name) || path.startsWith(`${at(name)}.`);
  const faultOf = (name: keyof Fields & string): string | undefined =>
    problem?.reasons.find(({ path }) => isAt(name, path))?.message;
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    try {
      await work();
      setProblem(null);
      await queries.invalidateQueries();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      // Somebody else was faster: what they did is to be seen beside what was typed.
      if (error.status === 412) await queries.invalidateQueries();
    } finally {
      setBusy(false);
    }
  };
  return {
    fields,
    set: (change) => setFields((before) => ({ ...before, ...change })),
    text: (name, advice) => ({
      value: String(fields[name] ?? ''),
      onChange: ({ target }) => setFields((before) => ({ ...before, [name]: target.value })),
      error: faultOf(name) !== undefined,
      helperText: faultOf(name) ?? advice,
    }),
    faultOf,
    elsewhere: problem === null ? null : withoutFields(problem, (path) => names.some((name) => isAt(name, path))),
    problem,
    forget: () => setProblem(null),
    isBusy,
    submit: (work) => (event) => {
      event.preventDefault();
      void run(work);
    },
  };
}

/** A refusal with the reasons that no field shows; null when each has its field. */
function withoutFields(problem: ApiProblem, isShown: (path: string | undefined) => boolean): ApiProblem | null {
  const { status, code, message, reasons, details } = problem;
  const left = reasons.filter(({ path }) => !isShown(path));
  return reasons.length > 0 && left.length === 0 ? null : new ApiProblem(status, code, message, left, details);
}
