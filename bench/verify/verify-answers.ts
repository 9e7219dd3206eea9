// Holds every answer of a contestant to what it must be, before anything of it is measured.
import { findDifference } from './compare-answers.ts';
import { askJson } from './ask.ts';

/** A request body with the data that it must be answered with. */
export interface KnownAnswer {
  readonly body: string;
  readonly data: unknown;
}

const concurrency = 8;

/** Asks every body; answers `undefined` if all is equal, else the first difference. */
export async function verifyAnswers(
  url: string,
  known: readonly KnownAnswer[],
): Promise<string | undefined> {
  const queue = [...known];
  let difference: string | undefined;
  const work = async (): Promise<void> => {
    for (;;) {
      const next = queue.shift();
      if (!next || difference !== undefined) return;
      difference ??= await compareOne(url, next);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return difference;
}

async function compareOne(url: string, { body, data }: KnownAnswer): Promise<string | undefined> {
  try {
    const answer = await askJson(url, body);
    if (answer.errors !== undefined)
      return `errors: ${JSON.stringify(answer.errors).slice(0, 300)}`;
    return findDifference(data, answer.data);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
