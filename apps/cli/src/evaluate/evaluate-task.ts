import { CliError } from '../cli-error.ts';
import { FAMILY_BY_NAME } from '../families.ts';
import type { Clock } from './entrant.ts';
import { evaluateCourse, evaluateMarket, type Run, type Simulated } from './evaluate-market.ts';
import { readCourse, type CourseFiles } from './read-course.ts';

/** One stream to measure judges on, to be simulated or read: plain data, so that a worker can do it. */
export interface Task {
  readonly stream: Simulated | (CourseFiles & { readonly name: string });
  readonly judges: readonly string[];
}

/** A file that cannot be used, as plain data: an error would lose its kind between threads. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly file?: string | undefined;
  readonly place?: string | undefined;
}

/** evaluateTask measures the judges on one stream. */
export async function evaluateTask({ stream, judges }: Task, clock: Clock): Promise<readonly Run[] | Refused> {
  if ('family' in stream) return evaluateMarket(FAMILY_BY_NAME.get(stream.family)!, stream, judges, clock);
  try {
    return evaluateCourse(await readCourse(stream), stream.name, judges, clock);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const { code, message, file, place } = error;
    return { code, message, file, place };
  }
}
