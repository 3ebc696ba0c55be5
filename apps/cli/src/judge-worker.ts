/** A worker that judges files; every worker reads the register, history and policy once. */
import { workerData } from 'node:worker_threads';
import { coloursFor } from './colours.ts';
import { prepareBench, type JudgeOptions } from './judge-file.ts';
import { judgeTask, type JudgedFile, type JudgeRequest } from './judge-task.ts';

/** What all files of a run have in common, as a worker is given it. */
export interface WorkerSetup {
  readonly options: JudgeOptions;
  readonly request: JudgeRequest;
  /** Whether standard output is a terminal, which a worker cannot tell. */
  readonly isTTY: boolean;
}

const { options, request, isTTY } = workerData as WorkerSetup;
const bench = prepareBench(options);

export default async function judge(path: string): Promise<JudgedFile> {
  return judgeTask(await bench, path, request, coloursFor({ isTTY }));
}
